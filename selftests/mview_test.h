/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the tests share: simulated buffers, and the commands as functions.
 *
 * Functions that return int give -1 and errno on error, as the system calls
 * behind them do; those that return a descriptor give it otherwise, the others
 * 0. Nothing here needs the harness, but for ASSERT_MADE().
 */
#ifndef MVIEW_TEST_H
#define MVIEW_TEST_H

#include <linux/mview.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define MVIEW_DEVICE	"/dev/mview"

/* Preset outputs: the kernel must overwrite them, or leave them on error. */
#define POISON		0xa5
#define POISON_FD	0x5a5a5a5a

/* Long enough for anything expected. */
#define PATIENCE_MS	8000

/*
 * Seconds until the harness, which is included before, ends a test. Its own 30
 * are too few for a debug kernel that is emulated beside others.
 */
#undef TEST_TIMEOUT_DEFAULT
#define TEST_TIMEOUT_DEFAULT	300

/*
 * expect_errno - a call must fail with -1 and this errno
 */
#define expect_errno(error, call) do {				\
	errno = 0;						\
	EXPECT_EQ(-1, call);					\
	EXPECT_EQ(error, errno);				\
} while (0)

/*
 * expect_no_map - an mmap() must fail with this errno
 */
#define expect_no_map(error, call) do {				\
	errno = 0;						\
	EXPECT_EQ(MAP_FAILED, call);				\
	EXPECT_EQ(error, errno);				\
} while (0)

static inline __u64 to_user(const void *pointer)
{
	return (uintptr_t)pointer;
}

/* A layout as it comes back, with room for the longest. */
struct view_desc {
	struct mview_view_info info;
	struct mview_layout layout;
	char format[MVIEW_FORMAT_MAX + 1];	/* terminated */
	__u64 shape[MVIEW_NDIM_MAX];
	__s64 strides[MVIEW_NDIM_MAX];
};

struct buffer_desc {
	struct mview_buffer_info info;
	struct mview_layout layout;
	char name[MVIEW_NAME_MAX + 1];		/* terminated */
	char format[MVIEW_FORMAT_MAX + 1];	/* terminated */
	__u64 shape[MVIEW_NDIM_MAX];
	__s64 strides[MVIEW_NDIM_MAX];
};

/*
 * sim_make - make a simulated buffer and register it
 * @name: of the buffer; one left behind under it is removed first
 * @...: attributes as "key=value" strings
 */
#define sim_make(name, ...) \
	sim_make_from(name, (const char *const []){ __VA_ARGS__, NULL }, true)

/*
 * Has a sim_make() just failed because this machine can't have the kind? Memory
 * can simulate registers only where plain loads and stores reach both.
 */
bool sim_is_refused(void);

/* In a fixture, with return: this sim_make() succeeds, or skip the test. */
#define ASSERT_MADE(otherwise, make)					\
do {									\
	int failed = (make);						\
									\
	if (failed && sim_is_refused())					\
		SKIP(otherwise, "no simulated registers here");		\
	ASSERT_EQ(0, failed);						\
} while (0)

/*
 * sim_prepare - the same, but not registered yet
 */
#define sim_prepare(name, ...) \
	sim_make_from(name, (const char *const []){ __VA_ARGS__, NULL }, false)

int sim_make_from(const char *name, const char *const *attributes, bool live);
int sim_set(const char *name, const char *attribute, const char *value);
int sim_get(const char *name, const char *attribute, char *value, size_t size);
int sim_step(const char *name, unsigned int blocks);
int sim_remove(const char *name);

int dev_open(int flags);

/* Descriptions. Of buffers by id; MVIEW_BUFFER_INFO_NEXT in @flags works. */
int view_describe(int view, struct view_desc *desc);
int buffer_describe(int dev, __u64 id, __u32 flags, struct buffer_desc *desc);
int buffer_find(int dev, const char *name, struct buffer_desc *desc);

/* How many buffers there are. */
int buffers_count(int dev);

/* Single members of them; all ones on error. */
__u64 view_buffer_id(int view);
__u64 view_maps(int view);
__u64 view_seq(int view);
__u64 buffer_exports(int dev, __u64 id);
__u64 buffer_maps(int dev, __u64 id);

/* Commands. */
int view_open(int dev, const char *name, __u32 flags);
int view_open_id(int dev, __u64 id, __u32 flags);
int view_slice(int view, const struct mview_axis *axes, __u32 ndim);
int view_range(int view, __s64 start, __u64 count, __s64 step);
int view_index(int view, __s64 index);
int view_cast(int view, const char *format, __u32 ndim, const __u64 *shape,
	      __u32 flags);
int view_readonly(int view);
int view_transpose(int view, const __u32 *axes, __u32 ndim);
int view_field(int view, const char *name);
int view_contiguous(int view, char order, __u32 flags);
int view_sync(int view, __u32 flags);
int view_seen(int view);
int view_release(int view);

/* A new buffer of bytes, @flags as with MVIEW_BUFFER_ALLOC. */
int view_alloc(int dev, __u64 nbytes, __u32 flags);

/* The same elements in a view that is confined. */
int view_confined(int view);

/* A dma-buf of the view. */
int view_export(int view);

/* Read all of a buffer's bytes through a view of its own. */
int buffer_dump(int dev, __u64 id, void *bytes, size_t size);

/*
 * What poll(2) says of announcements, and of the view's end: waits up to @timeout
 * ms for POLLPRI, POLLERR or POLLHUP; or -1.
 */
int poll_events(int fd, int timeout);

/* All that it says now, of reading and writing too; or -1. */
int poll_all_events(int fd);

/* Wait until a thread of this process sleeps in the kernel. */
int wait_for_sleep(pid_t tid);

/* Memory of @size bytes at whose end an inaccessible page begins. */
void *guarded_alloc(size_t size);

/* An address where nothing is. */
void *bad_address(void);

/* The size of a long in the kernel, which may be longer than here. */
size_t kernel_long_size(void);

/* Numbers that look random and are the same in every run. */
__u32 next_random(__u64 *state);

#endif /* MVIEW_TEST_H */
