/* SPDX-License-Identifier: GPL-2.0 */
/* Text of unknown origin on a terminal of unknown encoding. */
#ifndef MVIEW_CLI_TEXT_H
#define MVIEW_CLI_TEXT_H

#include <stdarg.h>
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

/*
 * printf(), of which text_print() prints the result. A newline that ends
 * @format stays one.
 */
__attribute__((format(printf, 2, 3)))
void text_printf(FILE *out, const char *format, ...);
__attribute__((format(printf, 2, 0)))
void text_vprintf(FILE *out, const char *format, va_list args);

/* An element as text, which holds until the next call. */
const char *text_of(const struct mview_field *field, const void *item);

#endif /* MVIEW_CLI_TEXT_H */
