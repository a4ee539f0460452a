// SPDX-License-Identifier: GPL-2.0
/* A buffer without views gets other memory under the same name and id. */
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sys/mman.h>

#include "kselftest_harness.h"
#include "mview_test.h"
#include "system.h"

#define NAME	"resize_test"
#define ROOM	1024
#define RESIZE(shape)	sim_set(NAME, "resize", shape)

FIXTURE(resize)
{
	int dev;
	__u64 id;
};

FIXTURE_VARIANT(resize)
{
	const char *kind;
};

/* clang-format off */
FIXTURE_VARIANT_ADD(resize, vmalloc) { .kind = "kind=vmalloc" };
FIXTURE_VARIANT_ADD(resize, pages) { .kind = "kind=pages" };
FIXTURE_VARIANT_ADD(resize, kmalloc) { .kind = "kind=kmalloc" };
FIXTURE_VARIANT_ADD(resize, coherent) { .kind = "kind=coherent" };
FIXTURE_VARIANT_ADD(resize, streaming) { .kind = "kind=streaming" };
FIXTURE_VARIANT_ADD(resize, streaming_sg) { .kind = "kind=streaming-sg" };
FIXTURE_VARIANT_ADD(resize, mmio) { .kind = "kind=mmio" };
/* clang-format on */

FIXTURE_SETUP(resize)
{
	struct buffer_desc desc;

	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	ASSERT_MADE(return, sim_make(NAME, variant->kind, "format=I",
				     "shape=1000", "pattern=counter"));
	ASSERT_EQ(0, buffer_find(self->dev, NAME, &desc));
	self->id = desc.info.id;
}

FIXTURE_TEARDOWN_PARENT(resize)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

TEST_F(resize, keeps_name_and_id)
{
	struct buffer_desc desc;
	char shape[ROOM];

	ASSERT_EQ(0, RESIZE("30 1000"));
	ASSERT_EQ(0, buffer_find(self->dev, NAME, &desc));
	EXPECT_EQ(self->id, desc.info.id);
	EXPECT_LE(120000, desc.info.nbytes);
	ASSERT_EQ(2, desc.layout.ndim);
	EXPECT_EQ(30, desc.shape[0]);
	EXPECT_EQ(1000, desc.shape[1]);
	ASSERT_EQ(0, sim_get(NAME, "shape", shape, sizeof(shape)));
	EXPECT_STREQ("30 1000", shape);
}

TEST_F(resize, shows_the_current_block)
{
	__u32 elements[10];
	int view;

	ASSERT_EQ(0, sim_step(NAME, 3));
	ASSERT_EQ(0, RESIZE("10"));
	view = view_open_id(self->dev, self->id, 0);
	ASSERT_EQ(40, read(view, elements, sizeof(elements)));
	for (int i = 0; i < 10; i++)
		EXPECT_EQ(30 + i, elements[i]);
}

TEST_F(resize, goes_on_with_the_announcements)
{
	__u32 element;
	int view;

	ASSERT_EQ(0, sim_step(NAME, 3));
	ASSERT_EQ(0, RESIZE("10"));
	view = view_open(self->dev, NAME, 0);
	EXPECT_EQ(3, view_seq(view));
	EXPECT_EQ(0, poll_events(view, 0));
	ASSERT_EQ(0, sim_step(NAME, 1));
	EXPECT_EQ(POLLPRI, poll_events(view, 0));
	ASSERT_EQ(4, pread(view, &element, 4, 0));
	EXPECT_EQ(40, element);
}

TEST_F(resize, is_refused_under_a_view)
{
	char shape[ROOM];
	__u32 element;
	int view;

	view = view_open(self->dev, NAME, 0);
	expect_errno(EBUSY, RESIZE("10"));
	ASSERT_EQ(4, pread(view, &element, 4, 3996));
	EXPECT_EQ(999, element);
	ASSERT_EQ(0, sim_get(NAME, "shape", shape, sizeof(shape)));
	EXPECT_STREQ("1000", shape);
	ASSERT_EQ(0, sim_step(NAME, 1));
	EXPECT_EQ(1, view_seq(view));
	ASSERT_EQ(0, view_release(view));
	EXPECT_EQ(0, RESIZE("10"));
}

