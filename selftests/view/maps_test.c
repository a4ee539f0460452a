// SPDX-License-Identifier: GPL-2.0
/* Mappings are counted, whatever becomes of them, and hold what they show. */
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>

#include "child.h"
#include "kselftest_harness.h"
#include "mview_test.h"

#define NAME	"maps_test"
#define SIZE	(self->page * 4)

FIXTURE(maps)
{
	int dev;
	int view;
	__u64 id;
	size_t page;
	char *map;
};

FIXTURE_VARIANT(maps)
{
	const char *kind;
};

/* clang-format off */
FIXTURE_VARIANT_ADD(maps, vmalloc) { .kind = "kind=vmalloc" };
FIXTURE_VARIANT_ADD(maps, pages) { .kind = "kind=pages" };
/* clang-format on */

FIXTURE_SETUP(maps)
{
	self->page = getpagesize();
	ASSERT_EQ(0, sim_make(NAME, variant->kind, "shape=262144",
			      "pattern=counter", "format=H"));
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	self->view = view_open(self->dev, NAME, MVIEW_OPEN_WRITE);
	ASSERT_LE(0, self->view);
	self->id = view_buffer_id(self->view);
	self->map = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED,
			 self->view, 0);
	ASSERT_NE(MAP_FAILED, self->map);
}

FIXTURE_TEARDOWN_PARENT(maps)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

/* Check the view's count and its buffer's, which has no other view. */
static void check_maps(struct __test_metadata *_metadata,
		       FIXTURE_DATA(maps) *self, __u64 expected)
{
	EXPECT_EQ(expected, view_maps(self->view));
	EXPECT_EQ(expected, buffer_maps(self->dev, self->id));
	EXPECT_EQ(1, buffer_exports(self->dev, self->id));
}

TEST_F(maps, begin_with_mmap_and_end_with_munmap)
{
	check_maps(_metadata, self, 1);
	ASSERT_EQ(0, munmap(self->map, SIZE));
	check_maps(_metadata, self, 0);
}

TEST_F(maps, are_not_counted_when_refused)
{
	EXPECT_EQ(MAP_FAILED, mmap(NULL, self->page, PROT_READ, MAP_PRIVATE,
				   self->view, 0));
	EXPECT_EQ(MAP_FAILED, mmap(NULL, 1UL << 30, PROT_READ, MAP_SHARED,
				   self->view, 0));
	check_maps(_metadata, self, 1);
}

TEST_F(maps, are_counted_each)
{
	char *other = mmap(NULL, self->page, PROT_READ, MAP_SHARED, self->view,
			   0);

	ASSERT_NE(MAP_FAILED, other);
	check_maps(_metadata, self, 2);
	ASSERT_EQ(0, munmap(other, self->page));
	check_maps(_metadata, self, 1);
}

TEST_F(maps, of_views_add_up_to_their_buffers)
{
	int other = view_range(self->view, 0, 8, 1);

	ASSERT_LE(0, other);
	EXPECT_EQ(0, view_maps(other));
	ASSERT_NE(MAP_FAILED, mmap(NULL, self->page, PROT_READ, MAP_SHARED,
				   other, 0));
	EXPECT_EQ(1, view_maps(self->view));
	EXPECT_EQ(1, view_maps(other));
	EXPECT_EQ(2, buffer_maps(self->dev, self->id));
}

TEST_F(maps, are_two_after_a_hole)
{
	ASSERT_EQ(0, munmap(self->map + self->page, self->page));
	check_maps(_metadata, self, 2);
	ASSERT_EQ(0, munmap(self->map, self->page));
	check_maps(_metadata, self, 1);
	ASSERT_EQ(0, munmap(self->map + 2 * self->page, 2 * self->page));
	check_maps(_metadata, self, 0);
}

TEST_F(maps, show_the_right_bytes_around_a_hole)
{
	const __u16 *back = (__u16 *)(self->map + 3 * self->page);

	ASSERT_EQ(0, munmap(self->map + self->page, 2 * self->page));
	for (size_t i = 0; i < self->page / 2; i++) {
		ASSERT_EQ(i, ((__u16 *)self->map)[i]);
		ASSERT_EQ((__u16)(3 * self->page / 2 + i), back[i]);
	}
}

TEST_F(maps, are_one_after_cutting_an_end)
{
	ASSERT_EQ(0, munmap(self->map + 3 * self->page, self->page));
	check_maps(_metadata, self, 1);
	ASSERT_EQ(0, munmap(self->map, self->page));
	check_maps(_metadata, self, 1);
	ASSERT_EQ(0, munmap(self->map + self->page, 2 * self->page));
	check_maps(_metadata, self, 0);
}

TEST_F(maps, are_three_after_protecting_a_page)
{
	ASSERT_EQ(0, mprotect(self->map + self->page, self->page, PROT_READ));
	check_maps(_metadata, self, 3);
	ASSERT_EQ(0, munmap(self->map, SIZE));
	check_maps(_metadata, self, 0);
}

TEST_F(maps, are_one_after_moving)
{
	char *place = mmap(NULL, SIZE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS,
			   -1, 0);

	ASSERT_EQ(place, mremap(self->map, SIZE, SIZE,
				MREMAP_MAYMOVE | MREMAP_FIXED, place));
	check_maps(_metadata, self, 1);
	ASSERT_EQ(0, munmap(place, SIZE));
	check_maps(_metadata, self, 0);
}

TEST_F(maps, are_one_after_shrinking)
{
	ASSERT_EQ(self->map, mremap(self->map, SIZE, self->page, 0));
	check_maps(_metadata, self, 1);
	ASSERT_EQ(0, munmap(self->map, self->page));
	check_maps(_metadata, self, 0);
}

