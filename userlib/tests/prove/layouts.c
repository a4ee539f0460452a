// SPDX-License-Identifier: GPL-2.0
/* The proofs about layouts: every operation on every layout. */
#include "tests/prove/prove.h"

static void visit_bounds(struct room *room)
{
	unsigned int i;

	for (i = 0; i < prove_size_count; i++, prove_cases++)
		agree_bounds(&room->layout, prove_sizes[i]);
}

void prove_bounds(u32 ndim)
{
	prove_layouts(ndim, false, visit_bounds);
}

static void visit_walk(struct room *room)
{
	s64 nbytes = mv_layout_nbytes(&room->layout);
	unsigned int i, j;

	for (i = 0; i < prove_count; i++) {
		if (prove_values[i] < 0 || prove_values[i] > nbytes)
			continue;
		for (j = 0; j < prove_count; j++) {
			if (prove_values[j] <= 0)
				continue;
			agree_walk(&room->layout, S64_MAX, prove_values[i],
				   prove_values[j], 64);
			prove_cases++;
		}
	}
}

void prove_walk(u32 ndim)
{
	prove_layouts(ndim, true, visit_walk);
}

/* What can be taken of an axis, by its length. */
struct choices {
	struct mv_axis good[1 << 12];
	struct mv_axis bad[1 << 15];
	unsigned int goods;
	unsigned int bads;
};

static bool takes(const struct mv_axis *axis, s64 length)
{
	struct model model = { .ndim = 1, .itemsize = 1 }, dst;

	model.shape[0] = (s128)length;
	return !model_slice(&dst, &model, axis, 1);
}

static void add_choice(struct choices *choices, const struct mv_axis *axis,
		       s64 length)
{
	if (takes(axis, length) && choices->goods < ARRAY_SIZE(choices->good))
		choices->good[choices->goods++] = *axis;
	else if (choices->bads < ARRAY_SIZE(choices->bad))
		choices->bad[choices->bads++] = *axis;
	else
		__builtin_trap();
}

/* Steps to no second element are all alike; S64_MIN stands for them if @few. */
static bool is_chosen(const struct mv_axis *axis, bool few)
{
	return !few || axis->count > 1 || !axis->step || axis->step == S64_MIN;
}

static void make_choices(struct choices *choices, s64 length, bool few)
{
	struct mv_axis axis = { 0 };
	unsigned int i, j, k;

	choices->goods = 0;
	choices->bads = 0;
	for (i = 0; i < prove_count; i++) {
		axis.start = prove_values[i];
		axis.index = true;
		add_choice(choices, &axis, length);
		axis.index = false;
		for (j = 0; j < prove_count; j++) {
			axis.count = prove_values[j];
			for (k = 0; k < prove_count; k++) {
				axis.step = prove_values[k];
				if (is_chosen(&axis, few))
					add_choice(choices, &axis, length);
			}
		}
	}
}

static const struct choices *choices_of(s64 length, bool few)
{
	static struct choices all[32];
	static s64 lengths[32];
	static unsigned int count;
	unsigned int i;

	for (i = 0; i < count; i++)
		if (lengths[i] == length)
			return &all[i];
	lengths[count] = length;
	make_choices(&all[count], length, few);
	return &all[count++];
}

static void try_slice(const struct room *src, const struct mv_axis *axes,
		      u32 naxes)
{
	struct room dst;

	room_init(&dst);
	agree_slice(&dst, src, axes, naxes, S64_MAX);
	prove_cases++;
}

/* All that is accepted on every axis; on the last one also all that is not. */
static void try_axes(const struct room *src, struct mv_axis *axes, u32 axis)
{
	const struct choices *choices;
	unsigned int i;

	try_slice(src, axes, axis);
	if (axis == src->layout.ndim)
		return;
	choices = choices_of(src->shape[axis], src->layout.ndim > 2);
	for (i = 0; i < choices->goods; i++) {
		axes[axis] = choices->good[i];
		try_axes(src, axes, axis + 1);
	}
	if (axis && axis + 1 < src->layout.ndim)
		return;
	for (i = 0; i < choices->bads; i++) {
		axes[axis] = choices->bad[i];
		try_slice(src, axes, axis + 1);
		if (axis)
			i += choices->bads / 16;
	}
}

