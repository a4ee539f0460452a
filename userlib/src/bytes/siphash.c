// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * SipHash-1-3 (Aumasson and Bernstein, https://www.aumasson.jp/siphash/): the
 * hash that CPython 3.11 has for bytes. The key is zero, as CPython's is with
 * PYTHONHASHSEED=0.
 */
#include "bytes/siphash.h"

struct state {
	uint64_t v0;
	uint64_t v1;
	uint64_t v2;
	uint64_t v3;
};

static uint64_t rotate(uint64_t word, int bits)
{
	return word << bits | word >> (64 - bits);
}

static void mix(struct state *s)
{
	s->v0 += s->v1;
	s->v2 += s->v3;
	s->v1 = rotate(s->v1, 13) ^ s->v0;
	s->v3 = rotate(s->v3, 16) ^ s->v2;
	s->v0 = rotate(s->v0, 32);
	s->v2 += s->v1;
	s->v0 += s->v3;
	s->v1 = rotate(s->v1, 17) ^ s->v2;
	s->v3 = rotate(s->v3, 21) ^ s->v0;
	s->v2 = rotate(s->v2, 32);
}

static void absorb(struct state *s, uint64_t word)
{
	s->v3 ^= word;
	mix(s);
	s->v0 ^= word;
}

/* Little-endian, whatever the machine is; compilers make one load of eight. */
static uint64_t load(const uint8_t *bytes, size_t n)
{
	uint64_t word = 0;
	size_t i;

	for (i = 0; i < n; i++)
		word |= (uint64_t)bytes[i] << 8 * i;
	return word;
}

uint64_t siphash(const void *bytes, size_t size)
{
	const uint8_t *next = bytes;
	struct state s = {
		.v0 = 0x736f6d6570736575,
		.v1 = 0x646f72616e646f6d,
		.v2 = 0x6c7967656e657261,
		.v3 = 0x7465646279746573,
	};
	size_t left = size;

	for (; left >= 8; left -= 8, next += 8)
		absorb(&s, load(next, 8));
	absorb(&s, load(next, left) | (uint64_t)size << 56);
	s.v2 ^= 0xff;
	mix(&s);
	mix(&s);
	mix(&s);
	return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}
