// SPDX-License-Identifier: LGPL-2.1-or-later
/* Errors in words, of each thread. */
#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

#include "mview-inspect.h"

#define ERROR_MAX	1024

static __thread char inspect_error[ERROR_MAX];

const char *mview_inspect_error(void)
{
	return inspect_error;
}

/* An argument may be the sentence that is told so far. */
void *inspect_fail(int err, const char *format, ...)
{
	char text[ERROR_MAX];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	snprintf(inspect_error, sizeof(inspect_error), "%s", text);
	errno = err;
	return NULL;
}
