// SPDX-License-Identifier: GPL-2.0
/* Fuzz target: the input is a format. */
#include <stdlib.h>
#include <string.h>

#include "tests/fuzz/fuzz.h"
#include "tests/model/agree.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* Of its own size, so that reading behind it is seen. */
	char *text = malloc(size);

	if (!text && size)
		abort();
	if (size)
		memcpy(text, data, size);
	agree_format(text, size);
	free(text);
	return 0;
}
