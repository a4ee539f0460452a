// SPDX-License-Identifier: GPL-2.0
/* Traces: the file, and its commands. What is traced is the tracer's. */
#include "dev/trace_cmd.h"

#include <linux/anon_inodes.h>
#include <linux/atomic.h>
#include <linux/capability.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/mview.h>
#include <linux/poll.h>
#include <linux/security.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/string_helpers.h>
#include <linux/uaccess.h>
#include "buffer/tracer.h"
#include "dev/user_ptr.h"

/**
 * struct mview_trace - a trace's file
 * @tracer: with a reference to its module
 * @trace: what it has made
 * @seen: its changes that the file's holder knows
 * @filter: which devices, as its opener has said
 */
struct mview_trace {
	const struct mview_tracer *tracer;
	void *trace;
	atomic64_t seen;
	char filter[MVIEW_TRACE_FILTER_MAX + 1];
};

static int mview_trace_info(struct file *file, union mview_arg *arg,
			    struct file **result)
{
	struct mview_trace *trace = file->private_data;
	struct mview_trace_info *info = &arg->trace_info;
	u32 size = info->size, flags = info->flags;

	if (flags & MVIEW_TRACE_SETTLE)
		trace->tracer->settle(trace->trace);
	memset(info, 0, sizeof(*info));
	info->size = size;
	info->flags = flags;
	trace->tracer->info(trace->trace, info);
	atomic64_set(&trace->seen, info->changes);
	return 0;
}

static __poll_t mview_trace_poll(struct file *file,
				 struct poll_table_struct *wait)
{
	struct mview_trace *trace = file->private_data;
	u64 changes = trace->tracer->poll(trace->trace, file, wait);

	return changes == atomic64_read(&trace->seen) ?
	       0 : EPOLLIN | EPOLLRDNORM;
}

static const struct mview_command mview_trace_commands[] = {
	MVIEW_COMMAND(MVIEW_TRACE_INFO, mview_trace_info, trace_info,
		      MVIEW_TRACE_SETTLE),
};

static long mview_trace_ioctl(struct file *file, unsigned int cmd,
			      unsigned long arg)
{
	return mview_ioctl(file, cmd, arg, MVIEW_TRACE_INFO,
			   mview_trace_commands,
			   ARRAY_SIZE(mview_trace_commands));
}

static void mview_trace_destroy(struct mview_trace *trace)
{
	trace->tracer->close(trace->trace);
	mview_tracer_put(trace->tracer);
	kfree(trace);
}

static int mview_trace_close(struct inode *inode, struct file *file)
{
	mview_trace_destroy(file->private_data);
	return 0;
}

/* Whoever may read it learns what MVIEW_TRACE_INFO tells, without settling. */
static void mview_trace_show_fdinfo(struct seq_file *m, struct file *file)
{
	struct mview_trace *trace = file->private_data;
	struct mview_trace_info info = { .size = sizeof(info) };

	trace->tracer->info(trace->trace, &info);
	seq_printf(m, "mview-trace:\t%llu\n", info.trace);
	seq_puts(m, "mview-filter:\t");
	seq_escape_mem(m, trace->filter, strlen(trace->filter),
		       ESCAPE_SPACE | ESCAPE_SPECIAL | ESCAPE_NP | ESCAPE_OCTAL,
		       NULL);
	seq_printf(m, "\nmview-live:\t%llu\n", info.live);
	seq_printf(m, "mview-seen:\t%llu\n", info.seen);
	seq_printf(m, "mview-lost:\t%llu\n", info.lost);
	seq_printf(m, "mview-maps:\t%llu\n", info.maps);
	seq_printf(m, "mview-maps-lost:\t%llu\n", info.maps_lost);
}

static const struct file_operations mview_trace_fops = {
	.owner = THIS_MODULE,
	.release = mview_trace_close,
	.poll = mview_trace_poll,
	.unlocked_ioctl = mview_trace_ioctl,
	.compat_ioctl = compat_ptr_ioctl,
	.show_fdinfo = mview_trace_show_fdinfo,
};

static int mview_trace_spec_get(struct mview_trace_spec *spec, char *filter,
				const struct mview_trace_open *open)
{
	if (!(open->flags & (MVIEW_TRACE_ALLOCS | MVIEW_TRACE_MAPS)))
		return -EINVAL;
	if ((open->flags & MVIEW_TRACE_CALLERS) &&
	    !(open->flags & MVIEW_TRACE_MAPS))
		return -EINVAL;
	if (open->filter_len > MVIEW_TRACE_FILTER_MAX ||
	    open->buffers > MVIEW_TRACE_BUFFERS_MAX ||
	    open->entries > MVIEW_TRACE_ENTRIES_MAX)
		return -E2BIG;
	if (copy_from_user(filter, mview_user_ptr(open->filter),
			   open->filter_len))
		return -EFAULT;
	filter[open->filter_len] = '\0';
	if (strlen(filter) != open->filter_len)
		return -EINVAL;
	spec->filter = filter;
	spec->flags = open->flags;
	spec->buffers = open->buffers ? open->buffers : MVIEW_TRACE_BUFFERS;
	spec->entries = open->entries ? open->entries : MVIEW_TRACE_ENTRIES;
	return 0;
}

static struct mview_trace *
mview_trace_create(const struct mview_trace_spec *spec)
{
	struct mview_trace *trace;
	int err;

	trace = kzalloc(sizeof(*trace), GFP_KERNEL_ACCOUNT);
	if (!trace)
		return ERR_PTR(-ENOMEM);
	strscpy(trace->filter, spec->filter, sizeof(trace->filter));
	trace->tracer = mview_tracer_get();
	if (!trace->tracer) {
		err = -EOPNOTSUPP;
		goto err_free;
	}
	trace->trace = trace->tracer->open(spec);
	if (IS_ERR(trace->trace)) {
		err = PTR_ERR(trace->trace);
		goto err_tracer;
	}
	return trace;

err_tracer:
	mview_tracer_put(trace->tracer);
err_free:
	kfree(trace);
	return ERR_PTR(err);
}

int mview_trace_open(struct file *file, union mview_arg *arg,
		     struct file **result)
{
	char filter[MVIEW_TRACE_FILTER_MAX + 1];
	struct mview_trace_spec spec;
	struct mview_trace *trace;
	int err;

	if (!capable(CAP_SYS_ADMIN))
		return -EPERM;
	err = security_locked_down(LOCKDOWN_KCORE);
	if (!err)
		err = mview_trace_spec_get(&spec, filter, &arg->trace_open);
	if (err)
		return err;
	trace = mview_trace_create(&spec);
	if (IS_ERR(trace))
		return PTR_ERR(trace);
	*result = anon_inode_getfile("mview-trace", &mview_trace_fops, trace,
				     O_RDWR);
	if (!IS_ERR(*result))
		return 0;
	mview_trace_destroy(trace);
	return PTR_ERR(*result);
}
