// SPDX-License-Identifier: GPL-2.0
/*
 * Mappings of memory in pieces as large as a page table maps: by one entry each
 * where the kernel can; they stay right when they are cut.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "child.h"
#include "kselftest_harness.h"
#include "mview_test.h"
#include "system.h"

#define NAME	"huge_test"
#define PIECE	(2UL << 20)
#define SIZE	(8 * PIECE)
#define PAGE	4096UL
#define WRITE	MVIEW_OPEN_WRITE

/* Each page is told from all the others. */
static unsigned int stamp(size_t page)
{
	return page * 2654435761U + 12345;
}

/* All in one write, of the first word of each page. */
static int stamp_pages(int view)
{
	unsigned int stamps[SIZE / PAGE];
	int words, firsts;
	ssize_t done;

	for (size_t i = 0; i < SIZE / PAGE; i++)
		stamps[i] = stamp(i);
	words = view_cast(view, "I", 0, NULL, MVIEW_CAST_FREE);
	firsts = view_range(words, 0, SIZE / PAGE, PAGE / sizeof(*stamps));
	done = pwrite(firsts, stamps, sizeof(stamps), 0);
	close(firsts);
	close(words);
	return done == sizeof(stamps) ? 0 : -1;
}

FIXTURE(huge)
{
	int dev;
	int view;
	char *map;
};

FIXTURE_VARIANT(huge)
{
	const char *kind;	/* "kind=pages" unless given */
	bool pinnable;
	bool alloc;	/* by mview, not a simulated driver */
	bool populate;
};

/* clang-format off */
FIXTURE_VARIANT_ADD(huge, frames) { };
FIXTURE_VARIANT_ADD(huge, frames_of_mview) { .alloc = true };
FIXTURE_VARIANT_ADD(huge, frames_of_vmalloc) { .kind = "kind=vmalloc" };
FIXTURE_VARIANT_ADD(huge, pages) { .pinnable = true };
FIXTURE_VARIANT_ADD(huge, pages_of_mview) { .pinnable = true, .alloc = true };
FIXTURE_VARIANT_ADD(huge, pages_at_once)
{
	.pinnable = true, .populate = true,
};
/* clang-format on */

static int open_view(int dev, bool alloc, __u32 flags)
{
	return alloc ? view_alloc(dev, SIZE, flags) :
		       view_open(dev, NAME, flags);
}

FIXTURE_SETUP(huge)
{
	if (getpagesize() != PAGE)
		SKIP(return, "pages are not of 4096 bytes");
	if (!variant->alloc)
		ASSERT_EQ(0, sim_make(NAME, variant->kind ?: "kind=pages",
				      "order=9", "shape=16777216"));
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	self->view = open_view(self->dev, variant->alloc,
			       variant->pinnable ? WRITE | MVIEW_PINNABLE :
						   WRITE);
	ASSERT_LE(0, self->view);
	ASSERT_EQ(0, stamp_pages(self->view));
	self->map = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED |
			 (variant->populate ? MAP_POPULATE : 0), self->view, 0);
	ASSERT_NE(MAP_FAILED, self->map);
}

FIXTURE_TEARDOWN_PARENT(huge)
{
	sim_remove(NAME);
}

/* Are these pages of the buffer at that address? */
static bool shows(const char *map, size_t first, size_t count)
{
	unsigned int value;
	size_t i;

	for (i = 0; i < count; i++) {
		memcpy(&value, map + i * PAGE, sizeof(value));
		if (value != stamp(first + i))
			return false;
	}
	return true;
}

#define PAGES(size)	((size) / PAGE)

/* KiB of page tables of this process. */
static long page_tables(void)
{
	char text[8192], *line;

	if (text_read("/proc/self/status", text, sizeof(text)))
		return -1;
	line = strstr(text, "VmPTE:");
	return line ? atol(line + 6) : -1;
}

