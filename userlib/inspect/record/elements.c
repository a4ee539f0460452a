// SPDX-License-Identifier: LGPL-2.1-or-later
/* Elements in a file, one behind the other, and what they are, as JSON. */
#include "record/elements.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "record/literal.h"

#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define BYTE_ORDER_NAME	"big"
#else
#define BYTE_ORDER_NAME	"little"
#endif

void elements_free(struct elements *elements)
{
	free(elements->format);
	elements->format = NULL;
	elements_free_seen(&elements->seen);
}

void elements_free_seen(struct elements_seen *seen)
{
	free(seen->lens);
	free(seen->type);
	*seen = (struct elements_seen) { .lens = NULL };
}

bool elements_copy_seen(struct elements_seen *to,
			const struct elements_seen *from)
{
	to->lens = from->lens ? strdup(from->lens) : NULL;
	to->type = from->type ? strdup(from->type) : NULL;
	if (!to->lens == !from->lens && !to->type == !from->type)
		return true;
	elements_free_seen(to);
	return false;
}

int elements_size(const char *path, struct elements *elements)
{
	int64_t nbytes = mview_format_size(elements->format, NULL);
	int i, empty = 0;

	if (nbytes <= 0)
		return inspect_fail_int(EINVAL, "%s: no elements have the "
					"format %s", path, elements->format);
	elements->itemsize = nbytes;
	for (i = 0; i < elements->ndim; i++)
		empty |= !elements->shape[i];
	for (i = 0; i < elements->ndim && !empty; i++)
		if (__builtin_mul_overflow(nbytes, elements->shape[i], &nbytes))
			return inspect_fail_int(EOVERFLOW, "%s: its elements "
						"are more than there can be",
						path);
	elements->nbytes = empty ? 0 : nbytes;
	return 0;
}

struct mview *elements_view(const struct elements *elements, void *bytes)
{
	int64_t strides[MVIEW_DIMS], stride = elements->itemsize;
	int i;

	for (i = 0; i < elements->ndim; i++) {
		strides[i] = stride;
		/* Of no elements the strides mean nothing. */
		if (elements->nbytes)
			stride *= elements->shape[i];
	}
	return mview_from_layout(bytes, elements->nbytes, elements->format,
				 elements->ndim, elements->shape,
				 elements->fortran ? strides : NULL, 0, 0);
}

static void put_numbers(FILE *out, const int64_t *numbers, int n)
{
	int i;

	fputc('[', out);
	for (i = 0; i < n; i++)
		fprintf(out, "%s%" PRId64, i ? ", " : "", numbers[i]);
	fputc(']', out);
}

static void put_name(FILE *out, const char *member, const char *name)
{
	if (!name)
		return;
	fprintf(out, ", \"%s\": ", member);
	literal_quote(out, name, '"');
}

void elements_describe(FILE *out, struct mview *view, const char *lens,
		       const char *type)
{
	const int64_t *shape = mview_shape(view);
	int64_t strides[MVIEW_DIMS], stride = mview_itemsize(view);
	int i, ndim = mview_ndim(view);

	for (i = ndim - 1; i >= 0; i--) {
		strides[i] = stride;
		if (mview_nbytes(view))
			stride *= shape[i];
	}
	fputs("{\"format\": ", out);
	literal_quote(out, mview_format(view), '"');
	fprintf(out, ", \"itemsize\": %" PRId64 ", \"byteorder\": \"%s\"",
		mview_itemsize(view), BYTE_ORDER_NAME);
	fputs(", \"shape\": ", out);
	put_numbers(out, shape, ndim);
	fputs(", \"strides\": ", out);
	put_numbers(out, strides, ndim);
	put_name(out, "lens", lens);
	put_name(out, "type", type);
	fputs("}", out);
}

/**
 * struct description - what has been read of one
 * @elements: what it says of them
 * @byteorder: that it was written with, or NULL
 * @has_shape: it has one
 */
struct description {
	struct elements *elements;
	char *byteorder;
	bool has_shape;
};

static bool string_member(struct literal *text, char **string)
{
	if (*string)
		return false;
	*string = literal_string(text);
	return *string;
}

static bool skip_member(struct literal *text)
{
	int64_t numbers[MVIEW_DIMS];
	struct literal start = *text;
	char *string = literal_string(text);
	int n;

	free(string);
	if (string)
		return true;
	*text = start;
	if (literal_number(text, numbers))
		return true;
	*text = start;
	return literal_shape(text, numbers, &n);
}

static bool read_member(struct literal *text, const char *name,
			struct description *what)
{
	struct elements *elements = what->elements;

	if (!strcmp(name, "format"))
		return string_member(text, &elements->format);
	if (!strcmp(name, "byteorder"))
		return string_member(text, &what->byteorder);
	if (!strcmp(name, "lens"))
		return string_member(text, &elements->seen.lens);
	if (!strcmp(name, "type"))
		return string_member(text, &elements->seen.type);
	if (!strcmp(name, "itemsize"))
		return literal_number(text, &elements->itemsize);
	if (strcmp(name, "shape"))
		return skip_member(text);
	what->has_shape = true;
	return literal_shape(text, elements->shape, &elements->ndim);
}

