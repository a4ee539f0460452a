// SPDX-License-Identifier: LGPL-2.1-or-later
/* Head and tail, from wherever they come. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "ring/ring.h"

/* Index of the only element of any view that has one. */
static const int64_t zeros[MVIEW_DIMS];

static int open_slot(const struct mview_ring *ring, struct ring_index *index,
		     unsigned long long slot)
{
	if (slot >= (unsigned long long)ring->n)
		return inspect_fail_int(ERANGE,
					"%s %s: there is no such slot; they are numbered from 0 to %lld",
					index->name, index->from.text,
					(long long)ring->n - 1);
	index->kind = INDEX_SLOT;
	index->slot = slot;
	return 0;
}

/* "last" is what the bits say anyhow. */
static int open_last(const struct mview_ring *ring,
		     const struct ring_index *index)
{
	if (index == &ring->tail && ring_has_bits(ring))
		return 0;
	return inspect_fail_int(EINVAL,
				"%s last: only the tail can be behind the last entry, of a ring with an owner or done bit",
				index->name);
}

static struct mview_expr *open_expr(const struct ring_index *index,
				    const struct mview_ctype *type)
{
	struct mview_expr *expr;

	if (!type)
		return inspect_fail(EINVAL, "%s %s: of which type are the elements?",
				    index->name, index->from.text);
	expr = mview_expr_open(type, index->from.text);
	if (!expr)
		inspect_fail(errno, "%s %s", index->name,
			     mview_inspect_error());
	return expr;
}

static int open_text(const struct mview_ring *ring, struct ring_index *index)
{
	const char *text = index->from.text;
	unsigned long long slot;
	char *end;

	if (!strcmp(text, "last"))
		return open_last(ring, index);
	if (ring->is_counted)
		return inspect_fail_int(EINVAL,
					"%s %s: a counter is read from a view, and this is a slot or an expression on entries",
					index->name, text);
	errno = 0;
	slot = strtoull(text, &end, 0);
	if (!errno && end != text && !*end && *text != '-')
		return open_slot(ring, index, slot);
	index->expr = open_expr(index, ring->type);
	index->kind = INDEX_ENTRY;
	return index->expr ? 0 : -1;
}

static bool is_member(const struct mview_ctype *type, const char *path)
{
	struct mview_member member;

	return !mview_ctype_find(type, path, &member) && !member.ndim &&
	       member.kind != MVIEW_MEMBER_STRUCT &&
	       member.kind != MVIEW_MEMBER_UNION;
}

static int open_view(struct ring_index *index)
{
	const struct mview_ring_index *from = &index->from;
	int64_t size = mview_itemsize(from->view);

	if (mview_nbytes(from->view) != size)
		return inspect_fail_int(EINVAL,
					"%s: there is more than one element, or none; an index takes one, as in [0]",
					index->name);
	if (!from->text) {
		index->kind = INDEX_INTEGER;
		return 0;
	}
	index->element = malloc(size);
	index->path = strdup(from->text);
	if (!index->element || !index->path)
		return inspect_fail_int(ENOMEM, "out of memory");
	index->expr = open_expr(index, from->type);
	if (!index->expr)
		return -1;
	if (mview_ctype_size(from->type) != size)
		return inspect_fail_int(EINVAL,
					"%s: the element has %lld bytes, its type %lld",
					index->name, (long long)size,
					(long long)mview_ctype_size(from->type));
	index->kind = is_member(from->type, from->text) ? INDEX_MEMBER :
							  INDEX_VALUE;
	return 0;
}

int index_open(const struct mview_ring *ring, struct ring_index *index,
	       const struct mview_ring_index *from)
{
	index->from = *from;
	if (from->view)
		return open_view(index);
	return from->text ? open_text(ring, index) : 0;
}

void index_close(struct ring_index *index)
{
	mview_expr_close(index->expr);
	free(index->path);
	free(index->element);
}

static int get_integer(struct ring_index *index, struct mview_value *value)
{
	value->type = MVIEW_UINT;
	if (!mview_get_u64(index->from.view, zeros, NULL, &value->u))
		return 0;
	if (errno != ERANGE)
		return -1;
	/* It is less than 0. */
	value->type = MVIEW_INT;
	return mview_get_i64(index->from.view, zeros, NULL, &value->i);
}

static int get_value(struct ring_index *index, struct mview_value *value)
{
	if (mview_get_raw(index->from.view, zeros, index->element))
		return -1;
	return mview_expr_get(index->expr, index->element, value);
}

static int get(struct ring_index *index, struct mview_value *value)
{
	switch (index->kind) {
	case INDEX_INTEGER:
		return get_integer(index, value);
	case INDEX_MEMBER:
		return mview_ctype_get(index->from.type, index->from.view,
				       zeros, index->path, index->element,
				       value);
	default:
		return get_value(index, value);
	}
}

/* A number that is none of a slot, or less than 0. */
static int64_t no_place(const struct mview_ring *ring,
			const struct ring_index *index,
			const struct mview_value *value)
{
	if (value->type == MVIEW_UINT)
		inspect_fail(ERANGE,
			     "%s is %llu, and there are %lld slots; if it only grows, say how many bits it has",
			     index->name, (unsigned long long)value->u,
			     (long long)ring->n);
	else
		inspect_fail(ERANGE, "%s is no number of a slot",
			     index->name);
	return -2;
}

int64_t index_read(const struct mview_ring *ring, struct ring_index *index)
{
	struct mview_value value;
	bool is_integer;

	if (index->kind == INDEX_NONE || index->kind == INDEX_ENTRY)
		return -1;
	if (index->kind == INDEX_SLOT)
		return index->slot;
	if (get(index, &value)) {
		inspect_fail(errno, "%s: %s", index->name,
			     index->kind == INDEX_INTEGER ?
				     strerror(errno) : mview_inspect_error());
		return -2;
	}
	is_integer = value.type == MVIEW_UINT || value.type == MVIEW_INT;
	/* One with a sign counts on below 0. */
	if (is_integer && ring->is_counted)
		return value.u & (ring->places - 1);
	/* As an unsigned number, what is less than 0 is too large. */
	if (is_integer && value.u < ring->places)
		return value.u;
	return no_place(ring, index, &value);
}

/* Where the first row begins of entries that the expression is true of. */
int64_t index_find(const struct mview_ring *ring,
		   const struct ring_index *index)
{
	struct mview_value value;
	bool was = true;
	int64_t i;

	/* Once more at slot 0, which may begin a row or go on with one. */
	for (i = 0; i <= ring->n; i++) {
		if (mview_expr_get(index->expr,
				   ring->bytes + i % ring->n * ring->size,
				   &value))
			return -2;
		if (value.u && !was)
			return i % ring->n;
		was = value.u;
	}
	return -1;
}
