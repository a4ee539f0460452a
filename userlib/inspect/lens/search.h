/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The search for one lens in all files. */
#ifndef MVIEW_INSPECT_LENS_SEARCH_H
#define MVIEW_INSPECT_LENS_SEARCH_H

#include <stdbool.h>
#include <stddef.h>

#include "mview-inspect/lens.h"

/**
 * struct lens_wanted - which lens
 * @may_have: may it be in a text? Of one that it is not in, only @may_have is asked
 * @is: is this it?
 * @arg: what these two get
 * @unread: called for files that can't be read, with why; or NULL
 * @data: what @unread gets
 */
struct lens_wanted {
	bool (*may_have)(const char *text, size_t size, void *arg);
	bool (*is)(const struct mview_lens *lens, void *arg);
	void *arg;
	void (*unread)(const char *why, void *data);
	void *data;
};

/**
 * lens_search - find the first lens that is wanted
 * @wanted: which
 * @found: written: for mview_lens_close(), or NULL if there is none
 *
 * Return: -1 and ENOMEM, else 0.
 */
int lens_search(const struct lens_wanted *wanted, struct mview_lens **found);

#endif /* MVIEW_INSPECT_LENS_SEARCH_H */
