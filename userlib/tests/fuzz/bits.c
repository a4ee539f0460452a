// SPDX-License-Identifier: GPL-2.0
/* Fuzz target: the input is a text of bits, on a type of a fixed format. */
#include <stdlib.h>
#include <string.h>

#include <mview-inspect.h>

#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct mview_ctype *type;
	char *input = malloc(size + 1), *element, text[64];
	struct mview_ctype *made;
	struct mview_expr *expr;

	if (!type)
		type = mview_ctype_of_format("T{>H:a:<I:b:2T{B:c:q:d:}:e:d:f:}");
	memcpy(input, data, size);
	input[size] = 0;
	made = mview_lens_bits(type, input);
	free(input);
	if (!made)
		return 0;
	if (mview_ctype_size(made) != mview_ctype_size(type))
		__builtin_trap();
	/* An allocation of exact size, so that ASan sees what is outside. */
	element = malloc(mview_ctype_size(made));
	memset(element, 0xa5, mview_ctype_size(made));
	mview_element_text(mview_ctype_root(made), element, text, sizeof(text));
	expr = mview_expr_open(made, "a.x + b.x + e[1].c.x");
	mview_expr_close(expr);
	free(element);
	mview_ctype_close(made);
	return 0;
}
