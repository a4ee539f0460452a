// SPDX-License-Identifier: GPL-2.0
/*
 * Processes that use a buffer in every way while its driver is unbound from the
 * device. They see what was in the buffer before, then that it is gone, and
 * nothing of what the memory is used for next.
 */
#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "kselftest_harness.h"
#include "mview_test.h"
#include "system.h"
#include "unbind.h"

#define NAME	"unbind_race_test"
#define ROUNDS	3

/* What the next buffer in the same memory is filled with. */
#define NEXT	0x77

/**
 * struct race_shared - in memory that all processes see
 * @running: how many have begun
 * @unbound: the driver has given up the device
 * @stop: they must end, even if they have not seen the end
 */
struct race_shared {
	int running;
	bool unbound;
	bool stop;
};

/**
 * struct race - what the processes share
 * @dev: /dev/mview
 * @view: a view of the buffer, made in this round
 * @map: a mapping of it, or MAP_FAILED
 * @size: bytes of it
 * @bytes: as many, each process's own
 * @shared: see there
 */
struct race {
	int dev;
	int view;
	unsigned char *map;
	size_t size;
	unsigned char *bytes;
	struct race_shared *shared;
};

/* How a process ends. */
enum { RIGHT, WRONG_BYTES, WRONG_ERRNO, WRONG_EVENTS, TOO_LATE, MAPPED_AGAIN };

static bool race_stopped(const struct race *race)
{
	return __atomic_load_n(&race->shared->stop, __ATOMIC_RELAXED);
}

/* Is there another round? One at least, and one after the end is announced. */
static bool race_goes_on(const struct race *race, bool *last)
{
	bool stopped = *last;

	*last = race_stopped(race);
	return !stopped;
}

static void race_running(const struct race *race)
{
	__atomic_add_fetch(&race->shared->running, 1, __ATOMIC_RELAXED);
}

static bool is_wrong(int byte)
{
	return byte == SPOILED || byte == NEXT;
}

static int run_reader(struct race *race)
{
	bool last = false;
	ssize_t n;

	race_running(race);
	while (race_goes_on(race, &last)) {
		n = pread(race->view, race->bytes, race->size, 0);
		if (n < 0)
			return errno == ENODEV ? RIGHT : WRONG_ERRNO;
		if (memchr(race->bytes, SPOILED, n) ||
		    memchr(race->bytes, NEXT, n))
			return WRONG_BYTES;
	}
	return TOO_LATE;
}

static int run_writer(struct race *race)
{
	bool last = false;

	memset(race->bytes, 0x11, race->size);
	race_running(race);
	while (race_goes_on(race, &last))
		if (pwrite(race->view, race->bytes, race->size, 0) < 0)
			return errno == ENODEV ? RIGHT : WRONG_ERRNO;
	return TOO_LATE;
}

/*
 * Goes on after the buffer is gone: no page may be mapped again, and none be left
 * once the driver is unbound. While it is being unbound faults fail already, but
 * pages that are mapped remain until the zap. So a page may be seen after another
 * has raised SIGBUS.
 */
static int run_toucher(struct race *race)
{
	bool unbound, last = false;
	int byte = 0;

	race_running(race);
	for (size_t at = 0; race_goes_on(race, &last);
	     at = (at + getpagesize()) % race->size) {
		unbound = __atomic_load_n(&race->shared->unbound,
					  __ATOMIC_ACQUIRE);
		byte = touch(race->map + at);
		if (is_wrong(byte))
			return WRONG_BYTES;
		if (byte != -1 && (unbound || race->bytes[at]))
			return MAPPED_AGAIN;
		/* The process's own, which race_begin() has cleared */
		race->bytes[at] = byte == -1;
	}
	return byte == -1 ? RIGHT : TOO_LATE;
}

static int run_poker(struct race *race)
{
	bool last = false;

	race_running(race);
	for (size_t at = 0; race_goes_on(race, &last);
	     at = (at + 64) % race->size)
		if (poke(race->map + at, 0x11))
			return RIGHT;
	return TOO_LATE;
}

