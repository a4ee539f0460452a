// SPDX-License-Identifier: LGPL-2.1-or-later
/* Values of members in memory. */
#include <errno.h>
#include <string.h>

#include "base/error.h"
#include "base/wide.h"
#include "mview-inspect/types.h"
#include "types/build.h"
#include "types/bytes.h"

static struct wide load(const struct mview_member *member, const void *storage)
{
	const unsigned char *bytes = storage;
	int64_t i, n = member->size;
	struct wide all = wide_of(0);

	for (i = 0; i < n; i++) {
		all = wide_left(all, 8);
		all.low |= bytes[member->order == '<' ? n - 1 - i : i];
	}
	return all;
}

static void store(const struct mview_member *member, void *storage, struct wide all)
{
	unsigned char *bytes = storage;
	int64_t i, n = member->size;

	for (i = 0; i < n; i++, all = wide_right(all, 8))
		bytes[member->order == '<' ? i : n - 1 - i] = all.low;
}

struct wide bits_get(const struct mview_member *member, const void *storage)
{
	/* What is above its bits goes, and its sign comes instead. */
	unsigned int above = 128 - member->bits;
	struct wide all = wide_left(load(member, storage), above - member->shift);

	return member->is_signed ? wide_right_signed(all, above) :
				   wide_right(all, above);
}

void bits_set(const struct mview_member *member, void *storage,
	      struct wide value)
{
	struct wide mask = wide_left(wide_mask(member->bits), member->shift);
	struct wide kept = wide_and(load(member, storage), wide_not(mask));

	value = wide_and(wide_left(value, member->shift), mask);
	store(member, storage, wide_or(kept, value));
}

bool is_record(const struct mview_member *member)
{
	return member->kind == MVIEW_MEMBER_STRUCT ||
	       member->kind == MVIEW_MEMBER_UNION;
}

bool is_text(const struct mview_member *member)
{
	if (member->kind == MVIEW_MEMBER_BYTES)
		return true;
	if (member->kind == MVIEW_MEMBER_CHAR)
		return member->show < MVIEW_SHOW_DECIMAL ||
		       member->show > MVIEW_SHOW_ADDRESS;
	return member->show >= MVIEW_SHOW_TEXT;
}

int member_check(const struct mview_member *member)
{
	if (is_record(member))
		return inspect_fail_int(EINVAL,
				    "\"%s\" is a %s: name one of its members",
				    member->name, member->type);
	if (member->ndim > is_text(member))
		return inspect_fail_int(EINVAL,
				    "\"%s\" is an array: name one of its elements, as in %s[0]",
				    member->name, member->name);
	return 0;
}

void float_field(const struct mview_member *member, struct mview_field *field)
{
	*field = (struct mview_field) {
		.name = "",
		.code = member->size == 2 ? 'e' : member->size == 4 ? 'f' : 'd',
		.order = member->order,
		.native = true,
		.size = member->size,
		.count = 1,
	};
}

static int get_integer(const struct mview_member *member, const void *storage,
		       struct mview_value *value)
{
	struct wide all = bits_get(member, storage);

	value->u = all.low;
	if (member->kind == MVIEW_MEMBER_BOOL) {
		value->type = MVIEW_BOOL;
		value->i = !wide_is_zero(all);
		return 0;
	}
	value->type = member->is_signed ? MVIEW_INT : MVIEW_UINT;
	if (wide_equal(all, member->is_signed ? wide_of_signed(value->i) :
						wide_of(value->u)))
		return 0;
	return inspect_fail_int(ERANGE, "\"%s\" does not fit into 64 bits",
			    member->name);
}

int mview_member_get(const struct mview_member *member, const void *storage,
		     struct mview_value *value)
{
	struct mview_field field;

	if (member_check(member))
		return -1;
	if (is_text(member)) {
		value->type = MVIEW_BYTES;
		value->bytes.data = storage;
		value->bytes.len = bytes_of(member);
		return 0;
	}
	if (member->kind != MVIEW_MEMBER_FLOAT)
		return get_integer(member, storage, value);
	float_field(member, &field);
	return mview_unpack(&field, storage, value);
}

static int fail_kind(const struct mview_member *member)
{
	return inspect_fail_int(EINVAL, "\"%s\" is of type %s: not a value for it",
			    member->name, member->type);
}

int fail_range(const struct mview_member *member)
{
	return inspect_fail_int(ERANGE, "\"%s\" has %d bits: the value does not fit",
			    member->name, member->bits);
}

static int set_bytes(const struct mview_member *member, void *storage,
		     const struct mview_value *value)
{
	size_t size = bytes_of(member);

	if (value->type != MVIEW_BYTES)
		return fail_kind(member);
	if (value->bytes.len > size)
		return inspect_fail_int(ERANGE, "\"%s\" has %zu bytes, not %zu",
				    member->name, size, value->bytes.len);
	memmove(storage, value->bytes.data, value->bytes.len);
	memset((char *)storage + value->bytes.len, 0, size - value->bytes.len);
	return 0;
}

static int set_float(const struct mview_member *member, void *storage,
		     const struct mview_value *value)
{
	struct mview_field field;

	float_field(member, &field);
	if (!mview_pack(&field, storage, value))
		return 0;
	return errno == ERANGE ? fail_range(member) : fail_kind(member);
}

static bool fits(const struct mview_member *member, struct wide all)
{
	unsigned int above = 128 - member->bits;
	struct wide cut = wide_left(all, above);

	/* What is cut off are zeros, or copies of the sign. */
	return wide_equal(all, member->is_signed ?
				       wide_right_signed(cut, above) :
				       wide_right(cut, above));
}

int mview_member_set(const struct mview_member *member, void *storage,
		     const struct mview_value *value)
{
	struct wide all;

	if (member_check(member))
		return -1;
	if (is_text(member))
		return set_bytes(member, storage, value);
	if (member->kind == MVIEW_MEMBER_FLOAT)
		return set_float(member, storage, value);
	if (value->type == MVIEW_UINT)
		all = wide_of(value->u);
	else if (value->type == MVIEW_INT || value->type == MVIEW_BOOL)
		all = wide_of_signed(value->i);
	else
		return fail_kind(member);
	if (member->kind == MVIEW_MEMBER_BOOL ? all.high || all.low > 1 :
						!fits(member, all))
		return fail_range(member);
	bits_set(member, storage, all);
	return 0;
}
