// SPDX-License-Identifier: GPL-2.0
/*
 * The probes for kernels whose DMA API has no tracepoints.
 *
 * The probe of frees must not miss any call, or freed memory would be read. A
 * kprobe misses calls: the kernel skips its handler while another one's runs on
 * the CPU. So frees are probed by an ftrace_ops of this module, without
 * FTRACE_OPS_FL_RECURSION. ftrace calls it directly, or, if it has other users,
 * from a list that it walks once in each context; no callback of ftrace frees
 * DMA memory. FTRACE_OPS_FL_PERMANENT keeps kernel.ftrace_enabled from turning
 * it off. mview_dma_check() finds out whether the compiler has inlined one of
 * the functions, where ftrace can't see it. Allocations are probed by
 * kretprobes; those that are missed are not shown, but counted.
 */
#include "dma/probe.h"

#include <linux/errno.h>
#include "compat.h"

#ifdef MVIEW_DMA_FTRACE
#include <linux/device.h>
#include <linux/dma-mapping.h>
#include <linux/err.h>
#include <linux/ftrace.h>
#include <linux/kernel.h>
#include <linux/kprobes.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/preempt.h>
#include <linux/ptrace.h>
#include <linux/scatterlist.h>
#include <linux/stacktrace.h>
#include <linux/string.h>
#include <uapi/linux/mview.h>

/* Calls of one allocation function that may be under way at once. */
#define MVIEW_DMA_CALLS	64

/**
 * struct mview_dma_call - the arguments of an allocation under way
 * @dev: the device
 * @size: bytes
 * @attrs: DMA_ATTR_*
 * @dma: where the function will store the device address, or NULL
 * @depth: number of entries of @stack
 * @stack: return addresses
 */
struct mview_dma_call {
	struct device *dev;
	size_t size;
	unsigned long attrs;
	dma_addr_t *dma;
	unsigned int depth;
	unsigned long stack[MVIEW_DMA_DEPTH];
};

/* The device of mview_dma_check(), and how many frees of it were probed. */
static struct device *mview_dma_checked;
static unsigned int mview_dma_heard;

static void mview_dma_gone(struct device *dev, size_t size, void *addr,
			   dma_addr_t dma)
{
	const struct mview_dma_free gone = {
		.dev = dev, .addr = addr, .dma = dma, .size = size,
	};

	if (dev == READ_ONCE(mview_dma_checked))
		mview_dma_heard++;
	else
		mview_dma_free(&gone);
}

/* Is @ip at the beginning of the function, from where ftrace is called? */
#define mview_dma_is(fn, ip)	((ip) - (unsigned long)(fn) < 32)

static void notrace mview_dma_on_free(unsigned long ip, unsigned long parent_ip,
				      struct ftrace_ops *ops,
				      struct ftrace_regs *fregs)
{
	struct device *dev = (void *)ftrace_regs_get_argument(fregs, 0);
	size_t size = ftrace_regs_get_argument(fregs, 1);
	void *what = (void *)ftrace_regs_get_argument(fregs, 2);
	dma_addr_t dma = ftrace_regs_get_argument(fregs, 3);
	struct sg_table *sgt = what;

	if (!what)
		return;
	preempt_disable_notrace();
	if (mview_dma_is(dma_free_attrs, ip))
		mview_dma_gone(dev, size, what, dma);
	else if (mview_dma_is(dma_free_pages, ip))
		mview_dma_gone(dev, size, page_to_virt((struct page *)what),
			       dma);
	else if (mview_dma_is(dma_free_noncontiguous, ip))
		mview_dma_gone(dev, size, sgt, sg_dma_address(sgt->sgl));
	preempt_enable_notrace();
}

static struct ftrace_ops mview_dma_frees;

static const char * const mview_dma_free_names[] = {
	"dma_free_attrs", "dma_free_pages", "dma_free_noncontiguous",
};

/* @dma and @attrs are the positions of these arguments, or -1. */
static int mview_dma_called(struct kretprobe_instance *ri,
			    struct pt_regs *regs, int dma, int attrs)
{
	struct mview_dma_call *call = (void *)ri->data;

	call->dev = (void *)regs_get_kernel_argument(regs, 0);
	call->size = regs_get_kernel_argument(regs, 1);
	call->dma = dma < 0 ? NULL :
			      (void *)regs_get_kernel_argument(regs, dma);
	call->attrs = attrs < 0 ? 0 : regs_get_kernel_argument(regs, attrs);
	call->depth = stack_trace_save(call->stack, ARRAY_SIZE(call->stack),
				       1);
	return 0;
}

