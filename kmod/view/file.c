// SPDX-License-Identifier: GPL-2.0
/* The file of a view: its f_op, with seek, poll and fdinfo. */
#include "view/file.h"

#include <linux/fs.h>
#include <linux/module.h>
#include <linux/poll.h>
#include <linux/seq_file.h>
#include "buffer/buffer.h"
#include "buffer/show.h"
#include "mem/mem.h"
#include "view/access.h"
#include "view/mmap.h"
#include "view/view.h"

static loff_t mview_view_llseek(struct file *file, loff_t offset, int whence)
{
	struct mview_view *view = mview_view_of(file);

	int err;

	err = mview_view_check(view);
	if (err)
		return err;
	return fixed_size_llseek(file, offset, whence, view->nbytes);
}

static __poll_t mview_view_poll(struct file *file, poll_table *table)
{
	struct mview_view *view = mview_view_of(file);
	struct mview_buffer *buffer = view->buffer;
	/* read(2) never blocks; EPOLLPRI is for announcements, as in sysfs. */
	__poll_t events = EPOLLIN | EPOLLRDNORM;

	poll_wait(file, &buffer->wait, table);
	/*
	 * Either wq_has_sleeper() sees us on the wait queue, or we see what
	 * mview_driver_notify() counted.
	 */
	smp_mb();
	switch (mview_view_check(view)) {
	case 0:
		break;
	case -ENODEV:
		return EPOLLHUP | EPOLLERR;
	default:
		return EPOLLERR;
	}
	if (atomic64_read(&view->seen) != mview_buffer_seq(buffer))
		events |= EPOLLPRI;
	if (mview_view_writable(view))
		events |= EPOLLOUT | EPOLLWRNORM;
	return events;
}

static const char *mview_view_state(const struct mview_view *view)
{
	switch (mview_view_check(view)) {
	case 0:
		return "live";
	case -ENODEV:
		return "revoked";
	default:
		return "released";
	}
}

/* Indexed by the directions of the open bracket. */
static const char * const mview_sync_names[] = {
	[0] = "none",
	[MVIEW_SYNC_READ] = "read",
	[MVIEW_SYNC_WRITE] = "write",
	[MVIEW_SYNC_READ | MVIEW_SYNC_WRITE] = "read write",
};

static void mview_view_show_fdinfo(struct seq_file *m, struct file *file)
{
	struct mview_view *view = mview_view_of(file);
	struct mview_buffer *buffer = view->buffer;

	seq_printf(m, "mview-buffer:\t%llu\n", buffer->node.id);
	seq_printf(m, "mview-name:\t%s\n", buffer->name);
	seq_printf(m, "mview-kind:\t%s\n", buffer->kind->name);
	seq_puts(m, "mview-format:\t");
	mview_show_format(m, &view->layout);
	seq_puts(m, "\nmview-shape:\t");
	mview_show_axes(m, view->layout.shape, view->layout.ndim);
	seq_puts(m, "\nmview-strides:\t");
	mview_show_axes(m, view->layout.strides, view->layout.ndim);
	seq_printf(m, "\nmview-offset:\t%lld\n", view->layout.offset);
	seq_printf(m, "mview-flags:\t%s%s%s%s\n",
		   mview_view_writable(view) ? "writable" : "readonly",
		   view->mode & MVIEW_CONFINED ? " confined" : "",
		   view->mode & MVIEW_PINNABLE ? " pinnable" : "",
		   view->mode & MVIEW_UNDECLARED ? " undeclared" : "");
	seq_printf(m, "mview-state:\t%s\n", mview_view_state(view));
	seq_printf(m, "mview-sync:\t%s\n",
		   mview_sync_names[mview_view_synced(view)]);
	seq_printf(m, "mview-exports:\t%lu\n",
		   mview_claim_count(&buffer->exports));
	seq_printf(m, "mview-maps:\t%lu\n", mview_claim_count(&view->maps));
}

static int mview_view_close(struct inode *inode, struct file *file)
{
	struct mview_view *view = mview_view_of(file);
	struct mview_buffer *buffer = view->buffer;
	u32 sync;

	/* Mappings hold the file, so none is left and release can't fail. */
	WARN_ON(mview_view_release(view, &sync));
	mview_view_free(view);
	mview_buffer_put(buffer);
	return 0;
}

long (*mview_view_ioctl)(struct file *file, unsigned int cmd,
			 unsigned long arg) __ro_after_init;

static long mview_view_command(struct file *file, unsigned int cmd,
			       unsigned long arg)
{
	return mview_view_ioctl(file, cmd, arg);
}

const struct file_operations mview_view_fops = {
	.owner = THIS_MODULE,
	.release = mview_view_close,
	.llseek = mview_view_llseek,
	.read_iter = mview_view_read_iter,
	.write_iter = mview_view_write_iter,
	.mmap = mview_view_mmap,
	.get_unmapped_area = mview_view_area,
	.poll = mview_view_poll,
	.unlocked_ioctl = mview_view_command,
	.compat_ioctl = compat_ptr_ioctl,
	.show_fdinfo = mview_view_show_fdinfo,
};
