// SPDX-License-Identifier: LGPL-2.1-or-later
/* Memory that is freed at once. */
#include "types/arena.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

#define CHUNK	4096
#define ALIGN	_Alignof(max_align_t)

struct chunk {
	struct chunk *next;
	_Alignas(max_align_t) char bytes[];
};

static int arena_grow(struct arena *arena, size_t need)
{
	size_t size = need > CHUNK ? need : CHUNK;
	struct chunk *chunk = calloc(1, sizeof(*chunk) + size);

	if (!chunk)
		return inspect_fail_int(ENOMEM, NO_MEMORY);
	chunk->next = arena->chunks;
	arena->chunks = chunk;
	arena->size = size;
	arena->used = 0;
	return 0;
}

void *arena_alloc(struct arena *arena, size_t n, size_t size)
{
	size_t need;
	void *start;

	if (__builtin_mul_overflow(n, size, &need) || need > PTRDIFF_MAX / 2)
		return inspect_fail(ENOMEM, NO_MEMORY);
	need = (need + ALIGN - 1) / ALIGN * ALIGN;
	if ((!arena->chunks || need > arena->size - arena->used) &&
	    arena_grow(arena, need))
		return NULL;
	start = arena->chunks->bytes + arena->used;
	arena->used += need;
	return start;
}

char *arena_text(struct arena *arena, const char *text)
{
	size_t size = strlen(text) + 1;
	char *copy = arena_alloc(arena, size, 1);

	return copy ? memcpy(copy, text, size) : NULL;
}

void arena_deinit(struct arena *arena)
{
	struct chunk *chunk;

	while ((chunk = arena->chunks)) {
		arena->chunks = chunk->next;
		free(chunk);
	}
}
