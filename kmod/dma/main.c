// SPDX-License-Identifier: GPL-2.0
/*
 * mview_dma shows memory that drivers have from the DMA API, without any change
 * to these drivers. It uses mview's API as any driver does. It costs nothing
 * until somebody opens a trace.
 */
#define MVIEW_REQUIRED

#include <linux/err.h>
#include <linux/module.h>
#include <linux/mview.h>
#include <linux/security.h>
#include "dma/function.h"
#include "dma/trace.h"
#include "version.h"

static char *boot;
module_param(boot, charp, 0400);
MODULE_PARM_DESC(boot,
		 "Filter of a trace from the loading of the module on: a glob for devices by name, driver=GLOB or bus=GLOB");

static unsigned int history;
module_param(history, uint, 0400);
MODULE_PARM_DESC(history,
		 "Entries for each CPU of a history of that trace; 0, the default, for none");

static struct mview_dma_trace *mview_dma_boot;

static void *mview_dma_open(const struct mview_trace_spec *spec)
{
	return mview_dma_trace_create(spec, current->mm);
}

static void mview_dma_close(void *trace)
{
	mview_dma_trace_destroy(trace);
}

static void mview_dma_settle(void *trace)
{
	mview_dma_trace_settle(trace);
}

static u64 mview_dma_poll(void *trace, struct file *file,
			  struct poll_table_struct *wait)
{
	return mview_dma_trace_poll(trace, file, wait);
}

static void mview_dma_info(void *trace, struct mview_trace_info *info)
{
	mview_dma_trace_info(trace, info);
}

static const struct mview_tracer mview_dma_tracer = {
	.owner = THIS_MODULE,
	.open = mview_dma_open,
	.close = mview_dma_close,
	.settle = mview_dma_settle,
	.poll = mview_dma_poll,
	.info = mview_dma_info,
};

/* Begin the trace that the parameters of the module ask for, if any. */
static int __init mview_dma_boot_start(void)
{
	const struct mview_trace_spec spec = {
		.filter = boot,
		.flags = MVIEW_TRACE_ALLOCS | (history ? MVIEW_TRACE_MAPS : 0),
		.buffers = MVIEW_TRACE_BUFFERS,
		.entries = history,
	};
	int err;

	if (!boot)
		return 0;
	if (history > MVIEW_TRACE_ENTRIES_MAX)
		return -E2BIG;
	err = security_locked_down(LOCKDOWN_KCORE);
	if (err)
		return err;
	mview_dma_boot = mview_dma_trace_create(&spec, NULL);
	return PTR_ERR_OR_ZERO(mview_dma_boot);
}

static void mview_dma_boot_stop(void)
{
	if (mview_dma_boot)
		mview_dma_trace_destroy(mview_dma_boot);
}

static int __init mview_dma_init(void)
{
	int err;

	err = mview_dma_functions_init();
	if (err)
		return err;
	err = mview_dma_boot_start();
	if (err)
		goto err_functions;
	err = mview_tracer_register(&mview_dma_tracer);
	if (err)
		goto err_boot;
	return 0;

err_boot:
	mview_dma_boot_stop();
err_functions:
	mview_dma_functions_exit();
	return err;
}

static void __exit mview_dma_exit(void)
{
	mview_tracer_unregister(&mview_dma_tracer);
	mview_dma_boot_stop();
	mview_dma_functions_exit();
}

module_init(mview_dma_init);
module_exit(mview_dma_exit);

MODULE_DESCRIPTION("mview of memory that drivers have from the DMA API");
MODULE_LICENSE("GPL");
MODULE_VERSION(MVIEW_VERSION);
MODULE_ALIAS(MVIEW_TRACER_ALIAS);
MVIEW_DRIVER();
