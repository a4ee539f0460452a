// SPDX-License-Identifier: GPL-2.0
/*
 * Operations on mappings. Each slot has a range of addresses, in which nothing is
 * at first, so that a wrong length hits nothing of the fuzzer's own.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fuzz.h"

#define PAGE		4096UL
#define TOUCHES		16	/* pages at most that one instruction touches */
#define FORKS		1	/* a child takes longer than all the rest */

static size_t within_slot(__u64 size)
{
	return size < FUZZ_MAP_SIZE ? size : FUZZ_MAP_SIZE;
}

/* 0 stands for all that can be mapped. */
static size_t map_length(int fd, const struct fuzz_insn *insn)
{
	struct mview_view_info info = { .size = sizeof(info) };

	if (insn->n)
		return within_slot(fuzz_number(insn->n));
	if (fuzz_ioctl(fd, MVIEW_VIEW_INFO, &info) || !info.map_nbytes)
		return PAGE;
	return within_slot(info.map_nbytes);
}

/* What is mapped over others and fails may leave nothing there at all. */
static void *map_begin(struct fuzz *fuzz, unsigned int slot)
{
	atomic_fetch_or(&fuzz->mapped, 1U << slot);
	return fuzz_map_at(fuzz, slot);
}

FUZZ_OP(mmap)
{
	static const int kinds[] = {
		MAP_SHARED, MAP_SHARED, MAP_SHARED, MAP_SHARED | MAP_POPULATE,
		MAP_SHARED | MAP_LOCKED, MAP_PRIVATE, MAP_SHARED_VALIDATE,
		MAP_SHARED | MAP_NORESERVE,
	};
	unsigned int slot = insn->to % FUZZ_MAPS;
	int fd = insn->b & 1 ? fuzz_dmabuf(fuzz, insn->on) :
			       fuzz_view(fuzz, insn);
	size_t length = map_length(fd, insn);
	off_t offset = (insn->b >> 4) * PAGE;
	int prot = insn->a % 4 ? PROT_READ | PROT_WRITE : insn->a / 4 % 8;
	void *at = map_begin(fuzz, slot);

	at = mmap(at, length, prot, kinds[insn->a >> 5] | MAP_FIXED, fd,
		  insn->b == 0xff ? -PAGE : offset);
	if (at != MAP_FAILED)
		atomic_store(&fuzz->lengths[slot], length);
}

/* Part of a mapping: a page and a number of pages, of which 0 means all. */
static char *part(struct fuzz *fuzz, const struct fuzz_insn *insn,
		  size_t *length)
{
	size_t all, from, count = (insn->n >> 8) * PAGE;
	char *at = fuzz_map(fuzz, insn->on, &all);

	from = all > PAGE ? (insn->n & 0xff) * PAGE % all & -PAGE : 0;
	if (!count || from + count > all)
		count = all - from;
	*length = count;
	return at + from;
}

FUZZ_OP(munmap)
{
	size_t length;
	char *at = part(fuzz, insn, &length);

	if (length)
		mmap(at, length, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS |
		     MAP_FIXED | MAP_NORESERVE, -1, 0);
}

FUZZ_OP(load)
{
	size_t i, length;
	char *at = part(fuzz, insn, &length);
	unsigned char byte;

	for (i = insn->a * 16; i < length && i < TOUCHES * PAGE; i += PAGE)
		if (fuzz_touch_load(at + i, &byte))
			fuzz_check_bytes(fuzz, &byte, 1);
}

FUZZ_OP(store)
{
	size_t i, length;
	char *at = part(fuzz, insn, &length);
	unsigned char byte;

	fuzz_fill(&byte, 1, insn->b);
	for (i = insn->a * 16; i < length && i < TOUCHES * PAGE; i += PAGE)
		fuzz_touch_store(at + i, byte);
}

FUZZ_OP(mprotect)
{
	size_t length;
	char *at = part(fuzz, insn, &length);

	mprotect(at, length, insn->a % 8);
}

