// SPDX-License-Identifier: LGPL-2.1-or-later
/* Saving snapshots. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "mview-inspect.h"
#include "record/elements.h"
#include "record/npy.h"
#include "record/save.h"
#include "record/snapshot.h"

/**
 * struct saving - a snapshot on its way
 * @save: the file
 * @told: what went wrong has been said
 */
struct saving {
	struct save save;
	bool told;
};

static int write_piece(void *arg, const void *bytes, size_t size)
{
	struct saving *saving = arg;

	saving->told = save_write(&saving->save, bytes, size);
	return saving->told ? -1 : 0;
}

static int unread(const char *path)
{
	switch (errno) {
	case EBADFD:
		return inspect_fail_int(EBADFD, "%s: the view was released",
					path);
	case ENODEV:
		return inspect_fail_int(ENODEV, "%s: the driver took the "
					"buffer away", path);
	default:
		return inspect_fail_int(errno, "%s: the elements can't be "
					"read: %s", path, strerror(errno));
	}
}

/* @header, then the elements. */
static int save_file(const char *path, struct mview *view, const char *header,
		     size_t len)
{
	struct saving saving = { .told = false };
	int err;

	if (save_begin(&saving.save, path))
		return -1;
	err = save_write(&saving.save, header, len);
	saving.told = err;
	if (!err && view)
		err = elements_each(view, SNAPSHOT_MOMENT, write_piece,
				    &saving);
	if (!err)
		return save_end(&saving.save);
	if (!saving.told)
		unread(path);
	save_drop(&saving.save);
	return -1;
}

static int no_npy(const char *path, const struct mview *view)
{
	return inspect_fail_int(EOPNOTSUPP, "%s: .npy has nothing like format "
				"%s in %d dimensions; a name that does not end "
				"with .npy gives its bytes, and beside them a "
				"file that says what they are", path,
				mview_format(view), mview_ndim(view));
}

static int save_npy(const char *path, struct mview *view)
{
	bool fortran = mview_contiguous(view, 'C') == 0 &&
		       mview_contiguous(view, 'F') == 1 &&
		       !mview_element(view)->ndim;
	struct mview *ordered;
	char *header = NULL;
	size_t len;
	FILE *out = open_memstream(&header, &len);
	int err = out && npy_write(out, view, fortran, NULL) ? 0 :
		  no_npy(path, view);

	if (out && fclose(out) && !err)
		err = inspect_fail_int(ENOMEM, "%s: out of memory", path);
	if (!err) {
		ordered = fortran ? mview_transpose(view, NULL) :
				    mview_from_view(view);
		err = ordered ? save_file(path, ordered, header, len) :
				unread(path);
		mview_close(ordered);
	}
	free(header);
	return err;
}

/*
 * The description last: bytes without one are no snapshot. What goes to a device
 * or a pipe is none, and nothing of that name could be read with it.
 */
static int save_raw(const char *path, struct mview *view)
{
	char *sidecar = NULL, *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);
	bool special;
	int err;

	if (out) {
		elements_describe(out, view, NULL, NULL);
		fputc('\n', out);
	}
	if (!out || fclose(out) ||
	    asprintf(&sidecar, "%s" SNAPSHOT_SIDECAR, path) < 0) {
		free(text);
		return inspect_fail_int(ENOMEM, "%s: out of memory", path);
	}
	special = save_is_special(path);
	err = save_file(path, view, "", 0);
	if (!err && !special)
		err = save_file(sidecar, NULL, text, len);
	free(sidecar);
	free(text);
	return err;
}

int mview_snapshot_save(struct mview *view, const char *path)
{
	const char *dot = strrchr(path, '.');

	if (mview_ndim(view) < 0)
		return unread(path);
	return dot && !strcmp(dot, ".npy") ? save_npy(path, view) :
					     save_raw(path, view);
}
