// SPDX-License-Identifier: GPL-2.0
/*
 * Many threads at once on one view, one buffer, one mapping. What they see is
 * one of the few things that they may see, and in the end the counts are right.
 * The kernel's own complaints are the other half of these tests.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#include "dmabuf.h"
#include "kselftest_harness.h"
#include "mview_test.h"
#include "system.h"

#define NAME	"race_test"
#define SIZE	1048576	/* 16 pages at least */
#define DURATION_MS	500

struct race;

/**
 * struct worker - a thread that does one thing again and again
 * @thread: it
 * @race: what it takes part in
 * @work: that thing, with the number of the round; false if it went wrong
 * @rounds: how often it was done, at least once
 * @wrong: how often it went wrong
 */
struct worker {
	pthread_t thread;
	struct race *race;
	bool (*work)(struct race *race, unsigned long round);
	unsigned long rounds;
	unsigned long wrong;
};

#define WORKERS	8

/**
 * struct race - several workers on the same things
 * @dev: /dev/mview
 * @view: a view
 * @dmabuf: a dma-buf
 * @map: a mapping
 * @stop: the workers must end
 * @nworkers: how many there are
 * @workers: they
 */
struct race {
	int dev;
	int view;
	int dmabuf;
	char *map;
	bool stop;
	int nworkers;
	struct worker workers[WORKERS];
};

static void *worker_run(void *arg)
{
	struct worker *worker = arg;

	do {
		if (!worker->work(worker->race, worker->rounds))
			worker->wrong++;
		worker->rounds++;
	} while (!__atomic_load_n(&worker->race->stop, __ATOMIC_RELAXED));
	return NULL;
}

static void race_add(struct race *race,
		     bool (*work)(struct race *race, unsigned long round))
{
	struct worker *worker = &race->workers[race->nworkers++];

	worker->race = race;
	worker->work = work;
}

static void race_run(struct __test_metadata *_metadata, struct race *race)
{
	ASSERT_EQ(0, cpus_use_all());
	for (int i = 0; i < race->nworkers; i++) {
		struct worker *worker = &race->workers[i];

		ASSERT_EQ(0, pthread_create(&worker->thread, NULL, worker_run,
					    worker));
	}
	usleep(DURATION_MS * 1000);
	__atomic_store_n(&race->stop, true, __ATOMIC_RELAXED);
	for (int i = 0; i < race->nworkers; i++) {
		struct worker *worker = &race->workers[i];

		ASSERT_EQ(0, pthread_join(worker->thread, NULL));
		EXPECT_EQ(0, worker->wrong) {
			TH_LOG("worker %d, in %lu rounds", i, worker->rounds);
		}
	}
}

FIXTURE(race)
{
	struct race race;
	__u64 id;
};

FIXTURE_VARIANT(race)
{
	const char *kind;
};

/* clang-format off */
FIXTURE_VARIANT_ADD(race, vmalloc) { .kind = "kind=vmalloc" };
FIXTURE_VARIANT_ADD(race, pages) { .kind = "kind=pages" };
/* clang-format on */

FIXTURE_SETUP(race)
{
	ASSERT_EQ(0, sim_make(NAME, "shape=1048576", variant->kind));
	self->race.dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->race.dev);
	self->race.view = view_open(self->race.dev, NAME, MVIEW_OPEN_WRITE);
	ASSERT_LE(0, self->race.view);
	self->id = view_buffer_id(self->race.view);
}

FIXTURE_TEARDOWN_PARENT(race)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

/* Work on a view that stays. */
static bool derive(struct race *race, unsigned long round)
{
	int slice = view_range(race->view, round % 1000, 5000, 1 + round % 9);
	int cast = view_cast(race->view, "H", 0, NULL, 0);
	int reader = view_readonly(slice);

	close(slice);
	return !view_release(cast) && !close(cast) && !close(reader);
}

static bool read_odd(struct race *race, unsigned long round)
{
	char bytes[9000];
	size_t at = round * 4093 % (SIZE - sizeof(bytes));

	return pread(race->view, bytes, sizeof(bytes), at) == sizeof(bytes);
}

