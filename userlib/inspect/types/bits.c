// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Bit-fields: where C puts them, and which storage holds them. BTF counts bits
 * in the order of memory: on a big endian machine the first one is the highest
 * of its byte.
 */
#include "mview-inspect/types.h"
#include "types/build.h"

int64_t bytes_of(const struct mview_member *member)
{
	return member->size * member->count;
}

void bits_place(struct mview_member *member, int64_t bit,
		const struct limits *limits)
{
	int64_t unit = member->size * 8, start = bit / unit * member->size;
	int64_t end = start + member->size;

	if (bit + member->bits > end * 8 || start < limits->low ||
	    end > limits->high) {
		start = bit / 8;
		end = (bit + member->bits + 7) / 8;
	}
	member->offset = start;
	member->size = end - start;
	member->shift = member->order == '<' ?
				bit - start * 8 :
				end * 8 - bit - member->bits;
}

int64_t bits_position(const struct mview_member *member)
{
	if (member->order == '<')
		return member->shift;
	return member->size * 8 - member->shift - member->bits;
}