static bool kernel_is_at_least(unsigned int major, unsigned int minor)
{
	unsigned int a, b;
	struct utsname name;

	return !uname(&name) && sscanf(name.release, "%u.%u", &a, &b) == 2 &&
	       (a > major || (a == major && b >= minor));
}

#define THP_SIZE	"/sys/kernel/mm/transparent_hugepage/hpage_pmd_size"

/*
 * Why the kernel maps no piece of PIECE bytes by one entry, of page frames or else
 * of a folio; NULL if it does. Frames take an architecture that has
 * ARCH_SUPPORTS_PMD_PFNMAP.
 */
static const char *only_small(bool frames)
{
	struct utsname name;
	char text[32];

	if (text_read(THP_SIZE, text, sizeof(text)))
		return "this kernel has no transparent huge pages";
	if (strtoul(text, NULL, 10) != PIECE)
		return "large entries are not of 2 MiB here";
	if (sizeof(long) < 8)
		return "the kernel has no large entries for 32-bit programs";
	if (frames && (!kernel_is_at_least(6, 12) || uname(&name) ||
		       (strcmp(name.machine, "x86_64") &&
			strcmp(name.machine, "aarch64"))))
		return "this kernel has no large entries for frames";
	return NULL;
}

static bool touch(const char *map)
{
	return shows(map, 0, PAGES(SIZE));
}

static void write_pieces(volatile char *map)
{
	for (size_t at = 0; at < SIZE; at += PIECE)
		map[at + 100] = 'x';
}

TEST_F(huge, mapping_shows_the_bytes)
{
	EXPECT_TRUE(touch(self->map));
}

TEST_F(huge, mapping_begins_where_large_pages_do)
{
	const char *why = only_small(false);

	if (why)
		SKIP(return, "%s", why);
	EXPECT_EQ(0, (uintptr_t)self->map % PIECE);
}

/* Eight tables, where an entry for each small page is needed. */
TEST_F(huge, mapping_needs_no_page_tables)
{
	const char *why = only_small(!variant->pinnable);
	long before;

	if (why)
		SKIP(return, "%s", why);
	ASSERT_EQ(0, munmap(self->map, SIZE));
	before = page_tables();
	self->map = mmap(self->map, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED,
			 self->view, 0);
	ASSERT_NE(MAP_FAILED, self->map);
	ASSERT_TRUE(touch(self->map));
	EXPECT_LE(0, before);
	EXPECT_GE(before + 8, page_tables());
}

/*
 * Both can change while faults are under way, and large and small ones of the
 * same piece must not meet: so page frames take no notice.
 */
TEST_F(huge, mapping_is_large_where_the_process_wants_no_thp)
{
	const char *why = only_small(true);
	long before;

	if (variant->pinnable)
		SKIP(return, "the kernel maps pages by itself");
	if (why)
		SKIP(return, "%s", why);
	ASSERT_EQ(0, munmap(self->map, SIZE));
	ASSERT_EQ(0, prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0));
	before = page_tables();
	self->map = mmap(self->map, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED,
			 self->view, 0);
	ASSERT_TRUE(touch(self->map));
	EXPECT_GE(before + 8, page_tables());
}

TEST_F(huge, mapping_is_small_where_its_owner_wants_that)
{
	const char *why = only_small(true);
	long before;

	if (variant->pinnable)
		SKIP(return, "the kernel maps pages by itself");
	if (why)
		SKIP(return, "%s", why);
	ASSERT_EQ(0, munmap(self->map, SIZE));
	before = page_tables();
	self->map = mmap(self->map, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED,
			 self->view, 0);
	ASSERT_EQ(0, madvise(self->map, SIZE / 2, MADV_NOHUGEPAGE));
	ASSERT_TRUE(touch(self->map));
	EXPECT_LE(before + SIZE / PIECE / 2 * PAGE / 1024, page_tables());
	/* What has a page table keeps it. */
	ASSERT_EQ(0, madvise(self->map, SIZE / 2, MADV_HUGEPAGE));
	EXPECT_TRUE(touch(self->map));
	write_pieces(self->map);
	EXPECT_EQ('x', self->map[100]);
}

