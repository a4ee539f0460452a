/* SPDX-License-Identifier: GPL-2.0 */
/* Patterns: what a source writes into its memory. Described in README.md. */
#ifndef MVIEW_SIM_PATTERN_H
#define MVIEW_SIM_PATTERN_H

#include <linux/prandom.h>
#include <linux/types.h>

#include "core/format.h"

#define SIM_CHUNK	256	/* scalars made at once */
#define SIM_LEVELS	256	/* of brightness */

/* In the order of the words that the attribute takes. */
enum sim_pattern {
	SIM_ZERO,
	SIM_COUNTER,
	SIM_RAMP,
	SIM_SINE,
	SIM_NOISE,
	SIM_PICTURE,
	SIM_RING,
};

/**
 * struct sim_record - a place in a format that is being read
 * @cursor: in the items of a record, or of the whole format
 * @base: bytes from the start of the element to that record
 */
struct sim_record {
	struct mv_format_cursor cursor;
	s64 base;
};

/**
 * struct sim_loop - a repetition inside an element
 * @count: how often
 * @stride: bytes from one to the next
 * @index: the current one
 */
struct sim_loop {
	s64 count;
	s64 stride;
	s64 index;
};

/**
 * struct sim_generator - makes the blocks of one source
 * @pattern: what to make
 * @format: of an element; borrowed
 * @format_len: its length
 * @itemsize: bytes of an element
 * @count: elements of a block
 * @nbytes: of a block
 * @width: elements along the last axis, or pixels of a picture's row
 * @height: rows of a picture
 * @channels: of a picture: 1 grey, 2 grey and alpha, 3 RGB, 4 RGBA
 * @random: for noise
 * @memory: where the block goes
 * @block: its number
 * @side: of the square in the picture
 * @left: its first column
 * @top: its first row
 * @records: the places in the format, outermost first
 * @loops: the repetitions that a scalar stands in, outermost first
 * @table: bits of the scalar for each phase of the sine or brightness
 * @bits: of a chunk of scalars
 *
 * Has no lock: used only by the maker of the current block. The members up to
 * @channels do not change after sim_pattern_init().
 */
struct sim_generator {
	enum sim_pattern pattern;
	const char *format;
	u32 format_len;
	s64 itemsize;
	u64 count;
	u64 nbytes;
	u64 width;
	u64 height;
	u64 channels;
	struct rnd_state random;
	u8 *memory;
	u64 block;
	u64 side;
	u64 left;
	u64 top;
	struct sim_record records[MV_FORMAT_DEPTH + 1];
	struct sim_loop loops[MV_FORMAT_DEPTH + 1];
	u64 table[SIM_LEVELS];
	u64 bits[SIM_CHUNK];
};

/**
 * sim_pattern_init - make ready to generate blocks
 * @generator: written
 * @pattern: what to make
 * @format: of an element; borrowed until the last block is made
 * @format_len: its length
 * @ndim: dimensions
 * @shape: elements along each axis
 *
 * Return: 0; -EINVAL for a bad format or a shape that is none of a picture;
 * -E2BIG, -EOVERFLOW.
 */
int sim_pattern_init(struct sim_generator *generator, enum sim_pattern pattern,
		     const char *format, u32 format_len, u32 ndim,
		     const u64 *shape);

/**
 * sim_pattern_fill - make a block
 * @generator: from sim_pattern_init()
 * @memory: @generator->nbytes in C order
 * @block: its number, from 0
 *
 * May take long; reschedules, and stops if the process is killed.
 *
 * Return: 0 or -EINTR.
 */
int sim_pattern_fill(struct sim_generator *generator, void *memory, u64 block);

#endif /* MVIEW_SIM_PATTERN_H */
