// SPDX-License-Identifier: GPL-2.0
/*
 * The patterns. README.md beside this file says what each of them is.
 *
 * A block is made scalar by scalar of its format: the format is read item by
 * item, and for every scalar in it one pass goes over all elements. A pass
 * works in chunks: first the bits of up to SIM_CHUNK scalars are made, then
 * they are stored. Scalars that repeat inside an element (counts, sub-arrays,
 * records of these) take one pass for each repetition.
 */
#include <linux/errno.h>
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/overflow.h>
#include <linux/random.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>

#include "pack.h"
#include "pattern.h"

#define SIM_PERIOD	64	/* elements of the sine's period */

/**
 * struct sim_field - one scalar of the format
 * @scalar: its type
 * @offset: bytes from the start of the element to the first repetition
 * @loops: number of loops that it stands in
 * @phase: of the sine, in elements
 * @shift: of letters
 * @constant: all elements have @value
 * @value: see @constant
 */
struct sim_field {
	struct sim_scalar scalar;
	s64 offset;
	u32 loops;
	u32 phase;
	u32 shift;
	bool constant;
	u64 value;
};

/* round(sin(2π k / 64) × 2^31) for the first quarter */
static const u32 sim_quarter[SIM_PERIOD / 4 + 1] = {
	0x00000000, 0x0c8bd35e, 0x18f8b83c, 0x25280c5e,
	0x30fbc54d, 0x3c56ba70, 0x471cece7, 0x5133cc94,
	0x5a82799a, 0x62f201ac, 0x6a6d98a4, 0x70e2cbc6,
	0x7641af3d, 0x7a7d055b, 0x7d8a5f40, 0x7f62368f,
	0x80000000,
};

static s64 sim_sine(u32 phase)
{
	u32 k = phase % (SIM_PERIOD / 2);
	s64 value = sim_quarter[min(k, SIM_PERIOD / 2 - k)];

	return phase % SIM_PERIOD < SIM_PERIOD / 2 ? value : -value;
}

/* Bars of 75 %: white, yellow, cyan, green, magenta, red, blue, black. */
#define SIM_BARS	8
#define SIM_BAR_LEVEL	191
static const bool sim_bars[SIM_BARS][3] = {
	{ 1, 1, 1 }, { 1, 1, 0 }, { 0, 1, 1 }, { 0, 1, 0 },
	{ 1, 0, 1 }, { 1, 0, 0 }, { 0, 0, 1 }, { 0, 0, 0 },
};

static u32 sim_bar_level(const bool *bar, u64 channels, u64 channel)
{
	if (channels > 2)
		return bar[channel] * SIM_BAR_LEVEL;
	return (77 * bar[0] + 150 * bar[1] + 29 * bar[2]) * SIM_BAR_LEVEL / 256;
}

/* The number of rows that the bars take. */
static u64 sim_bars_height(const struct sim_generator *gen)
{
	return gen->height - gen->height / 4;
}

/* Whether @at is in the @side rows or columns from @start on. */
static bool sim_within(u64 at, u64 start, u64 side)
{
	return at >= start && at - start < side;
}

static u32 sim_picture_level(const struct sim_generator *gen, u64 x, u64 y,
			     u64 channel)
{
	bool alpha = !(gen->channels & 1) && channel == gen->channels - 1;

	if (alpha || (sim_within(x, gen->left, gen->side) &&
		      sim_within(y, gen->top, gen->side)))
		return SIM_LEVELS - 1;
	if (y < sim_bars_height(gen))
		return sim_bar_level(sim_bars[div64_u64(x * SIM_BARS, gen->width)],
				     gen->channels, channel);
	return div64_u64(x * SIM_LEVELS, gen->width);
}

/* The square stands in the middle of the bars and goes to the right. */
static void sim_place_square(struct sim_generator *gen)
{
	u64 places, step;

	gen->side = max_t(u64, min(gen->width, gen->height) / 8, 1);
	step = max_t(u64, gen->side / 4, 1);
	places = gen->width - gen->side + 1;
	div64_u64_rem(gen->block * step, places, &gen->left);
	gen->top = (sim_bars_height(gen) - gen->side) / 2;
}

/* The sine and the picture take few values: compute their bits once. */
static void sim_make_table(struct sim_generator *gen,
			   const struct sim_field *field)
{
	u32 i;

	if (gen->pattern == SIM_SINE)
		for (i = 0; i < SIM_PERIOD; i++)
			gen->table[i] = sim_pack_fraction(&field->scalar,
							  sim_sine(i));
	else if (gen->pattern == SIM_PICTURE)
		for (i = 0; i < SIM_LEVELS; i++)
			gen->table[i] = sim_pack_level(&field->scalar, i);
}

