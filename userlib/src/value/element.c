// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Elements: one value to and from its bytes, as Python's struct module has
 * it. All values pass through struct mview_value, so that a conversion is
 * checked in one place whatever the two ends are.
 */
#include "value/element.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include "base/fail.h"

static uint64_t load_uint(const struct mview_field *field, const uint8_t *item,
			  int64_t size)
{
	uint64_t u = 0;
	int64_t i;

	for (i = 0; i < size; i++)
		u = u << 8 | item[field->order == '>' ? i : size - 1 - i];
	return u;
}

static void store_uint(const struct mview_field *field, uint8_t *item,
		       int64_t size, uint64_t u)
{
	int64_t i;

	for (i = 0; i < size; i++, u >>= 8)
		item[field->order == '>' ? size - 1 - i : i] = u;
}

/* A float of 2, 4 or 8 bytes. */
static double load_float(const struct mview_field *field, const uint8_t *item,
			 int64_t size)
{
	uint64_t bits = load_uint(field, item, size);
	uint32_t bits32 = bits;
	double f;
	float f32;

	switch (size) {
	case 2:
		return half_to_double(bits);
	case 4:
		memcpy(&f32, &bits32, sizeof(f32));
		return f32;
	default:
		memcpy(&f, &bits, sizeof(f));
		return f;
	}
}

/* As in struct, native floats overflow to infinity; others are refused. */
static int float_bits(double f, int64_t size, bool native, uint64_t *bits)
{
	uint16_t bits16;
	uint32_t bits32;
	float f32;

	switch (size) {
	case 2:
		if (!half_from_double(&bits16, f))
			return -ERANGE;
		*bits = bits16;
		return 0;
	case 4:
		f32 = f;
		if (isinf(f32) && !isinf(f) && !native)
			return -ERANGE;
		memcpy(&bits32, &f32, sizeof(bits32));
		*bits = bits32;
		return 0;
	default:
		memcpy(bits, &f, sizeof(f));
		return 0;
	}
}

static void unpack_bytes(const struct mview_field *field, const uint8_t *item,
			 struct mview_value *value)
{
	value->bytes.data = item;
	value->bytes.len = field->size;
	if (field->code != 'p')
		return;
	/* A Pascal string: its length, then room for the longest. */
	value->bytes.len = 0;
	if (!field->size)
		return;
	value->bytes.data = item + 1;
	value->bytes.len = *item < field->size ? *item : field->size - 1;
}

/* The enum mview_type of a code; -EINVAL for a record. */
static int type_of(char code)
{
	switch (code) {
	case '?':
		return MVIEW_BOOL;
	case 'b':
	case 'h':
	case 'i':
	case 'l':
	case 'q':
	case 'n':
		return MVIEW_INT;
	case 'B':
	case 'H':
	case 'I':
	case 'L':
	case 'Q':
	case 'N':
	case 'P':
		return MVIEW_UINT;
	case 'e':
	case 'f':
	case 'd':
		return MVIEW_FLOAT;
	case 'F':
	case 'D':
		return MVIEW_COMPLEX;
	case 'c':
	case 's':
	case 'p':
		return MVIEW_BYTES;
	default:
		return -EINVAL;
	}
}

static int64_t load_int(const struct mview_field *field, const void *item)
{
	uint64_t sign = 1ULL << (8 * field->size - 1);

	return (load_uint(field, item, field->size) ^ sign) - sign;
}

int element_unpack(const struct mview_field *field, const void *item,
		   struct mview_value *value)
{
	int64_t size = field->size;
	int type = type_of(field->code);

	if (type < 0)
		return type;
	value->type = type;
	switch (value->type) {
	case MVIEW_BOOL:
		value->i = load_uint(field, item, size) != 0;
		break;
	case MVIEW_INT:
		value->i = load_int(field, item);
		break;
	case MVIEW_UINT:
		value->u = load_uint(field, item, size);
		break;
	case MVIEW_FLOAT:
		value->f[0] = load_float(field, item, size);
		break;
	case MVIEW_COMPLEX:
		size /= 2;
		value->f[0] = load_float(field, item, size);
		value->f[1] = load_float(field, (const uint8_t *)item + size,
					 size);
		break;
	case MVIEW_BYTES:
		unpack_bytes(field, item, value);
		break;
	}
	return 0;
}

int value_to_i64(const struct mview_value *value, int64_t *i)
{
	switch (value->type) {
	case MVIEW_BOOL:
	case MVIEW_INT:
		*i = value->i;
		return 0;
	case MVIEW_UINT:
		if (value->u > INT64_MAX)
			return -ERANGE;
		*i = value->u;
		return 0;
	default:
		return -EINVAL;
	}
}

