// SPDX-License-Identifier: GPL-2.0
/* /dev/mview: find buffers and make them, open views of them. */
#include "dev/dev.h"

#include <linux/capability.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/minmax.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/security.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include "buffer/buffer.h"
#include "dev/ioctl.h"
#include "dev/import_cmd.h"
#include "dev/marshal.h"
#include "dev/private_cmd.h"
#include "dev/trace_cmd.h"
#include "dev/user_ptr.h"
#include "dev/view_cmd.h"
#include "mem/mem.h"
#include "view/open.h"
#include "view/view.h"

static int mview_dev_info(struct file *file, union mview_arg *arg,
			  struct file **result)
{
	struct mview_dev_info *info = &arg->dev_info;

	info->abi_version = MVIEW_ABI_VERSION;
	info->ndim_max = MV_NDIM_MAX;
	info->format_max = MVIEW_FORMAT_MAX;
	info->name_max = MVIEW_NAME_MAX;
	info->features = MVIEW_FEATURE_BUFFER_ALLOC;
	if (IS_ENABLED(CONFIG_MVIEW_DMABUF))
		info->features |= MVIEW_FEATURE_IMPORT_DMABUF |
				  MVIEW_FEATURE_EXPORT_DMABUF;
	return 0;
}

/* Set the length of a name that is returned. Return whether it fits. */
static bool mview_name_fit(u32 *len, const char *name)
{
	bool fits = *len >= strlen(name);

	*len = strlen(name);
	return fits;
}

static int mview_buffer_fill(struct mview_buffer_info *info,
			     struct mview_buffer *buffer)
{
	bool fits = mview_name_fit(&info->name_len, buffer->name);
	int err;

	if (!info->owner && info->owner_len)
		return -EINVAL;
	if (!mview_name_fit(&info->owner_len, buffer->owner_name) &&
	    info->owner)
		fits = false;
	info->id = buffer->node.id;
	info->kind = buffer->kind->kind;
	info->buffer_flags = buffer->flags;
	info->nbytes = buffer->size;
	info->exports = mview_claim_count(&buffer->exports);
	info->maps = atomic_long_read(&buffer->maps);
	info->seq = mview_buffer_seq(buffer);
	err = mview_layout_put(info->layout, &buffer->layout, fits);
	if (err)
		return err;
	if (info->owner &&
	    copy_to_user(mview_user_ptr(info->owner), buffer->owner_name,
			 info->owner_len))
		return -EFAULT;
	return copy_to_user(mview_user_ptr(info->name), buffer->name,
			    info->name_len) ? -EFAULT : 0;
}

static struct mview_buffer *mview_dev_find_id(u64 id, u32 flags)
{
	return flags & MVIEW_BUFFER_INFO_NEXT ? mview_buffer_find_next(id) :
						mview_buffer_find_id(id);
}

static int mview_dev_buffer_info(struct file *file, union mview_arg *arg,
				 struct file **result)
{
	struct mview_buffer_info *info = &arg->buffer_info;
	struct mview_buffer *buffer = mview_dev_find_id(info->id, info->flags);
	int err;

	if (IS_ERR(buffer))
		return PTR_ERR(buffer);
	err = mview_buffer_fill(info, buffer);
	mview_buffer_put(buffer);
	return err;
}

static struct mview_buffer *mview_dev_find(const struct mview_view_open *open)
{
	char name[MVIEW_NAME_MAX + 1];

	if (!open->name)
		return open->name_len ? ERR_PTR(-EINVAL) :
					mview_buffer_find_id(open->id);
	if (open->id || !open->name_len)
		return ERR_PTR(-EINVAL);
	if (open->name_len > MVIEW_NAME_MAX)
		return ERR_PTR(-E2BIG);
	if (copy_from_user(name, mview_user_ptr(open->name), open->name_len))
		return ERR_PTR(-EFAULT);
	name[open->name_len] = '\0';
	if (strlen(name) != open->name_len)
		return ERR_PTR(-EINVAL);
	return mview_buffer_find_name(name);
}

