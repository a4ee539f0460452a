// SPDX-License-Identifier: GPL-2.0
/* Operations that are commands on views. */
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "../mview_test.h"
#include "fuzz.h"

/**
 * struct parent - what an operation derives from
 * @fd: the view
 * @known: whether the rest is
 * @info: as it is described
 * @layout: its dimensions
 * @shape: its elements
 * @strides: its bytes
 */
struct parent {
	int fd;
	bool known;
	struct mview_view_info info;
	struct mview_layout layout;
	__u64 shape[MVIEW_NDIM_MAX];
	__s64 strides[MVIEW_NDIM_MAX];
};

static void parent_init(struct fuzz *fuzz, const struct fuzz_insn *insn,
			struct parent *parent)
{
	parent->fd = fuzz_view(fuzz, insn);
	parent->known = fuzz_describe(parent->fd, &parent->info,
				      &parent->layout, parent->shape,
				      parent->strides);
}

static __u32 confined(unsigned int bit)
{
	return bit ? MVIEW_CONFINED : 0;
}

static void derive(struct fuzz *fuzz, const struct fuzz_insn *insn,
		   int parent, unsigned long command, void *arg, size_t size,
		   __s32 *result)
{
	int fd = fuzz_derived(fuzz, insn, parent, command, arg, size, result);

	if (fd < 0)
		return;
	fuzz_check_view(fuzz, fd, parent);
	fuzz_put(fuzz, insn->to % FUZZ_VIEWS, fd);
}

FUZZ_OP(info)
{
	char format[MVIEW_FORMAT_MAX];
	__s64 strides[MVIEW_NDIM_MAX];
	__u64 shape[MVIEW_NDIM_MAX];
	struct mview_layout layout = {
		.size = sizeof(layout),
		.format = to_user(format),
		.format_len = insn->b * 2,
		.ndim = insn->b % 8,
		.shape = insn->a & 4 ? to_user(shape) : 0,
		.strides = insn->a & 8 ? to_user(strides) : 0,
		.offset = insn->a & 16 ? insn->n : 0,
	};
	struct mview_view_info arg = {
		.flags = insn->a & 1 ? MVIEW_VIEW_INFO_SEEN : 0,
		.layout = insn->a & 2 ? to_user(&layout) : 0,
	};

	fuzz_command(fuzz, insn, fuzz_view(fuzz, insn), MVIEW_VIEW_INFO, &arg,
		     sizeof(arg));
}

/* An axis that fits into @extent as a rule. */
static void pick_axis(struct mview_axis *axis, __u64 extent, unsigned int how,
		      __u64 number)
{
	static const int steps[] = { 1, 1, 2, 3, -1, -1, -2, 7 };

	axis->step = steps[how % 8];
	if (how & 0x80) {
		axis->start = number;
		axis->count = how & 0x7f;
		axis->flags = number % 3;
		return;
	}
	if (how & 0x40 && extent) {
		axis->flags = MVIEW_AXIS_INDEX;
		axis->start = number % extent;
		axis->step = 0;
		return;
	}
	axis->start = extent ? number % extent : 0;
	axis->count = axis->step > 0 ? extent - axis->start :
		      extent ? axis->start + 1 : 0;
	axis->count /= axis->step > 0 ? axis->step : -axis->step;
}

FUZZ_OP(slice)
{
	struct mview_axis axes[MVIEW_NDIM_MAX + 1] = { 0 };
	struct mview_view_slice arg = {
		.flags = confined(insn->b & 0x20), .axes = to_user(axes),
	};
	struct parent parent;
	__u32 i;

	parent_init(fuzz, insn, &parent);
	arg.ndim = parent.known ? parent.layout.ndim : 1;
	for (i = 0; i < arg.ndim; i++)
		pick_axis(&axes[i], parent.known ? parent.shape[i] : 1,
			  insn->a >> i % 3, fuzz_number(insn->n) >> i);
	if (insn->b % 8 == 7)
		arg.ndim = insn->b >> 2;
	derive(fuzz, insn, parent.fd, MVIEW_VIEW_SLICE, &arg, sizeof(arg),
	       &arg.fd);
}

/* The sizes of what the core calls items, for shapes that fit. */
static __u64 item_bytes(const char *format)
{
	static const char *const sized[] = { "B", "<H", "<I", ">Q" };
	size_t i;

	for (i = 0; i < sizeof(sized) / sizeof(*sized); i++)
		if (!strcmp(format, sized[i]))
			return 1ULL << i;
	return strchr(format, '{') ? 8 : 4;
}

FUZZ_OP(cast)
{
	char format[64];
	__u64 shape[MVIEW_NDIM_MAX + 1] = { 0 };
	struct mview_view_cast arg = {
		.flags = confined(insn->b & 1) |
			 (insn->b & 2 ? MVIEW_CAST_FREE : 0),
		.format = to_user(format),
		.ndim = insn->b >> 4 & 3,
		.shape = insn->b & 8 ? to_user(shape) : 0,
	};
	struct parent parent;
	__u64 left;

	parent_init(fuzz, insn, &parent);
	snprintf(format, sizeof(format), "%s", fuzz_format(insn->a));
	arg.format_len = strlen(format);
	left = parent.known ? parent.info.nbytes / item_bytes(format) :
			      insn->n;
	if (insn->b >= 0xc0 && arg.format_len)
		format[insn->b % arg.format_len] ^= insn->n | 1;
	shape[0] = left;
	if (arg.ndim > 1 && insn->n % 64) {
		shape[1] = insn->n % 64;
		shape[0] = left / shape[1];
		shape[2] = insn->n >> 12;
	}
	if (!arg.shape)
		arg.ndim = 0;
	derive(fuzz, insn, parent.fd, MVIEW_VIEW_CAST, &arg, sizeof(arg),
	       &arg.fd);
}

