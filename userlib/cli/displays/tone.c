// SPDX-License-Identifier: GPL-2.0
/* Numbers as shades: the range of them is found first, then each has its shade. */
#include "displays/tone.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "lenses/numbers.h"

#define BINS	65536	/* that tell how many numbers are below one */

/**
 * struct shading - the numbers of a view, which are read several times
 * @tone: what they are to look like
 * @field: what an element is
 * @size: bytes of an element
 * @lo: least of all, or what is black
 * @hi: greatest of all, or what is white
 * @counts: how many numbers are in each of BINS parts from @lo to @hi
 * @n: how many there are in all
 * @out: where the next shade goes
 */
struct shading {
	const struct tone *tone;
	const struct mview_field *field;
	int64_t size;
	double lo;
	double hi;
	int64_t *counts;
	int64_t n;
	unsigned char *out;
};

static bool read_end(const char *text, const char *stop, struct tone_end *end)
{
	char *rest;

	end->value = strtod(text, &rest);
	end->is_percent = *rest == '%';
	return rest != text && rest + end->is_percent == stop &&
	       isfinite(end->value) &&
	       (!end->is_percent || (end->value >= 0 && end->value <= 100));
}

const char *tone_parse(struct tone *tone, const char *text)
{
	const char *colon = strchr(text, ':');

	tone->is_given = true;
	tone->lo = (struct tone_end) { 0, true };
	tone->hi = (struct tone_end) { 100, true };
	if (!strcmp(text, "auto"))
		return NULL;
	if (!colon || !read_end(text, colon, &tone->lo) ||
	    !read_end(colon + 1, text + strlen(text), &tone->hi))
		return "it should look like 0:4095, 1%:99% or auto";
	if (tone->lo.is_percent == tone->hi.is_percent &&
	    !(tone->lo.value < tone->hi.value))
		return "the lesser number comes first";
	return NULL;
}

static bool are_samples(struct mview *view)
{
	const struct mview_field *element = mview_element(view);

	return (element->code == 'B' || element->code == 'H') &&
	       mview_itemsize(view) == element->size * element->count;
}

bool tone_applies(const struct tone *tone, struct mview *view)
{
	return tone->is_given || tone->palette || !are_samples(view);
}

static double number_at(const struct mview_field *field, const void *item)
{
	struct mview_value value;

	if (mview_unpack(field, item, &value))
		return NAN;
	return number_of(&value);
}

/* As read_each() wants it, for its callbacks. */
static int each_number(struct shading *shading, const char *item, int64_t n,
		       void (*use)(struct shading *shading, double number))
{
	for (; n; n--, item += shading->size)
		use(shading, number_at(shading->field, item));
	return 0;
}

static void measure(struct shading *shading, double number)
{
	if (!isfinite(number))
		return;
	shading->lo = fmin(shading->lo, number);
	shading->hi = fmax(shading->hi, number);
}

static int measure_items(void *arg, const void *items, int64_t n)
{
	return each_number(arg, items, n, measure);
}

/* From 0 at @lo to 1 at @hi, by halves, as the whole may be no number. */
static double shade_of(const struct shading *shading, double number)
{
	double span = shading->hi / 2 - shading->lo / 2;

	if (isnan(number))
		return NAN;
	return span > 0 ? (number / 2 - shading->lo / 2) / span : 0.5;
}

/* From 0 to 1: memory may have changed since the range of it was found. */
static double bounded(double at)
{
	return fmin(fmax(at, 0), 1);
}

static void count(struct shading *shading, double number)
{
	if (!isfinite(number))
		return;
	shading->n++;
	shading->counts[(int)(bounded(shade_of(shading, number)) *
			      (BINS - 1))]++;
}

static int count_items(void *arg, const void *items, int64_t n)
{
	return each_number(arg, items, n, count);
}

/* The number below which so many percent are. */
static double percentile(const struct shading *shading, double percent)
{
	double wanted = shading->n * percent / 100, below = 0;
	double step = (shading->hi / 2 - shading->lo / 2) / (BINS - 1) * 2;
	int i;

	for (i = 0; i < BINS; i++) {
		below += shading->counts[i];
		if (below > wanted)
			break;
	}
	return i < BINS ? shading->lo + i * step : shading->hi;
}