static bool write_reversed(struct race *race, unsigned long round)
{
	static const char bytes[5000];
	int slice = view_range(race->view, SIZE - 1 - round % 10000, 20000,
			       -5);
	bool ok = pwrite(slice, bytes, sizeof(bytes), round % 7000) ==
		  sizeof(bytes);

	close(slice);
	return ok;
}

static bool map_and_unmap(struct race *race, unsigned long round)
{
	size_t page = getpagesize(), size = 8 * page;
	volatile char *map;

	map = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, race->view,
		   round % 4 * page);
	if (map == MAP_FAILED)
		return false;
	map[0]++;
	map[size - 1]++;
	return !munmap((void *)map + page, page) && !munmap((void *)map, size);
}

static bool describe(struct race *race, unsigned long round)
{
	struct view_desc desc;

	(void)round;
	return !view_describe(race->view, &desc) && desc.info.nbytes == SIZE &&
	       desc.info.exports >= 1;
}

static bool step_and_poll(struct race *race, unsigned long round)
{
	(void)round;
	return !sim_step(NAME, 1) && poll_events(race->view, 0) >= 0 &&
	       !view_seen(race->view);
}

TEST_F(race, on_one_view)
{
	race_add(&self->race, derive);
	race_add(&self->race, derive);
	race_add(&self->race, read_odd);
	race_add(&self->race, write_reversed);
	race_add(&self->race, map_and_unmap);
	race_add(&self->race, map_and_unmap);
	race_add(&self->race, describe);
	race_add(&self->race, step_and_poll);
	race_run(_metadata, &self->race);
	EXPECT_EQ(1, buffer_exports(self->race.dev, self->id));
	EXPECT_EQ(0, buffer_maps(self->race.dev, self->id));
	EXPECT_EQ(0, view_release(self->race.view));
}

/* A mapping that is used, forked and cut at once. */
static bool touch_all(struct race *race, unsigned long round)
{
	size_t page = getpagesize();

	for (size_t at = 0; at < SIZE; at += page)
		((volatile char *)race->map)[at + round % page]++;
	return true;
}

static bool drop_pages(struct race *race, unsigned long round)
{
	size_t page = getpagesize();

	/* The kernel may refuse this; it must not break the mapping. */
	madvise(race->map + round % 16 * page, page, MADV_DONTNEED);
	return !mprotect(race->map + round % 16 * page, page, PROT_READ) &&
	       !mprotect(race->map, SIZE, PROT_READ | PROT_WRITE);
}

static bool fork_and_touch(struct race *race, unsigned long round)
{
	pid_t child = fork();
	int status;

	if (!child) {
		touch_all(race, round);
		_exit(0);
	}
	return waitpid(child, &status, 0) == child && WIFEXITED(status);
}

static bool debug(struct race *race, unsigned long round)
{
	int memory = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
	char bytes[100];
	bool ok;

	ok = pread(memory, bytes, sizeof(bytes),
		   (uintptr_t)race->map + round % 100000) == sizeof(bytes);
	close(memory);
	return ok;
}

TEST_F(race, on_one_mapping)
{
	self->race.map = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED,
			      self->race.view, 0);
	ASSERT_NE(MAP_FAILED, self->race.map);
	race_add(&self->race, fork_and_touch);
	if (debugger_reaches_drivers())
		race_add(&self->race, debug);
	race_add(&self->race, describe);
	race_add(&self->race, read_odd);
	race_run(_metadata, &self->race);
	EXPECT_EQ(1, buffer_maps(self->race.dev, self->id));
	ASSERT_EQ(0, munmap(self->race.map, SIZE));
	EXPECT_EQ(0, buffer_maps(self->race.dev, self->id));
}

TEST_F(race, on_one_mapping_that_changes)
{
	self->race.map = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED,
			      self->race.view, 0);
	ASSERT_NE(MAP_FAILED, self->race.map);
	race_add(&self->race, drop_pages);
	if (debugger_reaches_drivers())
		race_add(&self->race, debug);
	race_add(&self->race, describe);
	race_run(_metadata, &self->race);
	ASSERT_EQ(0, munmap(self->race.map, SIZE));
	EXPECT_EQ(0, buffer_maps(self->race.dev, self->id));
}

