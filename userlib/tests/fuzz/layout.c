// SPDX-License-Identifier: GPL-2.0
/*
 * Fuzz target: the input is a program that makes a layout and derives others
 * from it, each from the one before.
 *
 *	program := format ndim (shape stride)* offset size step*
 *	step    := "s" naxes axis*		slice
 *		 | "c" axis given start stop step	clamp, and slice
 *		 | "t" axis* | "r"		transpose
 *		 | "k" flags format ndim shape*	cast
 *		 | "w" pos max			walk
 *		 | "a" axis*			assign, and back
 *	axis    := "i" start | any start count step
 *
 * A number is a character: 0-9 and a-z count up from 0, A-Z down from -1, "#"
 * stands before eight bytes of its own, and all others for extremes.
 */
#include <string.h>

#include "tests/fuzz/fuzz.h"
#include "tests/model/agree.h"

struct input {
	const uint8_t *next;
	const uint8_t *end;
};

static const char *const formats[] = {
	"B", "h", "i", "d", "c", "3s", "T{h:a:b:b:}", "9223372036854775807x",
	"4611686018427387904x", "<q", "?", "(2,3)f", "z", "", "@I", "4096x",
};

static uint8_t take(struct input *in)
{
	return in->next < in->end ? *in->next++ : '0';
}

static s64 take_number(struct input *in)
{
	static const s64 extremes[] = {
		INT64_MIN, INT64_MAX, INT64_MIN + 1, INT64_MAX - 1, 1LL << 62,
		-(1LL << 62), 1LL << 32, -(1LL << 32), (1LL << 31) - 1,
		3037000500, -3037000500, 4096, -4096, 1LL << 61, 127, -128,
	};
	uint8_t c = take(in);
	s64 n = 0;
	int i;

	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'Z')
		return 'A' - c - 1;
	if (c != '#')
		return extremes[c % ARRAY_SIZE(extremes)];
	for (i = 0; i < 8; i++)
		n = (s64)((u64)n << 8 | take(in));
	return n;
}

static void take_format(struct input *in, struct mv_layout *layout)
{
	const char *format = formats[take(in) % ARRAY_SIZE(formats)];

	layout->format = format;
	layout->format_len = strlen(format);
}

/* How many dimensions; more than most is possible, and too many. */
static u32 take_ndim(struct input *in)
{
	u8 c = take(in);

	return c == '~' ? MV_NDIM_MAX + 1 : c == '}' ? MV_NDIM_MAX : c % 16 % 9;
}

static int take_layout(struct input *in, struct room *room, u64 *size)
{
	struct mv_layout *layout = &room->layout;
	s64 itemsize = 1;
	int err;
	u32 i;

	room_init(room);
	take_format(in, layout);
	layout->ndim = take_ndim(in);
	for (i = 0; i < layout->ndim; i++) {
		room->shape[i] = take_number(in);
		room->strides[i] = take_number(in);
	}
	layout->offset = take_number(in);
	*size = take_number(in);
	err = mv_format_itemsize(layout->format, layout->format_len, &itemsize);
	layout->itemsize = itemsize;
	if (err) {
		if (mv_layout_check(layout, *size) != err)
			__builtin_trap();
		return err;
	}
	err = agree_bounds(layout, *size);
	if (mv_layout_check(layout, *size) != err)
		__builtin_trap();
	layout->itemsize ^= 1;
	if (mv_layout_check(layout, *size) != -EINVAL)
		__builtin_trap();
	layout->itemsize ^= 1;
	return err;
}

static void take_axis(struct input *in, struct mv_axis *axis)
{
	axis->index = take(in) == 'i';
	axis->start = take_number(in);
	if (axis->index)
		return;
	axis->count = take_number(in);
	axis->step = take_number(in);
}

static int step_slice(struct input *in, struct room *dst,
		      const struct room *src, u64 size)
{
	struct mv_axis axes[MV_NDIM_MAX + 1] = { 0 };
	u32 i, naxes = take_ndim(in);

	for (i = 0; i < naxes; i++)
		take_axis(in, &axes[i]);
	return agree_slice(dst, src, axes, naxes, size);
}

static int step_clamp(struct input *in, struct room *dst,
		      const struct room *src, u64 size)
{
	struct mv_axis axes[MV_NDIM_MAX];
	u32 i, at = take(in), ndim = src->layout.ndim;
	u8 given = take(in);
	s64 start = take_number(in), stop = take_number(in);
	s64 step = take_number(in);
	int err;

	if (!ndim)
		return -EINVAL;
	at %= ndim;
	for (i = 0; i < at; i++)
		axes[i] = (struct mv_axis) {
			.count = src->shape[i], .step = 1,
		};
	err = agree_clamp(&axes[at], src->shape[at], given & 1 ? &start : NULL,
			  given & 2 ? &stop : NULL, given & 4 ? &step : NULL);
	if (err)
		return err;
	if (agree_slice(dst, src, axes, at + 1, size))
		__builtin_trap();
	return 0;
}

static int step_transpose(struct input *in, struct room *dst,
			  const struct room *src, u64 size)
{
	u32 i, axes[MV_NDIM_MAX];

	for (i = 0; i < src->layout.ndim; i++)
		axes[i] = take_number(in);
	return agree_transpose(dst, src, axes, size);
}

static int step_cast(struct input *in, struct room *dst, const struct room *src,
		     u64 size)
{
	u8 flags = take(in);
	u32 i;

	take_format(in, &dst->layout);
	dst->layout.ndim = take_ndim(in);
	for (i = 0; i < dst->layout.ndim; i++)
		dst->shape[i] = take_number(in);
	return agree_cast(dst, src, flags & 1, flags & 2 ? MV_CAST_FREE : 0,
			  size);
}

static int step_walk(struct input *in, const struct room *src, u64 size)
{
	s64 pos = take_number(in), max = take_number(in);
	s64 nbytes = mv_layout_nbytes(&src->layout);

	if (pos < 0)
		pos = ~pos;
	if (max < 0)
		max = ~max;
	agree_walk(&src->layout, size, pos > nbytes ? nbytes : pos,
		   max ? max : 1, 12);
	return -EINVAL;
}

static int step_assign(struct input *in, const struct room *src)
{
	u32 i, axes[MV_NDIM_MAX];

	for (i = 0; i < src->layout.ndim; i++)
		axes[i] = take_number(in);
	agree_assign(&src->layout, axes);
	return -EINVAL;
}

/* Returns 0 if @dst is a new layout. */
static int take_step(struct input *in, struct room *dst, const struct room *src,
		     u64 size)
{
	switch (take(in)) {
	case 's':
		return step_slice(in, dst, src, size);
	case 'c':
		return step_clamp(in, dst, src, size);
	case 't':
		return step_transpose(in, dst, src, size);
	case 'r':
		return agree_transpose(dst, src, NULL, size);
	case 'k':
		return step_cast(in, dst, src, size);
	case 'w':
		return step_walk(in, src, size);
	case 'a':
		return step_assign(in, src);
	}
	return -EINVAL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, data + size };
	struct room rooms[2], *src = &rooms[0], *dst = &rooms[1], *spare;
	u64 bytes;
	int steps;

	if (take_layout(&in, src, &bytes))
		return 0;
	for (steps = 0; steps < 32; steps++) {
		agree_walk(&src->layout, bytes, 0, S64_MAX, 3);
		if (in.next == in.end)
			break;
		room_init(dst);
		if (take_step(&in, dst, src, bytes))
			continue;
		spare = src;
		src = dst;
		dst = spare;
	}
	return 0;
}