static int mview_dma_called_attrs(struct kretprobe_instance *ri,
				  struct pt_regs *regs)
{
	return mview_dma_called(ri, regs, 2, 4);
}

static int mview_dma_called_pages(struct kretprobe_instance *ri,
				  struct pt_regs *regs)
{
	return mview_dma_called(ri, regs, 2, -1);
}

static int mview_dma_called_sgt(struct kretprobe_instance *ri,
				struct pt_regs *regs)
{
	return mview_dma_called(ri, regs, -1, 4);
}

static void mview_dma_got(struct kretprobe_instance *ri, void *addr,
			  dma_addr_t dma, u32 hidden)
{
	struct mview_dma_call *call = (void *)ri->data;
	const struct mview_dma_alloc alloc = {
		.dev = call->dev,
		.addr = addr,
		.dma = dma,
		.size = call->size,
		.attrs = call->attrs,
		.hidden = hidden,
		.stack = call->stack,
		.depth = call->depth,
	};

	if (call->size)
		mview_dma_alloc(&alloc);
}

static int mview_dma_got_attrs(struct kretprobe_instance *ri,
			       struct pt_regs *regs)
{
	struct mview_dma_call *call = (void *)ri->data;
	void *addr = (void *)regs_return_value(regs);

	if (addr)
		mview_dma_got(ri, addr, *call->dma, 0);
	return 0;
}

static int mview_dma_got_pages(struct kretprobe_instance *ri,
			       struct pt_regs *regs)
{
	struct mview_dma_call *call = (void *)ri->data;
	struct page *page = (void *)regs_return_value(regs);

	if (page)
		mview_dma_got(ri, page_to_virt(page), *call->dma, 0);
	return 0;
}

static int mview_dma_got_sgt(struct kretprobe_instance *ri,
			     struct pt_regs *regs)
{
	struct sg_table *sgt = (void *)regs_return_value(regs);

	if (sgt)
		mview_dma_got(ri, sgt, sg_dma_address(sgt->sgl),
			      MVIEW_ORIGIN_NONCONTIGUOUS);
	return 0;
}

#define MVIEW_DMA_CALL(name, entry, ret) {				\
	.kp.symbol_name = (name),					\
	.entry_handler = (entry),					\
	.handler = (ret),						\
	.data_size = sizeof(struct mview_dma_call),			\
	.maxactive = MVIEW_DMA_CALLS,					\
}

static const struct kretprobe mview_dma_calls[] = {
	MVIEW_DMA_CALL("dma_alloc_attrs", mview_dma_called_attrs,
		       mview_dma_got_attrs),
	MVIEW_DMA_CALL("dma_alloc_pages", mview_dma_called_pages,
		       mview_dma_got_pages),
	MVIEW_DMA_CALL("dma_alloc_noncontiguous", mview_dma_called_sgt,
		       mview_dma_got_sgt),
};

/* Copies to register: a kretprobe can't be registered a second time. */
static struct kretprobe mview_dma_probes[ARRAY_SIZE(mview_dma_calls)];

/* ftrace has shut itself down, so @mview_dma_frees stays registered. */
static bool mview_dma_stuck;

static int mview_dma_frees_on(void)
{
	size_t i;
	int err = 0;

	if (mview_dma_stuck)
		return -EOPNOTSUPP;
	/* ftrace_free_filter() leaves pointers to what it has freed. */
	memset(&mview_dma_frees, 0, sizeof(mview_dma_frees));
	mview_dma_frees.func = mview_dma_on_free;
	mview_dma_frees.flags = FTRACE_OPS_FL_PERMANENT;
	for (i = 0; !err && i < ARRAY_SIZE(mview_dma_free_names); i++)
		err = ftrace_set_filter(&mview_dma_frees,
					(char *)mview_dma_free_names[i],
					strlen(mview_dma_free_names[i]), !i);
	/* Without a filter all functions of the kernel would call it. */
	if (!err)
		err = register_ftrace_function(&mview_dma_frees);
	if (!err)
		return 0;
	ftrace_free_filter(&mview_dma_frees);
	/* There is no such function, or kernel.ftrace_enabled is off. */
	return err == -ENOMEM ? err : -EOPNOTSUPP;
}

static void mview_dma_frees_off(void)
{
	if (unregister_ftrace_function(&mview_dma_frees)) {
		mview_dma_stuck = true;
		__module_get(THIS_MODULE);
		return;
	}
	ftrace_free_filter(&mview_dma_frees);
}