/* mmap() may succeed, and the mapping have no pages. */
static int run_mapper(struct race *race)
{
	bool last = false;
	size_t at = 0;
	int byte;

	race_running(race);
	while (race_goes_on(race, &last)) {
		unsigned char *map = mmap(NULL, race->size, PROT_READ,
					  MAP_SHARED, race->view, 0);

		if (map == MAP_FAILED)
			return errno == ENODEV ? RIGHT : WRONG_ERRNO;
		for (int i = 0; i < 4; i++) {
			byte = touch(map + at);
			if (is_wrong(byte))
				return WRONG_BYTES;
			at = (at + getpagesize()) % race->size;
		}
		munmap(map, race->size);
	}
	return TOO_LATE;
}

static int run_forker(struct race *race)
{
	int status, byte;
	pid_t pid;

	race_running(race);
	while (!race_stopped(race)) {
		pid = fork();
		if (!pid) {
			byte = touch(race->map);
			_exit(is_wrong(byte) ? WRONG_BYTES : RIGHT);
		}
		if (waitpid(pid, &status, 0) != pid || status)
			return WRONG_BYTES;
	}
	return RIGHT;
}

static int run_poller(struct race *race)
{
	int events;

	race_running(race);
	do {
		/* An unseen block would keep poll(2) from sleeping. */
		view_seen(race->view);
		events = poll_events(race->view, PATIENCE_MS);
	} while (events == POLLPRI);
	return events == (POLLHUP | POLLERR) ? RIGHT : WRONG_EVENTS;
}

static int run_deriver(struct race *race)
{
	bool last = false;
	int part;

	race_running(race);
	while (race_goes_on(race, &last)) {
		part = view_range(race->view, 1, 100, 2);
		if (part < 0)
			return errno == ENODEV ? RIGHT : WRONG_ERRNO;
		close(part);
	}
	return TOO_LATE;
}

/* Opens by name: the buffer may go and come back. */
static int run_opener(struct race *race)
{
	int view;

	race_running(race);
	while (!race_stopped(race)) {
		view = view_open(race->dev, NAME, 0);
		if (view < 0 && errno != ENOENT)
			return WRONG_ERRNO;
		if (view >= 0)
			close(view);
	}
	return RIGHT;
}

static const struct runner {
	int (*run)(struct race *race);
	bool map;
} runners[] = {
	{ run_reader, false },
	{ run_reader, false },
	{ run_writer, false },
	{ run_poller, false },
	{ run_deriver, false },
	{ run_opener, false },
	{ run_toucher, true },
	{ run_poker, true },
	{ run_mapper, true },
	{ run_forker, true },
};

#define RUNNERS	(sizeof(runners) / sizeof(*runners))

FIXTURE(unbind)
{
	struct race race;
	pid_t pids[RUNNERS];
};

FIXTURE_VARIANT(unbind)
{
	struct memory memory;
};

#define LARGE	.shape = "shape=2097152", .size = 2097152, .order = "order=9"

/* clang-format off */
FIXTURE_VARIANT_ADD(unbind, vmalloc) { { "kind=vmalloc", SMALL } };
FIXTURE_VARIANT_ADD(unbind, pages) { { "kind=pages", SMALL } };
FIXTURE_VARIANT_ADD(unbind, pages_pinnable)
{ { "kind=pages", SMALL, .flags = MVIEW_PINNABLE } };
FIXTURE_VARIANT_ADD(unbind, huge) { { "kind=pages", LARGE } };
FIXTURE_VARIANT_ADD(unbind, huge_pinnable)
{ { "kind=pages", LARGE, .flags = MVIEW_PINNABLE } };
FIXTURE_VARIANT_ADD(unbind, huge_pinnable_by_pages)
{ { "kind=pages", LARGE, .flags = MVIEW_PINNABLE, .by_pages = true } };
FIXTURE_VARIANT_ADD(unbind, kmalloc)
{ { "kind=kmalloc", SMALL, .no_map = true } };
FIXTURE_VARIANT_ADD(unbind, coherent) { { "kind=coherent", SMALL } };
FIXTURE_VARIANT_ADD(unbind, huge_vmalloc) { { "kind=vmalloc", LARGE } };
FIXTURE_VARIANT_ADD(unbind, huge_coherent) { { "kind=coherent", LARGE } };
FIXTURE_VARIANT_ADD(unbind, streaming) { { "kind=streaming", SMALL } };
FIXTURE_VARIANT_ADD(unbind, streaming_sg)
{ { "kind=streaming-sg", SMALL, .flags = MVIEW_PINNABLE } };
FIXTURE_VARIANT_ADD(unbind, mmio) { { "kind=mmio", SMALL } };
/* clang-format on */

