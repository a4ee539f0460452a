// SPDX-License-Identifier: GPL-2.0
/*
 * Many processes at once that do whatever they may, while buffers come and go
 * beneath them. The test ignores their results: the kernel must not complain,
 * and in the end nothing is left.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "dmabuf.h"
#include "kselftest_harness.h"
#include "mview_test.h"
#include "system.h"
#include "unbind.h"

#define PROCESSES	8
#define VIEWS		16
#define MAPS		8
#define SIZE		(64 * 1024)

/* Several buffers, so that one exists most of the time. */
static const char *const kinds[] = {
	"vmalloc", "pages", "kmalloc", "coherent", "streaming", "mmio",
};

#define BUFFERS		((int)(sizeof(kinds) / sizeof(*kinds)))

/**
 * struct stress - one of the processes
 * @random: its numbers
 * @dev: /dev/mview
 * @pair: a socket pair that descriptors travel through
 * @views: descriptors, or -1
 * @maps: mappings, or NULL
 * @lengths: of these
 */
struct stress {
	__u64 random;
	int dev;
	int pair[2];
	int views[VIEWS];
	char *maps[MAPS];
	size_t lengths[MAPS];
};

static __u32 pick(struct stress *stress, __u32 n)
{
	return next_random(&stress->random) % n;
}

static int *any_view(struct stress *stress)
{
	return &stress->views[pick(stress, VIEWS)];
}

/* A new descriptor in the place of another one. */
static void keep(struct stress *stress, int fd)
{
	int *view = any_view(stress);

	if (fd < 0)
		return;
	if (*view >= 0)
		close(*view);
	*view = fd;
}

static void name_of(char *name, size_t size, int buffer)
{
	snprintf(name, size, "stress_%d", buffer);
}

static void try_open(struct stress *stress)
{
	char name[32];
	__u32 flags = 0;

	name_of(name, sizeof(name), pick(stress, BUFFERS));
	if (pick(stress, 4))
		flags |= MVIEW_OPEN_WRITE;
	if (!pick(stress, 4))
		flags |= MVIEW_PINNABLE;
	if (!pick(stress, 8))
		flags |= MVIEW_CONFINED;
	keep(stress, view_open(stress->dev, name, flags));
}

static void try_alloc(struct stress *stress)
{
	struct mview_buffer_alloc alloc = {
		.size = sizeof(alloc), .flags = MVIEW_OPEN_WRITE,
		.nbytes = 1 + pick(stress, SIZE),
	};

	if (!ioctl(stress->dev, MVIEW_BUFFER_ALLOC, &alloc))
		keep(stress, alloc.fd);
}

static void try_derive(struct stress *stress)
{
	int view = *any_view(stress);

	switch (pick(stress, 6)) {
	case 0:
		keep(stress, view_range(view, pick(stress, 64), pick(stress, 64),
					1 + pick(stress, 3)));
		break;
	case 1:
		keep(stress, view_cast(view, "H", 0, NULL, MVIEW_CAST_FREE));
		break;
	case 2:
		keep(stress, view_readonly(view));
		break;
	case 3:
		keep(stress, view_transpose(view, NULL, 0));
		break;
	case 4:
		keep(stress, view_contiguous(view, 'C', 0));
		break;
	case 5:
		keep(stress, view_index(view, pick(stress, 4)));
		break;
	}
}

static void try_dmabuf(struct stress *stress)
{
	struct mview_view_export_dmabuf export = { .size = sizeof(export) };
	struct mview_import_dmabuf import = { .size = sizeof(import) };

	if (ioctl(*any_view(stress), MVIEW_VIEW_EXPORT_DMABUF, &export))
		return;
	import.dmabuf_fd = export.fd;
	if (!ioctl(stress->dev, MVIEW_IMPORT_DMABUF, &import))
		keep(stress, import.fd);
	close(export.fd);
}

