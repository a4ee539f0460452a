/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Programs of system calls on mview's files, which a fuzzer makes up.
 *
 * A program is an array of instructions of eight bytes. Every array of bytes is
 * a program: what does not fit is reduced modulo what there is. An instruction
 * names one of the operations of ops.c, the thread that executes it, the slots
 * it works on, and three numbers whose meaning is the operation's own. The
 * threads begin together, and each executes its instructions in their order.
 *
 * What has to hold whatever a program does is checked while it runs and at its
 * end; fuzz_bug() reports a violation. What happens inside the kernel is checked
 * by the kernel, if it has been built to do that.
 */
#ifndef MVIEW_FUZZ_H
#define MVIEW_FUZZ_H

#include <linux/mview.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FUZZ_INSNS	64	/* at most in a program */
#define FUZZ_THREADS	3
#define FUZZ_SIMS	8	/* sources of mview_sim, see driver.c */

/* Slots of descriptors: by what is usually there. */
#define FUZZ_VIEWS	12
#define FUZZ_DMABUFS	3
#define FUZZ_FDS	(FUZZ_VIEWS + FUZZ_DMABUFS + 1)
#define FUZZ_TRACE	(FUZZ_FDS - 1)

/* Slots of mappings: each has a range of addresses of its own. */
#define FUZZ_MAPS	8
#define FUZZ_MAP_SIZE	(8UL << 20)

/**
 * struct fuzz_insn - an instruction
 * @op: index into fuzz_ops
 * @who: the lower two bits: the thread; the others, if they are large: which of
 *	the instruction's allocations fails
 * @on: the slot it works on
 * @to: the slot of the result
 * @a: meaning by operation
 * @b: meaning by operation
 * @n: a number that fuzz_number() makes large ones of
 */
struct fuzz_insn {
	__u8 op, who, on, to, a, b;
	__u16 n;
};

/**
 * struct fuzz - what the threads of a program share
 * @fds: descriptors, or -1
 * @arena: where the mappings are
 * @nowhere: an address where nothing is, behind it
 * @lengths: of the mappings, 0 for none
 * @mapped: bits of the slots of mappings that have been used, if in vain
 * @write: /dev/mview, opened for reading and writing
 * @read: /dev/mview, opened for reading
 * @wild: there may be other bytes in the memory than fuzz_own_byte() knows
 * @threads: number of threads that the program uses
 * @forks: children it has had
 * @traces: traces it has opened
 * @dirty: bits of the sources of mview_sim that it has changed
 * @commands: instructions executed since the start, of all programs
 */
struct fuzz {
	_Atomic int fds[FUZZ_FDS];
	char *arena;
	char *nowhere;
	_Atomic size_t lengths[FUZZ_MAPS];
	_Atomic unsigned int mapped;
	int write;
	int read;
	_Atomic bool wild;
	int threads;
	_Atomic int forks;
	_Atomic int traces;
	_Atomic unsigned int dirty;
	_Atomic unsigned long commands;
};

/**
 * struct fuzz_op - an operation
 * @name: for people
 * @run: execute an instruction
 * @cost: 0, or for a slow one, which is to be rare, how many others take as long
 */
struct fuzz_op {
	const char *name;
	void (*run)(struct fuzz *fuzz, const struct fuzz_insn *insn);
	unsigned int cost;
};

extern const struct fuzz_op fuzz_ops[];
extern const unsigned int fuzz_ops_count;

/* run.c: prepare once, from one thread. Returns -1 if there is no mview. */
int fuzz_start(struct fuzz *fuzz);

/* Execute a program and undo what it did. */
void fuzz_run(struct fuzz *fuzz, const void *program, size_t size);

/* Which allocation of an instruction fails, or 0. */
unsigned int fuzz_failing(const struct fuzz_insn *insn);

/* What an instruction's operation costs. */
unsigned int fuzz_cost(const struct fuzz_insn *insn);

/* A program as text. */
void fuzz_print(const void *program, size_t size);

/* Called for each thread of a program at its begin and its end, see kcov.c. */
extern void (*fuzz_enter)(int thread);
extern void (*fuzz_leave)(int thread);

/* Something is as it must never be. */
void fuzz_bug(const char *text, ...)
	__attribute__((format(printf, 1, 2), noreturn));