static void visit_slice(struct room *room)
{
	struct mv_axis axes[MV_NDIM_MAX + 1] = { 0 };

	try_axes(room, axes, 0);
	try_slice(room, axes, room->layout.ndim + 1);
}

void prove_slice(u32 ndim)
{
	prove_layouts(ndim, true, visit_slice);
}

/* All lists of axes, each up to one too many. */
static void try_order(const struct room *room, u32 *axes, u32 axis)
{
	struct room dst;

	if (axis == room->layout.ndim) {
		room_init(&dst);
		agree_transpose(&dst, room, axes, S64_MAX);
		prove_cases++;
		return;
	}
	for (axes[axis] = 0; axes[axis] <= room->layout.ndim; axes[axis]++)
		try_order(room, axes, axis + 1);
}

static void visit_transpose(struct room *room)
{
	u32 axes[MV_NDIM_MAX];
	struct room dst;

	room_init(&dst);
	agree_transpose(&dst, room, NULL, S64_MAX);
	try_order(room, axes, 0);
}

void prove_transpose(u32 ndim)
{
	prove_layouts(ndim, true, visit_transpose);
}

static void try_cast(const struct room *src, const char *to, u32 ndim,
		     const s64 *shape, bool flat)
{
	struct room dst;
	u32 i, flags;

	for (flags = 0; flags <= MV_CAST_FREE; flags += MV_CAST_FREE) {
		room_init(&dst);
		dst.layout.format = to;
		dst.layout.format_len = strlen(to);
		dst.layout.ndim = ndim;
		for (i = 0; i < ndim; i++)
			dst.shape[i] = shape[i];
		agree_cast(&dst, src, flat, flags, S64_MAX);
		prove_cases++;
	}
}

static void try_shapes(const struct room *src, const char *to, u32 ndim,
		       s64 *shape, u32 axis)
{
	unsigned int i;

	if (axis == ndim) {
		try_cast(src, to, ndim, shape, false);
		return;
	}
	for (i = 0; i < prove_count; i++) {
		shape[axis] = prove_values[i];
		try_shapes(src, to, ndim, shape, axis + 1);
	}
}

/* From bytes, natives and others to all of these. */
static void visit_cast(struct room *room)
{
	static const char *const formats[] = {
		"B1", "h1", "h2", "x1", "x2", "h3", "x3", "h7", "x5", "",
	};
	s64 shape[MV_NDIM_MAX];
	unsigned int from, to;
	u32 ndim;

	for (from = 0; from < 3; from++) {
		char own[] = { "Bhx"[from], '0' + (int)room->layout.itemsize };

		if (room->layout.itemsize > (from ? 9 : 1))
			continue;
		room->layout.format = own;
		room->layout.format_len = sizeof(own);
		for (to = 0; to < ARRAY_SIZE(formats); to++) {
			if (*formats[to] && formats[to][1] - '0' > S64_MAX)
				continue;
			try_cast(room, formats[to], 0, NULL, true);
			for (ndim = 0; ndim <= 2; ndim++)
				try_shapes(room, formats[to], ndim, shape, 0);
		}
	}
}

void prove_cast(u32 ndim)
{
	prove_layouts(ndim, true, visit_cast);
}

/* Start, stop and step: None or any value. */
void prove_clamp(u32 ndim)
{
	unsigned int i, j, k, l;
	struct mv_axis axis;

	(void)ndim;
	for (i = 0; i < prove_count; i++)
		for (j = 0; prove_values[i] >= 0 && j <= prove_count; j++)
			for (k = 0; k <= prove_count; k++)
				for (l = 0; l <= prove_count; l++, prove_cases++)
					agree_clamp(&axis, prove_values[i],
						    j ? &prove_values[j - 1] : NULL,
						    k ? &prove_values[k - 1] : NULL,
						    l ? &prove_values[l - 1] : NULL);
}