static void try_commands(struct stress *stress)
{
	struct view_desc desc;
	int view = *any_view(stress);

	switch (pick(stress, 5)) {
	case 0:
		view_describe(view, &desc);
		break;
	case 1:
		view_release(view);
		break;
	case 2:
		view_sync(view, 1 + pick(stress, 7));
		break;
	case 3:
		poll_events(view, pick(stress, 2));
		break;
	case 4:
		lseek(view, pick(stress, SIZE), SEEK_SET);
		break;
	}
}

static void try_transfer(struct stress *stress)
{
	char data[512] = { 0 };
	int view = *any_view(stress);

	if (pick(stress, 2))
		(void)!pread(view, data, pick(stress, sizeof(data)),
			     pick(stress, SIZE));
	else
		(void)!pwrite(view, data, pick(stress, sizeof(data)),
			      pick(stress, SIZE));
}

static void try_map(struct stress *stress)
{
	__u32 i = pick(stress, MAPS);
	size_t length = 4096 * (1 + pick(stress, SIZE / 4096));
	void *map;

	if (stress->maps[i]) {
		munmap(stress->maps[i], stress->lengths[i]);
		stress->maps[i] = NULL;
	}
	map = mmap(NULL, length, PROT_READ | (pick(stress, 2) ? PROT_WRITE : 0),
		   MAP_SHARED, *any_view(stress), 4096 * pick(stress, 2));
	if (map == MAP_FAILED)
		return;
	stress->maps[i] = map;
	stress->lengths[i] = length;
}

/* A hole in the middle, or a part that is read-only: mappings are split. */
static void try_split(struct stress *stress)
{
	__u32 i = pick(stress, MAPS);
	char *map = stress->maps[i];

	if (!map || stress->lengths[i] < 3 * 4096)
		return;
	if (pick(stress, 2))
		mprotect(map + 4096, 4096, PROT_READ);
	else
		munmap(map + 4096, 4096);
}

static void try_touch(struct stress *stress)
{
	__u32 i = pick(stress, MAPS);
	char *map = stress->maps[i];

	if (!map)
		return;
	map += pick(stress, stress->lengths[i]);
	/* In a hole, the access raises SIGSEGV instead of SIGBUS. */
	signal(SIGSEGV, touch_bus_error);
	if (pick(stress, 2))
		poke(map, 1);
	else
		touch(map);
}

static void try_fork(struct stress *stress)
{
	pid_t pid = fork();

	if (!pid) {
		try_touch(stress);
		try_map(stress);
		try_derive(stress);
		if (pick(stress, 2))
			raise(SIGKILL);
		_exit(0);
	}
	if (pid > 0)
		waitpid(pid, NULL, 0);
}

/* A descriptor in flight, which comes back, or not, or is never fetched. */
static void try_pass(struct stress *stress)
{
	union {
		struct cmsghdr header;
		char space[CMSG_SPACE(sizeof(int))];
	} control = { 0 };
	char byte = 0;
	struct iovec data = { &byte, 1 };
	struct msghdr message = {
		.msg_iov = &data, .msg_iovlen = 1,
		.msg_control = &control, .msg_controllen = sizeof(control),
	};
	int fd = *any_view(stress);

	control.header.cmsg_level = SOL_SOCKET;
	control.header.cmsg_type = SCM_RIGHTS;
	control.header.cmsg_len = CMSG_LEN(sizeof(fd));
	memcpy(CMSG_DATA(&control.header), &fd, sizeof(fd));
	if (sendmsg(stress->pair[0], &message, MSG_DONTWAIT) < 0 ||
	    !pick(stress, 3))
		return;
	if (recvmsg(stress->pair[1], &message,
		    MSG_DONTWAIT | MSG_CMSG_CLOEXEC) < 0 ||
	    !CMSG_FIRSTHDR(&message))
		return;
	memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof(fd));
	keep(stress, fd);
}

