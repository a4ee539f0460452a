/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Members and their places, from BTF. */
#ifndef MVIEW_INSPECT_TYPES_BUILD_H
#define MVIEW_INSPECT_TYPES_BUILD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct btf;
struct mview_member;

/* A struct or union; an integer may have members as well. */
bool is_record(const struct mview_member *member);

/* Bytes that are one value: text, or numbers that are shown in a row. */
bool is_text(const struct mview_member *member);

/* Bytes of all of an array, or of a value. */
int64_t bytes_of(const struct mview_member *member);

/* Bytes of a type, -1 if it has none. */
int64_t build_size(const struct btf *btf, unsigned int id);

/**
 * struct limits - bytes of a record that are not those of bit-fields
 * @low: where the last one of those before ends
 * @high: where the first one of those behind begins
 */
struct limits {
	int64_t low;
	int64_t high;
};

/**
 * bits_place - find the storage of a bit-field
 * @member: its size is that of the type that it is declared as; @order, @bits
 *	are set; @offset, @size and @shift are written
 * @bit: where it begins in the record, counted in the order of memory
 * @limits: what the storage may have
 */
void bits_place(struct mview_member *member, int64_t bit,
		const struct limits *limits);

/* Where it begins in its storage, in the order of memory. */
int64_t bits_position(const struct mview_member *member);

#define DECLARATION	256

/* A type as C writes it; @text has DECLARATION bytes. */
void types_declare(const struct btf *btf, unsigned int id, char *text);

#endif /* MVIEW_INSPECT_TYPES_BUILD_H */
