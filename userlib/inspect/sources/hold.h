/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What stands behind the memory of a source's view: bound to it by
 * mview_set_owner(), and found again by the view.
 */
#ifndef MVIEW_INSPECT_HOLD_H
#define MVIEW_INSPECT_HOLD_H

#include <stdbool.h>
#include <stdint.h>

#include "sources/layout.h"

struct hold;
struct mview;
struct mview_picture;

/**
 * struct hold_ops - a kind of them
 * @end: no view of the memory is left; frees @hold
 * @sync: as of struct mview_owner; or NULL
 * @plane: another plane of the picture; NULL with inspect_fail() called
 * @next: mview_source_next(); or NULL
 * @fd: mview_source_fd(), beside @next; -1 with inspect_fail() called
 * @sequence: mview_source_sequence(), beside @next
 * @is_file: as of struct mview_owner
 */
struct hold_ops {
	void (*end)(struct hold *hold);
	int (*sync)(struct hold *hold, unsigned int flags, bool begin);
	struct mview *(*plane)(struct hold *hold, int plane);
	struct mview *(*next)(struct hold *hold, int timeout_ms);
	int (*fd)(struct hold *hold);
	uint32_t (*sequence)(const struct hold *hold);
	bool is_file;
};

/**
 * struct hold - a part of what is behind a view
 * @ops: its kind
 * @picture: of the whole view, or NULL; with @ops->plane
 * @layout: of the whole view, where there is a picture
 * @under: what the memory is from, which ends behind it; or NULL
 */
struct hold {
	const struct hold_ops *ops;
	const struct mview_picture *picture;
	struct layout layout;
	struct hold *under;
};

/**
 * hold_bind - have a view hold it
 * @view: a new one; or NULL with errno
 * @hold: goes with the view, and with its failure
 *
 * Return: @view. errno is left alone.
 */
struct mview *hold_bind(struct mview *view, struct hold *hold);

#endif /* MVIEW_INSPECT_HOLD_H */
