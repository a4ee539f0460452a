/* SPDX-License-Identifier: GPL-2.0 */
/* The files of mview record --max-size: their names, and which are there. */
#ifndef MVIEW_CLI_RECORD_PARTS_H
#define MVIEW_CLI_RECORD_PARTS_H

#include <stdint.h>

struct record_part;

/**
 * struct record_parts - files whose names have a number
 * @output: the name without one
 * @max_size: bytes of all files together
 * @part_size: bytes of one
 * @number: in the name of the next one
 * @list: those that are whole, oldest first
 * @n: their number
 */
struct record_parts {
	const char *output;
	int64_t max_size;
	int64_t part_size;
	uint64_t number;
	struct record_part *list;
	int n;
};

/**
 * record_parts_init - divide the size, and find those of earlier recordings
 * @parts: initialised
 * @output: the name
 * @max_size: of all
 * @largest: bytes of a frame, of which a part has one at least
 * @least: bytes of a part with one of them
 *
 * Return: 0, or -1, and it has said why.
 */
int record_parts_init(struct record_parts *parts, const char *output,
		      int64_t max_size, int64_t largest, int64_t least);
void record_parts_deinit(struct record_parts *parts);

/*
 * The name of the next one, to be freed; so many of the oldest are removed that
 * there is room for it.
 */
char *record_parts_begin(struct record_parts *parts);

/* It is whole. */
void record_parts_end(struct record_parts *parts, int64_t size);

/* The first file that --max-size has left of @output; to be freed; or NULL. */
char *record_oldest_part(const char *output);

#endif /* MVIEW_CLI_RECORD_PARTS_H */