FUZZ_OP(field)
{
	static const char *const names[] = {
		"a", "b", "x", "m", "p", "q", "q.u", "q.v", "p.x", "f0", "f1",
		"p.y", "", ".", "a.", "m/struct s",
	};
	const char *name = names[insn->a % 16];
	struct mview_view_field arg = {
		.flags = confined(insn->b & 1),
		.name = to_user(name),
		.name_len = insn->b == 0xff ? MVIEW_FORMAT_MAX + 1 :
					      strlen(name),
	};

	derive(fuzz, insn, fuzz_view(fuzz, insn), MVIEW_VIEW_FIELD, &arg,
	       sizeof(arg), &arg.fd);
}

FUZZ_OP(transpose)
{
	__u32 axes[MVIEW_NDIM_MAX + 1] = { insn->a % 4, insn->b % 4, 2, 3 };
	struct mview_view_transpose arg = {
		.flags = confined(insn->n & 1),
		.axes = insn->n & 2 ? to_user(axes) : 0,
		.ndim = insn->n & 2 ? insn->n >> 2 & 3 : 0,
	};

	derive(fuzz, insn, fuzz_view(fuzz, insn), MVIEW_VIEW_TRANSPOSE, &arg,
	       sizeof(arg), &arg.fd);
}

FUZZ_OP(readonly)
{
	struct mview_view_readonly arg = { .flags = confined(insn->a & 1) };

	derive(fuzz, insn, fuzz_view(fuzz, insn), MVIEW_VIEW_READONLY, &arg,
	       sizeof(arg), &arg.fd);
}

FUZZ_OP(contiguous)
{
	struct mview_view_contiguous arg = {
		.flags = confined(insn->a & 1) |
			 (insn->a & 2 ? MVIEW_OPEN_WRITE : 0),
		.order = "CFAX"[insn->b % 4],
	};

	/* A copy of one that may write is another buffer. */
	derive(fuzz, insn, fuzz_view(fuzz, insn), MVIEW_VIEW_CONTIGUOUS, &arg,
	       sizeof(arg), &arg.fd);
}

FUZZ_OP(sync)
{
	struct mview_view_sync arg = { .flags = insn->a % 8 };

	fuzz_command(fuzz, insn, fuzz_view(fuzz, insn), MVIEW_VIEW_SYNC, &arg,
		     sizeof(arg));
}

FUZZ_OP(release)
{
	struct mview_view_release arg = { 0 };

	fuzz_command(fuzz, insn, fuzz_view(fuzz, insn), MVIEW_VIEW_RELEASE,
		     &arg, sizeof(arg));
}

FUZZ_OP(export)
{
	struct mview_view_export_dmabuf arg = { 0 };
	int fd = fuzz_derived(fuzz, insn, fuzz_view(fuzz, insn),
			      MVIEW_VIEW_EXPORT_DMABUF, &arg, sizeof(arg),
			      &arg.fd);

	if (fd >= 0)
		fuzz_put(fuzz, FUZZ_VIEWS + insn->to % FUZZ_DMABUFS, fd);
}

/* Close the descriptor that a command has made, and left in @arg. */
static void close_made(unsigned long command, const unsigned char *arg)
{
	static const struct {
		unsigned long command;
		size_t at;
	} made[] = {
#define MAKES(command, type)	{ command, offsetof(struct type, fd) }
		MAKES(MVIEW_VIEW_OPEN, mview_view_open),
		MAKES(MVIEW_IMPORT_DMABUF, mview_import_dmabuf),
		MAKES(MVIEW_BUFFER_ALLOC, mview_buffer_alloc),
		MAKES(MVIEW_TRACE_OPEN, mview_trace_open),
		MAKES(MVIEW_VIEW_SLICE, mview_view_slice),
		MAKES(MVIEW_VIEW_CAST, mview_view_cast),
		MAKES(MVIEW_VIEW_READONLY, mview_view_readonly),
		MAKES(MVIEW_VIEW_TRANSPOSE, mview_view_transpose),
		MAKES(MVIEW_VIEW_CONTIGUOUS, mview_view_contiguous),
		MAKES(MVIEW_VIEW_EXPORT_DMABUF, mview_view_export_dmabuf),
		MAKES(MVIEW_VIEW_FIELD, mview_view_field),
	};
	size_t i;
	__s32 fd;

	for (i = 0; i < sizeof(made) / sizeof(*made); i++) {
		if (made[i].command != command)
			continue;
		memcpy(&fd, arg + made[i].at, sizeof(fd));
		close(fd);
	}
}

/* Any command with any bytes; also those of other files, and none there is. */
FUZZ_OP(any_ioctl)
{
	unsigned long command = _IO(MVIEW_IOC, insn->a);
	unsigned char arg[256];
	__u32 size = insn->b % sizeof(arg);
	unsigned int i;

	for (i = 0; i < sizeof(arg); i++)
		arg[i] = insn->n >> i % 9;
	memcpy(arg, &size, sizeof(size));
	memset(arg + 4, 0, 4);
	if (!fuzz_ioctl(insn->on & 1 ? fuzz->write :
				       fuzz_fd(fuzz, insn->on / 2),
			command, arg))
		close_made(command, arg);
}
