// SPDX-License-Identifier: GPL-2.0
/*
 * mview refuses arguments of drivers that can't be true, and the tracepoint
 * mview_refused says which argument it was. Wants the directory of the modules in
 * the environment, as MVIEW_MODULES.
 */
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

#include "kselftest_harness.h"
#include "mview_test.h"
#include "system.h"

#define MODULE	"mview_wrong"
#define TRACING	"/sys/kernel/tracing/instances/mview_refused_test"
#define EVENT	TRACING "/events/mview/mview_refused/enable"

/* What that module tries, in order. */
static const struct {
	const char *name;
	int err;
	const char *argument;
} refusals[] = {
	{ "dma:name", EINVAL, "desc.name" },
	{ "flags", EOPNOTSUPP, "desc.flags" },
	{ "format", EINVAL, "desc.format" },
	{ "format_null", EINVAL, "desc.format: NULL" },
	{ "format_twice", EINVAL, "desc.format: two fields of one name" },
	{ "format_dot", EINVAL, "desc.format: a name with . or [" },
	{ "format_large", EOVERFLOW,
	  "desc.format, offset: larger than the memory" },
	{ "offset", EOVERFLOW, "desc.format, offset: larger than the memory" },
	{ "shape_null", EINVAL, "desc.shape: NULL" },
	{ "strides_alone", EINVAL, "desc.strides: without a shape" },
	{ "shape_large", EOVERFLOW,
	  "desc.shape, strides, offset: leave the memory" },
	{ "ndim", E2BIG, "desc.ndim, format: too many, too long" },
	{ "kind", EOPNOTSUPP, "memory.kind" },
	{ "size", EINVAL, "memory.size: 0" },
	{ "vmalloc_addr", EINVAL, "vmalloc.addr, size: not vmalloc() memory" },
	{ "vmalloc_size", EINVAL, "vmalloc.addr, size: not vmalloc() memory" },
	{ "pages_null", EINVAL, "pages.array: NULL" },
	{ "pages_count", EINVAL, "pages.count: not that of size" },
	{ "pages_slab", EINVAL, "pages.array: a page that counts no references" },
	{ "kmalloc_addr", EINVAL,
	  "kmalloc.addr, size: not kmalloc() memory, or not one object" },
	{ "coherent_dev", EINVAL, "coherent.dev: NULL" },
	{ "coherent_attrs", EINVAL,
	  "coherent.attrs: DMA_ATTR_NO_KERNEL_MAPPING" },
	{ "coherent_addr", EINVAL,
	  "coherent.addr, size: not mapped for the kernel" },
	{ "coherent_hole", EINVAL,
	  "coherent.addr, size: not mapped for the kernel" },
	{ "coherent_far", EINVAL,
	  "coherent.dma, size: the device can't reach it" },
	{ "coherent_wraps", EINVAL,
	  "coherent.dma, size: the device can't reach it" },
	{ "streaming_dev", EINVAL, "streaming.dev: NULL" },
	{ "streaming_neither", EINVAL,
	  "streaming.addr, sgt: neither, or both" },
	{ "streaming_sgt", EINVAL, "streaming.sgt: not mapped" },
	{ "streaming_sgt_short", EINVAL,
	  "streaming.sgt, size: less memory, gaps in it, or a device's" },
	{ "streaming_addr", EINVAL,
	  "streaming.addr, size: not in the direct map" },
	{ "streaming_dir", EINVAL, "streaming.dir" },
	{ "streaming_wraps", EINVAL,
	  "streaming.dma, size: the device can't reach it" },
	{ "coherent_gap", EINVAL,
	  "coherent.addr, size: not mapped for the kernel" },
	{ "streaming_gap", EINVAL,
	  "streaming.addr, size: not in the direct map" },
	{ "pages_device", EINVAL, "pages.array: a device's page" },
	{ "streaming_device", EINVAL,
	  "streaming.addr, size: not in the direct map" },
	{ "streaming_sgt_device", EINVAL,
	  "streaming.sgt, size: less memory, gaps in it, or a device's" },
	{ "vmalloc_device", EINVAL,
	  "vmalloc.addr, size: not vmalloc() memory" },
	{ "mmio_addr", EINVAL, "mmio.addr: NULL" },
	{ "mmio_wraps", EINVAL, "mmio.phys, size: overflow" },
	{ "mmio_offset", EINVAL,
	  "mmio.phys: not what ioremap() was given for addr" },
	{ "resize", EINVAL, "desc.name: not the buffer's" },
};

FIXTURE(refused)
{
	char text[32768];
};

FIXTURE_SETUP(refused)
{
	if (!getenv("MVIEW_MODULES"))
		SKIP(return, "MVIEW_MODULES names no directory of modules");
	if (mkdir(TRACING, 0700) && errno != EEXIST)
		SKIP(return, "no tracefs");
	ASSERT_EQ(0, text_write(EVENT, "1"));
	ASSERT_EQ(0, text_write(TRACING "/trace", ""));
}

FIXTURE_TEARDOWN_PARENT(refused)
{
	text_write(EVENT, "0");
	rmdir(TRACING);
}

/* Kernels and machines differ in whether there is such memory to try. */
static bool is_rare(const char *name)
{
	return strstr(name, "_hole") || strstr(name, "_gap") ||
	       strstr(name, "_device");
}

static bool was_tried(const char *text, const char *name)
{
	char event[80];

	snprintf(event, sizeof(event), " mview_refused: name=%s ", name);
	return strstr(text, event);
}

TEST_F(refused, with_the_argument_that_is_wrong)
{
	char line[256], *at = self->text;

	ASSERT_EQ(0, module_load(MODULE));
	EXPECT_EQ(0, module_unload(MODULE));
	ASSERT_EQ(0, text_read(TRACING "/trace", self->text,
			       sizeof(self->text)));
	for (size_t i = 0; i < ARRAY_SIZE(refusals); i++) {
		snprintf(line, sizeof(line),
			 " mview_refused: name=%s owner=" MODULE
			 " err=-%d argument=%s\n", refusals[i].name,
			 refusals[i].err, refusals[i].argument);
		if (is_rare(refusals[i].name) &&
		    !was_tried(self->text, refusals[i].name))
			continue;
		at = strstr(at, line);
		if (!at)
			TH_LOG("no%sin\n%s", line, self->text);
		ASSERT_NE(NULL, at);
	}
}

TEST_F(refused, with_its_name_that_is_taken)
{
	char line[256];

	ASSERT_EQ(0, sim_make("refused_test", NULL));
	if (module_users("mview_sample") < 0)
		ASSERT_EQ(0, module_load("mview_sample"));
	EXPECT_EQ(0, sim_prepare("sample", NULL));
	EXPECT_EQ(-1, sim_set("sample", "live", "1"));
	EXPECT_EQ(0, sim_remove("sample"));
	EXPECT_EQ(0, sim_remove("refused_test"));
	ASSERT_EQ(0, text_read(TRACING "/trace", self->text,
			       sizeof(self->text)));
	snprintf(line, sizeof(line),
		 " mview_refused: name=sample owner=mview_sim err=-%d argument=desc.name: taken\n",
		 EEXIST);
	EXPECT_NE(NULL, strstr(self->text, line));
	EXPECT_EQ(NULL, strstr(self->text, "name=refused_test"));
}

TEST_HARNESS_MAIN