TEST_F(resize, is_refused_under_a_mapping)
{
	void *map;
	int view;

	view = view_open(self->dev, NAME, 0);
	map = mmap(NULL, getpagesize(), PROT_READ, MAP_SHARED, view, 0);
	if (map == MAP_FAILED)
		SKIP(return, "a kind that is not mapped");
	ASSERT_EQ(0, close(view));
	expect_errno(EBUSY, RESIZE("10"));
	ASSERT_EQ(0, munmap(map, getpagesize()));
	EXPECT_EQ(0, RESIZE("10"));
}

TEST_F(resize, changes_nothing_when_it_fails)
{
	char shape[ROOM];
	__u32 element;
	int view;

	expect_errno(EINVAL, RESIZE("ten"));
	expect_errno(EOVERFLOW, RESIZE("4294967296 4294967295"));
	ASSERT_EQ(0, sim_get(NAME, "shape", shape, sizeof(shape)));
	EXPECT_STREQ("1000", shape);
	view = view_open_id(self->dev, self->id, 0);
	ASSERT_EQ(4, pread(view, &element, 4, 3996));
	EXPECT_EQ(999, element);
}

TEST_F(resize, wants_a_live_source)
{
	ASSERT_EQ(0, sim_set(NAME, "live", "0"));
	expect_errno(ENODEV, RESIZE("10"));
}

/**
 * struct resizer - a thread that resizes again and again
 * @thread: it
 * @stop: it must end
 * @done: how often it did
 * @wrong: how often that failed for another reason than a view
 */
struct resizer {
	pthread_t thread;
	bool stop;
	unsigned int done;
	unsigned int wrong;
};

static void *resizer_run(void *arg)
{
	struct resizer *resizer = arg;
	unsigned int round = 0;

	while (!__atomic_load_n(&resizer->stop, __ATOMIC_RELAXED)) {
		if (!RESIZE(round++ % 2 ? "1000" : "3000"))
			__atomic_add_fetch(&resizer->done, 1, __ATOMIC_RELAXED);
		else if (errno != EBUSY)
			resizer->wrong++;
	}
	return NULL;
}

#define RESIZES	30

/* An open by name or id meanwhile finds the old memory or the new. */
TEST_F(resize, is_not_seen_by_who_opens)
{
	struct resizer resizer = {};
	struct view_desc desc;
	int view;

	ASSERT_EQ(0, sim_set(NAME, "rate", "1000"));
	ASSERT_EQ(0, cpus_use_all());
	ASSERT_EQ(0, pthread_create(&resizer.thread, NULL, resizer_run,
				    &resizer));
	for (unsigned int i = 0;
	     __atomic_load_n(&resizer.done, __ATOMIC_RELAXED) < RESIZES; i++) {
		view = i % 2 ? view_open(self->dev, NAME, 0) :
			       view_open_id(self->dev, self->id, 0);
		ASSERT_LE(0, view);
		ASSERT_EQ(0, view_describe(view, &desc));
		ASSERT_EQ(self->id, desc.info.buffer_id);
		ASSERT_TRUE(desc.shape[0] == 1000 || desc.shape[0] == 3000);
		ASSERT_EQ(0, close(view));
		/* Let the resizer run. */
		if (i % 4 == 0)
			usleep(i % 1000);
	}
	__atomic_store_n(&resizer.stop, true, __ATOMIC_RELAXED);
	ASSERT_EQ(0, pthread_join(resizer.thread, NULL));
	EXPECT_EQ(0, resizer.wrong);
}

TEST_HARNESS_MAIN