TEST_F(maps, end_when_something_else_takes_their_place)
{
	ASSERT_EQ(self->map, mmap(self->map, SIZE, PROT_NONE,
				  MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1,
				  0));
	check_maps(_metadata, self, 0);
}

TEST_F(maps, are_two_after_fork)
{
	struct child child;

	ASSERT_LE(0, child_fork(&child));
	if (!child.pid) {
		child_stop(&child);
		munmap(self->map, SIZE);
		child_stop(&child);
		_exit(0);
	}
	ASSERT_EQ(0, child_await(&child));
	check_maps(_metadata, self, 2);
	ASSERT_EQ(0, child_go(&child));
	ASSERT_EQ(0, child_await(&child));
	check_maps(_metadata, self, 1);
	ASSERT_EQ(0, child_go(&child));
	ASSERT_EQ(0, child_end(&child));
	check_maps(_metadata, self, 1);
}

TEST_F(maps, end_with_a_killed_child)
{
	struct child child;

	ASSERT_LE(0, child_fork(&child));
	if (!child.pid) {
		child_stop(&child);
		_exit(0);
	}
	ASSERT_EQ(0, child_await(&child));
	check_maps(_metadata, self, 2);
	ASSERT_EQ(0, kill(child.pid, SIGKILL));
	ASSERT_EQ(-1, child_end(&child));
	check_maps(_metadata, self, 1);
}

TEST_F(maps, are_shared_with_a_child)
{
	pid_t child = fork();

	ASSERT_LE(0, child);
	if (!child) {
		self->map[self->page] = 0x77;
		_exit(0);
	}
	ASSERT_EQ(child, waitpid(child, NULL, 0));
	EXPECT_EQ(0x77, self->map[self->page]);
}

/* What a mapping holds. */
TEST_F(maps, keep_the_view_from_being_released)
{
	expect_errno(EBUSY, view_release(self->view));
	check_maps(_metadata, self, 1);
	ASSERT_EQ(0, munmap(self->map + self->page, self->page));
	expect_errno(EBUSY, view_release(self->view));
	ASSERT_EQ(0, munmap(self->map, SIZE));
	EXPECT_EQ(0, view_release(self->view));
	EXPECT_EQ(0, buffer_exports(self->dev, self->id));
}

TEST_F(maps, leave_the_view_usable_when_its_release_is_refused)
{
	char byte;

	expect_errno(EBUSY, view_release(self->view));
	EXPECT_EQ(1, pread(self->view, &byte, 1, 0));
	EXPECT_LE(0, view_range(self->view, 0, 1, 1));
	EXPECT_NE(MAP_FAILED, mmap(NULL, self->page, PROT_READ, MAP_SHARED,
				   self->view, 0));
}

TEST_F(maps, of_a_slice_do_not_hold_its_parent)
{
	int slice = view_range(self->view, 0, 8, 1);

	ASSERT_LE(0, slice);
	ASSERT_EQ(0, munmap(self->map, SIZE));
	ASSERT_NE(MAP_FAILED, mmap(NULL, self->page, PROT_READ, MAP_SHARED,
				   slice, 0));
	EXPECT_EQ(0, view_release(self->view));
	expect_errno(EBUSY, view_release(slice));
}

TEST_F(maps, outlive_the_descriptor)
{
	ASSERT_EQ(0, close(self->view));
	EXPECT_EQ(1, buffer_exports(self->dev, self->id));
	EXPECT_EQ(1, buffer_maps(self->dev, self->id));
	EXPECT_EQ(5, ((__u16 *)self->map)[5]);
	/* A page that nobody has touched yet */
	EXPECT_EQ((__u16)(3 * self->page / 2),
		  ((__u16 *)self->map)[3 * self->page / 2]);
	ASSERT_EQ(0, munmap(self->map, SIZE));
	EXPECT_EQ(0, buffer_exports(self->dev, self->id));
	EXPECT_EQ(0, buffer_maps(self->dev, self->id));
}

TEST_F(maps, outlive_the_descriptor_to_the_last_part)
{
	ASSERT_EQ(0, close(self->view));
	ASSERT_EQ(0, munmap(self->map + self->page, 2 * self->page));
	EXPECT_EQ(1, buffer_exports(self->dev, self->id));
	ASSERT_EQ(0, munmap(self->map, self->page));
	EXPECT_EQ(1, buffer_exports(self->dev, self->id));
	ASSERT_EQ(0, munmap(self->map + 3 * self->page, self->page));
	EXPECT_EQ(0, buffer_exports(self->dev, self->id));
}

TEST_F(maps, keep_the_buffer_registered)
{
	ASSERT_EQ(0, close(self->view));
	expect_errno(EBUSY, sim_set(NAME, "live", "0"));
	EXPECT_EQ(5, ((__u16 *)self->map)[5]);
	ASSERT_EQ(0, munmap(self->map, SIZE));
	EXPECT_EQ(0, sim_set(NAME, "live", "0"));
}

TEST_F(maps, outlive_their_parent_in_a_child)
{
	struct child child;

	ASSERT_LE(0, child_fork(&child));
	if (!child.pid) {
		close(self->view);
		child_stop(&child);
		_exit(((__u16 *)self->map)[1] != 1);
	}
	ASSERT_EQ(0, child_await(&child));
	ASSERT_EQ(0, munmap(self->map, SIZE));
	ASSERT_EQ(0, close(self->view));
	EXPECT_EQ(1, buffer_exports(self->dev, self->id));
	EXPECT_EQ(1, buffer_maps(self->dev, self->id));
	ASSERT_EQ(0, child_go(&child));
	ASSERT_EQ(0, child_end(&child));
	EXPECT_EQ(0, buffer_exports(self->dev, self->id));
	EXPECT_EQ(0, buffer_maps(self->dev, self->id));
}

TEST_HARNESS_MAIN
