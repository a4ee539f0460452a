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
	struct save *save;
	bool told;
};

static int write_piece(void *arg, const void *bytes, size_t size)
{
	struct saving *saving = arg;

	saving->told = save_write(saving->save, bytes, size);
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

/* @header, then the elements; not in their place before save_end(). */
static int write_file(struct save *save, const char *path, struct mview *view,
		      const char *header, size_t len)
{
	struct saving saving = { .save = save };
	int err;

	if (save_begin(save, path))
		return -1;
	err = save_write(save, header, len);
	saving.told = err;
	if (!err && view)
		err = elements_each(view, SNAPSHOT_MOMENT, write_piece,
				    &saving);
	if (!err)
		return 0;
	if (!saving.told)
		unread(path);
	save_drop(save);
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
	struct save save;
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
		err = ordered ? write_file(&save, path, ordered, header, len) :
				unread(path);
		mview_close(ordered);
		if (!err)
			err = save_end(&save);
	}
	free(header);
	return err;
}

/*
 * What goes to a device or a pipe is no snapshot, and nothing of that name could
 * be read with a description.
 */
static int save_special(const char *path, struct mview *view)
{
	struct save bytes;

	return write_file(&bytes, path, view, "", 0) || save_end(&bytes) ? -1 : 0;
}

/*
 * Both are written before either is in its place: the bytes would be read by the
 * description of others. That comes last: bytes without one are no snapshot.
 */
static int save_both(const char *path, struct mview *view, const char *sidecar,
		     const char *text, size_t len)
{
	struct save bytes, description;

	if (write_file(&bytes, path, view, "", 0))
		return -1;
	if (write_file(&description, sidecar, NULL, text, len)) {
		save_drop(&bytes);
		return -1;
	}
	if (save_end(&bytes)) {
		save_drop(&description);
		return -1;
	}
	return save_end(&description);
}

static int save_raw(const char *path, struct mview *view)
{
	char *sidecar = NULL, *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);
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
	err = save_is_special(path) ? save_special(path, view) :
				      save_both(path, view, sidecar, text, len);
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
