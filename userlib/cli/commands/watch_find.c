// SPDX-License-Identifier: GPL-2.0
/* mview watch: searching, going to an index, saving. */
#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "commands/watch.h"
#include "displays/print.h"
#include "sources/read.h"

#define PIECE	(64 << 10)	/* bytes that are searched at a time */
#define PATIENCE_NS	(500 * PACE_MS)	/* from which on a key stops a search */

__attribute__((format(printf, 2, 3)))
static void note(struct watch *watch, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(watch->note, sizeof(watch->note), format, args);
	va_end(args);
}

/**
 * struct search - what is searched for
 * @face: where
 * @text: as it was typed
 * @bytes: of hex: those that it stands for
 * @n: their number
 * @until_ns: keys that are typed before are no wish to stop
 */
struct search {
	struct face *face;
	const char *text;
	unsigned char bytes[WATCH_TYPED];
	size_t n;
	int64_t until_ns;
};

/* Digits in pairs are bytes; anything else is the text itself. */
static void read_bytes(struct search *search)
{
	const char *text = search->text;
	int value, used;

	search->n = 0;
	while (sscanf(text, " %2x%n", (unsigned int *)&value, &used) == 1 &&
	       used >= 2 && isxdigit((unsigned char)text[used - 1]) &&
	       isxdigit((unsigned char)text[used - 2])) {
		search->bytes[search->n++] = value;
		text += used;
	}
	if (!*text && search->n)
		return;
	search->n = strlen(search->text);
	memcpy(search->bytes, search->text, search->n);
}

static bool has_text(const struct search *search, const unsigned char *item)
{
	struct face *face = search->face;
	int column;

	if (face->kind == &array_face)
		return strstr(print_element(mview_element(face->view),
					    face->member, item), search->text);
	columns_choose(&face->columns, item);
	for (column = 0; column < face->columns.n; column++)
		if (strstr(columns_text(&face->columns, column, item),
			   search->text))
			return true;
	return false;
}

/* In @n elements; the unit in them, or -1. */
static int64_t search_items(const struct search *search,
			    const unsigned char *items, int64_t n)
{
	int64_t size = search->face->looks.itemsize, i;
	const unsigned char *at;

	if (search->face->kind->of_bytes) {
		at = memmem(items, n * size, search->bytes, search->n);
		return at ? at - items : -1;
	}
	for (i = 0; i < n; i++)
		if (face_has(search->face, items + i * size) &&
		    has_text(search, items + i * size))
			return i;
	return -1;
}

/* Elements as they are shown; those that are not looked at, as they are now. */
static int read_items(const struct face *face, int64_t first, int64_t n,
		      unsigned char *items)
{
	const struct look *look = face_look(face);
	const unsigned char *item = look_element(&face->looks, look, first);

	if (!item || !look_element(&face->looks, look, first + n - 1))
		return read_range(face->view, first, n, items);
	memcpy(items, item, n * face->looks.itemsize);
	return 0;
}

/* What became of a search. */
enum outcome { FOUND, NOT_FOUND, STOPPED, UNREADABLE };

/* Elements @first to @end, piece by piece. */
static enum outcome search_range(const struct search *search, int64_t first,
				 int64_t end, int64_t skip, int64_t *found)
{
	struct face *face = search->face;
	int64_t size = face->looks.itemsize, n, at, each = PIECE / size + 1;
	int64_t more = face->kind->of_bytes ? search->n / size + 1 : 0;
	unsigned char *items = allocate((each + more) * size);
	enum outcome outcome = NOT_FOUND;

	for (; first < end && outcome == NOT_FOUND; first += each, skip = 0) {
		n = end - first < each + more ? end - first : each + more;
		if (read_items(face, first, n, items)) {
			outcome = UNREADABLE;
			break;
		}
		memset(items, ~search->bytes[0], skip);
		at = search_items(search, items, n);
		if (at >= 0) {
			outcome = FOUND;
			*found = at + first *
				 (face->kind->of_bytes ? size : 1);
		} else if (pace_now() > search->until_ns &&
			   terminal_key() != TERMINAL_NONE) {
			outcome = STOPPED;
		}
	}
	free(items);
	return outcome;
}

/* From behind the last place to the end, then from the start. */
static enum outcome search_all(const struct search *search, int64_t *found)
{
	struct face *face = search->face;
	int64_t from = face->kind->first_of(face, face->top), first, skip = 0;
	enum outcome outcome;

