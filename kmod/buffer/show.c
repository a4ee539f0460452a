// SPDX-License-Identifier: GPL-2.0
/* Text output: all buffers in debugfs, and pieces that fdinfo uses too. */
#include "buffer/show.h"

#include <linux/debugfs.h>
#include <linux/err.h>
#include <linux/module.h>
#include <linux/seq_file.h>
#include <linux/string_helpers.h>
#include "buffer/buffer.h"
#include "mem/mem.h"

static struct dentry *mview_debugfs;

void mview_show_format(struct seq_file *m, const struct mv_layout *layout)
{
	seq_escape_mem(m, layout->format, layout->format_len,
		       ESCAPE_SPACE | ESCAPE_SPECIAL | ESCAPE_NP | ESCAPE_OCTAL,
		       NULL);
}

void mview_show_axes(struct seq_file *m, const s64 *axes, u32 ndim)
{
	u32 i;

	for (i = 0; i < ndim; i++)
		seq_printf(m, "%s%lld", i ? "," : "", axes[i]);
}

/* Print "-" for an empty value to keep the columns. */
static void mview_buffers_row(struct seq_file *m, struct mview_buffer *buffer)
{
	seq_printf(m, "%llu\t%s\t%s\t%llu\t%lu\t%ld\t%lld\t%s\t%s\t", buffer->node.id,
		   buffer->name[0] ? buffer->name : "-", buffer->kind->name,
		   buffer->size, mview_claim_count(&buffer->exports),
		   atomic_long_read(&buffer->maps),
		   (s64)atomic64_read(&buffer->seq),
		   buffer->flags & MVIEW_BUFFER_READONLY ? "ro" : "rw",
		   buffer->owner_name[0] ? buffer->owner_name : "-");
	mview_show_format(m, &buffer->layout);
	seq_putc(m, '\t');
	mview_show_axes(m, buffer->layout.shape, buffer->layout.ndim);
	seq_putc(m, '\n');
}

static int mview_buffers_show(struct seq_file *m, void *unused)
{
	struct mview_buffer *buffer;
	u64 id = 0;

	seq_puts(m, "id\tname\tkind\tbytes\texports\tmaps\tseq\taccess\towner\tformat\tshape\n");
	for (;;) {
		buffer = mview_buffer_find_next(id);
		if (IS_ERR(buffer))
			return 0;
		mview_buffers_row(m, buffer);
		id = buffer->node.id + 1;
		mview_buffer_put(buffer);
	}
}
DEFINE_SHOW_ATTRIBUTE(mview_buffers);

void mview_debugfs_init(void)
{
	mview_debugfs = debugfs_create_dir("mview", NULL);
	debugfs_create_file("buffers", 0400, mview_debugfs, NULL,
			    &mview_buffers_fops);
}

void mview_debugfs_exit(void)
{
	debugfs_remove(mview_debugfs);
}
