// SPDX-License-Identifier: GPL-2.0
/* What people are shown: fdinfo of a view, debugfs of all buffers. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "kselftest_harness.h"
#include "mview_test.h"
#include "system.h"

#define NAME	"show_test"
#define BUFFERS	"/sys/kernel/debug/mview/buffers"
#define ROOM	16384

FIXTURE(show)
{
	int dev;
	int view;
	__u64 id;
	char text[ROOM];
};

FIXTURE_VARIANT(show)
{
	const char *attribute;
	const char *kind;
};

/* clang-format off */
FIXTURE_VARIANT_ADD(show, vmalloc)
{
	.attribute = "kind=vmalloc", .kind = "vmalloc",
};
FIXTURE_VARIANT_ADD(show, pages)
{
	.attribute = "kind=pages", .kind = "pages",
};
/* clang-format on */

FIXTURE_SETUP(show)
{
	ASSERT_EQ(0, sim_make(NAME, variant->attribute,
			      "format=T{H:len:I:addr:}", "shape=3 40"));
	self->dev = dev_open(O_RDWR);
	ASSERT_LE(0, self->dev);
	self->view = view_open(self->dev, NAME, MVIEW_OPEN_WRITE);
	ASSERT_LE(0, self->view);
	self->id = view_buffer_id(self->view);
}

FIXTURE_TEARDOWN_PARENT(show)
{
	EXPECT_EQ(0, sim_remove(NAME));
}

static void read_text(struct __test_metadata *_metadata, const char *path,
		      char *text)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	size_t done = 0;
	ssize_t got;

	ASSERT_LE(0, fd);
	while ((got = read(fd, text + done, ROOM - 1 - done)) > 0)
		done += got;
	ASSERT_EQ(0, got);
	text[done] = '\0';
	close(fd);
}

static void read_fdinfo(struct __test_metadata *_metadata, int fd, char *text)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", fd);
	read_text(_metadata, path, text);
}

/* The value of a line "key:\tvalue", or NULL if there is none, or several. */
static const char *value_of(const char *text, const char *key)
{
	static char value[512];
	const char *line = text;
	size_t len = strlen(key);
	int found = 0;

	while (line) {
		if (!strncmp(line, key, len) && !strncmp(line + len, ":\t", 2)) {
			line += len + 2;
			snprintf(value, sizeof(value), "%.*s",
				 (int)strcspn(line, "\n"), line);
			found++;
		}
		line = strchr(line, '\n');
		line = line ? line + 1 : NULL;
	}
	return found == 1 ? value : NULL;
}

static void check_value(struct __test_metadata *_metadata, const char *text,
			const char *key, const char *expected)
{
	const char *value = value_of(text, key);

	ASSERT_NE(NULL, value) TH_LOG("no line %s", key);
	EXPECT_STREQ(expected, value);
}

TEST_F(show, fdinfo_of_a_view)
{
	char id[32];

	snprintf(id, sizeof(id), "%llu", (unsigned long long)self->id);
	read_fdinfo(_metadata, self->view, self->text);
	check_value(_metadata, self->text, "mview-buffer", id);
	check_value(_metadata, self->text, "mview-name", NAME);
	check_value(_metadata, self->text, "mview-kind", variant->kind);
	check_value(_metadata, self->text, "mview-format",
		    "T{H:len:I:addr:}");
	check_value(_metadata, self->text, "mview-shape", "3,40");
	check_value(_metadata, self->text, "mview-strides", "320,8");
	check_value(_metadata, self->text, "mview-offset", "0");
	check_value(_metadata, self->text, "mview-state", "live");
	check_value(_metadata, self->text, "mview-exports", "1");
	check_value(_metadata, self->text, "mview-maps", "0");
}

