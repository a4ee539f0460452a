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
 * @size: of those that are in @pieces and not yet copied
 * @first: the first of them
 * @n: how many are in @pieces
 * @pieces: in the memory
 */
struct batch {
	bool write;
	char *buf;
	size_t size;
	int first;
	int n;
	struct iovec pieces[PIECES];
};

/* Where that call is forbidden, as by a filter of system calls. */
static ssize_t copy_plainly(struct batch *batch)
{
	const struct iovec *piece = batch->pieces + batch->first;
	char *at = batch->buf;

	for (; piece < batch->pieces + batch->n; at += piece++->iov_len) {
		if (batch->write)
			memcpy(piece->iov_base, at, piece->iov_len);
		else
			memcpy(at, piece->iov_base, piece->iov_len);
	}
	return batch->size;
}

static ssize_t copy(struct batch *batch)
{
	struct iovec own = { batch->buf, batch->size };
	const struct iovec *pieces = batch->pieces + batch->first;
	int n = batch->n - batch->first;
	ssize_t done;

	if (batch->write)
		done = process_vm_writev(getpid(), &own, 1, pieces, n, 0);
	else
		done = process_vm_readv(getpid(), &own, 1, pieces, n, 0);
	if (done < 0 && (errno == ENOSYS || errno == EPERM))
		return copy_plainly(batch);
	return done;
}

/* What is left begins behind @done bytes. */
static void batch_skip(struct batch *batch, size_t done)
{
	struct iovec *piece = batch->pieces + batch->first;
	size_t part;

	batch->buf += done;
	batch->size -= done;
	for (; done; done -= part) {
		part = done < piece->iov_len ? done : piece->iov_len;
		piece->iov_base = (char *)piece->iov_base + part;
		piece->iov_len -= part;
		if (!piece->iov_len) {
			piece++;
			batch->first++;
		}
	}
}

/*
 * The kernel copies less than it is asked to where pages are gone, but also
 * where that is more than about 2 GiB: the next call tells.
 */
static int batch_flush(struct batch *batch)
{
	ssize_t done;

	while (batch->size) {
		done = copy(batch);
		if (done < 0 && errno != EFAULT)
			return -errno;
		if (done <= 0)
			return -ENODEV;
		batch_skip(batch, done);
	}
	batch->first = 0;
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
