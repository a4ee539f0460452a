/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Memory that is freed at once: a type's members and names. */
#ifndef MVIEW_INSPECT_ARENA_H
#define MVIEW_INSPECT_ARENA_H

#include <stddef.h>

#define NO_MEMORY	"there is no memory for the types"

/**
 * struct arena - pieces of memory with one end
 * @chunks: from the newest to the oldest
 * @used: bytes of the newest one
 * @size: of the newest one
 */
struct arena {
	struct chunk *chunks;
	size_t used;
	size_t size;
};

/* Zeroed memory for @n things of @size bytes. NULL and ENOMEM. */
void *arena_alloc(struct arena *arena, size_t n, size_t size);

/* A copy of the text. NULL and ENOMEM. */
char *arena_text(struct arena *arena, const char *text);

void arena_deinit(struct arena *arena);

#endif /* MVIEW_INSPECT_ARENA_H */
