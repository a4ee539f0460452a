// SPDX-License-Identifier: GPL-2.0
/* The pseudo filesystem: an inode for each buffer, a file for each view. */
#include "buffer/fs.h"

#include <linux/dcache.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/fs_context.h>
#include <linux/module.h>
#include <linux/mount.h>
#include <linux/pseudo_fs.h>
#include <linux/sched/mm.h>
#include <linux/string.h>
#include <uapi/linux/mview.h>

#define MVIEW_FS_MAGIC	0x6d766965	/* "mvie" */

/* Mounted while there are inodes; the mount holds the module. */
static struct vfsmount *mview_fs_mount;
static int mview_fs_users;

/* "mview:adc0", at the end of @buf as d_path() wants it. */
static char *mview_fs_dname(struct dentry *dentry, char *buf, int len)
{
	char name[sizeof("mview:") + MVIEW_NAME_MAX];
	int size = scnprintf(name, sizeof(name), "mview:%pd", dentry) + 1;

	if (size > len)
		return ERR_PTR(-ENAMETOOLONG);
	return memcpy(buf + len - size, name, size);
}

static const struct dentry_operations mview_fs_dops = {
	.d_dname = mview_fs_dname,
};

static int mview_fs_init_context(struct fs_context *fc)
{
	struct pseudo_fs_context *ctx = init_pseudo(fc, MVIEW_FS_MAGIC);

	if (!ctx)
		return -ENOMEM;
	ctx->dops = &mview_fs_dops;
	fc->s_iflags |= SB_I_NOEXEC | SB_I_NODEV;
	return 0;
}

/*
 * An fd opened with O_PATH holds no f_op, so @owner here keeps the module as
 * long as the mount is held.
 */
static struct file_system_type mview_fs_type = {
	.owner = THIS_MODULE,
	.name = "mview",
	.init_fs_context = mview_fs_init_context,
	.kill_sb = kill_anon_super,
};

/*
 * The kernel allocates an inode by GFP_KERNEL. Charged to the active memcg, which
 * is that of who traces, it could cost a process of it its life: see
 * mview_desc_gfp(). So the inodes of traced buffers are charged to nobody; all
 * others are charged to the current process, which has no active memcg.
 */
static struct inode *mview_fs_inode_alloc(void)
{
	struct mem_cgroup *memcg = set_active_memcg(NULL);
	struct inode *inode = alloc_anon_inode(mview_fs_mount->mnt_sb);

	set_active_memcg(memcg);
	return inode;
}

struct inode *mview_fs_inode_create(u64 size)
{
	struct inode *inode;
	int err;

	err = simple_pin_fs(&mview_fs_type, &mview_fs_mount, &mview_fs_users);
	if (err)
		return ERR_PTR(err);
	inode = mview_fs_inode_alloc();
	if (IS_ERR(inode)) {
		simple_release_fs(&mview_fs_mount, &mview_fs_users);
		return inode;
	}
	/*
	 * i_fop stays as it is, without open: else a read-only view could be
	 * opened for writing through /proc/self/fd.
	 */
	inode->i_flags |= S_NOATIME | S_NOCMTIME;
	/* The fault handler maps large pages only inside i_size. */
	i_size_write(inode, size);
	return inode;
}

void mview_fs_inode_destroy(struct inode *inode)
{
	iput(inode);
	simple_release_fs(&mview_fs_mount, &mview_fs_users);
}

struct file *mview_fs_file(struct inode *inode, const char *name, int flags,
			   const struct file_operations *fops, void *data)
{
	struct file *file;

	ihold(inode);
	__module_get(fops->owner);
	file = alloc_file_pseudo(inode, mview_fs_mount, name, flags, fops);
	if (IS_ERR(file)) {
		module_put(fops->owner);
		iput(inode);
		return file;
	}
	file->f_mode |= FMODE_LSEEK | FMODE_PREAD | FMODE_PWRITE |
			FMODE_ATOMIC_POS;
	file->private_data = data;
	return file;
}
