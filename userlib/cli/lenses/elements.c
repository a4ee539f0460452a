// SPDX-License-Identifier: GPL-2.0
/* Which elements are meant, what of them is shown, and how. */
#include "lenses/elements.h"

#include <stdlib.h>
#include <string.h>

#include "cli.h"

const struct cli_option elements_which[] = {
	{ "where", 'W', "EXPR", "those of which this is not 0, in C:\n"
	  "'len > 64 && !eop'" },
	{ "bits", 'B', "BITS", "names for bits: 'flags{done:0,err:7:4}'" },
	{ NULL }
};

const struct cli_option elements_look[] = {
	{ "fields", 'i', "FIELDS", "these only, in this order; with :x :d :o :b "
	  ":mac :text\nbehind one, that is what it looks like:\n"
	  "'addr:x,hdr.mac:mac'" },
	{ "hex", 'x', NULL, "numbers in hexadecimal" },
	{ NULL }
};

const struct cli_option elements_rows[] = {
	{ "vertical", 'v', NULL, "a line for each field, as happens anyway on "
	  "a terminal\nthat is too narrow" },
	{ NULL }
};

/* What may stand behind a field's colon. */
static const struct {
	const char *letter;
	const char *word;
	enum mview_show show;
} shows[] = {
	{ "x", "hex", MVIEW_SHOW_HEX },
	{ "d", "decimal", MVIEW_SHOW_DECIMAL },
	{ "o", "octal", MVIEW_SHOW_OCTAL },
	{ "b", "binary", MVIEW_SHOW_BINARY },
	{ "mac", "mac", MVIEW_SHOW_MAC },
	{ "text", "text", MVIEW_SHOW_TEXT },
};

#define N_SHOWS	(sizeof(shows) / sizeof(*shows))

int elements_option(const struct command *command, struct elements *elements,
		    int option)
{
	switch (option) {
	case 'B':
		if (elements->nbits == ELEMENTS_BITS)
			return misused(command, "--bits: that is one too many");
		elements->bits[elements->nbits++] = optarg;
		return 0;
	case 'W':
		elements->where = optarg;
		return 0;
	case 'i':
		elements->fields = optarg;
		return 0;
	case 'v':
		elements->layout = TABLE_LINES;
		return 0;
	default:
		elements->hex = true;
		return 0;
	}
}

bool elements_said(const struct elements *elements)
{
	return elements->where || elements->fields || elements->nbits ||
	       elements->hex || elements->layout == TABLE_LINES;
}

/**
 * struct field - one of --fields
 * @path: of a member
 * @plain: the same without indices, as lenses want it
 * @show: what it looks like
 */
struct field {
	char *path;
	char *plain;
	enum mview_show show;
};

static bool find_show(const char *word, enum mview_show *show)
{
	size_t i;

	for (i = 0; i < N_SHOWS; i++) {
		*show = shows[i].show;
		if (!strcmp(word, shows[i].letter) ||
		    !strcmp(word, shows[i].word))
			return true;
	}
	return false;
}

static void strip_indices(const char *path, char *plain)
{
	bool inside = false;

	for (; *path; path++) {
		inside = inside || *path == '[';
		if (!inside)
			*plain++ = *path;
		inside = inside && *path != ']';
	}
	*plain = '\0';
}

/* "addr:x", which is written to. */
static bool read_field(char *text, struct field *field)
{
	char *colon = strchr(text, ':');

	text += strspn(text, " ");
	if (colon)
		*colon = '\0';
	field->path = text;
	field->plain = allocate(strlen(text) + 1);
	strip_indices(text, field->plain);
	field->show = MVIEW_SHOW_DEFAULT;
	return !colon || find_show(colon + 1, &field->show);
}

/**
 * struct fields - all of --fields
 * @text: copy that the paths lie in
 * @fields: array
 * @n: its length
 */
struct fields {
	char *text;
	struct field *fields;
	int n;
};

static void fields_free(struct fields *fields)
{
	while (fields->n--)
		free(fields->fields[fields->n].plain);
	free(fields->fields);
	free(fields->text);
}

static int fields_read(struct fields *fields, const char *text)
{
	char *rest, *word;
	struct field *field;

	*fields = (struct fields) { .text = NULL };
	if (!text)
		return 0;
	fields->text = strcpy(allocate(strlen(text) + 1), text);
	rest = fields->text;
	while ((word = strsep(&rest, ","))) {
		if (!*word)
			return failed("--fields \"%s\": the name of a field is "
				      "missing", text);
		fields->fields = reallocate(fields->fields,
					    (fields->n + 1) * sizeof(*field));
		field = &fields->fields[fields->n++];
		if (read_field(word, field))
			continue;
		return failed("--fields %s: what is behind a colon is one of "
			      "x, d, o, b, mac and text", text);
	}
	return EXIT_OK;
}

