// SPDX-License-Identifier: LGPL-2.1-or-later
/* Headers of .npy: reading. They become formats of the struct module. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "record/literal.h"
#include "record/npy.h"

#define RECORDS_DEPTH	16	/* no format has more */

#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define NATIVE_ORDER	'>'
#else
#define NATIVE_ORDER	'<'
#endif

/**
 * struct type - of elements that NumPy has
 * @name: its letter and its bytes
 * @code: of formats; their bytes stand before the S and V
 */
static const struct type {
	char name[4];
	char code[3];
} types[] = {
	{ "b1", "?" }, { "i1", "b" }, { "u1", "B" }, { "i2", "h" },
	{ "u2", "H" }, { "i4", "i" }, { "u4", "I" }, { "i8", "q" },
	{ "u8", "Q" }, { "f2", "e" }, { "f4", "f" }, { "f8", "d" },
	{ "c8", "Zf" }, { "c16", "Zd" },
	/* Times, in units that no format has */
	{ "m8", "q" }, { "M8", "q" },
};

size_t npy_header_size(const unsigned char *start, size_t size)
{
	size_t len, fixed = NPY_MAGIC_LEN + 4;

	if (size < fixed || memcmp(start, NPY_MAGIC, NPY_MAGIC_LEN) ||
	    start[6] < 1 || start[6] > 3 || start[7])
		return 0;
	len = start[8] | start[9] << 8;
	if (start[6] > 1) {
		fixed += 2;
		if (size < fixed)
			return 0;
		len |= (size_t)start[10] << 16 | (size_t)start[11] << 24;
	}
	return len > NPY_HEADER_MAX ? 0 : fixed + len;
}

