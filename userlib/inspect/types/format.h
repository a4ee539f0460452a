/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Formats of C types. */
#ifndef MVIEW_INSPECT_TYPES_FORMAT_H
#define MVIEW_INSPECT_TYPES_FORMAT_H

struct arena;
struct mview_member;

/* The format of a type's storage, in @arena; NULL and ENOMEM. */
const char *format_of(struct arena *arena, const struct mview_member *root);

/* struct module's code for an integer of @size bytes, 0 if there is none. */
char format_code(int size);

#endif /* MVIEW_INSPECT_TYPES_FORMAT_H */
