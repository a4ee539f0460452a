// SPDX-License-Identifier: GPL-2.0
/*
 * mview_dma: memory that drivers have from the DMA API, drivers that know
 * nothing of mview. A client of mview like any other; costs nothing until
 * somebody traces.
 */
#define MVIEW_REQUIRED

#include <linux/err.h>
#include <linux/module.h>
#include <linux/mview.h>
#include <linux/security.h>
#include "dma/trace.h"

static char *boot;
module_param(boot, charp, 0400);
MODULE_PARM_DESC(boot,
		 "Filter of a trace from the loading of the module on: a glob for devices by name, driver=GLOB or bus=GLOB");

static struct mview_dma_trace *mview_dma_boot;

static void *mview_dma_open(const struct mview_trace_spec *spec)
{
	return mview_dma_trace_create(spec);
}

static void mview_dma_close(void *trace)
{
	mview_dma_trace_destroy(trace);
}

static void mview_dma_info(void *trace, struct mview_trace_info *info)
{
	mview_dma_trace_info(trace, info);
}

static const struct mview_tracer mview_dma_tracer = {
	.owner = THIS_MODULE,
	.open = mview_dma_open,
	.close = mview_dma_close,
	.info = mview_dma_info,
};

static int __init mview_dma_init(void)
{
	const struct mview_trace_spec spec = {
		.filter = boot,
		.flags = MVIEW_TRACE_ALLOCS,
		.buffers = MVIEW_TRACE_BUFFERS,
	};
	int err;

	if (boot) {
		err = security_locked_down(LOCKDOWN_KCORE);
		if (err)
			return err;
		mview_dma_boot = mview_dma_trace_create(&spec);
		if (IS_ERR(mview_dma_boot))
			return PTR_ERR(mview_dma_boot);
	}
	err = mview_tracer_register(&mview_dma_tracer);
	if (err && mview_dma_boot)
		mview_dma_trace_destroy(mview_dma_boot);
	return err;
}

static void __exit mview_dma_exit(void)
{
	mview_tracer_unregister(&mview_dma_tracer);
	if (mview_dma_boot)
		mview_dma_trace_destroy(mview_dma_boot);
}

module_init(mview_dma_init);
module_exit(mview_dma_exit);

MODULE_DESCRIPTION("mview of memory that drivers have from the DMA API");
MODULE_LICENSE("GPL");
MVIEW_DRIVER();
