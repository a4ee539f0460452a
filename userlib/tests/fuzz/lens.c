// SPDX-License-Identifier: GPL-2.0
/* Fuzz target: the input is a file of lenses, which are used on their formats. */
#include <stdlib.h>
#include <string.h>

#include "lens/load.h"
#include "lens/peek.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/made.h"

#define ELEMENT_MAX	65536

/*
 * struct s { u32 t; union u { u32 a; u8 b[4]; } u;
 *	      struct p { u16 t; union v { u16 x; u8 y; } v; } l[2]; }
 */
static struct mview_ctype *make_type(void)
{
	struct btf *btf = btf__new_empty();

	btf__add_int(btf, "u32", 4, 0);
	btf__add_int(btf, "u16", 2, 0);
	btf__add_int(btf, "u8", 1, 0);
	btf__add_array(btf, 1, 3, 4);
	btf__add_union(btf, "u", 4);
	btf__add_field(btf, "a", 1, 0, 0);
	btf__add_field(btf, "b", 4, 0, 0);
	btf__add_union(btf, "v", 2);
	btf__add_field(btf, "x", 2, 0, 0);
	btf__add_field(btf, "y", 3, 0, 0);
	btf__add_struct(btf, "p", 4);
	btf__add_field(btf, "t", 2, 0, 0);
	btf__add_field(btf, "v", 6, 16, 0);
	btf__add_array(btf, 1, 7, 2);
	btf__add_struct(btf, "s", 16);
	btf__add_field(btf, "t", 1, 0, 0);
	btf__add_field(btf, "u", 5, 32, 0);
	btf__add_field(btf, "l", 8, 64, 0);
	return type_made(btf, "s");
}

static void try_member(const struct mview_member *member, char *storage)
{
	char text[64];

	mview_member_text(member, storage + member->offset, text, sizeof(text));
}

static void try_type(const struct mview_ctype *type)
{
	int64_t size = mview_ctype_size(type);
	const struct mview_member *root = mview_ctype_root(type);
	char *element, text[64];
	int i;

	mview_ctype_describe(type, text, sizeof(text));
	if (size > ELEMENT_MAX)
		return;
	/* An allocation of exact size, so that ASan sees what is outside. */
	element = malloc(size);
	memset(element, 0xa5, size);
	mview_element_text(root, element, text, sizeof(text));
	for (i = 0; i < root->nmembers; i++)
		try_member(&root->members[i], element);
	free(element);
}

static bool is_text(const char *one, const char *other)
{
	return one == other || (one && other && !strcmp(one, other));
}

static bool is_match(const struct mview_lens_match *match, void *arg)
{
	const struct mview_lens_match *wanted = arg;

	return is_text(match->driver, wanted->driver) &&
	       is_text(match->symbol, wanted->symbol) &&
	       is_text(match->name, wanted->name) &&
	       is_text(match->type, wanted->type) &&
	       is_text(match->format, wanted->format) &&
	       is_text(match->size, wanted->size) &&
	       is_text(match->number, wanted->number);
}

/* A lens that is in the text must not be missed. */
static void try_peek(const char *text, size_t size,
		     const struct mview_lens *lens)
{
	static const struct mview_lens_match none;
	struct mview_lens_match match = lens->match;

	if (!lens_peek_name(text, size, lens->name))
		abort();
	if (memcmp(&match, &none, sizeof(none)) &&
	    !lens_peek_match(text, size, is_match, &match))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct lens_set set = { .lenses = { .count = 0 } };
	char *text = memcpy(calloc(1, size + 1), data, size);
	struct mview_ctype *plain, *type;
	const struct mview_lens *lens;
	int i, err;

	err = lens_load(&set, text, size, "input");
	for (i = 0; i < set.lenses.count; i++) {
		lens = &set.lenses.lenses[i];
		if (!err)
			try_peek(text, size, lens);
		plain = lens->format ? mview_ctype_of_format(lens->format) :
				       make_type();
		type = plain ? mview_lens_apply(lens, plain) : NULL;
		mview_ctype_close(plain);
		if (type)
			try_type(type);
		mview_ctype_close(type);
	}
	arena_deinit(&set.arena);
	free(text);
	return 0;
}