static void sim_make_numbers(struct sim_generator *gen,
			     const struct sim_field *field, u64 first, u32 n)
{
	u32 k;

	if (gen->pattern == SIM_COUNTER)
		first += gen->block * gen->count;
	for (k = 0; k < n; k++)
		gen->bits[k] = sim_pack_number(&field->scalar, first + k);
}

static void sim_make_sine(struct sim_generator *gen,
			  const struct sim_field *field, u64 first, u32 n)
{
	u32 phase = gen->block + field->phase;
	u64 column;
	u32 k;

	div64_u64_rem(first, gen->width, &column);
	for (k = 0; k < n; k++) {
		gen->bits[k] = gen->table[(phase + (u32)column) % SIM_PERIOD];
		if (++column == gen->width)
			column = 0;
	}
}

static void sim_make_noise(struct sim_generator *gen,
			   const struct sim_field *field, u32 n)
{
	u32 k;

	for (k = 0; k < n; k++) {
		u32 low = prandom_u32_state(&gen->random);
		u32 high = field->scalar.size < 8 ?
			low : prandom_u32_state(&gen->random);

		gen->bits[k] = sim_pack_random(&field->scalar,
					       (u64)high << 32 | low);
	}
}

static void sim_make_picture(struct sim_generator *gen, u64 first, u32 n)
{
	u64 x, y, channel;
	u32 k;

	y = div64_u64_rem(first, gen->channels, &channel);
	y = div64_u64_rem(y, gen->width, &x);
	for (k = 0; k < n; k++) {
		gen->bits[k] = gen->table[sim_picture_level(gen, x, y, channel)];
		if (++channel < gen->channels)
			continue;
		channel = 0;
		if (++x < gen->width)
			continue;
		x = 0;
		y++;
	}
}

static void sim_make_chunk(struct sim_generator *gen,
			   const struct sim_field *field, u64 first, u32 n)
{
	u32 k;

	if (field->constant) {
		for (k = 0; k < n; k++)
			gen->bits[k] = field->value;
		return;
	}
	switch (gen->pattern) {
	case SIM_SINE:
		sim_make_sine(gen, field, first, n);
		break;
	case SIM_NOISE:
		sim_make_noise(gen, field, n);
		break;
	case SIM_PICTURE:
		sim_make_picture(gen, first, n);
		break;
	default:
		sim_make_numbers(gen, field, first, n);
	}
}

/* One pass over all elements. @at: the scalar of the first element. */
static int sim_fill_pass(struct sim_generator *gen,
			 const struct sim_field *field, u8 *at)
{
	u64 first;
	u32 n;

	for (first = 0; first < gen->count; first += n) {
		n = min_t(u64, gen->count - first, SIM_CHUNK);
		sim_make_chunk(gen, field, first, n);
		if (field->scalar.class == SIM_TEXT)
			sim_store_letters(at, gen->itemsize, gen->bits,
					  field->shift, n);
		else
			sim_store(&field->scalar, at, gen->itemsize, gen->bits,
				  n);
		at += n * gen->itemsize;
		cond_resched();
		if (fatal_signal_pending(current))
			return -EINTR;
	}
	return 0;
}

/* The next repetition, the innermost loop first. False after the last one. */
static bool sim_next_repetition(struct sim_generator *gen, u32 loops)
{
	while (loops--) {
		if (++gen->loops[loops].index < gen->loops[loops].count)
			return true;
		gen->loops[loops].index = 0;
	}
	return false;
}

static int sim_fill_field(struct sim_generator *gen,
			  const struct sim_field *field)
{
	s64 offset;
	u32 i;
	int err;

	sim_make_table(gen, field);
	do {
		offset = field->offset;
		for (i = 0; i < field->loops; i++)
			offset += gen->loops[i].index * gen->loops[i].stride;
		err = sim_fill_pass(gen, field, gen->memory + offset);
	} while (!err && sim_next_repetition(gen, field->loops));
	return err;
}

/* The second part of a complex number, behind the first. */
static int sim_fill_imaginary(struct sim_generator *gen, struct sim_field *field)
{
	field->offset += field->scalar.size;
	field->phase += SIM_PERIOD / 4;
	field->constant = gen->pattern != SIM_SINE && gen->pattern != SIM_NOISE;
	return sim_fill_field(gen, field);
}