	if (face->found_n)
		from = face->found + 1;
	first = from;
	if (face->kind->of_bytes) {
		first = from / face->looks.itemsize;
		skip = from % face->looks.itemsize;
	}
	outcome = search_range(search, first, face->looks.count, skip, found);
	if (outcome == NOT_FOUND)
		outcome = search_range(search, 0, face->looks.count, 0, found);
	return outcome;
}

void watch_search(struct watch *watch)
{
	struct search search = { .face = &watch->face,
				 .text = watch->searched,
				 .until_ns = pace_now() + PATIENCE_NS };
	int64_t found = 0;

	if (!*search.text) {
		note(watch, "nothing was searched for yet: / does it");
		return;
	}
	if (watch->face.kind->of_bytes)
		read_bytes(&search);
	switch (search_all(&search, &found)) {
	case FOUND:
		face_go_to(&watch->face, found, search.n ?: 1);
		break;
	case NOT_FOUND:
		note(watch, "%s: not found", search.text);
		break;
	case STOPPED:
		note(watch, "%s: the search was stopped", search.text);
		break;
	case UNREADABLE:
		source_failed(&watch->source);
		break;
	}
}

/* One index as the label of an axis has it, counted from the first; or -1. */
static int64_t read_axis(const struct face *face, int axis, const char **text)
{
	int64_t start = labels_at(&face->labels, axis, 0);
	int64_t step = labels_at(&face->labels, axis, 1) - start, at;
	char *end;

	errno = 0;
	at = strtoll(*text, &end, 0);
	if (end == *text || errno || !step || (at - start) % step)
		return -1;
	*text = *end == ',' ? end + 1 : end;
	at = (at - start) / step;
	return at < mview_shape(face->view)[axis] ? at : -1;
}

/* "3" or "1,2", of which the last ones may be left out; -1 if there is none. */
static int64_t read_index(const struct face *face, const char *text)
{
	int axis, ndim = mview_ndim(face->view);
	int64_t element = 0, at;

	for (axis = 0; axis < ndim; axis++) {
		at = axis && !*text ? 0 : read_axis(face, axis, &text);
		if (at < 0)
			return -1;
		element = element * mview_shape(face->view)[axis] + at;
	}
	return *text ? -1 : element;
}

void watch_go(struct watch *watch, const char *text)
{
	struct face *face = &watch->face;
	int64_t unit;
	char *end;

	if (!*text)
		return;
	if (face->kind->of_bytes) {
		errno = 0;
		unit = strtoll(text, &end, 0);
		if (*end || errno || unit < 0 || unit >= face_units(face))
			unit = -1;
	} else {
		unit = read_index(face, text);
	}
	if (unit < 0)
		note(watch, "%s: there is no such %s", text,
		     face->kind->of_bytes ? "offset" : "index");
	else
		face_go_to(face, unit, 1);
}

/* What is shown, if that is all; else the buffer, as it is now. */
static struct mview *shown(const struct face *face)
{
	const struct look *look = face_look(face);

	if (!look || look->n != face->looks.count)
		return mview_from_view(face->view);
	return mview_from_layout(look->bytes, look->n * face->looks.itemsize,
				 mview_format(face->view),
				 mview_ndim(face->view),
				 mview_shape(face->view), NULL, 0, MVIEW_READ);
}

/* The first of NAME-1, NAME-2 … that is free; / and blanks can't be in it. */
static void free_name(const char *text, const char *end, char *name,
		      size_t size)
{
	char stem[64];
	size_t i;
	int number = 1;

	for (i = 0; text[i] && text[i] != '[' && i < sizeof(stem) - 1; i++)
		stem[i] = isalnum((unsigned char)text[i]) || text[i] == '.' ?
				  text[i] : '-';
	stem[i] = '\0';
	do {
		snprintf(name, size, "%s-%d.%s", stem, number++, end);
	} while (!access(name, F_OK));
}

void watch_save(struct watch *watch)
{
	struct mview *view = shown(&watch->face);
	const char *source = watch->source.text;
	char name[128];
	int err = -1;

	if (view) {
		free_name(source, "npy", name, sizeof(name));
		err = mview_snapshot_save(view, name);
	}
	if (err && view && errno == EOPNOTSUPP) {
		free_name(source, "raw", name, sizeof(name));
		err = mview_snapshot_save(view, name);
	}
	if (err)
		note(watch, "not saved: %s",
		     view ? mview_inspect_error() : strerror(errno));
	else
		note(watch, "saved: %s", name);
	mview_close(view);
}
