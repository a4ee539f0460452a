// SPDX-License-Identifier: GPL-2.0
/*
 * Execution of a program, by threads that live as long as the process does.
 *
 * The process gives up CAP_IPC_LOCK, so that its allocations are limited as those
 * of any user are.
 */
#include <fcntl.h>
#include <linux/capability.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../fault.h"
#include "../mview_test.h"
#include "../system.h"
#include "../user.h"
#include "fuzz.h"

#define MEMLOCK	(16UL << 20)	/* bytes */

void (*fuzz_enter)(int thread);
void (*fuzz_leave)(int thread);

/**
 * struct worker - a thread
 * @fuzz: what it shares with the others
 * @number: which it is
 * @insns: the program; those of other threads are none of its business
 * @count: number of @insns
 */
static struct worker {
	struct fuzz *fuzz;
	int number;
	const struct fuzz_insn *insns;
	size_t count;
} workers[FUZZ_THREADS];

/* They begin together, and the first waits for the others' end. */
static pthread_barrier_t begin, end;

/* Allocations fail where the kernel can have them fail. */
static __thread int failing = -1;

unsigned int fuzz_failing(const struct fuzz_insn *insn)
{
	return insn->who >= 0xc0 ? (insn->who >> 2) - 0x2f : 0;
}

static int thread_of(const struct fuzz_insn *insn)
{
	return insn->who % 4 % FUZZ_THREADS;
}

static void execute(struct fuzz *fuzz, const struct fuzz_insn *insn)
{
	unsigned int nth = failing < 0 ? 0 : fuzz_failing(insn);

	if (nth)
		fail_nth(failing, nth);
	fuzz_ops[insn->op % fuzz_ops_count].run(fuzz, insn);
	if (nth)
		fail_nth(failing, 0);
	atomic_fetch_add(&fuzz->commands, 1);
}

static void work(const struct worker *worker)
{
	size_t i;

	if (fuzz_enter)
		fuzz_enter(worker->number);
	for (i = 0; i < worker->count; i++)
		if (thread_of(&worker->insns[i]) == worker->number)
			execute(worker->fuzz, &worker->insns[i]);
	if (fuzz_leave)
		fuzz_leave(worker->number);
}

static void *helper(void *worker)
{
	failing = fail_open();
	for (;;) {
		pthread_barrier_wait(&begin);
		work(worker);
		pthread_barrier_wait(&end);
	}
	return NULL;
}

/* All that a program can have made, but for what the sources have. */
static void clean(struct fuzz *fuzz)
{
	unsigned int mapped = atomic_exchange(&fuzz->mapped, 0), i;

	for (i = 0; i < FUZZ_FDS; i++)
		fuzz_put(fuzz, i, -1);
	for (i = 0; i < FUZZ_MAPS; i++) {
		atomic_store(&fuzz->lengths[i], 0);
		if (mapped >> i & 1)
			mmap(fuzz_map_at(fuzz, i), FUZZ_MAP_SIZE, PROT_NONE,
			     MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED |
			     MAP_NORESERVE, -1, 0);
	}
	atomic_store(&fuzz->forks, 0);
	atomic_store(&fuzz->traces, 0);
	atomic_store(&fuzz->wild, false);
}

/* What the limit allows can be had again, so that nothing stayed counted. */
static void check_limit(struct fuzz *fuzz)
{
	int i, view = -1;

	/* Pages may be freed in the background. */
	for (i = 0; i < PATIENCE_MS && view < 0; i++) {
		if (i)
			usleep(1000);
		view = view_alloc(fuzz->write, MEMLOCK, 0);
	}
	if (view < 0)
		fuzz_bug("memory stayed counted: no %lu bytes can be had",
			 MEMLOCK);
	close(view);
}

void fuzz_run(struct fuzz *fuzz, const void *program, size_t size)
{
	const struct fuzz_insn *insns = program;
	size_t count = size / sizeof(*insns), i;
	static unsigned int runs;

	if (count > FUZZ_INSNS)
		count = FUZZ_INSNS;
	fuzz->threads = 1;
	for (i = 0; i < count; i++)
		if (thread_of(&insns[i]))
			fuzz->threads = FUZZ_THREADS;
	for (i = 0; i < FUZZ_THREADS; i++) {
		workers[i].insns = insns;
		workers[i].count = count;
	}
	if (fuzz->threads > 1)
		pthread_barrier_wait(&begin);
	work(&workers[0]);
	if (fuzz->threads > 1)
		pthread_barrier_wait(&end);
	clean(fuzz);
	fuzz_check_end(fuzz);
	fuzz_driver_reset(fuzz);
	if (!(++runs % 256))
		check_limit(fuzz);
}

static int start_threads(struct fuzz *fuzz)
{
	pthread_t thread;
	int i;

	if (cpus_use_all())
		return -1;
	pthread_barrier_init(&begin, NULL, FUZZ_THREADS);
	pthread_barrier_init(&end, NULL, FUZZ_THREADS);
	for (i = 0; i < FUZZ_THREADS; i++) {
		workers[i].fuzz = fuzz;
		workers[i].number = i;
		if (i && pthread_create(&thread, NULL, helper, &workers[i]))
			return -1;
	}
	return 0;
}

int fuzz_start(struct fuzz *fuzz)
{
	size_t size = FUZZ_MAPS * FUZZ_MAP_SIZE;
	int i;

	fuzz->write = dev_open(O_RDWR);
	fuzz->read = dev_open(O_RDONLY);
	if (fuzz->write < 0 || fuzz->read < 0)
		return -1;
	for (i = 0; i < FUZZ_FDS; i++)
		atomic_store(&fuzz->fds[i], -1);
	fuzz->arena = mmap(NULL, size + getpagesize(), PROT_NONE, MAP_PRIVATE |
			   MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (fuzz->arena == MAP_FAILED)
		return -1;
	fuzz->nowhere = fuzz->arena + size;
	fuzz_touch_start();
	if (!fault_setup())
		failing = fail_open();
	if (memlock_set(MEMLOCK) || capability_set(CAP_IPC_LOCK, false))
		return -1;
	fuzz_traffic_start();
	fuzz_driver_start(fuzz);
	return start_threads(fuzz);
}

void fuzz_bug(const char *text, ...)
{
	va_list args;

	va_start(args, text);
	fprintf(stderr, "mview fuzz: ");
	vfprintf(stderr, text, args);
	fprintf(stderr, "\n");
	va_end(args);
	abort();
}
