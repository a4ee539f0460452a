// SPDX-License-Identifier: GPL-2.0
/* Arguments of commands, and what may be wrong with them. */
#include <string.h>

#include "../mview_test.h"
#include "fuzz.h"

/* An instruction with a large number for its result's slot has a damaged argument. */
#define SPOILED		0xd0

enum spoil {
	SPOIL_SIZE, SPOIL_FLAGS, SPOIL_TAIL, SPOIL_LAST, SPOIL_BIT,
	SPOIL_ADDRESS, SPOIL_LARGE, SPOIL_END, SPOILS
};

static bool may_be_address(__u64 number)
{
	return number >> 16 && !(number >> 47);
}

/* Not another valid address: the kernel would write to the program's memory. */
static void spoil_number(__u64 *number, __u64 bits, const void *nowhere)
{
	*number ^= bits;
	if (may_be_address(*number) || may_be_address(*number ^ bits))
		*number = to_user(nowhere);
}

/* Returns where the argument is. */
static void *spoil(const struct fuzz_insn *insn, unsigned char *arg,
		   size_t size, char *nowhere)
{
	__u64 *numbers = (__u64 *)arg;
	__u32 *words = (__u32 *)arg;

	switch (insn->to % SPOILS) {
	case SPOIL_SIZE:
		words[0] = fuzz_number(insn->n);
		break;
	case SPOIL_FLAGS:
		words[1] ^= 1U << insn->n % 32;
		break;
	case SPOIL_TAIL:
		words[0] = size + 8;
		arg[size + insn->n % 8] = insn->n >> 8;
		break;
	case SPOIL_LAST:
		spoil_number(&numbers[size / 8 - 1], (__u64)insn->n << 32,
			     nowhere);
		break;
	case SPOIL_BIT:
		spoil_number(&numbers[insn->n / 64 % (size / 8)],
			     1ULL << insn->n % 64, nowhere);
		break;
	case SPOIL_ADDRESS:
		numbers[insn->n % (size / 8)] = to_user(nowhere);
		break;
	case SPOIL_LARGE:
		words[0] = FUZZ_ROOM;
		break;
	case SPOIL_END:
		return nowhere;
	}
	return arg;
}

int fuzz_command(struct fuzz *fuzz, const struct fuzz_insn *insn, int fd,
		 unsigned long command, void *arg, size_t size)
{
	__u64 room[FUZZ_ROOM / 8] = { 0 };
	__u32 own_size = size;
	void *at = room;
	int result;

	memcpy(room, arg, size);
	memcpy(room, &own_size, sizeof(own_size));
	if (insn->to >= SPOILED)
		at = spoil(insn, (unsigned char *)room, size, fuzz->nowhere);
	result = fuzz_ioctl(fd, command, at);
	memcpy(arg, room, size);
	return result;
}

/* A command that makes a descriptor, which comes back at @result, in @arg. */
int fuzz_derived(struct fuzz *fuzz, const struct fuzz_insn *insn, int fd,
		 unsigned long command, void *arg, size_t size, __s32 *result)
{
	*result = POISON_FD;
	if (fuzz_command(fuzz, insn, fd, command, arg, size)) {
		if (*result != POISON_FD && insn->to < SPOILED)
			fuzz_bug("ioctl %#lx fails, and makes descriptor %d",
				 command, *result);
		return -1;
	}
	return *result;
}
