/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Integers in storage of any size and byte order. */
#ifndef MVIEW_INSPECT_TYPES_BYTES_H
#define MVIEW_INSPECT_TYPES_BYTES_H

struct mview_member;

/* The value of an integer, its sign carried up to the highest bit. */
__uint128_t bits_get(const struct mview_member *member, const void *storage);

/* Bits of @value above the member's are dropped; other members' bits stay. */
void bits_set(const struct mview_member *member, void *storage, __uint128_t value);

#endif /* MVIEW_INSPECT_TYPES_BYTES_H */