TEST_F(huge, mapping_of_pages_is_counted_as_large)
{
	const char *why = only_small(false);

	if (!variant->pinnable)
		return;
	if (why)
		SKIP(return, "%s", why);
	ASSERT_TRUE(touch(self->map));
	EXPECT_EQ(SIZE / 1024, smaps_kib(self->map, "FilePmdMapped"));
}

TEST_F(huge, mapping_is_seen_by_read)
{
	char seen[5];

	memcpy(self->map + 3 * PIECE + 5 * PAGE + 10, "hello", 5);
	ASSERT_EQ(5, pread(self->view, seen, 5, 3 * PIECE + 5 * PAGE + 10));
	EXPECT_EQ(0, memcmp(seen, "hello", 5));
}

TEST_F(huge, mapping_is_cut_within_a_piece)
{
	char *hole = self->map + PIECE + 7 * PAGE;

	ASSERT_TRUE(touch(self->map));
	ASSERT_EQ(0, munmap(hole, 3 * PAGE));
	EXPECT_EQ(2, view_maps(self->view));
	EXPECT_TRUE(shows(self->map, 0, PAGES(PIECE) + 7));
	EXPECT_TRUE(shows(hole + 3 * PAGE, PAGES(PIECE) + 10,
			  PAGES(SIZE - PIECE) - 10));
	/* The pages around the hole are still shared. */
	memset(hole - PAGE, 'x', PAGE);
	EXPECT_EQ(PAGE, pread(self->view, hole - 2 * PAGE, PAGE,
			      PIECE + 6 * PAGE));
	EXPECT_EQ('x', *(hole - 2 * PAGE));
	ASSERT_EQ(0, munmap(self->map, SIZE));
	EXPECT_EQ(0, view_maps(self->view));
}

TEST_F(huge, mapping_loses_its_ends)
{
	ASSERT_TRUE(touch(self->map));
	ASSERT_EQ(0, munmap(self->map, PAGE));
	ASSERT_EQ(0, munmap(self->map + SIZE - PAGE, PAGE));
	EXPECT_TRUE(shows(self->map + PAGE, 1, PAGES(SIZE) - 2));
	EXPECT_EQ(1, view_maps(self->view));
}

TEST_F(huge, mapping_is_cut_before_it_is_touched)
{
	ASSERT_EQ(0, munmap(self->map + PIECE + PAGE, PAGE));
	EXPECT_TRUE(shows(self->map, 0, PAGES(PIECE) + 1));
	EXPECT_TRUE(shows(self->map + PIECE + 2 * PAGE, PAGES(PIECE) + 2,
			  PAGES(SIZE - PIECE) - 2));
}

