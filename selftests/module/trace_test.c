// SPDX-License-Identifier: GPL-2.0
/* Tracepoints: each event once, with the right fields, and no addresses. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "child.h"
#include "dmabuf.h"
#include "kselftest_harness.h"
#include "mview_test.h"
#include "system.h"

#define NAME	"trace_test"
#define TRACING	"/sys/kernel/tracing/instances/mview_test"
#define ROOM	65536
#define WRITE	MVIEW_OPEN_WRITE

FIXTURE(trace)
{
	int dev;
	int view;
	__u64 id;
	size_t page;
	char text[ROOM];
};

/* Events from now on, in an instance of our own. */
FIXTURE_SETUP(trace)
{
	if (mkdir(TRACING, 0700) && errno != EEXIST)
		SKIP(return, "no tracefs");
	self->page = getpagesize();
	ASSERT_EQ(0, sim_make(NAME, "format=<H", "shape=64 256"));
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	self->view = view_open(self->dev, NAME, WRITE);
	ASSERT_LE(0, self->view);
	self->id = view_buffer_id(self->view);
	ASSERT_EQ(0, text_write(TRACING "/events/mview/enable", "1"));
	ASSERT_EQ(0, text_write(TRACING "/trace", ""));
}

FIXTURE_TEARDOWN_PARENT(trace)
{
	text_write(TRACING "/events/mview/enable", "0");
	rmdir(TRACING);
	sim_remove(NAME);
}

/*
 * How often a line has this event and these fields; "buffer=" with the id stands
 * before them.
 */
static int count_events(FIXTURE_DATA(trace) *self, __u64 id, const char *event,
			const char *fields)
{
	char wanted[512], *line = self->text;
	int count = 0;

	if (text_read(TRACING "/trace", self->text, ROOM))
		return -1;
	snprintf(wanted, sizeof(wanted), " %s: buffer=%llu %s\n", event,
		 (unsigned long long)id, fields);
	while ((line = strstr(line, wanted))) {
		count++;
		line++;
	}
	return count;
}

/* How many lines there are at all. */
static int count_lines(FIXTURE_DATA(trace) *self)
{
	int count = 0;
	char *line;

	if (text_read(TRACING "/trace", self->text, ROOM))
		return -1;
	line = self->text;
	while ((line = strstr(line, " mview_"))) {
		count++;
		line++;
	}
	return count;
}

#define EXPECT_EVENT(event, fields) do {				\
	EXPECT_EQ(1, count_events(self, self->id, event, fields))	\
		TH_LOG("%s", self->text);				\
	EXPECT_EQ(1, count_lines(self));				\
} while (0)

TEST_F(trace, open)
{
	ASSERT_LE(0, view_open(self->dev, NAME, 0));
	EXPECT_EVENT("mview_open", "extent=0-32768 ndim=2 mode=");
}

TEST_F(trace, open_in_a_mode)
{
	ASSERT_LE(0, view_open(self->dev, NAME,
			       WRITE | MVIEW_CONFINED | MVIEW_PINNABLE));
	EXPECT_EVENT("mview_open",
		     "extent=0-32768 ndim=2 mode=write|confined|pinnable");
}

TEST_F(trace, no_open_that_failed)
{
	EXPECT_EQ(-1, view_open(self->dev, "trace_test.nobody", 0));
	EXPECT_EQ(-1, view_open_id(self->dev, self->id, 1U << 31));
	EXPECT_EQ(0, count_lines(self));
}

TEST_F(trace, open_of_a_buffer_of_ones_own)
{
	int view = view_alloc(self->dev, 100, WRITE);

	ASSERT_LE(0, view);
	self->id = view_buffer_id(view);
	EXPECT_EVENT("mview_open", "extent=0-100 ndim=1 mode=write");
}

TEST_F(trace, open_of_an_import)
{
	int view = dmabuf_import(self->dev, any_dmabuf(), 0);

	if (view < 0)
		SKIP(return, "nobody here exports a dma-buf");
	self->id = view_buffer_id(view);
	EXPECT_EQ(1, count_lines(self));
	EXPECT_NE(NULL, strstr(self->text, " mview_open: "));
}

TEST_F(trace, derive)
{
	ASSERT_LE(0, view_index(self->view, 2));
	EXPECT_EVENT("mview_derive", "extent=1024-1536 ndim=1 mode=write");
}

TEST_F(trace, derive_by_each_command)
{
	ASSERT_LE(0, view_slice(self->view, NULL, 0));
	ASSERT_LE(0, view_cast(self->view, "B", 0, NULL, MVIEW_CAST_FREE));
	ASSERT_LE(0, view_readonly(self->view));
	ASSERT_LE(0, view_transpose(self->view, NULL, 0));
	ASSERT_LE(0, view_contiguous(self->view, 'C', WRITE));
	EXPECT_EQ(5, count_lines(self));
	EXPECT_EQ(1, count_events(self, self->id, "mview_derive",
				  "extent=0-32768 ndim=2 mode="));
	EXPECT_EQ(1, count_events(self, self->id, "mview_derive",
				  "extent=0-32768 ndim=1 mode=write"));
	EXPECT_EQ(3, count_events(self, self->id, "mview_derive",
				  "extent=0-32768 ndim=2 mode=write"));
}

TEST_F(trace, release_once)
{
	ASSERT_EQ(0, view_release(self->view));
	ASSERT_EQ(0, view_release(self->view));
	ASSERT_EQ(0, close(self->view));
	EXPECT_EVENT("mview_release", "extent=0-32768 ndim=2 mode=write");
}

