// SPDX-License-Identifier: GPL-2.0
/* Fuzz target: the input is a format, or two with a zero byte between. */
#include <stdlib.h>
#include <string.h>

#include "tests/fuzz/fuzz.h"
#include "tests/model/agree.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* An allocation of exact size, so that ASan sees reads behind it. */
	char *text = calloc(1, size + !size), *zero;

	if (!text && size)
		abort();
	if (size)
		memcpy(text, data, size);
	agree_format(text, size);
	zero = size ? memchr(text, 0, size) : NULL;
	if (zero)
		agree_touch(text, zero - text, zero + 1,
			    text + size - (zero + 1));
	free(text);
	return 0;
}
