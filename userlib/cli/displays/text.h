/* SPDX-License-Identifier: GPL-2.0 */
/* Text of unknown origin on a terminal of unknown encoding. */
#ifndef MVIEW_CLI_TEXT_H
#define MVIEW_CLI_TEXT_H

#include <stdbool.h>
#include <stdio.h>

#include <mview.h>

/* Does the terminal take UTF-8? */
bool text_is_utf8(void);

/* Columns that text_print() takes for it. */
int text_width(const char *text);

/*
 * Prints ? for characters that can't be printed. Text wider than @columns is
 * cut and ends in an ellipsis; 0 prints all.
 */
void text_print(const char *text, int columns, FILE *out);

/* An element as text, which holds until the next call. */
const char *text_of(const struct mview_field *field, const void *item);

#endif /* MVIEW_CLI_TEXT_H */