TEST_F(trace, release_by_close)
{
	ASSERT_EQ(0, close(self->view));
	EXPECT_EVENT("mview_release", "extent=0-32768 ndim=2 mode=write");
}

TEST_F(trace, export_takes_and_gives_back)
{
	int dmabuf = view_export(self->view);

	ASSERT_LE(0, dmabuf);
	EXPECT_EVENT("mview_derive", "extent=0-32768 ndim=2 mode=write");
	ASSERT_EQ(0, close(dmabuf));
	EXPECT_EQ(1, count_events(self, self->id, "mview_release",
				  "extent=0-32768 ndim=2 mode=write"));
	EXPECT_EQ(2, count_lines(self));
}

TEST_F(trace, map_and_unmap)
{
	void *map;

	if (self->page != 4096)
		SKIP(return, "pages are not of 4096 bytes");
	map = mmap(NULL, 3 * self->page, PROT_READ, MAP_SHARED, self->view,
		   2 * self->page);
	ASSERT_NE(MAP_FAILED, map);
	EXPECT_EVENT("mview_map", "page=2 npages=3 mode=write");
	ASSERT_EQ(0, munmap(map, 3 * self->page));
	EXPECT_EQ(1, count_events(self, self->id, "mview_unmap",
				  "page=2 npages=3 mode=write"));
	EXPECT_EQ(2, count_lines(self));
}

/* As many are mapped as are unmapped, however a mapping was cut. */
TEST_F(trace, maps_that_balance)
{
	int maps = 0, unmaps = 0;
	struct child child;
	char *line, *map;

	if (self->page != 4096)
		SKIP(return, "pages are not of 4096 bytes");
	map = mmap(NULL, 5 * self->page, PROT_READ, MAP_SHARED, self->view, 0);
	ASSERT_NE(MAP_FAILED, map);
	ASSERT_EQ(0, munmap(map + self->page, self->page));
	ASSERT_LE(0, child_fork(&child));
	if (!child.pid)
		_exit(0);
	EXPECT_EQ(0, child_end(&child));
	ASSERT_EQ(0, munmap(map, 5 * self->page));
	ASSERT_EQ(0, text_read(TRACING "/trace", self->text, ROOM));
	for (line = self->text; (line = strstr(line, " mview_map:")); line++)
		maps++;
	for (line = self->text; (line = strstr(line, " mview_unmap:")); line++)
		unmaps++;
	EXPECT_LE(4, maps);
	EXPECT_EQ(maps, unmaps);
}

TEST_F(trace, no_map_that_failed)
{
	EXPECT_EQ(MAP_FAILED, mmap(NULL, self->page, PROT_READ, MAP_PRIVATE,
				   self->view, 0));
	EXPECT_EQ(0, count_lines(self));
}

TEST_F(trace, notify)
{
	ASSERT_EQ(0, sim_step(NAME, 3));
	for (int i = 1; i <= 3; i++) {
		char fields[32];

		snprintf(fields, sizeof(fields), "seq=%d", i);
		EXPECT_EQ(1, count_events(self, self->id, "mview_notify",
					  fields));
	}
	EXPECT_EQ(3, count_lines(self));
}

TEST_F(trace, sync)
{
	int slice = view_index(self->view, 2);

	ASSERT_EQ(0, text_write(TRACING "/trace", ""));
	ASSERT_EQ(0, view_sync(slice, MVIEW_SYNC_READ));
	EXPECT_EVENT("mview_sync", "extent=1024-1536 sync=read err=0");
	ASSERT_EQ(0, view_sync(slice, MVIEW_SYNC_READ | MVIEW_SYNC_END));
	EXPECT_EQ(1, count_events(self, self->id, "mview_sync",
				  "extent=1024-1536 sync=read|end err=0"));
}

/* The event shows an END too many, so that a forgotten one can be found. */
TEST_F(trace, sync_that_failed)
{
	EXPECT_EQ(-1, view_sync(self->view, MVIEW_SYNC_WRITE | MVIEW_SYNC_END));
	EXPECT_EVENT("mview_sync", "extent=0-32768 sync=write|end err=-22");
}

TEST_F(trace, sync_left_open)
{
	ASSERT_EQ(0, view_sync(self->view, MVIEW_SYNC_READ | MVIEW_SYNC_WRITE));
	ASSERT_EQ(0, close(self->view));
	EXPECT_EQ(1, count_events(self, self->id, "mview_sync_left",
				  "extent=0-32768 sync=read|write err=0"));
}

TEST_F(trace, revoke)
{
	ASSERT_LE(0, view_readonly(self->view));
	ASSERT_EQ(0, text_write(TRACING "/trace", ""));
	ASSERT_EQ(0, sim_set(NAME, "revoke", "1"));
	EXPECT_EVENT("mview_revoke", "name=" NAME " exports=2");
}

TEST_F(trace, has_no_addresses)
{
	char *map = mmap(NULL, self->page, PROT_READ, MAP_SHARED, self->view,
			 0);

	ASSERT_NE(MAP_FAILED, map);
	ASSERT_LE(0, view_index(self->view, 2));
	ASSERT_EQ(0, sim_step(NAME, 1));
	ASSERT_EQ(0, view_sync(self->view, MVIEW_SYNC_READ));
	ASSERT_EQ(0, sim_set(NAME, "revoke", "1"));
	EXPECT_LE(5, count_lines(self));
	EXPECT_FALSE(text_has_address(self->text));
}

TEST_HARNESS_MAIN
