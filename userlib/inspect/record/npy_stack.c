// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Several views as one array in a file of NumPy. The header is written twice, in
 * the same length: how many they are is known at the end.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "mview-inspect.h"
#include "record/elements.h"
#include "record/npy.h"
#include "record/save.h"
#include "record/snapshot.h"

/**
 * struct mview_npy - such a file
 * @save: it
 * @path: its name
 * @first: what all views are like: of their format and shape, without bytes that
 *	are used
 * @count: views in it
 * @at: bytes of it with these
 * @header: bytes before them
 */
struct mview_npy {
	struct save save;
	char *path;
	struct mview *first;
	int64_t count;
	uint64_t at;
	size_t header;
};

static int put_header(struct mview_npy *npy)
{
	char *text = NULL;
	FILE *out = open_memstream(&text, &npy->header);
	bool put = out && npy_write(out, npy->first, false, &npy->count);
	int err = 0;

	if (out && fclose(out))
		err = inspect_fail_int(ENOMEM, "%s: out of memory", npy->path);
	else if (!put)
		err = inspect_fail_int(EOPNOTSUPP, "%s: .npy has nothing like "
				       "format %s in %d dimensions", npy->path,
				       mview_format(npy->first),
				       mview_ndim(npy->first) + 1);
	else
		err = save_write(&npy->save, text, npy->header);
	free(text);
	return err;
}

static void npy_free(struct mview_npy *npy)
{
	mview_close(npy->first);
	free(npy->path);
	free(npy);
}

static int begin(struct mview_npy *npy)
{
	if (save_is_special(npy->path))
		return inspect_fail_int(EOPNOTSUPP, "%s: a device or a pipe "
					"can't be gone back in, to write how "
					"many there are; name a file",
					npy->path);
	if (save_begin(&npy->save, npy->path))
		return -1;
	if (!put_header(npy))
		return 0;
	save_drop(&npy->save);
	return -1;
}

struct mview_npy *mview_npy_open(const char *path, struct mview *view)
{
	struct mview_npy *npy = calloc(1, sizeof(*npy));

	if (!npy)
		return inspect_fail(ENOMEM, "%s: out of memory", path);
	npy->path = strdup(path);
	npy->first = mview_from_view(view);
	if (!npy->path || !npy->first) {
		inspect_fail(errno, "%s: %s", path, strerror(errno));
	} else if (!begin(npy)) {
		npy->at = npy->header;
		return npy;
	}
	npy_free(npy);
	return NULL;
}

static bool is_alike(const struct mview *a, const struct mview *b)
{
	int ndim = mview_ndim(a);

	return ndim == mview_ndim(b) &&
	       !strcmp(mview_format(a), mview_format(b)) &&
	       !memcmp(mview_shape(a), mview_shape(b),
		       ndim * sizeof(*mview_shape(a)));
}

/**
 * struct writing - a view on its way
 * @save: where to
 * @told: what went wrong has been said
 */
struct writing {
	struct save *save;
	bool told;
};

static int write_piece(void *arg, const void *bytes, size_t size)
{
	struct writing *writing = arg;

	writing->told = save_write(writing->save, bytes, size);
	return writing->told ? -1 : 0;
}

/* What was written of @view is taken back if not all of it was. */
int mview_npy_write(struct mview_npy *npy, struct mview *view)
{
	struct writing writing = { .save = &npy->save };
	int err;

	if (mview_ndim(view) < 0 || !is_alike(npy->first, view))
		return inspect_fail_int(EINVAL, "%s: an array has elements of "
					"one format and shape, and number "
					"%lld has others", npy->path,
					(long long)npy->count);
	if (!elements_each(view, SNAPSHOT_MOMENT, write_piece, &writing)) {
		npy->at += mview_nbytes(view);
		npy->count++;
		return 0;
	}
	if (!writing.told)
		inspect_fail(errno, "%s: the elements can't be read: %s",
			     npy->path, strerror(errno));
	err = errno;
	if (ftruncate(npy->save.fd, npy->at) ||
	    lseek(npy->save.fd, npy->at, SEEK_SET) < 0)
		return -1;
	errno = err;
	return -1;
}

int mview_npy_close(struct mview_npy *npy)
{
	int err = -1;

	if (!npy)
		return 0;
	if (ftruncate(npy->save.fd, npy->at) ||
	    lseek(npy->save.fd, 0, SEEK_SET))
		inspect_fail(errno, "%s: %s", npy->path, strerror(errno));
	else
		err = put_header(npy);
	if (!err)
		err = save_end(&npy->save);
	else
		save_drop(&npy->save);
	npy_free(npy);
	return err;
}