FIXTURE_SETUP(unbind)
{
	const struct memory *memory = &variant->memory;
	struct race *race = &self->race;

	ASSERT_EQ(0, prctl(PR_SET_THP_DISABLE, memory->by_pages, 0, 0, 0));
	/* With a rate, the generator may be writing at the unbind, too. */
	ASSERT_MADE(return, memory_make(NAME, memory, "rate=500"));
	race->dev = dev_open(O_RDWR);
	ASSERT_LE(0, race->dev);
	race->size = memory->size;
	race->bytes = malloc(race->size);
	race->shared = mmap(NULL, getpagesize(), PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, race->shared);
}

FIXTURE_TEARDOWN_PARENT(unbind)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

static int race_begin(struct race *race, const struct memory *memory,
		      pid_t *pids)
{
	int running = 0;
	pid_t pid;

	memset(race->shared, 0, sizeof(*race->shared));
	race->view = view_open(race->dev, NAME,
			       MVIEW_OPEN_WRITE | memory->flags);
	race->map = mmap(NULL, race->size, PROT_READ | PROT_WRITE, MAP_SHARED,
			 race->view, 0);
	if (race->view < 0 || (race->map == MAP_FAILED && !memory->no_map))
		return -1;
	/* The last round may have left its bytes there. */
	memset(race->bytes, 0, race->size);
	if (pwrite(race->view, race->bytes, race->size, 0) != race->size)
		return -1;
	if (cpus_use_all())
		return -1;
	for (size_t i = 0; i < RUNNERS; i++) {
		pids[i] = 0;
		if (memory->no_map && runners[i].map)
			continue;
		/* The harness shares the fixture with children. */
		pid = fork();
		if (!pid) {
			/* The parent, which unbinds, must get the processor. */
			nice(10);
			_exit(runners[i].run(race));
		}
		pids[i] = pid;
		running++;
	}
	while (__atomic_load_n(&race->shared->running, __ATOMIC_RELAXED) <
	       running)
		usleep(1000);
	return 0;
}

/* Bind again, and fill the new buffer in the same memory. */
static int race_reuse(const struct race *race)
{
	ssize_t done;
	int view;

	if (sim_bind(NAME))
		return -1;
	view = view_open(race->dev, NAME, MVIEW_OPEN_WRITE);
	memset(race->bytes, NEXT, race->size);
	done = pwrite(view, race->bytes, race->size, 0);
	/* Let the processes look at it for a while. */
	usleep(20000);
	close(view);
	return done == race->size ? 0 : -1;
}

static void race_end(struct race *race)
{
	if (race->map != MAP_FAILED)
		munmap(race->map, race->size);
	close(race->view);
}

TEST_F(unbind, is_seen_by_all)
{
	struct race *race = &self->race;
	int status;

	for (int round = 0; round < ROUNDS; round++) {
		ASSERT_EQ(0, race_begin(race, &variant->memory, self->pids));
		usleep(10000 + 7000 * round);
		ASSERT_EQ(0, sim_unbind(NAME));
		__atomic_store_n(&race->shared->unbound, true,
				 __ATOMIC_RELEASE);
		ASSERT_EQ(0, race_reuse(race));
		__atomic_store_n(&race->shared->stop, true, __ATOMIC_RELAXED);
		for (size_t i = 0; i < RUNNERS; i++) {
			if (!self->pids[i])
				continue;
			ASSERT_EQ(self->pids[i],
				  waitpid(self->pids[i], &status, 0));
			EXPECT_EQ(0, status) {
				TH_LOG("process %zu in round %d", i, round);
			}
		}
		race_end(race);
	}
}

TEST_HARNESS_MAIN
