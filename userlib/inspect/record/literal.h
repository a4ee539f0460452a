/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Literals of Python, as headers of .npy have them, and of JSON. */
#ifndef MVIEW_INSPECT_LITERAL_H
#define MVIEW_INSPECT_LITERAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/**
 * struct literal - a text that is read from its start to its end
 * @at: what comes next
 * @end: of the text, which is not terminated
 * @latin1: its bytes are ISO 8859-1, else UTF-8
 */
struct literal {
	const char *at;
	const char *end;
	bool latin1;
};

/* Does @token come next, perhaps behind spaces? It is skipped then. */
bool literal_accept(struct literal *text, const char *token);

/* Is there nothing left but spaces? */
bool literal_ends(struct literal *text);

/* A number without a sign. */
bool literal_number(struct literal *text, int64_t *number);

/**
 * literal_string - a string, between ' or "
 * @text: moved behind it
 *
 * Return: in UTF-8, to be freed; NULL if there is none, or one with a NUL or an
 * escape that neither language has.
 */
char *literal_string(struct literal *text);

/* Numbers between () or []. @ndim is their number, at most MVIEW_DIMS. */
bool literal_shape(struct literal *text, int64_t *shape, int *ndim);

/* Write @string between @quote; both languages read it as the same. */
void literal_quote(FILE *out, const char *string, char quote);

#endif /* MVIEW_INSPECT_LITERAL_H */
