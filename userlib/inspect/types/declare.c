// SPDX-License-Identifier: LGPL-2.1-or-later
/* Types as C writes them, without a name: "void (*)(struct page *)". */
#include <stdio.h>
#include <string.h>

#include "types/build.h"
#include "types/types.h"

#define STEPS	200	/* types that one declaration may consist of */

/* More than fits is cut off. */
static void append(char *text, const char *more)
{
	strncat(text, more, DECLARATION - 1 - strlen(text));
}

static void prepend(char *text, const char *more)
{
	char all[DECLARATION];

	*all = 0;
	append(all, more);
	append(all, text);
	strcpy(text, all);
}

/* The type that the declaration ends with. */
static void prepend_name(char *text, const char *word, const char *name)
{
	if (*text && *text != '[')
		prepend(text, " ");
	prepend(text, *name ? name : "{...}");
	prepend(text, word);
}

static unsigned int kind_of(const struct btf *btf, unsigned int id)
{
	const struct btf_type *type = libbpf.btf__type_by_id(btf, id);

	return type ? btf_kind(type) : BTF_KIND_UNKN;
}

static void declare_around(const struct btf *btf, unsigned int id, char *text,
			   int *steps);

static void declare_call(const struct btf *btf, const struct btf_type *type,
			 char *text, int *steps)
{
	const struct btf_param *param = btf_params(type);
	int i, n = btf_vlen(type);
	bool is_short = true;

	append(text, "(");
	for (i = 0; i < n && is_short; i++, param++) {
		char own[DECLARATION] = "";

		if (i)
			append(text, ", ");
		if (param->type || i < n - 1)
			declare_around(btf, param->type, own, steps);
		else
			append(own, "...");
		append(text, own);
		is_short = *steps > 0;
	}
	append(text, n ? ")" : "void)");
	declare_around(btf, type->type, text, steps);
}

/* In C what a pointer is modified with stands behind the "*". */
static void declare_modified(const struct btf *btf, const struct btf_type *type,
			     const char *word, char *text, int *steps)
{
	bool is_pointer = kind_of(btf, type->type) == BTF_KIND_PTR;

	if (is_pointer) {
		if (*text)
			prepend(text, " ");
		prepend(text, word);
	}
	declare_around(btf, type->type, text, steps);
	if (!is_pointer) {
		prepend(text, " ");
		prepend(text, word);
	}
}

static void declare_pointer(const struct btf *btf, const struct btf_type *type,
			    char *text, int *steps)
{
	unsigned int kind = kind_of(btf, type->type);

	prepend(text, "*");
	if (kind == BTF_KIND_ARRAY || kind == BTF_KIND_FUNC_PROTO) {
		prepend(text, "(");
		append(text, ")");
	}
	declare_around(btf, type->type, text, steps);
}

static void declare_array(const struct btf *btf, const struct btf_type *type,
			  char *text, int *steps)
{
	const struct btf_array *array = btf_array(type);
	char extent[16];

	snprintf(extent, sizeof(extent), "[%u]", array->nelems);
	append(text, extent);
	declare_around(btf, array->type, text, steps);
}

static void declare_around(const struct btf *btf, unsigned int id, char *text,
			   int *steps)
{
	const struct btf_type *type = libbpf.btf__type_by_id(btf, id);
	const char *name = type ? types_name(btf, type->name_off) : "";

	if ((*steps)-- <= 0) {
		prepend_name(text, "", "...");
		return;
	}
	switch (type ? btf_kind(type) : BTF_KIND_UNKN) {
	case BTF_KIND_UNKN:
		return prepend_name(text, "", "void");
	case BTF_KIND_PTR:
		return declare_pointer(btf, type, text, steps);
	case BTF_KIND_CONST:
		return declare_modified(btf, type, "const", text, steps);
	case BTF_KIND_VOLATILE:
		return declare_modified(btf, type, "volatile", text, steps);
	case BTF_KIND_RESTRICT:
	case BTF_KIND_TYPE_TAG:
		return declare_around(btf, type->type, text, steps);
	case BTF_KIND_ARRAY:
		return declare_array(btf, type, text, steps);
	case BTF_KIND_FUNC_PROTO:
		return declare_call(btf, type, text, steps);
	case BTF_KIND_STRUCT:
		return prepend_name(text, "struct ", name);
	case BTF_KIND_UNION:
		return prepend_name(text, "union ", name);
	case BTF_KIND_ENUM:
	case BTF_KIND_ENUM64:
		return prepend_name(text, "enum ", name);
	case BTF_KIND_FWD:
		return prepend_name(text, btf_kflag(type) ? "union " : "struct ",
				    name);
	default:
		return prepend_name(text, "", name);
	}
}

void types_declare(const struct btf *btf, unsigned int id, char *text)
{
	int steps = STEPS;

	*text = 0;
	declare_around(btf, id, text, &steps);
}
