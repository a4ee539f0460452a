// SPDX-License-Identifier: LGPL-2.1-or-later
/* Formats that a person typed: their size, and where they are wrong. */
#include <string.h>

#include "core/format.h"
#include "base/fail.h"
#include "mview.h"

int64_t mview_format_size(const char *format, size_t *at)
{
	size_t len = format ? strlen(format) : 0;
	struct mv_format_cursor cursor;
	struct mv_format_item item;
	int more;

	mv_format_first(&cursor, format, len);
	if (!format)
		more = -EINVAL;
	else if (len > MV_FORMAT_MAX)
		more = -E2BIG;
	else
		do
			more = mv_format_next(&cursor, &item);
		while (more > 0);
	if (at && format)
		*at = cursor.next - format;
	return more ? fail(more) : cursor.offset;
}
