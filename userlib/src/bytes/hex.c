// SPDX-License-Identifier: LGPL-2.1-or-later
/* Bytes as hexadecimal digits. */
#include <stdlib.h>

#include "base/fail.h"
#include "bytes/elements.h"
#include "core/walk.h"
#include "fast/simd.h"
#include "view/view.h"

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("O3")
#endif

#define CHUNK	4096

/**
 * struct hex - digits on their way
 * @out: where the next goes
 * @left: bytes still to come
 * @group: bytes between separators, or 0
 * @until: bytes until the next separator
 * @sep: the separator
 */
struct hex {
	char *out;
	int64_t left;
	int64_t group;
	int64_t until;
	char sep;
};

/* Without a table or a branch, so that the compiler vectorises the loop. */
static ALWAYS_INLINE char digit(uint8_t nibble)
{
	return nibble + '0' + (nibble > 9 ? 'a' - '0' - 10 : 0);
}

static ALWAYS_INLINE void digits_any(char *restrict out,
				     const uint8_t *restrict bytes, int64_t n)
{
	int64_t i;

	for (i = 0; i < n; i++) {
		out[2 * i] = digit(bytes[i] >> 4);
		out[2 * i + 1] = digit(bytes[i] & 15);
	}
}

SIMD_TWINS(digits, (char *out, const uint8_t *bytes, int64_t n),
	   (out, bytes, n))

static void put_digits(struct hex *hex, const uint8_t *bytes, int64_t n)
{
	if (n == 1) {
		hex->out[0] = digit(*bytes >> 4);
		hex->out[1] = digit(*bytes & 15);
	} else {
		digits(hex->out, bytes, n);
	}
	hex->out += 2 * n;
	hex->left -= n;
}

static void put_bytes(struct hex *hex, const uint8_t *bytes, int64_t n)
{
	int64_t part;

	while (hex->group && n) {
		part = n < hex->until ? n : hex->until;
		put_digits(hex, bytes, part);
		bytes += part;
		n -= part;
		hex->until -= part;
		if (!hex->until && hex->left) {
			*hex->out++ = hex->sep;
			hex->until = hex->group;
		}
	}
	put_digits(hex, bytes, n);
}

static void put_elements(struct hex *hex, const struct elements *elements)
{
	uint8_t room[CHUNK];
	struct mv_walk walk;
	struct mv_run run;

	mv_walk_init(&walk, &elements->layout, 0);
	for (;;) {
		/* One block is taken as it lies, however long it is. */
		if (!mv_walk_next(&walk, walk.block > CHUNK ? walk.block : CHUNK,
				  &run))
			return;
		if (run.count == 1) {
			put_bytes(hex, (uint8_t *)elements->base + run.offset,
				  run.len);
			continue;
		}
		mv_run_gather(room, elements->base, &run);
		put_bytes(hex, room, run.len * run.count);
	}
}

/* Groups are counted from the right; negative ones from the left. */
static void begin(struct hex *hex, int64_t bytes, char sep, int bytes_per_sep)
{
	int64_t group = bytes_per_sep < 0 ? -(int64_t)bytes_per_sep :
					    bytes_per_sep;

	*hex = (struct hex) { .left = bytes, .sep = sep };
	if (!sep || !group || group >= bytes)
		return;
	hex->group = group;
	hex->until = group;
	if (bytes_per_sep > 0 && bytes % group)
		hex->until = bytes % group;
}

static ssize_t hex_length(const struct hex *hex)
{
	int64_t length;

	if (__builtin_mul_overflow(hex->left, 2, &length) ||
	    (hex->group && __builtin_add_overflow(length, (hex->left - 1) /
						  hex->group, &length)) ||
	    length == INT64_MAX || length != (ssize_t)length)
		return -EOVERFLOW;
	return length;
}

static ssize_t to_hex(struct mview *view, char *buf, size_t size, char sep,
		      int bytes_per_sep)
{
	struct elements elements;
	struct hex hex;
	ssize_t length;
	int err;

	if (sep & 0x80)
		return -EINVAL;
	begin(&hex, mv_layout_nbytes(&view->layout), sep, bytes_per_sep);
	length = hex_length(&hex);
	if (length < 0 || (!buf && !size))
		return length;
	if (size <= (size_t)length)
		return -ENOSPC;
	buf[length] = '\0';
	if (!length)
		return 0;
	err = elements_begin(&elements, view, MVIEW_READ);
	if (err)
		return err;
	hex.out = buf;
	put_elements(&hex, &elements);
	elements_end(&elements);
	return length;
}

ssize_t mview_hex(struct mview *view, char *buf, size_t size, char sep,
		  int bytes_per_sep)
{
	ssize_t length;
	int err;

	err = view_enter(view);
	if (err)
		return fail(err);
	length = to_hex(view, buf, size, sep, bytes_per_sep);
	view_leave(view);
	return length < 0 ? fail(length) : length;
}