int value_to_u64(const struct mview_value *value, uint64_t *u)
{
	switch (value->type) {
	case MVIEW_BOOL:
	case MVIEW_INT:
		if (value->i < 0)
			return -ERANGE;
		*u = value->i;
		return 0;
	case MVIEW_UINT:
		*u = value->u;
		return 0;
	default:
		return -EINVAL;
	}
}

int value_to_f64(const struct mview_value *value, double *f)
{
	switch (value->type) {
	case MVIEW_BOOL:
	case MVIEW_INT:
		*f = value->i;
		return 0;
	case MVIEW_UINT:
		*f = value->u;
		return 0;
	case MVIEW_FLOAT:
		*f = value->f[0];
		return 0;
	default:
		return -EINVAL;
	}
}

int value_to_complex(const struct mview_value *value, double f[2])
{
	if (value->type == MVIEW_COMPLEX) {
		f[0] = value->f[0];
		f[1] = value->f[1];
		return 0;
	}
	f[1] = 0;
	return value_to_f64(value, &f[0]);
}

static int pack_int(const struct mview_field *field, void *item,
		    const struct mview_value *value)
{
	int unused = 64 - 8 * field->size;
	int64_t i;
	int err;

	err = value_to_i64(value, &i);
	if (err)
		return err;
	if (i > INT64_MAX >> unused || i < INT64_MIN >> unused)
		return -ERANGE;
	store_uint(field, item, field->size, i);
	return 0;
}

static int pack_uint(const struct mview_field *field, void *item,
		     const struct mview_value *value)
{
	uint64_t u;
	int err;

	/* As in struct, a negative number wraps to a pointer of that size. */
	if (field->code == 'P' && value->type == MVIEW_INT && value->i < 0)
		return pack_int(field, item, value);
	err = value_to_u64(value, &u);
	if (err)
		return err;
	if (u > UINT64_MAX >> (64 - 8 * field->size))
		return -ERANGE;
	store_uint(field, item, field->size, u);
	return 0;
}

static int pack_float(const struct mview_field *field, void *item,
		      const struct mview_value *value)
{
	uint64_t bits;
	double f;
	int err;

	err = value_to_f64(value, &f);
	if (!err)
		err = float_bits(f, field->size, field->native, &bits);
	if (!err)
		store_uint(field, item, field->size, bits);
	return err;
}

static int pack_complex(const struct mview_field *field, uint8_t *item,
			const struct mview_value *value)
{
	int64_t size = field->size / 2;
	uint64_t real, imaginary;
	double f[2];
	int err;

	err = value_to_complex(value, f);
	if (!err)
		err = float_bits(f[0], size, field->native, &real);
	if (!err)
		err = float_bits(f[1], size, field->native, &imaginary);
	if (err)
		return err;
	store_uint(field, item, size, real);
	store_uint(field, item + size, size, imaginary);
	return 0;
}

/* Whether Python's bool() of the value is true. */
static int pack_bool(void *item, const struct mview_value *value)
{
	double f[2];
	bool is_true;

	if (value->type == MVIEW_BYTES)
		is_true = value->bytes.len;
	else
		is_true = !value_to_complex(value, f) && (f[0] || f[1]);
	*(uint8_t *)item = is_true;
	return 0;
}

static int pack_bytes(const struct mview_field *field, uint8_t *item,
		      const struct mview_value *value)
{
	size_t room = field->size, len = value->bytes.len;

	if (value->type != MVIEW_BYTES || (field->code == 'c' && len != 1))
		return -EINVAL;
	if (!room)
		return 0;
	if (field->code == 'p') {
		room--;
		if (len > room)
			len = room;
		*item++ = len < 255 ? len : 255;
	}
	if (len > room)
		len = room;
	if (len)
		memmove(item, value->bytes.data, len);
	memset(item + len, 0, room - len);
	return 0;
}

int element_pack(const struct mview_field *field, void *item,
		 const struct mview_value *value)
{
	switch (type_of(field->code)) {
	case MVIEW_BOOL:
		return pack_bool(item, value);
	case MVIEW_INT:
		return pack_int(field, item, value);
	case MVIEW_UINT:
		return pack_uint(field, item, value);
	case MVIEW_FLOAT:
		return pack_float(field, item, value);
	case MVIEW_COMPLEX:
		return pack_complex(field, item, value);
	case MVIEW_BYTES:
		return pack_bytes(field, item, value);
	default:
		return -EINVAL;
	}
}

int mview_unpack(const struct mview_field *field, const void *item,
		 struct mview_value *value)
{
	return status(element_unpack(field, item, value));
}

int mview_pack(const struct mview_field *field, void *item,
	       const struct mview_value *value)
{
	return status(element_pack(field, item, value));
}