/* Traces show addresses for devices, and memory that may belong to anybody. */
static int mview_dev_may_trace(void)
{
	if (!capable(CAP_SYS_ADMIN))
		return -EPERM;
	return security_locked_down(LOCKDOWN_KCORE);
}

static int mview_dev_may_open(struct file *file, bool write,
			      const struct mview_buffer *buffer)
{
	if (write && (!(file->f_mode & FMODE_WRITE) ||
		      (buffer->flags & MVIEW_BUFFER_READONLY)))
		return -EACCES;
	if ((buffer->flags & MVIEW_BUFFER_PRIVATE) && !capable(CAP_SYS_ADMIN))
		return -EPERM;
	if (buffer->admin) {
		int err = mview_dev_may_trace();

		if (err)
			return err;
	}
	return buffer->kind->may_open ? buffer->kind->may_open(write) : 0;
}

static int mview_dev_try_open(struct file *file, u32 flags,
			      struct mview_buffer *buffer, struct file **result)
{
	int err;

	err = mview_dev_may_open(file, flags & MVIEW_OPEN_WRITE, buffer);
	if (err)
		return err;
	*result = mview_view_open(buffer, flags & MVIEW_MODES);
	return PTR_ERR_OR_ZERO(*result);
}

/*
 * mview_dev_try_open() fails with -ENODEV if the buffer is going away. If that is
 * so because it was resized, another lookup finds the buffer in its place.
 */
static int mview_dev_view_open(struct file *file, union mview_arg *arg,
			       struct file **result)
{
	const struct mview_view_open *open = &arg->view_open;
	struct mview_buffer *buffer, *last = NULL;
	int err;

	for (;;) {
		buffer = mview_dev_find(open);
		err = PTR_ERR_OR_ZERO(buffer);
		if (err)
			break;
		if (buffer == last) {
			mview_buffer_put(buffer);
			err = -ENOENT;
			break;
		}
		err = mview_dev_try_open(file, open->flags, buffer, result);
		if (last)
			mview_buffer_put(last);
		last = buffer;
		if (err != -ENODEV)
			break;
	}
	if (last)
		mview_buffer_put(last);
	return err;
}

/* Texts of an origin: where to, the room there, which becomes the length. */
struct mview_text {
	u64 to;
	u32 *len;
	const char *text;
};

/* Copy all of them out, or none. */
static int mview_texts_put(const struct mview_text *texts, int n)
{
	bool fits = true;
	u32 room;
	int i;

	for (i = 0; i < n; i++) {
		room = *texts[i].len;
		*texts[i].len = strlen(texts[i].text);
		fits = fits && *texts[i].len <= room;
	}
	if (!fits)
		return -ENOSPC;
	for (i = 0; i < n; i++)
		if (copy_to_user(mview_user_ptr(texts[i].to), texts[i].text,
				 *texts[i].len))
			return -EFAULT;
	return 0;
}

static int mview_origin_fill(struct mview_buffer_origin *user,
			     const struct mview_buffer *buffer)
{
	const struct mview_origin none = { .stack = "" };
	const struct mview_origin *origin = buffer->origin ?: &none;
	const struct mview_text texts[] = {
		{ user->device, &user->device_len, origin->device },
		{ user->driver, &user->driver_len,
		  buffer->origin ? origin->driver : buffer->owner_name },
		{ user->stack, &user->stack_len, origin->stack },
	};

	user->id = buffer->node.id;
	user->nbytes = buffer->size;
	user->origin_flags = origin->flags;
	user->trace = origin->trace;
	user->nr = origin->nr;
	user->time = origin->time;
	user->dma_addr = origin->dma;
	user->pid = origin->pid;
	memcpy(user->comm, origin->comm, sizeof(user->comm));
	return mview_texts_put(texts, ARRAY_SIZE(texts));
}

static int mview_dev_buffer_origin(struct file *file, union mview_arg *arg,
				   struct file **result)
{
	struct mview_buffer_origin *user = &arg->buffer_origin;
	struct mview_buffer *buffer = mview_dev_find_id(user->id, user->flags);
	int err;