/* The options take no more than one type to its end, as files of BTF do. */
static int derive(struct elements *elements,
		  const struct mview_lens_field *fields, int n)
{
	if (n)
		elements->type = mview_ctype_derive(elements->type, fields, n);
	return elements->type ? EXIT_OK :
				failed("--fields: %s", mview_inspect_error());
}

/* What --fields and --hex say of looks; the former goes first. */
static int open_looks(struct elements *elements)
{
	struct mview_lens_field *looks;
	struct fields fields;
	int i, n = 0, status = fields_read(&fields, elements->fields);

	looks = allocate((fields.n + 1) * sizeof(*looks));
	for (i = 0; i < fields.n; i++)
		if (fields.fields[i].show)
			looks[n++] = (struct mview_lens_field) {
				.path = fields.fields[i].plain,
				.show = fields.fields[i].show,
			};
	if (elements->hex)
		looks[n++] = (struct mview_lens_field) {
			.path = "",
			.show = MVIEW_SHOW_HEX,
		};
	if (status == EXIT_OK)
		status = derive(elements, looks, n);
	free(looks);
	fields_free(&fields);
	return status;
}

static int open_bits(struct elements *elements)
{
	int i;

	for (i = 0; i < elements->nbits; i++) {
		elements->type = mview_lens_bits(elements->type,
						 elements->bits[i]);
		if (!elements->type)
			return failed("--bits %s: %s", elements->bits[i],
				      mview_inspect_error());
	}
	return EXIT_OK;
}

int elements_open(struct elements *elements, const struct mview_ctype *type)
{
	int status;

	elements->type = type;
	status = open_bits(elements);
	if (status == EXIT_OK)
		status = open_looks(elements);
	if (status != EXIT_OK || !elements->where)
		return status;
	elements->wanted = mview_expr_open(elements->type, elements->where);
	if (elements->wanted)
		return EXIT_OK;
	return failed("%s%s", elements->is_word ? "" : "--where ",
		      mview_inspect_error());
}

/* A number that was asked for by name comes without its bits. */
static void add_field(struct columns *columns, struct mview_member *member,
		      const char *path)
{
	bool is_record = member->kind == MVIEW_MEMBER_STRUCT ||
			 member->kind == MVIEW_MEMBER_UNION;

	if (!is_record && member->nmembers) {
		member->show = member->show ?: MVIEW_SHOW_HEX;
		member->nmembers = 0;
	}
	columns_add(columns, member, path);
}

int elements_columns(const struct elements *elements, struct columns *columns)
{
	int i, status = EXIT_OK;
	struct mview_member member;
	struct fields fields;

	if (!elements->fields) {
		columns->hex = elements->hex;
		columns_add(columns, mview_ctype_root(elements->type), "");
		return EXIT_OK;
	}
	fields_read(&fields, elements->fields);
	for (i = 0; i < fields.n && status == EXIT_OK; i++) {
		columns->hex = elements->hex && !fields.fields[i].show;
		if (mview_ctype_find(elements->type, fields.fields[i].path,
				     &member))
			status = failed("--fields %s: %s", elements->fields,
					mview_inspect_error());
		else
			add_field(columns, &member, fields.fields[i].path);
	}
	fields_free(&fields);
	return status;
}

bool elements_are_table(const struct elements *elements, struct mview *view)
{
	const struct mview_member *root = mview_ctype_root(elements->type);

	return elements->where || elements->fields ||
	       elements->layout == TABLE_LINES ||
	       (root->members && !root->ndim &&
		!strchr("FDp", mview_element(view)->code));
}

/* A C type has names and looks that a format has not. */
const struct mview_member *elements_look_of(const struct elements *elements,
					    const struct columns *columns,
					    const struct mview_ctype *given)
{
	if (columns->n != 1 || !(given || elements->hex))
		return NULL;
	return &columns->columns->member;
}

int elements_wanted(const struct mview_expr *wanted, const void *element)
{
	struct mview_value value;

	if (!wanted)
		return 1;
	if (mview_expr_get(wanted, element, &value))
		return -1;
	return value.u != 0;
}

int elements_any(const struct mview_expr *wanted, const void *elements,
		 int64_t n, int64_t size)
{
	const char *element = elements;
	int any = 0;

	for (; n && !any; n--, element += size)
		any = elements_wanted(wanted, element);
	return any;
}
