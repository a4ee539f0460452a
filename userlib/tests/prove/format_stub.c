// SPDX-License-Identifier: GPL-2.0
/* Formats for the proof of casts: a code, and a digit that is the itemsize. */
#include "core/format.h"

int mv_format_itemsize(const char *format, size_t len, s64 *itemsize)
{
	if (len != 2)
		return -EINVAL;
	*itemsize = format[1] - '0';
	return 0;
}

char mv_format_native(const char *format, size_t len)
{
	return len == 2 && *format != 'x' ? *format : 0;
}
