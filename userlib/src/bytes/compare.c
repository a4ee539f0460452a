// SPDX-License-Identifier: LGPL-2.1-or-later
/* Numbers, many at a time: made alike, then compared. */
#include "bytes/compare.h"

#include <string.h>

#include "fast/fast.h"
#include "fast/simd.h"
#include "value/element.h"

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("O3")
#endif

#define HOST_ORDER \
	(__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? '>' : '<')

/* Numbers that were converted to a common type. */
union numbers {
	uint64_t bits[COMPARE_MOST];
	double floats[COMPARE_MOST];
};

enum number number_kind(const struct mview_field *field)
{
	if (!field->code || field->code == 'T' || field->count != 1)
		return NUMBER_NONE;
	if (field->code == '?')
		return NUMBER_BOOL;
	if (strchr("bhilqn", field->code))
		return NUMBER_INT;
	if (strchr("BHILQNP", field->code))
		return NUMBER_UINT;
	return strchr("efd", field->code) ? NUMBER_FLOAT : NUMBER_NONE;
}

/* 2^63 is the first float above all int64_t, and is exact; so is -2^63. */
bool int_equals_float(int64_t i, double f)
{
	return f >= -0x1p63 && f < 0x1p63 && (int64_t)f == i &&
	       (double)(int64_t)f == f;
}

bool uint_equals_float(uint64_t u, double f)
{
	return f >= 0 && f < 0x1p64 && (uint64_t)f == u &&
	       (double)(uint64_t)f == f;
}

/* The compiler turns the memcpy() into one load. */
#define WIDEN(ctype, to)						\
	do {								\
		const char *from = items;				\
		ctype number;						\
									\
		for (i = 0; i < n; i++) {				\
			memcpy(&number, from + i * sizeof(number),	\
			       sizeof(number));				\
			(to)[i] = number;				\
		}							\
	} while (0)

/* Sign bits are spread, so that the width does not show. */
static ALWAYS_INLINE void to_bits_any(void *room, const void *items,
				      enum number kind, int64_t size, int64_t n)
{
	const uint8_t *bools = items;
	uint64_t *bits = room;
	int64_t *ints = room;
	int64_t i;

	if (kind == NUMBER_BOOL) {
		for (i = 0; i < n; i++)
			bits[i] = bools[i] != 0;
		return;
	}
	switch (kind == NUMBER_INT ? -size : size) {
	case -1:
		WIDEN(int8_t, ints);
		break;
	case -2:
		WIDEN(int16_t, ints);
		break;
	case -4:
		WIDEN(int32_t, ints);
		break;
	case 1:
		WIDEN(uint8_t, bits);
		break;
	case 2:
		WIDEN(uint16_t, bits);
		break;
	case 4:
		WIDEN(uint32_t, bits);
		break;
	default:
		memcpy(bits, items, n * sizeof(*bits));
	}
}

static ALWAYS_INLINE void to_floats_any(double *floats, const void *items,
					enum number kind, int64_t size,
					int64_t n)
{
	const uint8_t *bools = items;
	uint16_t half;
	int64_t i;

	if (kind == NUMBER_BOOL) {
		for (i = 0; i < n; i++)
			floats[i] = bools[i] != 0;
	} else if (kind == NUMBER_INT && size == 1) {
		WIDEN(int8_t, floats);
	} else if (kind == NUMBER_INT && size == 2) {
		WIDEN(int16_t, floats);
	} else if (kind == NUMBER_INT) {
		WIDEN(int32_t, floats);
	} else if (kind == NUMBER_UINT && size == 1) {
		WIDEN(uint8_t, floats);
	} else if (kind == NUMBER_UINT && size == 2) {
		WIDEN(uint16_t, floats);
	} else if (kind == NUMBER_UINT) {
		WIDEN(uint32_t, floats);
	} else if (size == 2) {
		for (i = 0; i < n; i++) {
			memcpy(&half, (const char *)items + 2 * i, 2);
			floats[i] = half_to_double(half);
		}
	} else if (size == 4) {
		WIDEN(float, floats);
	} else {
		memcpy(floats, items, n * sizeof(*floats));
	}
}

/* Bits of @mixed must be 0: a negative number equals no big unsigned one. */
static ALWAYS_INLINE void compare_bits_any(const uint64_t *a,
					   const uint64_t *b, uint64_t mixed,
					   int64_t n, bool *equal)
{
	uint64_t wrong = 0;
	int64_t i;

	for (i = 0; i < n; i++)
		wrong |= (a[i] ^ b[i]) | (a[i] & mixed);
	*equal = !wrong;
}

