// SPDX-License-Identifier: GPL-2.0
/* Slots of a program, and what its numbers stand for. */
#include <string.h>
#include <unistd.h>

#include "fuzz.h"

int fuzz_fd(struct fuzz *fuzz, unsigned int slot)
{
	return atomic_load(&fuzz->fds[slot % FUZZ_FDS]);
}

/* A view as a rule; with the largest numbers, anything. */
int fuzz_view(struct fuzz *fuzz, const struct fuzz_insn *insn)
{
	return fuzz_fd(fuzz, insn->on >= 0xf0 ? insn->on :
		       insn->on % FUZZ_VIEWS);
}

int fuzz_dmabuf(struct fuzz *fuzz, unsigned int slot)
{
	return fuzz_fd(fuzz, FUZZ_VIEWS + slot % FUZZ_DMABUFS);
}

/* Another thread may do the same: each closes what it has taken out. */
void fuzz_put(struct fuzz *fuzz, unsigned int slot, int fd)
{
	int old = atomic_exchange(&fuzz->fds[slot], fd);

	if (old >= 0)
		close(old);
}

char *fuzz_map_at(struct fuzz *fuzz, unsigned int slot)
{
	return fuzz->arena + slot % FUZZ_MAPS * FUZZ_MAP_SIZE;
}

char *fuzz_map(struct fuzz *fuzz, unsigned int slot, size_t *length)
{
	*length = atomic_load(&fuzz->lengths[slot % FUZZ_MAPS]);
	return fuzz_map_at(fuzz, slot);
}

/* By the upper four bits: itself, pages, about pages, powers of 2, negative. */
__u64 fuzz_number(__u16 n)
{
	__u64 low = n & 0xfff;

	switch (n >> 12) {
	case 8:
	case 9:
		return low % 64 << 12;
	case 10:
		return (low % 64 << 12) + low / 64 % 16;
	case 11:
		return (low % 64 << 12) - low / 64 % 16;
	case 12:
		return 1ULL << low % 64;
	case 13:
		return (1ULL << low % 64) - 1;
	case 14:
		return low % 16 << 20;
	case 15:
		return -low;
	default:
		return low;
	}
}

const char *fuzz_format(unsigned int which)
{
	static const char *const formats[] = {
		"B", "b", "c", "<I", "<H", ">Q", "I", "l", "?", "e", "Zf", "Zd",
		"16s", "8p", "x", "4x", "P", "^q", "=hi", "n", "", "T{}",
		"T{<I:a:<I:b:}", "T{<H:x:2x(2,3)<B:m:}", "(4)<I", "(2,0)B",
		"T{<I:a:T{<H:x:<H:y:}:p:2T{B:u:3xI:v:}:q:}", "Q7x", "0s",
		"T{B:a:7x}", "4T{<H:x:}", "T{16s:m/struct s:}", "9999999999Q",
		"T{", "(", "T{T{T{T{T{T{T{T{B:a:}:b:}:c:}:d:}:e:}:f:}:g:}:h:}",
	};

	return formats[which % (sizeof(formats) / sizeof(*formats))];
}

void fuzz_fill(void *bytes, size_t size, unsigned int which)
{
	memset(bytes, 0xc0 | which % 16, size);
}

void fuzz_check_bytes(struct fuzz *fuzz, const void *bytes, size_t size)
{
	const unsigned char *byte = bytes;
	size_t i;

	/* A thread may make it wild after another one has read. */
	if (fuzz->threads > 1 || atomic_load(&fuzz->wild))
		return;
	for (i = 0; i < size; i++)
		if (!fuzz_own_byte(byte[i]))
			fuzz_bug("byte %zu of %zu is %#x, which nobody wrote",
				 i, size, byte[i]);
}
