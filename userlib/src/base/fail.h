/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From -errno, as inside the library, to errno and -1 or NULL. */
#ifndef MVIEW_SRC_FAIL_H
#define MVIEW_SRC_FAIL_H

#include <errno.h>
#include <stddef.h>

static inline int fail(int err)
{
	errno = -err;
	return -1;
}

static inline void *fail_null(int err)
{
	errno = -err;
	return NULL;
}

static inline int status(int err)
{
	return err < 0 ? fail(err) : err;
}

#endif /* MVIEW_SRC_FAIL_H */
