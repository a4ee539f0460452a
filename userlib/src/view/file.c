// SPDX-License-Identifier: LGPL-2.1-or-later
/* Memory that is a mapping of a file, which may have become shorter. */
#include "view/file.h"

#include <errno.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "core/walk.h"
#include "view/mem.h"
#include "view/view.h"

#define PIECES	128	/* in one system call, less than IOV_MAX */

/**
 * struct batch - pieces of the memory, which the kernel copies in one call
 * @write: into the memory, else out of it
 * @buf: where they follow one another
 * @size: of those that are in @pieces
 * @n: how many are
 * @pieces: in the memory
 */
struct batch {
	bool write;
	char *buf;
	size_t size;
	int n;
	struct iovec pieces[PIECES];
};

/* Where that call is forbidden, as by a filter of system calls. */
static void copy_plainly(struct batch *batch)
{
	char *at = batch->buf;
	int i;

	for (i = 0; i < batch->n; at += batch->pieces[i++].iov_len) {
		if (batch->write)
			memcpy(batch->pieces[i].iov_base, at,
			       batch->pieces[i].iov_len);
		else
			memcpy(at, batch->pieces[i].iov_base,
			       batch->pieces[i].iov_len);
	}
}

static int batch_flush(struct batch *batch)
{
	struct iovec own = { batch->buf, batch->size };
	ssize_t n;

	if (batch->write)
		n = process_vm_writev(getpid(), &own, 1, batch->pieces,
				      batch->n, 0);
	else
		n = process_vm_readv(getpid(), &own, 1, batch->pieces, batch->n,
				     0);
	if (n < 0 && (errno == ENOSYS || errno == EPERM))
		copy_plainly(batch);
	else if (n < 0 && errno != EFAULT)
		return -errno;
	else if (n != (ssize_t)batch->size)
		return -ENODEV;
	batch->buf += batch->size;
	batch->size = 0;
	batch->n = 0;
	return 0;
}

static int batch_add(struct batch *batch, char *piece, size_t size)
{
	int err = batch->n == PIECES ? batch_flush(batch) : 0;

	if (err)
		return err;
	batch->pieces[batch->n++] = (struct iovec) { piece, size };
	batch->size += size;
	return 0;
}

static int move(struct mem *mem, int64_t offset, void *buf, size_t size,
		bool write)
{
	struct batch batch = { .write = write, .buf = buf };
	char *base;
	int err;

	err = mem_base(mem, &base);
	if (err)
		return err;
	batch_add(&batch, base + (offset - mem->origin), size);
	return batch_flush(&batch);
}

int file_read(struct mem *mem, int64_t offset, void *buf, size_t size)
{
	return move(mem, offset, buf, size, false);
}

int file_write(struct mem *mem, int64_t offset, const void *buf, size_t size)
{
	return move(mem, offset, (void *)buf, size, true);
}

static int move_all(struct mview *view, void *buf, bool write)
{
	struct batch batch = { .write = write, .buf = buf };
	struct mv_walk walk;
	struct mv_run run;
	char *base;
	int64_t i;
	int err;

	err = mem_base(view->mem, &base);
	if (err)
		return err;
	mv_walk_init(&walk, &view->layout, 0);
	while (!err && mv_walk_next(&walk, INT64_MAX, &run))
		for (i = 0; !err && i < run.count; i++)
			err = batch_add(&batch, base + (run.offset -
							view->mem->origin) +
							i * run.stride,
					run.len);
	return err ? err : batch_flush(&batch);
}

int file_gather(struct mview *view, void *buf)
{
	return move_all(view, buf, false);
}

int file_scatter(struct mview *view, const void *buf)
{
	return move_all(view, (void *)buf, true);
}