/* slot.c: slots, and what instructions say of them. */
int fuzz_fd(struct fuzz *fuzz, unsigned int slot);
int fuzz_view(struct fuzz *fuzz, const struct fuzz_insn *insn);
int fuzz_dmabuf(struct fuzz *fuzz, unsigned int slot);
void fuzz_put(struct fuzz *fuzz, unsigned int slot, int fd);
char *fuzz_map(struct fuzz *fuzz, unsigned int slot, size_t *length);
char *fuzz_map_at(struct fuzz *fuzz, unsigned int slot);
__u64 fuzz_number(__u16 n);
const char *fuzz_format(unsigned int which);

/* The bytes that programs write, and those that the memory has before. */
static inline bool fuzz_own_byte(unsigned char byte)
{
	return !byte || byte >> 4 == 0xc;
}

void fuzz_fill(void *bytes, size_t size, unsigned int which);
void fuzz_check_bytes(struct fuzz *fuzz, const void *bytes, size_t size);

/*
 * spoil.c: an argument as the instruction wants it to be, which may be damaged,
 * with room behind it for members that the kernel does not know.
 */
#define FUZZ_ROOM	5000UL

int fuzz_command(struct fuzz *fuzz, const struct fuzz_insn *insn, int fd,
		 unsigned long command, void *arg, size_t size);
int fuzz_derived(struct fuzz *fuzz, const struct fuzz_insn *insn, int fd,
		 unsigned long command, void *arg, size_t size, __s32 *result);

/* touch.c: accesses that may raise SIGSEGV and SIGBUS. */
void fuzz_touch_start(void);
bool fuzz_touch_load(const volatile char *at, unsigned char *byte);
bool fuzz_touch_store(volatile char *at, unsigned char byte);

/* check.c: what mview's commands return. */
int fuzz_ioctl(int fd, unsigned long command, void *arg);
bool fuzz_describe(int view, struct mview_view_info *info,
		   struct mview_layout *layout, __u64 *shape, __s64 *strides);
void fuzz_check_view(struct fuzz *fuzz, int view, int parent);
void fuzz_check_end(struct fuzz *fuzz);

/* traffic.c: devices that import. */
void fuzz_traffic_start(void);

/* driver.c: sources of mview_sim, and what names there are. */
void fuzz_driver_start(struct fuzz *fuzz);
void fuzz_driver_reset(struct fuzz *fuzz);
const char *fuzz_buffer_name(unsigned int which);

#define FUZZ_OP(name) \
	void fuzz_##name(struct fuzz *fuzz, const struct fuzz_insn *insn)

/* command.c */
FUZZ_OP(open);
FUZZ_OP(open_id);
FUZZ_OP(alloc);
FUZZ_OP(import);
FUZZ_OP(dev_info);
FUZZ_OP(buffer_info);
FUZZ_OP(origin);
FUZZ_OP(trace_open);
FUZZ_OP(trace_info);
/* derive.c */
FUZZ_OP(info);
FUZZ_OP(slice);
FUZZ_OP(cast);
FUZZ_OP(field);
FUZZ_OP(transpose);
FUZZ_OP(readonly);
FUZZ_OP(contiguous);
FUZZ_OP(sync);
FUZZ_OP(release);
FUZZ_OP(export);
FUZZ_OP(any_ioctl);
/* file.c */
FUZZ_OP(close);
FUZZ_OP(dup);
FUZZ_OP(pass);
FUZZ_OP(read);
FUZZ_OP(write);
FUZZ_OP(seek);
FUZZ_OP(poll);
FUZZ_OP(splice);
FUZZ_OP(show);
FUZZ_OP(file);
/* map.c */
FUZZ_OP(mmap);
FUZZ_OP(munmap);
FUZZ_OP(load);
FUZZ_OP(store);
FUZZ_OP(mprotect);
FUZZ_OP(mremap);
FUZZ_OP(madvise);
FUZZ_OP(remote);
FUZZ_OP(pin);
FUZZ_OP(fork);
/* traffic.c */
FUZZ_OP(udmabuf);
FUZZ_OP(heap);
FUZZ_OP(dmabuf_sync);
FUZZ_OP(dmabuf_fence);
FUZZ_OP(attach);
FUZZ_OP(dmabuf_file);
/* driver.c */
FUZZ_OP(configure);
FUZZ_OP(step);
FUZZ_OP(resize);
FUZZ_OP(revoke);
FUZZ_OP(live);
FUZZ_OP(bind);
FUZZ_OP(directory);
FUZZ_OP(lend);

#endif /* MVIEW_FUZZ_H */