/* Into another slot: as it is, larger, smaller, or twice. */
FUZZ_OP(mremap)
{
	unsigned int slot = insn->to % FUZZ_MAPS;
	size_t length, size;
	char *at = part(fuzz, insn, &length);
	void *to = map_begin(fuzz, slot);

	if (!length || (slot == insn->on % FUZZ_MAPS && !(insn->a & 4)))
		return;
	size = insn->a & 1 ? within_slot(fuzz_number(insn->b << 8)) : length;
	if (insn->a & 4)
		to = mremap(at, length, size, 0);
	else
		to = mremap(at, insn->a & 2 ? 0 : length, size,
			    MREMAP_MAYMOVE | MREMAP_FIXED, to);
	if (to == MAP_FAILED)
		return;
	atomic_store(&fuzz->lengths[slot], size);
	/* Where it was, no other mapping of the process's must come to be. */
	if (!(insn->a & 6))
		mmap(at, length, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS |
		     MAP_FIXED | MAP_NORESERVE, -1, 0);
}

FUZZ_OP(madvise)
{
	static const int advice[] = {
		MADV_DONTNEED, MADV_WILLNEED, MADV_REMOVE, MADV_FREE,
		MADV_COLD, MADV_PAGEOUT, MADV_HUGEPAGE, MADV_NOHUGEPAGE,
		MADV_DONTFORK, MADV_DOFORK, MADV_MERGEABLE, MADV_DODUMP,
		MADV_WIPEONFORK, 22 /* MADV_POPULATE_READ */,
		23 /* MADV_POPULATE_WRITE */, 25 /* MADV_COLLAPSE */,
	};
	size_t length;
	char *at = part(fuzz, insn, &length);

	if (insn->a < 128)
		madvise(at, length, advice[insn->a % 16]);
	else if (insn->a < 192)
		msync(at, length, MS_SYNC | MS_INVALIDATE);
	else if (insn->a & 1)
		mlock(at, length);
	else
		munlock(at, length);
}

/* As a debugger does it, or another process. */
FUZZ_OP(remote)
{
	char byte[64];
	size_t length, count;
	char *at = part(fuzz, insn, &length);
	struct iovec here = { byte, sizeof(byte) }, there = { at, sizeof(byte) };
	ssize_t got = -1;
	int file;

	count = length < sizeof(byte) ? length : sizeof(byte);
	fuzz_fill(byte, sizeof(byte), insn->b);
	if (insn->a & 1) {
		there.iov_len = count;
		got = insn->a & 2 ?
		      process_vm_writev(getpid(), &here, 1, &there, 1, 0) :
		      process_vm_readv(getpid(), &here, 1, &there, 1, 0);
	} else {
		file = open("/proc/self/mem", O_RDWR | O_CLOEXEC);
		got = insn->a & 2 ? pwrite(file, byte, count, (uintptr_t)at) :
				    pread(file, byte, count, (uintptr_t)at);
		close(file);
	}
	if (got > 0)
		fuzz_check_bytes(fuzz, byte, got);
}

/* Pages go to a pipe, which keeps them while the mapping may end. */
FUZZ_OP(pin)
{
	size_t length;
	char byte[512];
	struct iovec part_of = { part(fuzz, insn, &length), 0 };
	int ends[2];

	if (!length || pipe2(ends, O_CLOEXEC | O_NONBLOCK))
		return;
	part_of.iov_len = length < 8 * PAGE ? length : 8 * PAGE;
	if (vmsplice(ends[1], &part_of, 1, 0) > 0) {
		if (insn->a & 1)
			fuzz_put(fuzz, insn->to % FUZZ_FDS, -1);
		if (insn->a & 2)
			fuzz_munmap(fuzz, insn);
		if (read(ends[0], byte, sizeof(byte)) > 0)
			fuzz_check_bytes(fuzz, byte, sizeof(byte));
	}
	close(ends[0]);
	close(ends[1]);
}

/* A child with the same files and mappings, which does little and exits. */
static void child(struct fuzz *fuzz, const struct fuzz_insn *insn)
{
	unsigned char byte;
	size_t length;
	char *at = part(fuzz, insn, &length);

	if (insn->a & 1)
		fuzz_touch_store(at, 0xc0);
	if (insn->a & 2)
		fuzz_touch_load(at, &byte);
	if (insn->a & 4)
		munmap(at, length / 2 & -PAGE);
	if (insn->a & 8)
		read(fuzz_view(fuzz, insn), &byte, 1);
	_exit(0);
}

FUZZ_OP(fork)
{
	pid_t pid;

	if (atomic_fetch_add(&fuzz->forks, 1) >= FORKS)
		return;
	pid = fork();
	if (!pid)
		child(fuzz, insn);
	if (pid > 0)
		while (waitpid(pid, NULL, 0) < 0)
			;
}
