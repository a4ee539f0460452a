// SPDX-License-Identifier: GPL-2.0
/*
 * Operations that are the driver's side: sources of mview_sim are configured, go
 * and come, and their devices lose their driver, while there are views of them.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../mview_test.h"
#include "../system.h"
#include "fuzz.h"

#define DRIVER	"/sys/bus/platform/drivers/mview_sim/"
#define LENDER	"/sys/module/mview_lender/parameters/run"

/* A picture of 4 MiB in large pieces is the last. */
static const struct {
	const char *name, *kind, *format, *shape, *order;
} sims[FUZZ_SIMS] = {
	{ "fuzz0", "kind=vmalloc", "format=<I", "shape=64 64", "order=0" },
	{ "fuzz1", "kind=pages", "format=T{<I:a:<I:b:}", "shape=2 16 64",
	  "order=0" },
	{ "fuzz2", "kind=kmalloc", "format=B", "shape=4096", "order=0" },
	{ "fuzz3", "kind=coherent", "format=<H", "shape=8192", "order=0" },
	{ "fuzz4", "kind=streaming", "format=B", "shape=3 5000", "order=0" },
	{ "fuzz5", "kind=streaming-sg", "format=<I", "shape=4096", "order=1" },
	{ "fuzz6", "kind=mmio", "format=T{<I:a:4x}", "shape=512", "order=0" },
	{ "fuzz7", "kind=pages", "format=B", "shape=2048 2048", "order=9" },
};

/* Of drivers that are not simulated, where they are loaded. */
static const char *const others[16 - FUZZ_SIMS] = {
	"lender", "sample", "mview_kinds.picture", "mview_kinds.ring",
	"mview_kinds.stats", "", "no-such-buffer", "fuzz",
};

const char *fuzz_buffer_name(unsigned int which)
{
	which %= 16;
	return which < FUZZ_SIMS ? sims[which].name :
				   others[which - FUZZ_SIMS];
}

/* As it is at the begin of a program. Views of it may end in the background. */
static void make(unsigned int which)
{
	const char *name = sims[which].name;
	int i;

	for (i = 0; i < PATIENCE_MS; i++) {
		if (!sim_set(name, "live", "0") || errno != EBUSY)
			break;
		usleep(1000);
	}
	if (!sim_make(name, sims[which].kind, sims[which].format,
		      sims[which].shape, sims[which].order, "pattern=zero"))
		return;
	/* Not all machines have all kinds, nor always memory in one piece. */
	if (errno != EIO && errno != EOPNOTSUPP && errno != ENOMEM)
		fuzz_bug("%s can't be made anew: %s", name, strerror(errno));
}

/* A module can't be unloaded while its sources are there. */
static void remove_all(void)
{
	unsigned int i;

	for (i = 0; i < FUZZ_SIMS; i++)
		sim_remove(sims[i].name);
}

void fuzz_driver_start(struct fuzz *fuzz)
{
	atexit(remove_all);
	atomic_store(&fuzz->dirty, (1U << FUZZ_SIMS) - 1);
	fuzz_driver_reset(fuzz);
}

void fuzz_driver_reset(struct fuzz *fuzz)
{
	unsigned int dirty = atomic_exchange(&fuzz->dirty, 0), i;

	for (i = 0; i < FUZZ_SIMS; i++)
		if (dirty >> i & 1)
			make(i);
}

/* The name of the source that an instruction changes. */
static const char *change(struct fuzz *fuzz, const struct fuzz_insn *insn)
{
	atomic_fetch_or(&fuzz->dirty, 1U << insn->on % FUZZ_SIMS);
	return sims[insn->on % FUZZ_SIMS].name;
}

#define PICK(texts, which) \
	((texts)[(which) % (sizeof(texts) / sizeof(*(texts)))])

static const char *pick_value(unsigned int which, unsigned int value)
{
	static const char *const kinds[] = {
		"vmalloc", "pages", "kmalloc", "coherent", "streaming",
		"streaming-sg", "mmio", "none",
	};
	static const char *const shapes[] = {
		"4096", "64 64 4", "", "0", "1", "262144", "3 5000", "1 1 1 1",
		"67", "4294967296 4294967296", "x",
	};
	static const char *const patterns[] = {
		"zero", "counter", "ramp", "sine", "noise", "picture", "ring",
	};
	static const char *const numbers[] = {
		"0", "1", "2", "9", "10", "100", "1000", "4096", "65536",
		"5000", "-1", "99999999999", "",
	};
	static const char *const faults[] = {
		"none", "stall 3", "starve 3", "overrun 2", "disorder 3",
		"stay 2", "bad",
	};

	switch (which) {
	case 0:
		return PICK(kinds, value);
	case 1:
		return PICK(shapes, value);
	case 2:
		return fuzz_format(value);
	case 3:
		return PICK(patterns, value);
	case 4:
		return PICK(faults, value);
	default:
		return PICK(numbers, value);
	}
}

/* Other attributes need the source not to be live: then it goes live again. */
FUZZ_OP(configure)
{
	static const char *const attributes[] = {
		"kind", "shape", "format", "pattern", "fault", "rate", "size",
		"order", "readonly", "burst", "slack",
	};
	const char *name = change(fuzz, insn);
	unsigned int which = insn->a % 11;
	char text[256];

	atomic_store(&fuzz->wild, true);
	if (insn->n & 1)
		sim_set(name, "live", "0");
	if (insn->n & 4)
		sim_set(name, "owner", insn->n & 8 ? "bit" : "phase");
	sim_set(name, attributes[which], pick_value(which, insn->b));
	sim_get(name, attributes[which], text, sizeof(text));
	if (insn->n & 2)
		sim_set(name, "live", "1");
}

FUZZ_OP(step)
{
	atomic_store(&fuzz->wild, true);
	sim_step(sims[insn->on % FUZZ_SIMS].name, insn->a % 4);
}

FUZZ_OP(resize)
{
	sim_set(change(fuzz, insn), "resize", pick_value(1, insn->a));
}

FUZZ_OP(revoke)
{
	sim_set(change(fuzz, insn), "revoke", "1");
	if (insn->a & 1)
		sim_set(sims[insn->on % FUZZ_SIMS].name, "live", "1");
}

FUZZ_OP(live)
{
	sim_set(change(fuzz, insn), "live", insn->a & 1 ? "1" : "0");
}

/* The device loses its driver, and may get it back. */
FUZZ_OP(bind)
{
	char device[64] = "";

	if (sim_get(change(fuzz, insn), "device", device, sizeof(device)))
		return;
	if (insn->a & 1)
		text_write(DRIVER "unbind", device);
	if (insn->a & 2)
		text_write(DRIVER "bind", device);
}

FUZZ_OP(directory)
{
	const char *name = change(fuzz, insn);
	char path[64];

	snprintf(path, sizeof(path), "/sys/kernel/config/mview_sim/%s", name);
	if (insn->a & 1)
		rmdir(path);
	if (insn->a & 2)
		mkdir(path, 0700);
}

/* Memory comes and goes as it does with the allocations of a trace. */
FUZZ_OP(lend)
{
	(void)fuzz;
	text_write(LENDER, insn->a & 1 ? "1" : "3");
}