static double end_of(const struct shading *shading, const struct tone_end *end,
		     double all)
{
	if (!end->is_percent)
		return end->value;
	if (end->value == 0 || end->value == 100)
		return all;
	return percentile(shading, end->value);
}

static bool needs_counts(const struct tone_end *end)
{
	return end->is_percent && end->value > 0 && end->value < 100;
}

static int find_range(struct shading *shading, struct mview *view)
{
	const struct tone *tone = shading->tone;
	double lo, hi;
	int err = 0;

	shading->lo = INFINITY;
	shading->hi = -INFINITY;
	if (!tone->is_given)
		return read_each(view, measure_items, shading);
	if (tone->lo.is_percent || tone->hi.is_percent)
		err = read_each(view, measure_items, shading);
	if (!err && (needs_counts(&tone->lo) || needs_counts(&tone->hi))) {
		shading->counts = allocate(BINS * sizeof(*shading->counts));
		memset(shading->counts, 0, BINS * sizeof(*shading->counts));
		err = read_each(view, count_items, shading);
	}
	lo = end_of(shading, &tone->lo, shading->lo);
	hi = end_of(shading, &tone->hi, shading->hi);
	shading->lo = lo;
	shading->hi = hi;
	free(shading->counts);
	return err;
}

static void shade(struct shading *shading, double number)
{
	const struct palette *palette = shading->tone->palette;
	double at = shade_of(shading, number);

	if (palette) {
		palette_color(palette, at, shading->out);
		shading->out += 3;
		return;
	}
	*shading->out++ = isnan(at) ? 0 : lrint(bounded(at) * 255);
}

static int shade_items(void *arg, const void *items, int64_t n)
{
	return each_number(arg, items, n, shade);
}

/* What has no order, or several numbers to an element, has no shade. */
static const char *check(const struct tone *tone, struct mview *view)
{
	const struct mview_field *element = mview_element(view);
	int ndim = mview_ndim(view);
	int64_t channels = ndim == 3 ? mview_shape(view)[2] : 1;

	if (!strchr("bBhHiIlLqQnN?efd", element->code) || !element->code ||
	    element->count != 1 || mview_itemsize(view) != element->size)
		return "a picture's elements are numbers; give --format";
	if (ndim != 2 && ndim != 3)
		return "a picture has the shape (height, width) or (height, "
		       "width, channels); slice it, or give --shape";
	if (channels != 1 && channels != 3)
		return "--range, and numbers other than B and H, want 1 or 3 "
		       "channels along the last axis; slice it, as in "
		       "[..., :3]";
	if (channels == 3 && tone->palette)
		return "--colors wants one number a pixel; slice it, as in "
		       "[..., 0]";
	return NULL;
}

static int make_room(const struct tone *tone, struct mview *view,
		     struct read_copy *made)
{
	int64_t shape[3] = { mview_shape(view)[0], mview_shape(view)[1], 1 };
	int64_t size;

	if (tone->palette || mview_ndim(view) == 3)
		shape[2] = tone->palette ? 3 : mview_shape(view)[2];
	if (__builtin_mul_overflow(shape[0] * 3, shape[1], &size)) {
		errno = ENOMEM;
		return -1;
	}
	size = shape[0] * shape[1] * shape[2];
	made->data = malloc(size ?: 1);
	made->view = made->data ? mview_from_layout(made->data, size, "B", 3,
						    shape, NULL, 0,
						    MVIEW_WRITE) : NULL;
	if (made->view)
		return 0;
	free(made->data);
	return -1;
}

int tone_make(const struct tone *tone, struct mview *view,
	      struct read_copy *made, const char **error)
{
	struct shading shading = {
		.tone = tone,
		.field = mview_element(view),
		.size = mview_itemsize(view),
	};
	int err;

	*made = (struct read_copy) { .view = NULL };
	*error = check(tone, view);
	if (*error || make_room(tone, view, made))
		return -1;
	shading.out = made->data;
	err = find_range(&shading, view);
	if (!err)
		err = read_each(view, shade_items, &shading);
	if (err)
		read_done(made, NULL);
	return err;
}