TEST_F(show, fdinfo_of_a_slice)
{
	const struct mview_axis axes[] = {
		{ .start = 2, .flags = MVIEW_AXIS_INDEX },
		{ .start = 30, .count = 10, .step = -3 },
	};
	int slice = view_slice(self->view, axes, 2);

	ASSERT_LE(0, slice);
	read_fdinfo(_metadata, slice, self->text);
	check_value(_metadata, self->text, "mview-shape", "10");
	check_value(_metadata, self->text, "mview-strides", "-24");
	check_value(_metadata, self->text, "mview-offset", "880");
	check_value(_metadata, self->text, "mview-exports", "2");
}

TEST_F(show, fdinfo_of_a_scalar)
{
	const struct mview_axis axes[] = {
		{ .start = 1, .flags = MVIEW_AXIS_INDEX },
		{ .start = 1, .flags = MVIEW_AXIS_INDEX },
	};
	int scalar = view_slice(self->view, axes, 2);

	ASSERT_LE(0, scalar);
	read_fdinfo(_metadata, scalar, self->text);
	check_value(_metadata, self->text, "mview-shape", "");
	check_value(_metadata, self->text, "mview-strides", "");
	check_value(_metadata, self->text, "mview-offset", "328");
}

static void check_flags(struct __test_metadata *_metadata, int view, char *text,
			const char *expected)
{
	ASSERT_LE(0, view);
	read_fdinfo(_metadata, view, text);
	check_value(_metadata, text, "mview-flags", expected);
}

TEST_F(show, fdinfo_tells_flags)
{
	check_flags(_metadata, self->view, self->text, "writable");
	check_flags(_metadata, view_readonly(self->view), self->text,
		    "readonly");
	check_flags(_metadata, view_confined(self->view), self->text,
		    "writable confined");
	check_flags(_metadata, view_open(self->dev, NAME, MVIEW_PINNABLE),
		    self->text, "readonly pinnable");
	check_flags(_metadata, view_open(self->dev, NAME, MVIEW_OPEN_WRITE |
					 MVIEW_CONFINED | MVIEW_PINNABLE),
		    self->text, "writable confined pinnable");
}

static void check_sync(struct __test_metadata *_metadata, int view, char *text,
		       __u32 flags, const char *expected)
{
	ASSERT_EQ(0, view_sync(view, flags));
	read_fdinfo(_metadata, view, text);
	check_value(_metadata, text, "mview-sync", expected);
	ASSERT_EQ(0, view_sync(view, flags | MVIEW_SYNC_END));
	read_fdinfo(_metadata, view, text);
	check_value(_metadata, text, "mview-sync", "none");
}

TEST_F(show, fdinfo_tells_of_an_open_bracket)
{
	read_fdinfo(_metadata, self->view, self->text);
	check_value(_metadata, self->text, "mview-sync", "none");
	check_sync(_metadata, self->view, self->text, MVIEW_SYNC_READ, "read");
	check_sync(_metadata, self->view, self->text, MVIEW_SYNC_WRITE,
		   "write");
	check_sync(_metadata, self->view, self->text,
		   MVIEW_SYNC_READ | MVIEW_SYNC_WRITE, "read write");
}

TEST_F(show, fdinfo_counts_maps)
{
	ASSERT_NE(MAP_FAILED, mmap(NULL, 1, PROT_READ, MAP_SHARED, self->view,
				   0));
	read_fdinfo(_metadata, self->view, self->text);
	check_value(_metadata, self->text, "mview-maps", "1");
}

TEST_F(show, fdinfo_of_a_released_view)
{
	ASSERT_EQ(0, view_release(self->view));
	read_fdinfo(_metadata, self->view, self->text);
	check_value(_metadata, self->text, "mview-state", "released");
}

TEST_F(show, fdinfo_of_a_released_view_without_buffer)
{
	ASSERT_EQ(0, view_release(self->view));
	ASSERT_EQ(0, sim_set(NAME, "live", "0"));
	read_fdinfo(_metadata, self->view, self->text);
	check_value(_metadata, self->text, "mview-state", "released");
}

