/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Text into a buffer that may be too small, as snprintf() has it. */
#ifndef MVIEW_INSPECT_TYPES_OUT_H
#define MVIEW_INSPECT_TYPES_OUT_H

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

/**
 * struct out - where text goes
 * @buf: terminated, or NULL if @size is 0
 * @size: of @buf
 * @len: of the text; not below @size if it was cut off
 */
struct out {
	char *buf;
	size_t size;
	size_t len;
};

__attribute__((format(printf, 2, 3)))
static inline void out(struct out *to, const char *format, ...)
{
	size_t left = to->len < to->size ? to->size - to->len : 0;
	va_list args;

	va_start(args, format);
	to->len += vsnprintf(left ? to->buf + to->len : NULL, left, format,
			     args);
	va_end(args);
}

#endif /* MVIEW_INSPECT_TYPES_OUT_H */
