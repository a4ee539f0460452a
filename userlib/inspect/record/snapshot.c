// SPDX-License-Identifier: LGPL-2.1-or-later
/* Views of snapshots. The file is mapped until the last view is gone. */
#include "record/snapshot.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "mview-inspect.h"
#include "record/elements.h"
#include "record/npy.h"

#define SIDECAR_MAX	(64 << 10)

/**
 * struct mapped - a mapped file
 * @at: where it is; MAP_FAILED if it is empty
 * @size: bytes
 */
struct mapped {
	void *at;
	size_t size;
};

static void unmap(void *arg)
{
	struct mapped *mapped = arg;

	if (mapped->size)
		munmap(mapped->at, mapped->size);
	free(mapped);
}

static const struct mview_owner owner = { .end = unmap, .is_file = true };

static struct mapped *map(int fd, size_t size)
{
	struct mapped *mapped = malloc(sizeof(*mapped));

	if (!mapped)
		return NULL;
	mapped->size = size;
	mapped->at = MAP_FAILED;
	if (size)
		mapped->at = mmap(NULL, size, PROT_READ, MAP_SHARED, fd, 0);
	if (!size || mapped->at != MAP_FAILED)
		return mapped;
	free(mapped);
	return NULL;
}

/* The elements lie in the file from @offset on. */
static struct mview *view_file(const char *path, int fd, uint64_t size,
			       const struct elements *elements, size_t offset)
{
	static char nothing;
	struct mapped *mapped;
	struct mview *view;
	int err;

	if (size > SIZE_MAX)
		return inspect_fail(EOVERFLOW, "%s: it is too large for this "
				    "program", path);
	mapped = map(fd, size);
	if (!mapped)
		return inspect_fail(errno, "%s: it can't be mapped: %s", path,
				    strerror(errno));
	view = elements_view(elements, size ? (char *)mapped->at + offset :
					      &nothing);
	if (view && !mview_set_owner(view, &owner, mapped))
		return view;
	err = errno;
	mview_close(view);
	unmap(mapped);
	return inspect_fail(err, "%s: no view has the elements that it "
			    "describes, of format %s: %s", path,
			    elements->format, strerror(err));
}

static bool read_at(int fd, void *buf, size_t size, off_t at)
{
	ssize_t n;

	do
		n = pread(fd, buf, size, at);
	while (n < 0 && errno == EINTR);
	return n == (ssize_t)size;
}

static struct mview *too_short(const char *path, const char *what, uint64_t has,
			       uint64_t wants)
{
	return inspect_fail(EINVAL, "%s: it is %s: it has %" PRIu64 " bytes, "
			    "and its elements take %" PRIu64, path, what, has,
			    wants);
}

/* @header is all of it. */
static struct mview *open_header(const char *path, int fd, uint64_t size,
				 const char *header, size_t len)
{
	struct elements elements;
	struct mview *view;

	if (npy_read(path, header, len, &elements))
		return NULL;
	/* NumPy reads no more than there should be, either. */
	if ((uint64_t)elements.nbytes > size - len)
		view = too_short(path, "cut off", size - len, elements.nbytes);
	else
		view = view_file(path, fd, size, &elements, len);
	elements_free(&elements);
	return view;
}

static struct mview *open_npy(const char *path, int fd, uint64_t size,
			      const unsigned char *start, size_t nstart)
{
	size_t len = npy_header_size(start, nstart);
	struct mview *view;
	char *header;

	if (!len)
		return inspect_fail(EINVAL, "%s: its header is too long, or of "
				    "a version of .npy that is unknown", path);
	if (len > size)
		return too_short(path, "cut off in its header", size, len);
	header = malloc(len);
	if (!header || !read_at(fd, header, len, 0))
		view = inspect_fail(EIO, "%s: it can't be read", path);
	else
		view = open_header(path, fd, size, header, len);
	free(header);
	return view;
}

/* What a description says; false if there is none, or with words. */
static int read_sidecar(const char *path, const char *sidecar,
			struct elements *elements)
{
	int fd = open(sidecar, O_RDONLY | O_CLOEXEC | O_NONBLOCK), err;
	struct stat stat_;
	char *text;

	if (fd < 0)
		return inspect_fail_int(EINVAL, "%s: it is neither .npy nor a "
					"recording, and there is no %s to say "
					"what its bytes are", path, sidecar);
	text = malloc(SIDECAR_MAX);
	if (!text || fstat(fd, &stat_) || stat_.st_size > SIDECAR_MAX ||
	    !read_at(fd, text, stat_.st_size, 0))
		err = inspect_fail_int(EINVAL, "%s: it can't be read, or is "
				       "too long", sidecar);
	else
		err = elements_parse(sidecar, text, stat_.st_size, elements);
	free(text);
	close(fd);
	return err;
}

static struct mview *open_raw(const char *path, int fd, uint64_t size)
{
	struct elements elements;
	struct mview *view;
	char *sidecar;
	int err;

	if (asprintf(&sidecar, "%s" SNAPSHOT_SIDECAR, path) < 0)
		return inspect_fail(ENOMEM, "%s: out of memory", path);
	err = read_sidecar(path, sidecar, &elements);
	free(sidecar);
	if (err)
		return NULL;
	if ((uint64_t)elements.nbytes != size)
		view = too_short(path, "of another length than is said beside "
				 "it", size, elements.nbytes);
	else
		view = view_file(path, fd, size, &elements, 0);
	elements_free(&elements);
	return view;
}

struct mview *snapshot_open(const char *path, int fd, uint64_t size)
{
	unsigned char start[NPY_START] = { 0 };
	size_t nstart = size < sizeof(start) ? size : sizeof(start);

	if (!read_at(fd, start, nstart, 0))
		return inspect_fail(EIO, "%s: it can't be read", path);
	if (nstart >= NPY_MAGIC_LEN && !memcmp(start, NPY_MAGIC, NPY_MAGIC_LEN))
		return open_npy(path, fd, size, start, nstart);
	return open_raw(path, fd, size);
}
