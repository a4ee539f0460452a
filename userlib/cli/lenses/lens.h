/* SPDX-License-Identifier: GPL-2.0 */
/* Lenses on the command line. */
#ifndef MVIEW_CLI_LENSES_LENS_H
#define MVIEW_CLI_LENSES_LENS_H

#include <mview-inspect.h>

struct types_from;

/* The lens's type; NULL, and mview_inspect_error() says why. */
struct mview_ctype *lens_type(const struct types_from *from,
			      const struct mview_lens *lens);

/**
 * lens_for - the lens that is for a buffer
 * @from: where types come from
 * @view: of the buffer, whole
 * @type: set to the lens's type
 *
 * Tells on standard error which lens it is, or why it can't be taken.
 *
 * Return: for mview_lens_close(); NULL if there is none.
 */
struct mview_lens *lens_for(const struct types_from *from,
			    const struct mview *view,
			    struct mview_ctype **type);

#endif /* MVIEW_CLI_LENSES_LENS_H */
