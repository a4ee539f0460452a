// SPDX-License-Identifier: LGPL-2.1-or-later
/* MCAP: numbers, strings and records. */
#include "record/mcap.h"

#include <stdlib.h>
#include <string.h>

char *mcap_room(struct mcap_bytes *bytes, size_t n)
{
	size_t size = bytes->size ? bytes->size : 256;
	char *at;

	if (n > SIZE_MAX / 2 - bytes->len)
		bytes->failed = true;
	if (bytes->failed)
		return NULL;
	while (size - bytes->len < n)
		size *= 2;
	if (size > bytes->size) {
		at = realloc(bytes->at, size);
		bytes->failed = !at;
		if (!at)
			return NULL;
		bytes->at = at;
		bytes->size = size;
	}
	bytes->len += n;
	return bytes->at + bytes->len - n;
}

void mcap_set(struct mcap_bytes *bytes, size_t at, uint64_t number, int size)
{
	int i;

	for (i = 0; i < size && !bytes->failed; i++)
		bytes->at[at + i] = number >> 8 * i;
}

void mcap_put(struct mcap_bytes *bytes, uint64_t number, int size)
{
	if (mcap_room(bytes, size))
		mcap_set(bytes, bytes->len - size, number, size);
}

void mcap_put_bytes(struct mcap_bytes *bytes, const void *from, size_t n)
{
	char *to = mcap_room(bytes, n);

	if (to && n)
		memcpy(to, from, n);
}

void mcap_put_string(struct mcap_bytes *bytes, const char *text)
{
	mcap_put(bytes, strlen(text), 4);
	mcap_put_bytes(bytes, text, strlen(text));
}

size_t mcap_begin(struct mcap_bytes *bytes, enum mcap_opcode opcode)
{
	mcap_put(bytes, opcode, 1);
	mcap_put(bytes, 0, 8);
	return bytes->len;
}

void mcap_end(struct mcap_bytes *bytes, size_t start)
{
	mcap_set(bytes, start - 8, bytes->len - start, 8);
}

const void *mcap_get_bytes(struct mcap_text *text, uint64_t n)
{
	const void *at = text->at;

	if (text->bad || n > text->left) {
		text->bad = true;
		return NULL;
	}
	text->at += n;
	text->left -= n;
	return at;
}

uint64_t mcap_get(struct mcap_text *text, int size)
{
	const unsigned char *at = mcap_get_bytes(text, size);
	uint64_t number = 0;

	while (at && size--)
		number = number << 8 | at[size];
	return number;
}

const char *mcap_get_string(struct mcap_text *text, size_t *len)
{
	*len = mcap_get(text, 4);
	return mcap_get_bytes(text, *len);
}