/* The characters of s, or of p behind a byte with their number. */
static int sim_fill_text(struct sim_generator *gen, struct sim_field *field,
			 const struct mv_format_item *item)
{
	struct sim_field length = {
		.scalar = { .class = SIM_UNSIGNED, .size = 1 },
		.offset = field->offset,
		.loops = field->loops,
		.constant = true,
		.value = min_t(s64, item->size - 1, 255),
	};
	s64 i, size = item->size;
	int err = 0;

	if (item->code == 'p') {
		err = sim_fill_field(gen, &length);
		size = length.value;
		field->offset++;
	}
	for (i = 0; i < size && !err; i++) {
		err = sim_fill_field(gen, field);
		field->offset++;
		field->shift = (field->shift + 1) % SIM_LETTERS;
	}
	return err;
}

/* @depth: records that the item lies in; its own count makes one more loop. */
static int sim_fill_item(struct sim_generator *gen,
			 const struct mv_format_item *item, u32 depth)
{
	struct sim_field field = {
		.offset = gen->records[depth].base + item->offset,
		.loops = depth + 1,
	};
	int err;

	if (!sim_scalar_init(&field.scalar, item->code, item->order,
			     item->size))
		return 0;
	if (item->code == 's' || item->code == 'p')
		return sim_fill_text(gen, &field, item);
	err = sim_fill_field(gen, &field);
	if (!err && (item->code == 'F' || item->code == 'D'))
		err = sim_fill_imaginary(gen, &field);
	return err;
}

static void sim_enter(struct sim_generator *gen,
		      const struct mv_format_item *item, u32 depth)
{
	mv_format_enter(&gen->records[depth + 1].cursor, item);
	gen->records[depth + 1].base = gen->records[depth].base + item->offset;
}

/* Go through the format, into its records and out again. */
static int sim_fill_format(struct sim_generator *gen)
{
	struct mv_format_item item;
	u32 depth = 0;
	int more, err = 0;

	mv_format_first(&gen->records[0].cursor, gen->format, gen->format_len);
	gen->records[0].base = 0;
	while (!err) {
		more = mv_format_next(&gen->records[depth].cursor, &item);
		if (more < 0)
			return more;
		if (!more) {
			if (!depth--)
				break;
			continue;
		}
		/* The count of an item of no bytes may be unbounded. */
		if (!item.size || !item.count)
			continue;
		gen->loops[depth] = (struct sim_loop) {
			.count = item.count,
			.stride = item.size,
		};
		if (item.code == 'T')
			sim_enter(gen, &item, depth++);
		else
			err = sim_fill_item(gen, &item, depth);
	}
	return err;
}

int sim_pattern_fill(struct sim_generator *gen, void *memory, u64 block)
{
	if (gen->pattern == SIM_ZERO || !gen->count)
		return 0;
	gen->memory = memory;
	gen->block = block;
	if (gen->pattern == SIM_PICTURE)
		sim_place_square(gen);
	return sim_fill_format(gen);
}

static int sim_picture_shape(struct sim_generator *gen, u32 ndim,
			     const u64 *shape)
{
	if (ndim != 2 && ndim != 3)
		return -EINVAL;
	gen->height = shape[0];
	gen->width = shape[1];
	gen->channels = ndim == 3 ? shape[2] : 1;
	return gen->channels >= 1 && gen->channels <= 4 ? 0 : -EINVAL;
}

static int sim_count_elements(struct sim_generator *gen, u32 ndim,
			      const u64 *shape)
{
	bool overflow = false;
	u32 i;

	gen->count = 1;
	for (i = 0; i < ndim; i++) {
		if (!shape[i]) {
			gen->count = 0;
			gen->nbytes = 0;
			return 0;
		}
		overflow |= check_mul_overflow(gen->count, shape[i], &gen->count);
	}
	overflow |= check_mul_overflow(gen->count, (u64)gen->itemsize,
				       &gen->nbytes);
	return overflow ? -EOVERFLOW : 0;
}

int sim_pattern_init(struct sim_generator *gen, enum sim_pattern pattern,
		     const char *format, u32 format_len, u32 ndim,
		     const u64 *shape)
{
	int err;

	gen->pattern = pattern;
	gen->format = format;
	gen->format_len = format_len;
	gen->width = ndim ? shape[ndim - 1] : 1;
	err = mv_format_itemsize(format, format_len, &gen->itemsize);
	if (!err)
		err = sim_count_elements(gen, ndim, shape);
	if (!err && pattern == SIM_PICTURE)
		err = sim_picture_shape(gen, ndim, shape);
	if (!err)
		prandom_seed_state(&gen->random, get_random_u64());
	return err;
}
