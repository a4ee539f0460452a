// SPDX-License-Identifier: LGPL-2.1-or-later
/* Which lens is for a buffer? */
#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/wide.h"
#include "lens/load.h"
#include "lens/peek.h"
#include "lens/search.h"
#include "mview-inspect/dma.h"
#include "mview-inspect/expr.h"
#include "mview-inspect/record.h"
#include "sources/dma.h"

#define UNASKED	(-2)

/**
 * struct facts - what is known of a buffer
 * @buffer: of libmview
 * @origin: likewise; or NULL
 * @type: what the elements are said to be of, or NULL
 * @number: that its name ends with; -1 if there is none, UNASKED until it is needed
 */
struct facts {
	struct mview_buffer *buffer;
	struct mview_origin *origin;
	char *type;
	int64_t number;
};

/* Among those that traces know of, from the buffer's name. */
static int64_t find_number(uint64_t id)
{
	struct mview_dma_buffers *all = mview_dma_find(NULL);
	const struct mview_dma_buffer *one = all ? all->first : NULL;
	int64_t number = -1;

	while (one && one->id != id)
		one = one->next;
	if (one && strrchr(one->name, '#'))
		number = strtoll(strrchr(one->name, '#') + 1, NULL, 10);
	mview_dma_free(all);
	return number;
}

static int64_t number_of(struct facts *facts)
{
	if (facts->number == UNASKED)
		facts->number = facts->origin && *facts->origin->device ?
					find_number(facts->buffer->id) : -1;
	return facts->number;
}

static int facts_init(struct facts *facts, const struct mview *view)
{
	uint64_t id = mview_buffer_id(view);

	*facts = (struct facts) {
		.buffer = id ? mview_buffer_by_id(id) : NULL,
		.number = UNASKED,
	};
	if (!facts->buffer)
		return inspect_fail_int(ENOENT,
					"lenses match buffers of the kernel's, and this is none");
	facts->origin = mview_origin_by_id(id);
	facts->type = mview_ctype_named(view);
	return 0;
}

static void facts_deinit(struct facts *facts)
{
	mview_buffer_free(facts->buffer);
	mview_origin_free(facts->origin);
	free(facts->type);
}

/* The value of an expression in n. */
static int line_at(const char *text, uint64_t n, struct wide *value)
{
	struct mview_ctype *type = mview_ctype_of_format("T{Q:n:}");
	struct mview_expr *expr = type ? mview_expr_open(type, text) : NULL;
	struct mview_value got;
	int err = expr ? mview_expr_get(expr, &n, &got) : -1;

	if (!err)
		*value = got.type == MVIEW_INT ? wide_of_signed(got.i) :
						 wide_of(got.u);
	mview_expr_close(expr);
	mview_ctype_close(type);
	return err;
}

/* Is there an n for which it is @number? What is no line does not get there. */
static bool line_has(const char *text, int64_t number)
{
	struct wide wanted = wide_of_signed(number), first, step, got, n, rest;

	if (line_at(text, 0, &first) || line_at(text, 1, &step))
		return false;
	if (wide_equal(step, first) || wide_equal(wanted, first))
		return wide_equal(wanted, first);
	n = wide_divide(wide_subtract(wanted, first),
			wide_subtract(step, first), &rest);
	if (!wide_is_zero(rest) || n.high || n.low > INT64_MAX)
		return false;
	return !line_at(text, n.low, &got) && wide_equal(got, wanted);
}

int lens_match_check(const struct mview_lens_match *match)
{
	struct wide value;

	if (match->size && line_at(match->size, 0, &value))
		return -1;
	return match->number ? line_at(match->number, 0, &value) : 0;
}

static bool like(const char *pattern, const char *text)
{
	return !pattern || (text && !fnmatch(pattern, text, 0));
}

/* One of the functions that asked for the memory? */
static bool has_symbol(const char *pattern, const struct mview_origin *origin)
{
	const char *line = origin ? origin->stack : "";
	char name[256];
	size_t len;

	for (; *line; line += strcspn(line, "\n"), line += *line == '\n') {
		len = dma_symbol_len(line);
		if (len >= sizeof(name))
			continue;
		memcpy(name, line, len);
		name[len] = 0;
		if (!fnmatch(pattern, name, 0))
			return true;
	}
	return false;
}

static const char *driver_of(const struct facts *facts)
{
	return facts->origin && *facts->origin->driver ?
		       facts->origin->driver : facts->buffer->owner;
}

/* Of the elements that the driver declared: memory comes in whole pages. */
static int64_t declared(const struct mview_buffer *buffer)
{
	int64_t nbytes = buffer->itemsize;
	int i;

	for (i = 0; i < buffer->ndim; i++)
		nbytes *= buffer->shape[i];
	return nbytes;
}

static bool is_for(const struct mview_lens_match *match, void *arg)
{
	static const struct mview_lens_match none;
	struct facts *facts = arg;

	return memcmp(match, &none, sizeof(none)) &&
	       like(match->driver, driver_of(facts)) &&
	       like(match->name, facts->buffer->name) &&
	       like(match->type, facts->type) &&
	       like(match->format, facts->buffer->format) &&
	       (!match->symbol || has_symbol(match->symbol, facts->origin)) &&
	       (!match->size || line_has(match->size, declared(facts->buffer))) &&
	       (!match->number || (number_of(facts) >= 0 &&
				   line_has(match->number, number_of(facts))));
}

static bool may_have(const char *text, size_t size, void *facts)
{
	return lens_peek_match(text, size, is_for, facts);
}

static bool is_lens(const struct mview_lens *lens, void *facts)
{
	return is_for(&lens->match, facts);
}

/* A recording may name a lens, and no file of whoever reads it. */
static struct mview_lens *recorded(const char *name)
{
	if (strchr(name, '/'))
		return inspect_fail(ENOENT, "%s, which the recording names, is "
				    "no name of a lens", name);
	return mview_lens_open(name);
}

struct mview_lens *mview_lens_match(const struct mview *view,
				    void (*unread)(const char *why, void *data),
				    void *data)
{
	struct facts facts;
	const struct lens_wanted wanted = {
		.may_have = may_have, .is = is_lens, .arg = &facts,
		.unread = unread, .data = data,
	};
	struct mview_lens *found;
	int err;

	if (mview_recorded_lens(view))
		return recorded(mview_recorded_lens(view));
	if (facts_init(&facts, view))
		return NULL;
	err = lens_search(&wanted, &found);
	facts_deinit(&facts);
	if (err || found)
		return found;
	return inspect_fail(ENOENT, "there is no lens for this buffer");
}