/* One thread releases what others use: their accesses come first or fail. */
static bool swap_for(struct race *race, int view, unsigned long round)
{
	if (view < 0)
		return false;
	/* dup3() keeps the number in use: no other file can get it. */
	if (dup3(view, race->view, O_CLOEXEC) < 0 || close(view))
		return false;
	if (round % 2)
		usleep(100);
	return !view_release(race->view) || errno == EBUSY;
}

static bool swap_view(struct race *race, unsigned long round)
{
	return swap_for(race, view_open(race->dev, NAME, MVIEW_OPEN_WRITE),
			round);
}

/* The release of such a view is the end of its buffer. */
static bool swap_private(struct race *race, unsigned long round)
{
	return swap_for(race, view_alloc(race->dev, SIZE, MVIEW_OPEN_WRITE),
			round);
}

static bool read_or_late(struct race *race, unsigned long round)
{
	char bytes[9000];
	ssize_t got = pread(race->view, bytes, sizeof(bytes), round % 100000);

	return got == sizeof(bytes) || (got < 0 && errno == EBADFD) ||
	       /* Released between two chunks of it. */
	       (got > 0 && got < sizeof(bytes));
}

static bool derive_or_late(struct race *race, unsigned long round)
{
	int slice = view_range(race->view, round % 1000, 1000, 1);

	if (slice < 0)
		return errno == EBADFD;
	return !close(slice);
}

static bool export_or_late(struct race *race, unsigned long round)
{
	int dmabuf = view_export(race->view);

	(void)round;
	if (dmabuf < 0)
		return errno == EBADFD;
	return !close(dmabuf);
}

static bool map_or_late(struct race *race, unsigned long round)
{
	size_t size = getpagesize();
	volatile char *map;

	(void)round;
	map = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, race->view,
		   0);
	if (map == MAP_FAILED)
		return errno == EBADFD;
	/* A mapped view can't be released, so this does not fault. */
	map[0]++;
	return !munmap((void *)map, size);
}

static bool sync_or_late(struct race *race, unsigned long round)
{
	(void)round;
	return (!view_sync(race->view, MVIEW_SYNC_READ) ||
		errno == EBADFD || errno == EINVAL) &&
	       (!view_sync(race->view, MVIEW_SYNC_READ | MVIEW_SYNC_END) ||
		errno == EBADFD || errno == EINVAL);
}

TEST_F(race, of_release_and_use)
{
	race_add(&self->race, swap_view);
	race_add(&self->race, read_or_late);
	race_add(&self->race, derive_or_late);
	race_add(&self->race, map_or_late);
	race_add(&self->race, sync_or_late);
	race_run(_metadata, &self->race);
	EXPECT_EQ(0, view_release(self->race.view));
	EXPECT_EQ(0, buffer_exports(self->race.dev, self->id));
	EXPECT_EQ(0, buffer_maps(self->race.dev, self->id));
}

/* Buffers that come and go. */
TEST_F(race, of_release_and_use_of_private_memory)
{
	ASSERT_TRUE(swap_private(&self->race, 0));
	race_add(&self->race, swap_private);
	race_add(&self->race, read_or_late);
	race_add(&self->race, derive_or_late);
	race_add(&self->race, export_or_late);
	race_run(_metadata, &self->race);
	EXPECT_EQ(0, view_release(self->race.view));
}

FIXTURE(buffer)
{
	struct race race;
};

FIXTURE_SETUP(buffer)
{
	ASSERT_EQ(0, sim_make(NAME, "shape=1048576"));
	self->race.dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->race.dev);
}

FIXTURE_TEARDOWN_PARENT(buffer)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

static bool toggle(struct race *race, unsigned long round)
{
	(void)race;
	return !sim_set(NAME, "live", round % 2 ? "1" : "0") ||
	       errno == EBUSY || errno == EALREADY;
}

static bool open_or_miss(struct race *race, unsigned long round)
{
	int view = view_open(race->dev, NAME, round % 2);
	char byte;
	bool ok;

	if (view < 0)
		return errno == ENOENT || errno == ENODEV;
	ok = pread(view, &byte, 1, SIZE - 1) == 1;
	return ok && !close(view);
}