	if (IS_ERR(buffer))
		return PTR_ERR(buffer);
	err = buffer->origin ? mview_dev_may_trace() : 0;
	if (!err)
		err = mview_origin_fill(user, buffer);
	mview_buffer_put(buffer);
	return err;
}

static const struct mview_command mview_dev_commands[] = {
	MVIEW_COMMAND(MVIEW_DEV_INFO, mview_dev_info, dev_info, 0),
	MVIEW_COMMAND(MVIEW_BUFFER_INFO, mview_dev_buffer_info, buffer_info,
		      MVIEW_BUFFER_INFO_NEXT),
	MVIEW_COMMAND(MVIEW_VIEW_OPEN, mview_dev_view_open, view_open,
		      MVIEW_OPEN_WRITE | MVIEW_CONFINED | MVIEW_PINNABLE |
		      MVIEW_UNDECLARED,
		      MVIEW_FD(view_open)),
	MVIEW_COMMAND(MVIEW_IMPORT_DMABUF, mview_import_dmabuf,
		      import_dmabuf, MVIEW_OPEN_WRITE | MVIEW_CONFINED,
		      MVIEW_FD(import_dmabuf)),
	MVIEW_COMMAND(MVIEW_BUFFER_ALLOC, mview_private_alloc, buffer_alloc,
		      MVIEW_OPEN_WRITE | MVIEW_CONFINED | MVIEW_PINNABLE |
		      MVIEW_CONTIGUOUS, MVIEW_FD(buffer_alloc),
		      MVIEW_RESERVED(buffer_alloc)),
	MVIEW_COMMAND(MVIEW_TRACE_OPEN, mview_trace_open, trace_open,
		      MVIEW_TRACE_ALLOCS | MVIEW_TRACE_MAPS |
		      MVIEW_TRACE_CALLERS,
		      MVIEW_FD(trace_open)),
	MVIEW_COMMAND(MVIEW_BUFFER_ORIGIN, mview_dev_buffer_origin,
		      buffer_origin, MVIEW_BUFFER_INFO_NEXT,
		      MVIEW_RESERVED(buffer_origin)),
};

static long mview_dev_ioctl(struct file *file, unsigned int cmd,
			    unsigned long arg)
{
	return mview_ioctl(file, cmd, arg, MVIEW_DEV_INFO, mview_dev_commands,
			   ARRAY_SIZE(mview_dev_commands));
}

/* All views can be read, so a file that can't be read must not open any. */
static int mview_dev_open(struct inode *inode, struct file *file)
{
	return file->f_mode & FMODE_READ ? 0 : -EINVAL;
}

static const struct file_operations mview_dev_fops = {
	.owner = THIS_MODULE,
	.open = mview_dev_open,
	.unlocked_ioctl = mview_dev_ioctl,
	.compat_ioctl = compat_ptr_ioctl,
};

/*
 * Out of the kernel's tree, Kbuild says a minor for local use: modules.devname can
 * name that, so that /dev/mview is there from boot on and its first open loads the
 * module. A driver in the tree has one only if Documentation/admin-guide/devices.txt
 * lists it.
 */
#ifndef MVIEW_MINOR
#define MVIEW_MINOR	MISC_DYNAMIC_MINOR
#endif

static struct miscdevice mview_dev = {
	.minor = MVIEW_MINOR,
	.name = "mview",
	.mode = 0600,
	.fops = &mview_dev_fops,
};

int mview_dev_init(void)
{
	int err;

	mview_view_cmd_init();
	err = misc_register(&mview_dev);
	if (err != -EBUSY || MVIEW_MINOR == MISC_DYNAMIC_MINOR)
		return err;
	/* Only that its first open loads the module is lost. */
	pr_notice("mview: another driver has minor %d of the misc devices\n",
		  MVIEW_MINOR);
	mview_dev.minor = MISC_DYNAMIC_MINOR;
	return misc_register(&mview_dev);
}

void mview_dev_exit(void)
{
	misc_deregister(&mview_dev);
}

#if MVIEW_MINOR != MISC_DYNAMIC_MINOR
MODULE_ALIAS_MISCDEV(MVIEW_MINOR);
MODULE_ALIAS("devname:mview");
#endif
