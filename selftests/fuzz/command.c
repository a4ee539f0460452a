// SPDX-License-Identifier: GPL-2.0
/* Operations on /dev/mview and on traces. */
#include <string.h>
#include <sys/ioctl.h>

#include "../mview_test.h"
#include "fuzz.h"

#define TEXT	512	/* bytes for what is returned */

/* Which /dev/mview: rarely the one that can't write. */
static int device(struct fuzz *fuzz, const struct fuzz_insn *insn)
{
	return insn->on % 8 == 7 ? fuzz->read : fuzz->write;
}

/* Flags of commands that make views, by single bits. */
static __u32 view_flags(unsigned int bits)
{
	static const __u32 flags[] = {
		MVIEW_OPEN_WRITE, MVIEW_CONFINED, MVIEW_PINNABLE,
		MVIEW_UNDECLARED, MVIEW_CONTIGUOUS,
	};
	__u32 all = 0;
	size_t i;

	for (i = 0; i < sizeof(flags) / sizeof(*flags); i++)
		if (bits >> i & 1)
			all |= flags[i];
	return all;
}

static void keep(struct fuzz *fuzz, const struct fuzz_insn *insn, int fd)
{
	if (fd < 0)
		return;
	fuzz_check_view(fuzz, fd, -1);
	fuzz_put(fuzz, insn->to % FUZZ_VIEWS, fd);
}

FUZZ_OP(open)
{
	const char *name = fuzz_buffer_name(insn->a);
	struct mview_view_open arg = {
		.flags = view_flags(insn->b),
		.name = to_user(name),
		.name_len = strlen(name),
	};

	/* Memory of drivers has their bytes in it. */
	if (insn->a % 16 >= FUZZ_SIMS)
		atomic_store(&fuzz->wild, true);
	keep(fuzz, insn, fuzz_derived(fuzz, insn, device(fuzz, insn),
				      MVIEW_VIEW_OPEN, &arg, sizeof(arg),
				      &arg.fd));
}

/* Of the buffers there are, one by its place among them. */
static __u64 nth_id(struct fuzz *fuzz, unsigned int nth)
{
	struct mview_buffer_info info = { 0 };

	do {
		info.size = sizeof(info);
		info.flags = MVIEW_BUFFER_INFO_NEXT;
		info.id++;
	} while (!fuzz_ioctl(fuzz->read, MVIEW_BUFFER_INFO, &info) && nth--);
	return info.id;
}

FUZZ_OP(open_id)
{
	struct mview_view_open arg = {
		.flags = view_flags(insn->b),
		.id = insn->n < 64 ? nth_id(fuzz, insn->n) :
				     fuzz_number(insn->n),
	};

	atomic_store(&fuzz->wild, true);
	keep(fuzz, insn, fuzz_derived(fuzz, insn, device(fuzz, insn),
				      MVIEW_VIEW_OPEN, &arg, sizeof(arg),
				      &arg.fd));
}

/**
 * struct declared - a layout that a program gives
 * @layout: refers to @shape and @strides
 * @shape: of up to three dimensions
 * @strides: of as many
 */
struct declared {
	struct mview_layout layout;
	__u64 shape[MVIEW_NDIM_MAX];
	__s64 strides[MVIEW_NDIM_MAX];
};

/* None; or by the number of dimensions and the sizes that the instruction has. */
static __u64 declare(const struct fuzz_insn *insn, struct declared *declared)
{
	const char *format = fuzz_format(insn->a);
	struct mview_layout *layout = &declared->layout;
	unsigned int i, ndim = insn->a >> 6;

	if (!ndim)
		return 0;
	memset(declared, 0, sizeof(*declared));
	layout->size = sizeof(*layout);
	layout->format = to_user(format);
	layout->format_len = strlen(format);
	layout->ndim = insn->b == 0xff ? MVIEW_NDIM_MAX : ndim;
	layout->shape = to_user(declared->shape);
	for (i = 0; i < layout->ndim; i++) {
		declared->shape[i] = (insn->n >> 4 * i % 16) % 16;
		declared->strides[i] = 4096 >> 4 * i % 16;
	}
	if (insn->b & 0x20)
		layout->strides = to_user(declared->strides);
	if (insn->b & 0x40)
		layout->offset = fuzz_number(insn->n);
	return to_user(layout);
}