/* A child that writes there, and how it ended. */
static int signal_of_write(char *address)
{
	pid_t child = fork();
	int status;

	if (!child) {
		*(volatile char *)address = 'x';
		_exit(0);
	}
	if (waitpid(child, &status, 0) != child)
		return -1;
	return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

TEST_F(huge, mapping_is_protected_in_part)
{
	char *part = self->map + PIECE + 7 * PAGE;

	ASSERT_TRUE(touch(self->map));
	ASSERT_EQ(0, mprotect(part, PAGE, PROT_READ));
	EXPECT_TRUE(touch(self->map));
	EXPECT_EQ(SIGSEGV, signal_of_write(part + 100));
	EXPECT_EQ(0, signal_of_write(part - PAGE + 100));
	EXPECT_EQ(0, signal_of_write(part + PAGE + 100));
	EXPECT_EQ('x', part[PAGE + 100]);
	ASSERT_EQ(0, mprotect(part, PAGE, PROT_READ | PROT_WRITE));
	EXPECT_EQ(0, signal_of_write(part + 100));
	EXPECT_EQ('x', part[100]);
}

TEST_F(huge, mapping_is_protected_as_a_whole_and_back)
{
	ASSERT_TRUE(touch(self->map));
	ASSERT_EQ(0, mprotect(self->map, SIZE, PROT_READ));
	EXPECT_EQ(SIGSEGV, signal_of_write(self->map + PIECE));
	EXPECT_TRUE(touch(self->map));
	ASSERT_EQ(0, mprotect(self->map, SIZE, PROT_READ | PROT_WRITE));
	EXPECT_TRUE(touch(self->map));
	for (size_t i = 0; i < SIZE; i += PAGE)
		self->map[i + 100] = 'x';
	EXPECT_TRUE(touch(self->map));
	EXPECT_EQ(1, view_maps(self->view));
}

TEST_F(huge, mapping_is_shared_with_a_child)
{
	struct child child;

	ASSERT_TRUE(touch(self->map));
	ASSERT_LE(0, child_fork(&child));
	if (!child.pid) {
		if (!touch(self->map))
			_exit(1);
		self->map[5 * PIECE + 100] = 'c';
		child_stop(&child);
		_exit(self->map[6 * PIECE + 100] != 'p');
	}
	ASSERT_EQ(0, child_await(&child));
	EXPECT_EQ('c', self->map[5 * PIECE + 100]);
	EXPECT_EQ(2, view_maps(self->view));
	self->map[6 * PIECE + 100] = 'p';
	ASSERT_EQ(0, child_go(&child));
	EXPECT_EQ(0, child_end(&child));
	EXPECT_EQ(1, view_maps(self->view));
}

/* Do reads of the mapping fault once a piece? The stack may fault, too. */
static bool is_faulted_in(const volatile char *map)
{
	struct rusage before, after;

	getrusage(RUSAGE_SELF, &before);
	for (size_t at = 0; at < SIZE; at += PIECE)
		(void)map[at];
	getrusage(RUSAGE_SELF, &after);
	return after.ru_minflt - before.ru_minflt >= SIZE / PIECE;
}

/*
 * Why entries may be copied by fork(2), which does so with small ones of pages, and
 * with those of frames where the kernel has no large ones.
 */
static const char *copied(bool pinnable)
{
	return pinnable || access(THP_SIZE, F_OK) ? only_small(false) : NULL;
}

/*
 * Large entries copied by fork(2) could outlive a revoke. The parent keeps its
 * own.
 */
TEST_F(huge, mapping_is_not_copied_to_a_child)
{
	const char *why = copied(variant->pinnable);
	struct child child;

	if (why)
		SKIP(return, "%s", why);
	ASSERT_TRUE(touch(self->map));
	ASSERT_LE(0, child_fork(&child));
	if (!child.pid)
		_exit(!is_faulted_in(self->map));
	EXPECT_FALSE(is_faulted_in(self->map));
	EXPECT_EQ(0, child_end(&child));
}

/* MADV_KEEPONFORK does not change that. */
TEST_F(huge, mapping_is_not_copied_to_a_grandchild)
{
	const char *why = copied(variant->pinnable);
	struct child child, grandchild;

	if (why)
		SKIP(return, "%s", why);
	ASSERT_TRUE(touch(self->map));
	madvise(self->map, SIZE, MADV_KEEPONFORK);
	ASSERT_LE(0, child_fork(&child));
	if (!child.pid) {
		ASSERT_TRUE(touch(self->map));
		madvise(self->map, SIZE, MADV_KEEPONFORK);
		ASSERT_LE(0, child_fork(&grandchild));
		if (!grandchild.pid)
			_exit(!is_faulted_in(self->map));
		_exit(child_end(&grandchild));
	}
	EXPECT_EQ(0, child_end(&child));
}

/* MADV_DONTNEED can't drop page frames; dropped pages come back unchanged. */
TEST_F(huge, mapping_is_dropped_and_comes_back)
{
	char *part = self->map + PIECE + 3 * PAGE;

	ASSERT_TRUE(touch(self->map));
	if (variant->pinnable) {
		ASSERT_EQ(0, madvise(part, PAGE, MADV_DONTNEED));
		EXPECT_TRUE(touch(self->map));
		ASSERT_EQ(0, madvise(self->map, SIZE, MADV_DONTNEED));
	} else {
		expect_errno(EINVAL, madvise(part, PAGE, MADV_DONTNEED));
	}
	EXPECT_TRUE(touch(self->map));
}

TEST_F(huge, mapping_is_locked)
{
	ASSERT_EQ(0, mlock(self->map, SIZE));
	EXPECT_TRUE(touch(self->map));
	EXPECT_EQ(0, munlock(self->map + PAGE, PAGE));
	EXPECT_TRUE(touch(self->map));
}

/* Room for @size bytes that begins @rest bytes behind a piece's bound. */
static char *make_place(size_t size, size_t rest)
{
	char *room = mmap(NULL, size + 2 * PIECE, PROT_NONE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return room == MAP_FAILED ? NULL :
	       (char *)(((uintptr_t)room + PIECE - 1) / PIECE * PIECE) + rest;
}

static void check_move(struct __test_metadata *_metadata,
		       FIXTURE_DATA(huge) *self, size_t rest, bool touched)
{
	char *place = make_place(SIZE, rest);

	ASSERT_NE(NULL, place);
	if (touched)
		ASSERT_TRUE(touch(self->map));
	ASSERT_EQ(place, mremap(self->map, SIZE, SIZE,
				MREMAP_MAYMOVE | MREMAP_FIXED, place));
	EXPECT_TRUE(touch(place));
	place[3 * PIECE + 100] = 'x';
	EXPECT_EQ(1, pread(self->view, place + 200, 1, 3 * PIECE + 100));
	EXPECT_EQ('x', place[200]);
	EXPECT_EQ(1, view_maps(self->view));
}

TEST_F(huge, mapping_moves)
{
	check_move(_metadata, self, 0, true);
}

TEST_F(huge, mapping_moves_before_it_is_touched)
{
	check_move(_metadata, self, 0, false);
}

TEST_F(huge, mapping_moves_to_where_no_large_page_fits)
{
	check_move(_metadata, self, 5 * PAGE, true);
}

TEST_F(huge, mapping_moves_in_part)
{
	char *place = make_place(PIECE, PAGE);
	size_t first = PIECE + 9 * PAGE;

	ASSERT_TRUE(touch(self->map));
	ASSERT_EQ(place, mremap(self->map + first, 100 * PAGE, 100 * PAGE,
				MREMAP_MAYMOVE | MREMAP_FIXED, place));
	EXPECT_TRUE(shows(place, PAGES(first), 100));
	EXPECT_TRUE(shows(self->map, 0, PAGES(first)));
	EXPECT_TRUE(shows(self->map + first + 100 * PAGE, PAGES(first) + 100,
			  PAGES(SIZE - first) - 100));
}

TEST_F(huge, mapping_where_no_large_page_fits)
{
	char *place = make_place(SIZE, 3 * PAGE);

	ASSERT_EQ(place, mmap(place, SIZE, PROT_READ, MAP_SHARED | MAP_FIXED,
			      self->view, 0));
	EXPECT_TRUE(touch(place));
	EXPECT_EQ(0, munmap(place, SIZE));
}

TEST_F(huge, mapping_from_an_offset)
{
	size_t first = PIECE - 3 * PAGE, size = 2 * PIECE + 5 * PAGE;
	char *map = mmap(NULL, size, PROT_READ, MAP_SHARED, self->view, first);

	ASSERT_NE(MAP_FAILED, map);
	EXPECT_TRUE(shows(map, PAGES(first), PAGES(size)));
}

/* The pieces at the slice's ends have pages outside of it. */
TEST_F(huge, mapping_of_a_slice_has_no_page_beyond)
{
	size_t first = PIECE + 5 * PAGE, size = 2 * PIECE;
	int slice = view_range(self->view, first, size, 1);
	char *map = mmap(NULL, size, PROT_READ, MAP_SHARED, slice, 0);

	ASSERT_NE(MAP_FAILED, map);
	EXPECT_TRUE(shows(map, PAGES(first), PAGES(size)));
	EXPECT_EQ(size / 1024, smaps_kib(map, "Size"));
	expect_no_map(EINVAL, mmap(NULL, size + PAGE, PROT_READ, MAP_SHARED,
				   slice, 0));
	expect_no_map(EFAULT, mremap(map, size, size + PAGE, MREMAP_MAYMOVE));
}

TEST_F(huge, mapping_is_seen_by_a_debugger)
{
	int memory = open("/proc/self/mem", O_RDWR | O_CLOEXEC);
	unsigned int value;

	SKIP_UNLESS_DEBUGGED(return, "mappings");
	ASSERT_LE(0, memory);
	for (size_t i = 0; i < PAGES(SIZE); i += 61) {
		ASSERT_EQ(4, pread(memory, &value, 4,
				   (uintptr_t)self->map + i * PAGE));
		ASSERT_EQ(stamp(i), value);
	}
	ASSERT_EQ(5, pwrite(memory, "hello", 5,
			    (uintptr_t)self->map + PIECE + 100));
	EXPECT_EQ(0, memcmp(self->map + PIECE + 100, "hello", 5));
}

TEST_F(huge, mapping_of_a_reader_is_written_by_nobody)
{
	int memory = open("/proc/self/mem", O_RDWR | O_CLOEXEC);
	int reader = view_readonly(self->view);
	char *map = mmap(NULL, SIZE, PROT_READ, MAP_SHARED, reader, 0);

	ASSERT_NE(MAP_FAILED, map);
	ASSERT_TRUE(touch(map));
	expect_errno(EACCES, mprotect(map + PIECE, PAGE,
				      PROT_READ | PROT_WRITE));
	EXPECT_EQ(SIGSEGV, signal_of_write(map + PIECE + 100));
	EXPECT_EQ(-1, pwrite(memory, "X", 1, (uintptr_t)map + PIECE + 100));
	EXPECT_EQ(0, map[PIECE + 100]);
}

TEST_F(huge, mapping_outlives_the_descriptor)
{
	__u64 id = view_buffer_id(self->view);

	ASSERT_EQ(0, close(self->view));
	EXPECT_TRUE(touch(self->map));
	ASSERT_EQ(0, munmap(self->map + PIECE, SIZE - PIECE));
	EXPECT_TRUE(shows(self->map, 0, PAGES(PIECE)));
	EXPECT_EQ(1, buffer_exports(self->dev, id));
	ASSERT_EQ(0, munmap(self->map, PIECE));
	EXPECT_NE(1, buffer_exports(self->dev, id));
}

/* A revoke unmaps all pages for good, however they were mapped. */
TEST_F(huge, mapping_ends_when_its_buffer_is_revoked)
{
	if (variant->alloc)
		return;
	ASSERT_TRUE(touch(self->map));
	ASSERT_EQ(0, munmap(self->map + PIECE + PAGE, PAGE));
	ASSERT_EQ(0, sim_set(NAME, "revoke", "1"));
	EXPECT_EQ(SIGBUS, signal_of_write(self->map));
	EXPECT_EQ(SIGBUS, signal_of_write(self->map + PIECE));
	EXPECT_EQ(SIGBUS, signal_of_write(self->map + SIZE - 1));
}

/* As large as the DMA API has it in one piece. */
TEST(coherent_memory_is_mapped_by_large_entries)
{
	const size_t size = 2 * PIECE;
	const char *why = only_small(true);
	volatile char *map;
	long before;
	int view;

	if (why)
		SKIP(return, "%s", why);
	ASSERT_EQ(0, sim_make(NAME, "kind=coherent", "shape=4194304"));
	view = view_open(dev_open(O_RDWR), NAME, WRITE);
	ASSERT_LE(0, view);
	before = page_tables();
	map = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, view, 0);
	EXPECT_NE(MAP_FAILED, map);
	for (size_t at = 0; map != MAP_FAILED && at < size; at += PAGE)
		map[at] = 1;
	/* Tables of higher levels may be new. */
	EXPECT_GE(before + 4, page_tables());
	close(view);
	munmap((void *)map, size);
	EXPECT_EQ(0, sim_remove(NAME));
}



/**
 * struct racer - a thread that writes to a mapping while another does
 * @map: where, in this round; NULL to end
 * @round: the number of the round that may begin; set after @map
 * @done: the number of the last round that has ended
 */
struct racer {
	char *map;
	atomic_uint round;
	atomic_uint done;
};

/* The process wants no THP, or does, by turns. */
static void *race(void *arg)
{
	struct racer *racer = arg;
	unsigned int round;
	char *map;

	for (round = 1;; round++) {
		while (racer->round != round)
			;
		map = racer->map;
		if (!map)
			return NULL;
		prctl(PR_SET_THP_DISABLE, round & 1, 0, 0, 0);
		write_pieces(map);
		racer->done = round;
	}
}

/* A kernel that meets a page table in the place of a large entry warns. */
TEST_F(huge, faults_race_with_the_wish_for_no_thp)
{
	struct racer racer = {};
	unsigned int round;
	pthread_t thread;
	char *map;

	if (variant->pinnable)
		SKIP(return, "the kernel maps pages by itself");
	ASSERT_EQ(0, cpus_use_all());
	ASSERT_EQ(0, pthread_create(&thread, NULL, race, &racer));
	for (round = 1; round <= 250; round++) {
		map = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED,
			   self->view, 0);
		ASSERT_NE(MAP_FAILED, map);
		racer.map = map;
		racer.round = round;
		write_pieces(map);
		while (racer.done != round)
			;
		EXPECT_EQ('x', map[SIZE - PIECE + 100]);
		munmap(map, SIZE);
	}
	racer.map = NULL;
	racer.round = round;
	EXPECT_EQ(0, pthread_join(thread, NULL));
}