static bool read_object(struct literal *text, struct description *what)
{
	bool whole = literal_accept(text, "{");
	char *name;

	while (whole) {
		name = literal_string(text);
		whole = name && literal_accept(text, ":") &&
			read_member(text, name, what);
		free(name);
		if (!whole || !literal_accept(text, ","))
			break;
	}
	return whole && literal_accept(text, "}") && literal_ends(text) &&
	       what->elements->format && what->has_shape && what->byteorder;
}

/* Of several bytes, whose order is the machine's. */
static bool has_native(const struct mview_field *field)
{
	int i;

	for (i = 0; i < field->nfields; i++)
		if (has_native(&field->fields[i]))
			return true;
	return !field->nfields && field->native && field->size > 1 &&
	       !strchr("sp", field->code);
}

/* A "=" outside of names: fields only have the order that it stands for. */
static bool has_mark(const char *format)
{
	bool in_name = false;

	for (; *format; format++) {
		in_name ^= *format == ':';
		if (!in_name && *format == '=')
			return true;
	}
	return false;
}

/* Numbers whose order is said are the same everywhere. */
static bool is_native(const char *format)
{
	static char nothing;
	const int64_t none = 0;
	struct mview *view = mview_from_layout(&nothing, 0, format, 1, &none,
					       NULL, 0, 0);
	bool native = !view || has_mark(format) ||
		      has_native(mview_element(view));

	mview_close(view);
	return native;
}

static int check(const char *path, const struct description *what)
{
	struct elements *elements = what->elements;
	int64_t itemsize = elements->itemsize;

	if (elements_size(path, elements))
		return -1;
	if (strcmp(what->byteorder, BYTE_ORDER_NAME) &&
	    is_native(elements->format))
		return inspect_fail_int(EOPNOTSUPP, "%s: its elements have the "
					"native format %s of a machine whose "
					"byte order is %s", path,
					elements->format, what->byteorder);
	if (itemsize != elements->itemsize)
		return inspect_fail_int(EINVAL, "%s: elements of format %s "
					"have %" PRId64 " bytes here, and had "
					"%" PRId64 " where it was written",
					path, elements->format,
					elements->itemsize, itemsize);
	return 0;
}

int elements_parse(const char *path, const char *text, size_t size,
		   struct elements *elements)
{
	struct literal literal = { .at = text, .end = text + size };
	struct description what = { .elements = elements };
	int err;

	*elements = (struct elements) { .format = NULL };
	if (read_object(&literal, &what))
		err = check(path, &what);
	else
		err = inspect_fail_int(EINVAL, "%s: it does not say what "
				       "the elements are: a format, an "
				       "itemsize, a byteorder and a shape",
				       path);
	free(what.byteorder);
	if (err)
		elements_free(elements);
	return err;
}

/**
 * struct pieces - elements on their way
 * @buf: of one piece
 * @most: bytes of a piece
 * @use: told of each
 * @arg: its argument
 */
struct pieces {
	void *buf;
	int64_t most;
	int (*use)(void *arg, const void *bytes, size_t size);
	void *arg;
};

static int piece(struct mview *view, const struct pieces *pieces)
{
	ssize_t size = mview_tobytes(view, pieces->buf, pieces->most, 'C');

	return size < 0 ? -1 : pieces->use(pieces->arg, pieces->buf, size);
}

static int each(struct mview *view, const struct pieces *pieces)
{
	int64_t len = mview_len(view), some = 1, at;
	struct mview_range range;
	struct mview *part;
	int err = 0, saved;

	if (mview_nbytes(view) <= pieces->most)
		return piece(view, pieces);
	if (mview_nbytes(view) / len <= pieces->most)
		some = pieces->most / (mview_nbytes(view) / len);
	for (at = 0; at < len && !err; at += some) {
		range = some > 1 ? mview_range(at, at + some, 1) : mview_at(at);
		part = mview_slice(view, &range, 1);
		err = part ? each(part, pieces) : -1;
		saved = errno;
		mview_close(part);
		errno = saved;
	}
	return err;
}

int elements_each(struct mview *view, size_t most,
		  int (*use)(void *arg, const void *bytes, size_t size),
		  void *arg)
{
	int64_t item = mview_itemsize(view), all = mview_nbytes(view);
	struct pieces pieces = { .most = most, .use = use, .arg = arg };
	int err, saved;

	if (!all)
		return 0;
	if (pieces.most > all)
		pieces.most = all;
	if (pieces.most < item)
		pieces.most = item;
	pieces.buf = malloc(pieces.most);
	err = pieces.buf ? each(view, &pieces) : -1;
	saved = errno;
	free(pieces.buf);
	errno = saved;
	return err;
}
