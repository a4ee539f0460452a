// SPDX-License-Identifier: GPL-2.0
/*
 * What of the kernel's code the threads of a program reach: KCOV notes it for
 * each thread, in order. At the end of a program each pair of places that follow
 * each other is a counter of libFuzzer's; or, with MVIEW_FUZZ_PLACES in the
 * environment, each place.
 */
#include <fcntl.h>
#include <linux/kcov.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fuzz.h"
#include "kcov.h"

#define TRACE_WORDS	(128UL << 10)
#define COUNTERS	(64U << 10)
#define PLACES		(64U << 10)	/* several times as many as there are */

/* libFuzzer finds them by their section. */
static __attribute__((section("__libfuzzer_extra_counters")))
unsigned char counters[COUNTERS];

/* The places themselves, hashed. */
static _Atomic unsigned long places[PLACES];
static _Atomic unsigned int places_count;

static __thread unsigned long *trace;
static bool pairs;

static unsigned int hash(unsigned long value)
{
	return value * 0x9e3779b97f4a7c15UL >> 48;
}

static void note(unsigned long place)
{
	unsigned int at = hash(place);
	unsigned long found;

	for (;;) {
		found = atomic_load(&places[at]);
		if (found == place)
			return;
		if (!found &&
		    atomic_compare_exchange_strong(&places[at], &found, place))
			break;
		if (found == place)
			return;
		at = (at + 1) % PLACES;
	}
	atomic_fetch_add(&places_count, 1);
}

unsigned int kcov_places(void)
{
	return atomic_load(&places_count);
}

/* Each thread has a descriptor and a trace of its own, until it ends. */
static unsigned long *trace_start(void)
{
	int fd = open("/sys/kernel/debug/kcov", O_RDWR | O_CLOEXEC);
	void *at = MAP_FAILED;

	if (fd >= 0 && !ioctl(fd, KCOV_INIT_TRACE, TRACE_WORDS))
		at = mmap(NULL, TRACE_WORDS * sizeof(long),
			  PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (at == MAP_FAILED || ioctl(fd, KCOV_ENABLE, KCOV_TRACE_PC))
		return NULL;
	return at;
}

static void enter(int thread)
{
	(void)thread;
	if (!trace)
		trace = trace_start();
	if (trace)
		__atomic_store_n(&trace[0], 0, __ATOMIC_RELAXED);
}

static void leave(int thread)
{
	unsigned long i, count, last = 0;
	unsigned char *counter;

	if (!trace)
		return;
	count = __atomic_load_n(&trace[0], __ATOMIC_RELAXED);
	for (i = 1; i <= count && i < TRACE_WORDS; i++) {
		unsigned long before = pairs ? last << 1 ^ thread : 0;

		counter = &counters[hash(trace[i] ^ before)];
		if (*counter != 0xff)
			++*counter;
		last = trace[i];
		note(last);
	}
	__atomic_store_n(&trace[0], 0, __ATOMIC_RELAXED);
}

int kcov_start(void)
{
	pairs = !getenv("MVIEW_FUZZ_PLACES");
	enter(0);
	fuzz_enter = enter;
	fuzz_leave = leave;
	return trace ? 0 : -1;
}