/* A mapping of pages that its driver takes away while they are mapped. */
FIXTURE(slow)
{
	int dev;
	int view;
	char *map;
};

FIXTURE_SETUP(slow)
{
	if (!getenv("MVIEW_MODULES"))
		SKIP(return, "MVIEW_MODULES names no directory of modules");
	if (module_load("mview_slow"))
		SKIP(return, "this kernel has no kretprobes");
	ASSERT_EQ(0, sim_make(NAME, "kind=pages", "order=9", "shape=2097152"));
	self->dev = dev_open(O_RDWR);
	self->view = view_open(self->dev, NAME, WRITE | MVIEW_PINNABLE);
	ASSERT_LE(0, self->view);
	self->map = mmap(NULL, PIECE, PROT_READ | PROT_WRITE, MAP_SHARED,
			 self->view, 0);
	ASSERT_NE(MAP_FAILED, self->map);
}

FIXTURE_TEARDOWN_PARENT(slow)
{
	EXPECT_EQ(0, module_unload("mview_slow"));
	EXPECT_EQ(0, sim_remove(NAME));
}

/* Interrupts may be off during the delay: each thread needs a CPU of its own. */
static int run_on(int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	return sched_setaffinity(0, sizeof(set), &set);
}

static void *populate(void *map)
{
	run_on(1);
	madvise(map, PIECE, MADV_POPULATE_WRITE);
	return NULL;
}

/* A revoke waits for pages that are on their way from the fault to the mapping. */
TEST_F(slow, fault_maps_nothing_that_was_revoked)
{
	pthread_t thread;

	ASSERT_EQ(0, run_on(0));
	ASSERT_EQ(0, pthread_create(&thread, NULL, populate, self->map));
	usleep(150000);
	ASSERT_EQ(0, sim_set(NAME, "revoke", "1"));
	ASSERT_EQ(0, pthread_join(thread, NULL));
	expect_errno(EFAULT, madvise(self->map, PIECE, MADV_POPULATE_READ));
}

TEST_HARNESS_MAIN