static const char *code_of(const char *name)
{
	size_t i, len = strcspn(name, "[");

	for (i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (strlen(types[i].name) == len &&
		    !memcmp(types[i].name, name, len))
			return types[i].code;
	return NULL;
}

/* Strings and voids: S12, V4 */
static bool put_bytes(FILE *out, const char *name)
{
	struct literal text = { .at = name + 1, .end = name + strlen(name) };
	int64_t n;

	if (!strchr("SaV", *name) || !literal_number(&text, &n) ||
	    !literal_ends(&text) || !n)
		return false;
	if (*name == 'V')
		fprintf(out, "%" PRId64 "B", n);
	else if (n == 1)
		fputc('c', out);
	else
		fprintf(out, "%" PRId64 "s", n);
	return true;
}

/* What can't be seen, and why. */
static int unseen(const char *path, const char *name)
{
	if (strchr(name, 'O'))
		return inspect_fail_int(EOPNOTSUPP, "%s: it has pickled "
					"objects of Python, not numbers", path);
	if (strchr(name, 'U'))
		return inspect_fail_int(EOPNOTSUPP, "%s: its strings are "
					"Unicode (%s); save them as bytes: "
					"numpy.char.encode(array)", path,
					name);
	return inspect_fail_int(EOPNOTSUPP, "%s: no format has elements of "
				"NumPy's type %s", path, name);
}

/**
 * struct header - a header that is being read
 * @path: what complaints are about
 * @text: the rest of it
 * @depth: records that it is in
 * @described: it had a descr
 * @shaped: it had a shape
 * @ordered: it had a fortran_order
 */
struct header {
	const char *path;
	struct literal text;
	int depth;
	bool described;
	bool shaped;
	bool ordered;
};

static int malformed(const struct header *header)
{
	return inspect_fail_int(EINVAL, "%s: its header is not as NumPy writes "
				"them, or was damaged", header->path);
}

static int out_of_memory(const struct header *header)
{
	return inspect_fail_int(ENOMEM, "%s: out of memory", header->path);
}

/* @mark: a byte order stands before each, as in records. */
static int put_name(const struct header *header, FILE *out, const char *name,
		    bool mark)
{
	char order = *name;
	const char *code;

	if (!order || !strchr("<>|=", order))
		return unseen(header->path, name);
	if (order == '=' || order == '|')
		order = NATIVE_ORDER;
	code = code_of(name + 1);
	if (mark || (order != NATIVE_ORDER && code))
		fputc(order, out);
	if (code)
		fputs(code, out);
	return code || put_bytes(out, name + 1) ? 0 :
						  unseen(header->path, name);
}

static int put_record(struct header *header, FILE *out);

/* A type, which is a string or a list of fields. */
static int put_type(struct header *header, FILE *out)
{
	char *name = literal_string(&header->text);
	int err;

	if (!name)
		return put_record(header, out);
	err = put_name(header, out, name, header->depth);
	free(name);
	return err;
}

/* A name, or a title and a name. */
static char *field_name(struct literal *text)
{
	char *name;

	if (!literal_accept(text, "("))
		return literal_string(text);
	free(literal_string(text));
	name = literal_accept(text, ",") ? literal_string(text) : NULL;
	if (name && literal_accept(text, ")"))
		return name;
	free(name);
	return NULL;
}

/* The shape of a sub-array: a tuple, or a number. */
static bool put_shape(struct literal *text, FILE *out)
{
	int64_t shape[MVIEW_DIMS];
	struct literal start = *text;
	int i, ndim = 1;

	if (!literal_number(text, shape)) {
		*text = start;
		if (!literal_shape(text, shape, &ndim))
			return false;
	}
	for (i = 0; i < ndim; i++)
		fprintf(out, "%c%" PRId64, i ? ',' : '(', shape[i]);
	if (ndim)
		fputc(')', out);
	return true;
}

/* The shape stands behind the type here, and before it in formats. */
static int put_shaped(struct header *header, FILE *out)
{
	char *type = NULL;
	size_t len;
	FILE *memory = open_memstream(&type, &len);
	int err = memory ? put_type(header, memory) : 0;

	if (!memory || fclose(memory)) {
		free(type);
		return out_of_memory(header);
	}
	if (!err && literal_accept(&header->text, ",") &&
	    !put_shape(&header->text, out))
		err = malformed(header);
	if (!err)
		fputs(type, out);
	free(type);
	return err;
}

/* Fields without a name that are void are padding. */
static bool put_padding(struct literal *text, FILE *out)
{
	struct literal start = *text, digits;
	char *type = literal_string(text);
	bool is_padding = type && *type && strchr("|<>=", *type) &&
			  type[1] == 'V';
	int64_t n;

	if (is_padding) {
		digits = (struct literal) { .at = type + 2,
					    .end = type + strlen(type) };
		is_padding = literal_number(&digits, &n) &&
			     literal_ends(&digits);
	}
	if (is_padding)
		fprintf(out, "%" PRId64 "x", n);
	else
		*text = start;
	free(type);
	return is_padding;
}

static int put_named(struct header *header, FILE *out, const char *name)
{
	if (!*name && put_padding(&header->text, out))
		return 0;
	if (strchr(name, ':'))
		return inspect_fail_int(EOPNOTSUPP, "%s: no format has a field "
					"whose name has a colon in it, as %s",
					header->path, name);
	if (put_shaped(header, out))
		return -1;
	if (*name)
		fprintf(out, ":%s:", name);
	return 0;
}

static int put_field(struct header *header, FILE *out)
{
	char *name = NULL;
	int err = -1;

	if (literal_accept(&header->text, "("))
		name = field_name(&header->text);
	if (!name || !literal_accept(&header->text, ","))
		malformed(header);
	else
		err = put_named(header, out, name);
	free(name);
	if (!err && !literal_accept(&header->text, ")"))
		return malformed(header);
	return err;
}

static int put_record(struct header *header, FILE *out)
{
	if (!literal_accept(&header->text, "["))
		return malformed(header);
	if (header->depth == RECORDS_DEPTH)
		return inspect_fail_int(E2BIG, "%s: its records are nested too "
					"deep", header->path);
	header->depth++;
	fputs("T{", out);
	do {
		if (literal_accept(&header->text, "]"))
			break;
		if (put_field(header, out))
			return -1;
		if (!literal_accept(&header->text, ",") &&
		    !literal_accept(&header->text, "]"))
			return malformed(header);
	} while (header->text.at[-1] != ']');
	fputc('}', out);
	header->depth--;
	return 0;
}

static int read_format(struct header *header, struct elements *elements)
{
	size_t len;
	FILE *out;
	int err;

	if (header->described)
		return malformed(header);
	header->described = true;
	out = open_memstream(&elements->format, &len);
	err = out ? put_type(header, out) : -1;
	if (out && !fclose(out))
		return err;
	return out_of_memory(header);
}

static int read_entry(struct header *header, const char *key,
		      struct elements *elements)
{
	if (!strcmp(key, "descr"))
		return read_format(header, elements);
	if (!strcmp(key, "shape")) {
		header->shaped = literal_shape(&header->text, elements->shape,
					       &elements->ndim);
		return header->shaped ? 0 : malformed(header);
	}
	if (strcmp(key, "fortran_order"))
		return malformed(header);
	elements->fortran = literal_accept(&header->text, "True");
	header->ordered = elements->fortran ||
			  literal_accept(&header->text, "False");
	return header->ordered ? 0 : malformed(header);
}

static int read_dictionary(struct header *header, struct elements *elements)
{
	int err = 0;
	char *key;

	if (!literal_accept(&header->text, "{"))
		return malformed(header);
	while (!err && !literal_accept(&header->text, "}")) {
		key = literal_string(&header->text);
		if (key && literal_accept(&header->text, ":"))
			err = read_entry(header, key, elements);
		else
			err = malformed(header);
		free(key);
		if (!err && !literal_accept(&header->text, ",") &&
		    (header->text.at == header->text.end ||
		     *header->text.at != '}'))
			err = malformed(header);
	}
	if (!err && !(header->described && header->shaped && header->ordered &&
		      literal_ends(&header->text)))
		err = malformed(header);
	return err;
}

int npy_read(const char *path, const char *text, size_t size,
	     struct elements *elements)
{
	size_t start = text[NPY_MAGIC_LEN] > 1 ? NPY_START : NPY_START - 2;
	struct header header = {
		.path = path,
		.text = { .at = text + start, .end = text + size,
			  .latin1 = text[NPY_MAGIC_LEN] < 3 },
	};
	int err;

	*elements = (struct elements) { .format = NULL };
	err = start > size ? malformed(&header) :
			     read_dictionary(&header, elements);
	if (!err)
		err = elements_size(path, elements);
	if (err)
		elements_free(elements);
	return err;
}
