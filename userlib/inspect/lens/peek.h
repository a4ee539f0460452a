/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a text of lenses may have, told without reading it as YAML. */
#ifndef MVIEW_INSPECT_LENS_PEEK_H
#define MVIEW_INSPECT_LENS_PEEK_H

#include <stdbool.h>
#include <stddef.h>

#include "mview-inspect/lens.h"

/*
 * YAML takes some four hundred instructions a byte, and most files have nothing
 * for the buffer or name that is asked for. These two never say no of a text
 * that has it; where they can't tell, they say yes. Behind a text there is a 0.
 */

/* May a lens of that name be in it? */
bool lens_peek_name(const char *text, size_t size, const char *name);

/**
 * lens_peek_match - may a lens that is for a buffer be in it?
 * @text: of a file
 * @size: its length
 * @fits: is that for the buffer?
 * @arg: what @fits gets
 *
 * It reads what stands in a line of its own, "match: { KEY: VALUE, … }". For a
 * text that says it otherwise the answer is yes.
 */
bool lens_peek_match(const char *text, size_t size,
		     bool (*fits)(const struct mview_lens_match *match,
				  void *arg),
		     void *arg);

#endif /* MVIEW_INSPECT_LENS_PEEK_H */