TEST_F(show, fdinfo_of_a_revoked_view)
{
	int released = view_readonly(self->view);

	ASSERT_EQ(0, view_release(released));
	ASSERT_EQ(0, sim_set(NAME, "revoke", "1"));
	read_fdinfo(_metadata, self->view, self->text);
	check_value(_metadata, self->text, "mview-state", "revoked");
	check_value(_metadata, self->text, "mview-name", NAME);
	check_value(_metadata, self->text, "mview-exports", "1");
	/* The view was released before, and stays released. */
	read_fdinfo(_metadata, released, self->text);
	check_value(_metadata, self->text, "mview-state", "released");
}

static int count_lines(const char *text)
{
	int lines = 0;

	for (; *text; text++)
		lines += *text == '\n';
	return lines;
}

/* Line ends in a format must not add lines to fdinfo. */
TEST_F(show, fdinfo_has_a_line_for_the_format)
{
	int view = view_cast(self->view, "H 2x\n\tI\n", 0, NULL,
			     MVIEW_CAST_FREE);
	int lines;

	ASSERT_LE(0, view);
	read_fdinfo(_metadata, self->view, self->text);
	lines = count_lines(self->text);
	read_fdinfo(_metadata, view, self->text);
	EXPECT_EQ(lines, count_lines(self->text));
	check_value(_metadata, self->text, "mview-shape", "120");
}

/* A field's name must not add a line that looks like the kernel's. */
TEST_F(show, fdinfo_is_not_forged_by_a_name)
{
	const char *forged = "T{H:a\nmview-state:I:\treleased\n:}";
	int view = view_cast(self->view, forged, 0, NULL, MVIEW_CAST_FREE);

	if (view < 0) {
		/* The kernel may refuse such names instead. */
		EXPECT_EQ(EINVAL, errno);
		return;
	}
	read_fdinfo(_metadata, view, self->text);
	check_value(_metadata, self->text, "mview-state", "live");
}

/* The line of debugfs that begins with this id, or "". */
static const char *row_of(const char *text, __u64 id)
{
	static char row[512];
	const char *line = text;

	row[0] = '\0';
	while (line) {
		if (strtoull(line, NULL, 10) == id)
			snprintf(row, sizeof(row), "%.*s",
				 (int)strcspn(line, "\n"), line);
		line = strchr(line, '\n');
		line = line ? line + 1 : NULL;
	}
	return row;
}

TEST_F(show, debugfs_lists_a_buffer)
{
	const char *row;

	read_text(_metadata, BUFFERS, self->text);
	row = row_of(self->text, self->id);
	EXPECT_NE(NULL, strstr(row, NAME));
	EXPECT_NE(NULL, strstr(row, variant->kind));
	EXPECT_NE(NULL, strstr(row, "T{H:len:I:addr:}"));
	EXPECT_NE(NULL, strstr(row, "3,40"));
}

TEST_F(show, debugfs_follows_the_counts)
{
	char before[512];

	read_text(_metadata, BUFFERS, self->text);
	snprintf(before, sizeof(before), "%s", row_of(self->text, self->id));
	ASSERT_LE(0, view_readonly(self->view));
	read_text(_metadata, BUFFERS, self->text);
	EXPECT_STRNE(before, row_of(self->text, self->id));
}

TEST_F(show, debugfs_forgets_what_is_unregistered)
{
	ASSERT_EQ(0, close(self->view));
	ASSERT_EQ(0, sim_set(NAME, "live", "0"));
	read_text(_metadata, BUFFERS, self->text);
	EXPECT_STREQ("", row_of(self->text, self->id));
}

TEST_F(show, debugfs_is_for_root)
{
	struct stat status;

	ASSERT_EQ(0, stat(BUFFERS, &status));
	EXPECT_EQ(0, status.st_uid);
	EXPECT_EQ(0, status.st_mode & 0077);
}

TEST_F(show, has_no_addresses)
{
	ASSERT_NE(MAP_FAILED, mmap(NULL, 1, PROT_READ, MAP_SHARED, self->view,
				   0));
	read_fdinfo(_metadata, self->view, self->text);
	EXPECT_FALSE(text_has_address(self->text));
	read_text(_metadata, BUFFERS, self->text);
	EXPECT_FALSE(text_has_address(self->text));
}

TEST_HARNESS_MAIN
