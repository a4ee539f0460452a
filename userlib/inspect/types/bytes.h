/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Values in storage: integers of any size and byte order, floats. */
#ifndef MVIEW_INSPECT_TYPES_BYTES_H
#define MVIEW_INSPECT_TYPES_BYTES_H

#include "base/wide.h"

struct mview_field;
struct mview_member;

/* The value of an integer, its sign carried up to the highest bit. */
struct wide bits_get(const struct mview_member *member, const void *storage);

/* Bits of @value above the member's are dropped; other members' bits stay. */
void bits_set(const struct mview_member *member, void *storage,
	      struct wide value);

/* A float as libmview has it. */
void float_field(const struct mview_member *member, struct mview_field *field);

/* Is it one value? EINVAL, and says what to do. */
int member_check(const struct mview_member *member);

/* Say that a value does not fit: -1. */
int fail_range(const struct mview_member *member);

#endif /* MVIEW_INSPECT_TYPES_BYTES_H */
