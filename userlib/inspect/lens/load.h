/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Files of lenses, as they are read. */
#ifndef MVIEW_INSPECT_LENS_LOAD_H
#define MVIEW_INSPECT_LENS_LOAD_H

#include <stddef.h>

#include "mview-inspect/lens.h"
#include "types/arena.h"

#define LENS_TYPES	32	/* of a lens, that share the same bytes */

/**
 * struct lens_set - lenses, and what they refer to
 * @lenses: what the caller sees
 * @arena: of all of it
 */
struct lens_set {
	struct mview_lenses lenses;
	struct arena arena;
};

/* An array of the arena's with room for entry @n, those before it kept. */
void *lens_grow(struct arena *arena, const void *array, int n, size_t size);

/**
 * lens_load - add the lenses that a text has
 * @set: to which; those of a text with errors may stay
 * @text: YAML
 * @size: its length
 * @file: what to call it; copied
 */
int lens_load(struct lens_set *set, const char *text, size_t size,
	      const char *file);

/* What a match has for a key, which need not end there; NULL if there is no such key. */
const char **lens_match_member(struct mview_lens_match *match, const char *key,
			       size_t len);

/* Can a lens with these conditions match at all? -1, and says why not. */
int lens_match_check(const struct mview_lens_match *match);

#endif /* MVIEW_INSPECT_LENS_LOAD_H */
