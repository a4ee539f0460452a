// SPDX-License-Identifier: LGPL-2.1-or-later
/* Values of members in memory. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "mview-inspect/types.h"
#include "types/build.h"
#include "types/bytes.h"

static __uint128_t load(const struct mview_member *member, const void *storage)
{
	const unsigned char *bytes = storage;
	int64_t i, n = member->size;
	__uint128_t all = 0;

	for (i = 0; i < n; i++)
		all = all << 8 | bytes[member->order == '<' ? n - 1 - i : i];
	return all;
}

static void store(const struct mview_member *member, void *storage, __uint128_t all)
{
	unsigned char *bytes = storage;
	int64_t i, n = member->size;

	for (i = 0; i < n; i++, all >>= 8)
		bytes[member->order == '<' ? i : n - 1 - i] = all;
}

static __uint128_t mask(const struct mview_member *member)
{
	return ~(__uint128_t)0 >> (128 - member->bits);
}

__uint128_t bits_get(const struct mview_member *member, const void *storage)
{
	__uint128_t value = load(member, storage) >> member->shift & mask(member);

	if (member->is_signed && value >> (member->bits - 1))
		value |= ~mask(member);
	return value;
}

void bits_set(const struct mview_member *member, void *storage, __uint128_t value)
{
	__uint128_t keep = ~(mask(member) << member->shift);

	store(member, storage,
	      (load(member, storage) & keep) |
		      (value & mask(member)) << member->shift);
}

static bool is_text(const struct mview_member *member)
{
	return member->kind == MVIEW_MEMBER_CHAR ||
	       member->kind == MVIEW_MEMBER_BYTES;
}

static int check(const struct mview_member *member)
{
	if (member->members)
		return inspect_fail_int(EINVAL,
				    "\"%s\" is a %s: name one of its members",
				    member->name, member->type);
	if (member->ndim > is_text(member))
		return inspect_fail_int(EINVAL,
				    "\"%s\" is an array: name one of its elements, as in %s[0]",
				    member->name, member->name);
	return 0;
}

static double get_float(const struct mview_member *member, const void *storage)
{
	uint64_t bits = bits_get(member, storage);
	uint32_t half = bits;
	double wide;
	float f;

	if (member->size == sizeof(f)) {
		memcpy(&f, &half, sizeof(f));
		return f;
	}
	memcpy(&wide, &bits, sizeof(wide));
	return wide;
}

static int get_integer(const struct mview_member *member, const void *storage,
		       struct mview_value *value)
{
	__uint128_t all = bits_get(member, storage);

	value->u = all;
	if (member->kind == MVIEW_MEMBER_BOOL) {
		value->type = MVIEW_BOOL;
		value->i = all != 0;
		return 0;
	}
	value->type = member->is_signed ? MVIEW_INT : MVIEW_UINT;
	if (all == (member->is_signed ? (__uint128_t)(__int128_t)value->i : value->u))
		return 0;
	return inspect_fail_int(ERANGE, "\"%s\" does not fit into 64 bits",
			    member->name);
}

int mview_member_get(const struct mview_member *member, const void *storage,
		     struct mview_value *value)
{
	if (check(member))
		return -1;
	if (is_text(member)) {
		value->type = MVIEW_BYTES;
		value->bytes.data = storage;
		value->bytes.len = bytes_of(member);
		return 0;
	}
	if (member->kind != MVIEW_MEMBER_FLOAT)
		return get_integer(member, storage, value);
	value->type = MVIEW_FLOAT;
	value->f[0] = get_float(member, storage);
	value->f[1] = 0;
	return 0;
}

static int fail_kind(const struct mview_member *member)
{
	return inspect_fail_int(EINVAL, "\"%s\" is of type %s: not a value for it",
			    member->name, member->type);
}

static int fail_range(const struct mview_member *member)
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
	double wide = value->f[0];
	uint64_t bits;
	uint32_t half;
	float f;

	if (value->type == MVIEW_INT || value->type == MVIEW_BOOL)
		wide = value->i;
	else if (value->type == MVIEW_UINT)
		wide = value->u;
	else if (value->type != MVIEW_FLOAT)
		return fail_kind(member);
	f = wide;
	memcpy(&half, &f, sizeof(half));
	memcpy(&bits, &wide, sizeof(bits));
	bits_set(member, storage, member->size == sizeof(f) ? half : bits);
	return 0;
}

static bool fits(const struct mview_member *member, __uint128_t all)
{
	__uint128_t high = all & ~(mask(member) >> member->is_signed);

	/* What is cut off are copies of the sign. */
	return !high ||
	       (member->is_signed && high == ~(mask(member) >> 1));
}

int mview_member_set(const struct mview_member *member, void *storage,
		     const struct mview_value *value)
{
	__uint128_t all;

	if (check(member))
		return -1;
	if (is_text(member))
		return set_bytes(member, storage, value);
	if (member->kind == MVIEW_MEMBER_FLOAT)
		return set_float(member, storage, value);
	if (value->type == MVIEW_UINT)
		all = value->u;
	else if (value->type == MVIEW_INT || value->type == MVIEW_BOOL)
		all = (__uint128_t)(__int128_t)value->i;
	else
		return fail_kind(member);
	if (member->kind == MVIEW_MEMBER_BOOL ? all > 1 : !fits(member, all))
		return fail_range(member);
	bits_set(member, storage, all);
	return 0;
}

static int parse_word(const struct mview_member *member, const char *text,
		      struct mview_value *value)
{
	int i;

	value->type = MVIEW_INT;
	for (i = 0; i < member->nnames; i++) {
		value->i = member->names[i].value;
		if (!strcmp(member->names[i].name, text))
			return 0;
	}
	value->i = !strcmp(text, "true");
	if (member->kind == MVIEW_MEMBER_BOOL &&
	    (value->i || !strcmp(text, "false")))
		return 0;
	return inspect_fail_int(EINVAL, "\"%s\" is no value for \"%s\", a %s", text,
			    member->name, member->type);
}

static int parse_float(const struct mview_member *member, const char *text,
		       struct mview_value *value)
{
	char *end;

	value->type = MVIEW_FLOAT;
	value->f[0] = strtod(text, &end);
	value->f[1] = 0;
	return *end || end == text ? parse_word(member, text, value) : 0;
}

int mview_member_parse(const struct mview_member *member, const char *text,
		       struct mview_value *value)
{
	bool negative = *text == '-';
	char *end;

	if (check(member))
		return -1;
	if (is_text(member)) {
		value->type = MVIEW_BYTES;
		value->bytes.data = text;
		value->bytes.len = strlen(text);
		return 0;
	}
	if (member->kind == MVIEW_MEMBER_FLOAT)
		return parse_float(member, text, value);
	errno = 0;
	value->type = negative ? MVIEW_INT : MVIEW_UINT;
	if (negative)
		value->i = strtoll(text, &end, 0);
	else
		value->u = strtoull(text, &end, 0);
	if (errno == ERANGE)
		return fail_range(member);
	/* strtoull() takes spaces and a sign that C's numbers do not begin with. */
	if (*end || text[negative] < '0' || text[negative] > '9')
		return parse_word(member, text, value);
	return 0;
}