static ALWAYS_INLINE void compare_floats_any(const double *a, const double *b,
					     int64_t n, bool *equal)
{
	uint64_t wrong = 0;
	int64_t i;

	for (i = 0; i < n; i++)
		wrong |= a[i] == b[i] ? 0 : 1;
	*equal = !wrong;
}

SIMD_TWINS(to_bits,
	   (void *room, const void *items, enum number kind, int64_t size,
	    int64_t n),
	   (room, items, kind, size, n))
SIMD_TWINS(to_floats,
	   (double *floats, const void *items, enum number kind, int64_t size,
	    int64_t n),
	   (floats, items, kind, size, n))
SIMD_TWINS(compare_bits,
	   (const uint64_t *a, const uint64_t *b, uint64_t mixed, int64_t n,
	    bool *equal),
	   (a, b, mixed, n, equal))
SIMD_TWINS(compare_floats,
	   (const double *a, const double *b, int64_t n, bool *equal),
	   (a, b, n, equal))

/* Return @items in the host's byte order; @room takes them if swapped. */
static const void *settle(const struct mview_field *field, const void *items,
			  int64_t n, union numbers *room)
{
	if (field->size > 1 && field->order != HOST_ORDER) {
		fast_swap(room, field->size, items, field->size, n,
			  field->size);
		return room;
	}
	return items;
}

/* Integers of 64 bits, which a double can't represent. */
static bool ints_equal_floats(const char *ints, enum number kind,
			      const double *floats, int64_t n)
{
	uint64_t bits;
	int64_t i;

	for (i = 0; i < n; i++) {
		memcpy(&bits, ints + i * sizeof(bits), sizeof(bits));
		if (!(kind == NUMBER_INT ? int_equals_float(bits, floats[i]) :
					   uint_equals_float(bits, floats[i])))
			return false;
	}
	return true;
}

/* @a are integers of 64 bits, @b floats. */
static bool wide_equal(const struct mview_field *a_field, const void *a,
		       const struct mview_field *b_field, const void *b,
		       int64_t n)
{
	union numbers floats;

	to_floats(floats.floats, b, number_kind(b_field), b_field->size, n);
	return ints_equal_floats(a, number_kind(a_field), floats.floats, n);
}

static bool ints_equal(const struct mview_field *a_field, const void *a,
		       const struct mview_field *b_field, const void *b,
		       int64_t n)
{
	enum number a_kind = number_kind(a_field);
	enum number b_kind = number_kind(b_field);
	bool mixed = (a_kind == NUMBER_INT) != (b_kind == NUMBER_INT);
	union numbers a_room, b_room;
	bool equal;

	to_bits(a_room.bits, a, a_kind, a_field->size, n);
	to_bits(b_room.bits, b, b_kind, b_field->size, n);
	compare_bits(a_room.bits, b_room.bits, mixed ? 1ULL << 63 : 0, n,
		     &equal);
	return equal;
}

/* Return @items if they are aligned doubles, else convert them into @room. */
static const double *floats_of(const struct mview_field *field,
			       const void *items, int64_t n, double *room)
{
	if (field->code == 'd' && (uintptr_t)items % sizeof(*room) == 0)
		return items;
	to_floats(room, items, number_kind(field), field->size, n);
	return room;
}

static bool floats_equal(const struct mview_field *a_field, const void *a,
			 const struct mview_field *b_field, const void *b,
			 int64_t n)
{
	union numbers a_room, b_room;
	bool equal;

	compare_floats(floats_of(a_field, a, n, a_room.floats),
		       floats_of(b_field, b, n, b_room.floats), n, &equal);
	return equal;
}

bool numbers_equal(const struct mview_field *a_field, const void *a,
		   const struct mview_field *b_field, const void *b, int64_t n)
{
	bool a_floats = number_kind(a_field) == NUMBER_FLOAT;
	bool b_floats = number_kind(b_field) == NUMBER_FLOAT;
	union numbers a_room, b_room;

	a = settle(a_field, a, n, &a_room);
	b = settle(b_field, b, n, &b_room);
	if (!a_floats && !b_floats)
		return ints_equal(a_field, a, b_field, b, n);
	if (!a_floats && a_field->size == 8)
		return wide_equal(a_field, a, b_field, b, n);
	if (!b_floats && b_field->size == 8)
		return wide_equal(b_field, b, a_field, a, n);
	return floats_equal(a_field, a, b_field, b, n);
}