static bool map_or_miss(struct race *race, unsigned long round)
{
	int view = view_open(race->dev, NAME, 0);
	volatile signed char *map;

	(void)round;
	if (view < 0)
		return errno == ENOENT || errno == ENODEV;
	map = mmap(NULL, SIZE, PROT_READ, MAP_SHARED, view, 0);
	close(view);
	if (map == MAP_FAILED || map[SIZE - 1] < 0)
		return false;
	return !munmap((void *)map, SIZE);
}

static bool enumerate(struct race *race, unsigned long round)
{
	struct buffer_desc desc;
	__u64 id = 0;

	(void)round;
	while (!buffer_describe(race->dev, id, MVIEW_BUFFER_INFO_NEXT, &desc)) {
		if (desc.info.id < id)
			return false;
		id = desc.info.id + 1;
	}
	return errno == ENOENT;
}

TEST_F(buffer, unregistered_and_opened)
{
	struct buffer_desc desc;

	race_add(&self->race, toggle);
	race_add(&self->race, open_or_miss);
	race_add(&self->race, open_or_miss);
	race_add(&self->race, map_or_miss);
	race_add(&self->race, enumerate);
	race_run(_metadata, &self->race);
	if (buffer_find(self->race.dev, NAME, &desc)) {
		EXPECT_EQ(ENOENT, errno);
		ASSERT_EQ(0, sim_set(NAME, "live", "1"));
		ASSERT_EQ(0, buffer_find(self->race.dev, NAME, &desc));
	}
	EXPECT_EQ(0, desc.info.exports);
	EXPECT_EQ(0, desc.info.maps);
	EXPECT_EQ(0, sim_set(NAME, "live", "0"));
}

/* Private buffers that come and go with their views. */
static bool import_and_close(struct race *race, unsigned long round)
{
	struct mview_import_dmabuf arg = {
		.size = sizeof(arg),
		.flags = MVIEW_OPEN_WRITE,
		.dmabuf_fd = race->dmabuf,
	};
	size_t size = getpagesize();
	volatile char *map;
	char bytes[64];
	int slice;

	if (ioctl(race->dev, MVIEW_IMPORT_DMABUF, &arg))
		return false;
	slice = view_range(arg.fd, 5, 10, 2);
	map = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, arg.fd, 0);
	close(arg.fd);
	if (slice < 0 || map == MAP_FAILED)
		return false;
	map[round % size]++;
	return read(slice, bytes, sizeof(bytes)) == 10 && !close(slice) &&
	       !munmap((void *)map, size);
}

/* Open all buffers by id, others' too, which may go at any time. */
static bool open_others(struct race *race, unsigned long round)
{
	struct buffer_desc desc;
	char byte;
	int view;
	__u64 id = 0;

	(void)round;
	while (!buffer_describe(race->dev, id, MVIEW_BUFFER_INFO_NEXT, &desc)) {
		id = desc.info.id + 1;
		/* Skip registers: reads are whole, with side effects. */
		if (desc.info.kind == MVIEW_KIND_MMIO)
			continue;
		view = view_open_id(race->dev, desc.info.id, 0);
		if (view < 0 && errno != ENOENT && errno != ENODEV)
			return false;
		if (view >= 0 && (pread(view, &byte, 1, 0) != 1 || close(view)))
			return false;
	}
	return errno == ENOENT;
}

TEST_F(buffer, imported_and_closed)
{
	struct buffer_desc last, desc;
	long before;

	ASSERT_EQ(0, buffer_find(self->race.dev, NAME, &last));
	self->race.dmabuf = any_dmabuf();
	if (self->race.dmabuf < 0)
		SKIP(return, "nobody here exports a dma-buf");
	before = dmabuf_count();
	race_add(&self->race, import_and_close);
	race_add(&self->race, import_and_close);
	race_add(&self->race, open_others);
	race_add(&self->race, enumerate);
	race_run(_metadata, &self->race);
	expect_errno(ENOENT, buffer_describe(self->race.dev,
					     last.info.id + 1,
					     MVIEW_BUFFER_INFO_NEXT, &desc));
	EXPECT_EQ(before, dmabuf_count());
	ASSERT_EQ(0, close(self->race.dmabuf));
	EXPECT_EQ(before < 0 ? before : before - 1, dmabuf_count());
}

TEST_HARNESS_MAIN
