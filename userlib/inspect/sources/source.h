/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Sources: a line in the table of source.c, and a file, for each. */
#ifndef MVIEW_INSPECT_SRC_SOURCE_H
#define MVIEW_INSPECT_SRC_SOURCE_H

struct mview;

/**
 * struct source - where views come from
 * @prefix: what names begin with
 * @usage: what they look like
 * @open: @name is all of the name, @rest what stands behind the prefix; NULL,
 *	with inspect_fail() called
 */
struct source {
	const char *prefix;
	const char *usage;
	struct mview *(*open)(const char *name, const char *rest,
			      unsigned int flags);
};

extern const struct source source_dma;
extern const struct source source_dmabuf;
extern const struct source source_drm;
extern const struct source source_fd;
extern const struct source source_kept;
extern const struct source source_v4l2;

/* @name does not look like @source's. NULL. */
struct mview *source_misused(const struct source *source, const char *name);

#endif /* MVIEW_INSPECT_SRC_SOURCE_H */
