// SPDX-License-Identifier: GPL-2.0
/*
 * Fuzz target: the input is BTF, a kernel's or a module's. Every type of it is
 * built, described, and read and written in an element of its size.
 */
#include <bpf/libbpf.h>
#include <stdlib.h>
#include <string.h>

#include <mview-inspect.h>

#include "tests/fuzz/fuzz.h"
#include "types/raw.h"
#include "types/types.h"

#define TYPES_MAX	48	/* tried of one input, for speed */
#define ELEMENT_MAX	4096

/* What a module's BTF stands on. */
static struct mview_types *base_types(void)
{
	static struct mview_types *types;
	struct btf *btf;
	const void *bytes;
	unsigned int size;

	if (types)
		return types;
	libbpf_set_print(NULL);
	btf = btf__new_empty();
	btf__add_int(btf, "unsigned int", 4, 0);
	btf__add_typedef(btf, "__be32", 1);
	btf__add_struct(btf, "base", 8);
	btf__add_field(btf, "a", 2, 0, 0);
	btf__add_field(btf, "b", 1, 35, 5);
	bytes = btf__raw_data(btf, &size);
	types = types_from_bytes(bytes, size, NULL, "base");
	btf__free(btf);
	return types;
}

/* Read it, write it back: nothing may change. */
static void try_value(const struct mview_member *member, char *element)
{
	struct mview_value value;
	char *storage = element + member->offset, before[ELEMENT_MAX];
	size_t size = member->size * member->count;

	if (mview_member_get(member, storage, &value))
		return;
	memcpy(before, storage, size);
	if (value.type == MVIEW_FLOAT || value.type == MVIEW_BOOL)
		return;
	if (mview_member_set(member, storage, &value) ||
	    memcmp(before, storage, size))
		__builtin_trap();
}

static void try_members(const struct mview_member *record, char *element,
			int *left)
{
	struct mview_member member;
	int i;

	for (i = 0; i < record->nmembers; i++) {
		if (*left <= 0)
			return;
		--*left;
		member = record->members[i];
		member.offset += record->offset;
		if (member.members && !member.ndim)
			try_members(&member, element, left);
		else
			try_value(&member, element);
	}
}

static void try_type(const struct mview_ctype *type)
{
	int64_t size = mview_ctype_size(type);
	struct mview_member member;
	int left = 1000;
	char *element, text[64];

	if (mview_format_size(mview_ctype_format(type), NULL) != size)
		__builtin_trap();
	mview_ctype_describe(type, text, sizeof(text));
	mview_ctype_find(type, "a.b[1].c", &member);
	if (size > ELEMENT_MAX)
		return;
	/* An allocation of exact size, so that ASan sees what is outside. */
	element = malloc(size);
	memset(element, 0xa5, size);
	mview_member_text(mview_ctype_root(type), element, text, sizeof(text));
	try_members(mview_ctype_root(type), element, &left);
	free(element);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct mview_types *base = base_types(), *types;
	struct mview_type_entry entry = { 0 };
	struct mview_ctype *type;
	unsigned int id;
	void *copy = malloc(size + !size);

	/* Aligned as what is read from a file. */
	memcpy(copy, data, size);
	if (raw_check(copy, size, "input")) {
		free(copy);
		return 0;
	}
	types = types_from_bytes(copy, size, raw_is_split(copy) ? base : NULL,
				 "input");
	free(copy);
	if (!types)
		return 0;
	for (id = 0; id < TYPES_MAX; id++) {
		type = mview_types_at(types, types->first + id);
		if (type)
			try_type(type);
		mview_ctype_close(type);
	}
	while (mview_types_next(types, &entry))
		;
	mview_ctype_close(mview_types_get(types, "nothing like it"));
	mview_types_close(types);
	return 0;
}