static void (*const tries[])(struct stress *stress) = {
	try_open, try_open, try_alloc, try_derive, try_derive, try_dmabuf,
	try_commands, try_commands, try_transfer, try_transfer, try_map,
	try_split, try_touch, try_touch, try_touch, try_fork, try_pass,
};

static void stress_run(__u64 seed)
{
	struct stress stress = { .random = seed };
	int i;

	stress.dev = dev_open(O_RDWR);
	if (stress.dev < 0 ||
	    socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, stress.pair))
		_exit(1);
	for (i = 0; i < VIEWS; i++)
		stress.views[i] = -1;
	for (;;)
		tries[pick(&stress, sizeof(tries) / sizeof(*tries))](&stress);
}

/* Take the driver away, if none of its buffers can hold it, and bring it back. */
static void reload(void)
{
	char name[32];
	int i;

	for (i = 0; i < BUFFERS; i++) {
		name_of(name, sizeof(name), i);
		sim_set(name, "revoke", "1");
		sim_remove(name);
	}
	if (!module_unload("mview_sim"))
		module_load("mview_sim");
}

/* Make a buffer, end it, resize it; whatever works just then. */
static void disturb(__u64 *random)
{
	int buffer = next_random(random) % BUFFERS;
	char name[32], kind[32];

	name_of(name, sizeof(name), buffer);
	if (!(next_random(random) % 64))
		reload();
	switch (next_random(random) % 5) {
	case 0:
		sim_set(name, "live", "0");
		break;
	case 1:
		sim_set(name, "revoke", "1");
		break;
	case 2:
		sim_unbind(name);
		break;
	case 3:
		sim_set(name, "resize", "32,1024");
		break;
	case 4:
		snprintf(kind, sizeof(kind), "kind=%s", kinds[buffer]);
		sim_make(name, "shape=16,4096", kind);
		break;
	}
}

/* The kernel closes some views late, such as descriptors in flight. */
static __u64 exports_left(int dev, const char *name)
{
	struct buffer_desc desc;
	int ms;

	for (ms = 0; ms < PATIENCE_MS; ms += 10) {
		if (buffer_find(dev, name, &desc) || !desc.info.exports)
			return 0;
		usleep(10000);
	}
	return desc.info.exports;
}

FIXTURE(stress)
{
	pid_t pids[PROCESSES];
};

FIXTURE_SETUP(stress)
{
}

FIXTURE_TEARDOWN(stress)
{
}

/* Seconds that it takes: as told, for a run by hand, or few. */
static int stress_seconds(void)
{
	const char *seconds = getenv("MVIEW_STRESS_SECONDS");

	return seconds ? atoi(seconds) : kernel_is_debug() ? 10 : 4;
}

TEST_F_TIMEOUT(stress, leaves_nothing, 600)
{
	time_t end = time(NULL) + stress_seconds();
	__u64 random = 1;
	char name[32];
	int i, dev;

	/* Wait for the children of killed processes here, too. */
	ASSERT_EQ(0, prctl(PR_SET_CHILD_SUBREAPER, 1));
	ASSERT_EQ(0, cpus_use_all());
	for (i = 0; i < PROCESSES; i++) {
		self->pids[i] = fork();
		ASSERT_LE(0, self->pids[i]);
		if (!self->pids[i])
			stress_run(i + 1);
	}
	while (time(NULL) < end) {
		disturb(&random);
		usleep(10000);
	}
	for (i = 0; i < PROCESSES; i++)
		EXPECT_EQ(0, kill(self->pids[i], SIGKILL));
	while (waitpid(-1, NULL, 0) > 0)
		;
	dev = dev_open(O_RDWR);
	for (i = 0; i < BUFFERS; i++) {
		name_of(name, sizeof(name), i);
		EXPECT_EQ(0, exports_left(dev, name));
		EXPECT_TRUE(!sim_remove(name) || errno == ENOENT);
	}
	close(dev);
}

TEST_HARNESS_MAIN