FUZZ_OP(alloc)
{
	struct declared declared;
	struct mview_buffer_alloc arg = {
		.flags = view_flags(insn->b) & ~MVIEW_UNDECLARED,
		.layout = declare(insn, &declared),
		.nbytes = insn->b & 0x80 ? 0 : fuzz_number(insn->n),
	};

	keep(fuzz, insn, fuzz_derived(fuzz, insn, device(fuzz, insn),
				      MVIEW_BUFFER_ALLOC, &arg, sizeof(arg),
				      &arg.fd));
}

FUZZ_OP(import)
{
	struct declared declared;
	struct mview_import_dmabuf arg = {
		.flags = view_flags(insn->b & 3),
		.layout = declare(insn, &declared),
		.dmabuf_fd = insn->on >= 0xf0 ? fuzz_fd(fuzz, insn->on) :
						fuzz_dmabuf(fuzz, insn->on),
	};

	keep(fuzz, insn, fuzz_derived(fuzz, insn, fuzz->write,
				      MVIEW_IMPORT_DMABUF, &arg, sizeof(arg),
				      &arg.fd));
}

FUZZ_OP(dev_info)
{
	struct mview_dev_info arg = { 0 };

	fuzz_command(fuzz, insn, device(fuzz, insn), MVIEW_DEV_INFO, &arg,
		     sizeof(arg));
}

FUZZ_OP(buffer_info)
{
	char name[TEXT], owner[TEXT], format[TEXT];
	__s64 strides[MVIEW_NDIM_MAX];
	__u64 shape[MVIEW_NDIM_MAX];
	struct mview_layout layout = {
		.size = sizeof(layout),
		.format = to_user(format),
		.format_len = insn->b * 2,
		.ndim = insn->b % 4,
		.shape = to_user(shape),
		.strides = insn->a & 1 ? to_user(strides) : 0,
	};
	struct mview_buffer_info arg = {
		.flags = insn->a & 2 ? 0 : MVIEW_BUFFER_INFO_NEXT,
		.id = fuzz_number(insn->n),
		.layout = insn->a & 4 ? to_user(&layout) : 0,
		.name = insn->a & 8 ? to_user(name) : 0,
		.name_len = insn->a & 8 ? insn->b : 0,
		.owner = insn->a & 16 ? to_user(owner) : 0,
		.owner_len = insn->a & 16 ? insn->b : 0,
	};

	fuzz_command(fuzz, insn, device(fuzz, insn), MVIEW_BUFFER_INFO, &arg,
		     sizeof(arg));
}

FUZZ_OP(origin)
{
	char device_name[TEXT], driver[TEXT], stack[TEXT * 8];
	struct mview_buffer_origin arg = {
		.flags = insn->a & 2 ? 0 : MVIEW_BUFFER_INFO_NEXT,
		.id = insn->n < 64 ? nth_id(fuzz, insn->n) :
				     fuzz_number(insn->n),
		.device = to_user(device_name),
		.device_len = insn->b * 2,
		.driver = to_user(driver),
		.driver_len = insn->b * 2,
		.stack = to_user(stack),
		.stack_len = insn->b * 16,
	};

	fuzz_command(fuzz, insn, device(fuzz, insn), MVIEW_BUFFER_ORIGIN, &arg,
		     sizeof(arg));
}

FUZZ_OP(trace_open)
{
	static const char *const filters[] = {
		"", "*", "mview_sim*", "driver=mview_sim", "bus=platform",
		"[", "driver=[", "bus=", "[a-z]*", "?", "driver=e1000e",
	};
	const char *filter = filters[insn->a % 11];
	struct mview_trace_open arg = {
		.flags = insn->b % 8,
		.filter = to_user(filter),
		.filter_len = strlen(filter),
		.buffers = insn->n % 64,
		.entries = insn->n >> 8,
	};
	int fd;

	/* The kernel patches its own code for it, which takes long. */
	if (atomic_fetch_add(&fuzz->traces, 1))
		return;
	fd = fuzz_derived(fuzz, insn, device(fuzz, insn), MVIEW_TRACE_OPEN,
			  &arg, sizeof(arg), &arg.fd);
	if (fd >= 0)
		fuzz_put(fuzz, FUZZ_TRACE, fd);
}

FUZZ_OP(trace_info)
{
	struct mview_trace_info arg = {
		.flags = insn->b == 1 ? MVIEW_TRACE_SETTLE : 0,
	};
	int trace = fuzz_fd(fuzz, insn->on >= 0xf0 ? insn->on : FUZZ_TRACE);

	fuzz_command(fuzz, insn, trace, MVIEW_TRACE_INFO, &arg, sizeof(arg));
}
