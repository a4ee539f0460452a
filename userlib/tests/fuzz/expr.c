// SPDX-License-Identifier: GPL-2.0
/* Fuzz target: the input is an expression on the elements of a C type. */
#include <stdlib.h>
#include <string.h>

#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/made.h"

#define ELEMENT	16

/* struct s { u32 a : 3; s32 b : 29; enum { NO, YES } e; u64 l[1]; } */
static struct mview_ctype *make_type(void)
{
	struct btf *btf = btf__new_empty();
	int e, l;

	btf__add_int(btf, "unsigned int", 4, 0);
	btf__add_int(btf, "int", 4, BTF_INT_SIGNED);
	btf__add_int(btf, "unsigned long", 8, 0);
	e = btf__add_enum(btf, "e", 4);
	btf__add_enum_value(btf, "NO", 0);
	btf__add_enum_value(btf, "YES", 1);
	l = btf__add_array(btf, 1, 3, 1);
	btf__add_struct(btf, "s", ELEMENT);
	btf__add_field(btf, "a", 1, 0, 3);
	btf__add_field(btf, "b", 2, 3, 29);
	btf__add_field(btf, "e", e, 32, 0);
	btf__add_field(btf, "l", l, 64, 0);
	return type_made(btf, "s");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct mview_ctype *type;
	char *text = malloc(size + 1), *element = malloc(ELEMENT);
	struct mview_value value;
	struct mview_expr *expr;

	if (!type)
		type = make_type();
	memcpy(text, data, size);
	text[size] = 0;
	memset(element, 0xa5, ELEMENT);
	expr = mview_expr_open(type, text);
	free(text);
	if (expr && !mview_expr_get(expr, element, &value) &&
	    value.type == MVIEW_INT && value.i >= 0)
		__builtin_trap();
	mview_expr_close(expr);
	free(element);
	return 0;
}