static void mview_dma_allocs_off(size_t n)
{
	while (n--)
		unregister_kretprobe(&mview_dma_probes[n]);
}

static int mview_dma_allocs_on(void)
{
	size_t i;
	int err;

	memcpy(mview_dma_probes, mview_dma_calls, sizeof(mview_dma_probes));
	for (i = 0; i < ARRAY_SIZE(mview_dma_probes); i++) {
		err = register_kretprobe(&mview_dma_probes[i]);
		if (err) {
			mview_dma_allocs_off(i);
			return err;
		}
	}
	return 0;
}

/* Free once in each way. Returns their number, or 0 if there is no memory. */
static unsigned int mview_dma_free_each(struct device *dev)
{
	dma_addr_t dma, managed, released;
	void *group = devres_open_group(dev, NULL, GFP_KERNEL);
	void *one, *two, *three;
	struct sg_table *sgt;
	struct page *page;

	one = dma_alloc_coherent(dev, PAGE_SIZE, &dma, GFP_KERNEL);
	if (one)
		dma_free_coherent(dev, PAGE_SIZE, one, dma);
	two = dmam_alloc_coherent(dev, PAGE_SIZE, &managed, GFP_KERNEL);
	three = dmam_alloc_coherent(dev, PAGE_SIZE, &released, GFP_KERNEL);
	if (two)
		dmam_free_coherent(dev, PAGE_SIZE, two, managed);
	if (group)
		devres_release_group(dev, group);
	page = dma_alloc_pages(dev, PAGE_SIZE, &dma, DMA_BIDIRECTIONAL,
			       GFP_KERNEL);
	if (page)
		dma_free_pages(dev, PAGE_SIZE, page, dma, DMA_BIDIRECTIONAL);
	sgt = dma_alloc_noncontiguous(dev, PAGE_SIZE, DMA_BIDIRECTIONAL,
				      GFP_KERNEL, 0);
	if (sgt)
		dma_free_noncontiguous(dev, PAGE_SIZE, sgt, DMA_BIDIRECTIONAL);
	return group && one && two && three && page && sgt ? 5 : 0;
}

/*
 * Check that all ways of freeing are probed. Returns 0, -ENOMEM or -EOPNOTSUPP.
 */
static int mview_dma_check(void)
{
	struct platform_device *pdev;
	unsigned int count;
	int err = 0;

	pdev = platform_device_register_simple("mview_dma", PLATFORM_DEVID_AUTO,
					       NULL, 0);
	if (IS_ERR(pdev))
		return PTR_ERR(pdev);
	WRITE_ONCE(mview_dma_checked, &pdev->dev);
	mview_dma_heard = 0;
	count = mview_dma_free_each(&pdev->dev);
	if (!count)
		err = -ENOMEM;
	else if (count != mview_dma_heard)
		err = -EOPNOTSUPP;
	WRITE_ONCE(mview_dma_checked, NULL);
	platform_device_unregister(pdev);
	return err;
}

int mview_dma_probe_register(void)
{
	int err;

	/* Frees first: no allocation may be recorded whose free is missed. */
	err = mview_dma_frees_on();
	if (err)
		return err;
	err = mview_dma_check();
	if (!err)
		err = mview_dma_allocs_on();
	if (err)
		mview_dma_frees_off();
	return err;
}

void mview_dma_probe_unregister(void)
{
	mview_dma_allocs_off(ARRAY_SIZE(mview_dma_probes));
	mview_dma_frees_off();
}

u64 mview_dma_probe_missed(void)
{
	u64 missed = 0;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(mview_dma_probes); i++)
		missed += mview_dma_probes[i].nmissed +
			  mview_dma_probes[i].kp.nmissed;
	return missed;
}

int mview_dma_probe_maps_on(struct mview_dma_history *history)
{
	return -EOPNOTSUPP;
}

void mview_dma_probe_maps_off(struct mview_dma_history *history)
{
}
#elif !defined(MVIEW_DMA_TRACEPOINTS)
int mview_dma_probe_register(void)
{
	return -EOPNOTSUPP;
}

void mview_dma_probe_unregister(void)
{
}

u64 mview_dma_probe_missed(void)
{
	return 0;
}

int mview_dma_probe_maps_on(struct mview_dma_history *history)
{
	return -EOPNOTSUPP;
}

void mview_dma_probe_maps_off(struct mview_dma_history *history)
{
}
#endif
