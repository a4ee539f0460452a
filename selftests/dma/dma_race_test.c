// SPDX-License-Identifier: GPL-2.0
/*
 * A disk is unbound and bound, an interface goes up and down and mview_owner
 * allocates and frees, while traces open and close, mview_dma is unloaded and
 * readers read all that is traced: none of them gets a byte of freed memory. That
 * goes on for 5 s, or for as many as MVIEW_TEST_SECONDS says, and on a slow machine
 * until each of them has done something.
 */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <linux/mview.h>
#include <net/if.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include "dma.h"
#include "kselftest_harness.h"
#include "mview_test.h"
#include "system.h"

#define OWNER	"/sys/module/mview_owner/parameters/run"
#define HELD	65536
#define CHUNK	4096
#define PASSES	20	/* over one buffer */
#define TRACES	16	/* between two unloads */
#define ENTRIES	256
#define TRIES	1000	/* to unload, a millisecond each */
#define SECOND	1000000000ULL
#define LONGEST	(300 * SECOND)	/* to wait for who has done nothing */
#define FREED	0xfe	/* what mview_owner writes before it frees */

/**
 * struct race - what all processes share
 * @quiet: those who use the DMA API are its readers. The first and the last
 *	traces begin and end as its writer: they patch the kernel's code, and
 *	QEMU's emulation runs code as it was a moment ago. Readers of memory and
 *	other traces don't need it.
 * @end: CLOCK_BOOTTIME
 * @latest: the same, for the sake of those who have done nothing
 * @dev: /dev/mview
 * @flags: of traces
 * @disk: the disk's name
 * @interface: the interface's, or empty
 * @reads: chunks of allocations that have been read
 * @wrong: chunks with bytes that neither the driver nor the allocator wrote
 * @traces: traces that have been opened
 * @unloads: how often mview_dma was unloaded
 * @ups: how often the interface went up
 * @binds: how often the disk was bound
 */
struct race {
	pthread_rwlock_t quiet;
	__u64 end;
	__u64 latest;
	int dev;
	__u32 flags;
	char disk[64];
	char interface[IFNAMSIZ];
	atomic_ulong reads;
	atomic_ulong wrong;
	atomic_ulong traces;
	atomic_ulong unloads;
	atomic_ulong ups;
	atomic_ulong binds;
};

/* Has each done what it is there for? */
static bool all_acted(const struct race *race)
{
	return race->reads && race->traces && race->binds &&
	       (race->unloads || !getenv("MVIEW_MODULES")) &&
	       (race->ups || !race->interface[0]);
}

static bool running(const struct race *race)
{
	__u64 now = boottime();

	return now < race->end || (now < race->latest && !all_acted(race));
}

/* Has this process the lock? */
static bool locked;

static void lock(struct race *race, bool write)
{
	if (write)
		pthread_rwlock_wrlock(&race->quiet);
	else
		pthread_rwlock_rdlock(&race->quiet);
	locked = true;
}

static void unlock(struct race *race)
{
	locked = false;
	pthread_rwlock_unlock(&race->quiet);
}

/* The end of this process, and soon of the others. */
static void __attribute__((noreturn)) fail(struct race *race, const char *what)
{
	fprintf(stderr, "# %s: %s\n", what, strerror(errno));
	race->end = 0;
	race->latest = 0;
	if (locked)
		unlock(race);
	_exit(1);
}

/* Lock, if there is still time. */
static bool may_act(struct race *race)
{
	lock(race, false);
	if (!running(race))
		unlock(race);
	return locked;
}

/*
 * Memory of mview_owner's is 0 until it is filled, and FREED before it is freed.
 * Once it is full it has no 0; freed memory has, if the kernel clears what it
 * frees (init_on_free=1).
 */
static bool chunk_is_owners(const unsigned char *bytes, size_t n, size_t at,
			    bool full)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (bytes[i] != 1 + (at + i) % 251 && bytes[i] != FREED &&
		    (full || bytes[i]))
			return false;
	return true;
}

/* From the beginning to the end. Set @zeros if there is a 0. Any left to read? */
static bool buffer_pass(struct race *race, int view, bool owners, bool full,
			bool *zeros)
{
	unsigned char bytes[CHUNK];
	size_t at = 0;
	ssize_t n;

	*zeros = false;
	while ((n = pread(view, bytes, sizeof(bytes), at)) > 0) {
		race->reads++;
		if (owners && !chunk_is_owners(bytes, n, at, full))
			race->wrong++;
		if (memchr(bytes, 0, n))
			*zeros = true;
		at += n;
	}
	return !n;
}

static void buffer_read(struct race *race, const struct origin *origin)
{
	int view = view_open_id(race->dev, origin->info.id, 0);
	bool owners = !strcmp(origin->driver, "mview_owner");
	bool full = false, zeros;
	int i;

	if (view < 0)
		return;
	for (i = 0; i < PASSES; i++) {
		if (!buffer_pass(race, view, owners, full, &zeros))
			break;
		full = full || !zeros;
	}
	close(view);
}

/* The tables and the history of a trace are no borrowed memory. */
static void read_all(struct race *race)
{
	const __u32 others = MVIEW_ORIGIN_HISTORY | MVIEW_ORIGIN_DEVICES |
			     MVIEW_ORIGIN_FUNCTIONS;
	struct origin origin;
	__u64 id = 0;

	while (running(race)) {
		if (origin_get(race->dev, id, MVIEW_BUFFER_INFO_NEXT,
			       &origin)) {
			id = 0;
			usleep(1000);
			continue;
		}
		id = origin.info.id + 1;
		if (origin.info.trace && !(origin.info.origin_flags & others))
			buffer_read(race, &origin);
	}
}

/* Of everything there is. */
static int trace_anything(struct race *race)
{
	int trace = trace_open(race->dev, "", race->flags, 0, ENTRIES);

	if (trace < 0)
		fail(race, "MVIEW_TRACE_OPEN");
	race->traces++;
	return trace;
}

/* Readers may still hold views, which are dead, but of the module. */
static void module_again(struct race *race)
{
	int i;

	for (i = 0; module_unload("mview_dma"); i++) {
		if (errno != EAGAIN)
			fail(race, "mview_dma is not unloaded");
		if (i == TRIES)
			return;
		usleep(1000);
	}
	race->unloads++;
	if (module_load("mview_dma"))
		fail(race, "mview_dma is not loaded");
}

/* A third trace neither registers a probe nor changes how probes are called. */
static void trace_more(struct race *race)
{
	int trace, i;

	for (i = 0; i < TRACES && running(race); i++) {
		trace = trace_anything(race);
		usleep(20000);
		if (!module_unload("mview_dma"))
			fail(race, "mview_dma is unloaded under a trace");
		close(trace);
	}
}

/* Two traces stay a while, others come and go; then the module does. */
static void trace_all(struct race *race)
{
	int first, second;

	lock(race, true);
	while (running(race)) {
		first = trace_anything(race);
		second = trace_anything(race);
		unlock(race);
		trace_more(race);
		lock(race, true);
		close(second);
		close(first);
		if (getenv("MVIEW_MODULES"))
			module_again(race);
	}
	unlock(race);
}

/* With a history where the kernel can. 0 if it can't even trace allocations. */
static __u32 flags_find(int dev)
{
	__u32 flags = MVIEW_TRACE_ALLOCS | MVIEW_TRACE_MAPS;
	int trace = trace_open(dev, "", flags, 0, ENTRIES);

	if (trace < 0) {
		flags = MVIEW_TRACE_ALLOCS;
		trace = trace_open(dev, "", flags, 0, 0);
	}
	if (trace < 0)
		return 0;
	close(trace);
	return flags;
}

static void owner_do(struct race *race, const char *command)
{
	lock(race, false);
	if (text_write(OWNER, command))
		fail(race, command);
	unlock(race);
}

static void own_and_free(struct race *race)
{
	/* A reader gets through it a few times. */
	unsigned int while_us = kernel_is_debug() ? 100000 : 15000;
	char hold[32], manage[32];

	snprintf(hold, sizeof(hold), "hold %d", HELD);
	snprintf(manage, sizeof(manage), "managed %d", HELD);
	while (running(race)) {
		owner_do(race, hold);
		owner_do(race, manage);
		usleep(while_us);
		owner_do(race, "drop");
	}
}

static void interface_find(char *name, size_t size)
{
	glob_t found;

	if (!glob("/sys/bus/pci/drivers/e1000e/0000:*/net/*", 0, NULL,
		  &found))
		snprintf(name, size, "%s",
			 strrchr(found.gl_pathv[0], '/') + 1);
	globfree(&found);
}

static int interface_set(const char *name, bool up)
{
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), err;
	struct ifreq request = {};

	snprintf(request.ifr_name, sizeof(request.ifr_name), "%s", name);
	err = ioctl(fd, SIOCGIFFLAGS, &request);
	request.ifr_flags &= ~IFF_UP;
	if (up)
		request.ifr_flags |= IFF_UP;
	if (!err)
		err = ioctl(fd, SIOCSIFFLAGS, &request);
	close(fd);
	return err;
}

/* It has its rings from the DMA API when it goes up. */
static void up_and_down(struct race *race)
{
	while (race->interface[0] && may_act(race)) {
		if (interface_set(race->interface, true) ||
		    interface_set(race->interface, false))
			fail(race, race->interface);
		race->ups++;
		unlock(race);
	}
}

/* The driver's probe has not ended before there is a disk. */
static void bind_and_unbind(struct race *race)
{
	while (may_act(race)) {
		if (nvme_unbind(race->disk) || nvme_bind(race->disk))
			fail(race, race->disk);
		close(nvme_disk());
		race->binds++;
		unlock(race);
	}
}

static void (* const actors[])(struct race *race) = {
	read_all, read_all, read_all, read_all,
	trace_all, own_and_free, up_and_down, bind_and_unbind,
};

#define ACTORS	ARRAY_SIZE(actors)

FIXTURE(race)
{
	struct race *shared;
};

/* Of processes, where a waiting writer comes before new readers. */
static int lock_init(pthread_rwlock_t *lock)
{
	int kind = PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP;
	pthread_rwlockattr_t attr;

	return pthread_rwlockattr_init(&attr) ||
	       pthread_rwlockattr_setpshared(&attr, PTHREAD_PROCESS_SHARED) ||
	       pthread_rwlockattr_setkind_np(&attr, kind) ||
	       pthread_rwlock_init(lock, &attr) ? -1 : 0;
}

FIXTURE_SETUP(race)
{
	const char *seconds = getenv("MVIEW_TEST_SECONDS");
	struct race *race;

	race = mmap(NULL, sizeof(*race), PROT_READ | PROT_WRITE,
		    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, race);
	self->shared = race;
	ASSERT_EQ(0, lock_init(&race->quiet));
	race->dev = dev_open(O_RDWR);
	ASSERT_LE(0, race->dev);
	if (nvme_device(race->disk, sizeof(race->disk)))
		SKIP(return, "no nvme disk");
	if (module_users("mview_dma") < 0 || module_users("mview_owner") < 0)
		SKIP(return, "mview_dma or mview_owner is not loaded");
	race->flags = flags_find(race->dev);
	if (!race->flags && errno == EOPNOTSUPP)
		SKIP(return, "a kernel that can't be traced");
	interface_find(race->interface, sizeof(race->interface));
	race->end = boottime() + (seconds ? atoi(seconds) : 5) * SECOND;
	race->latest = race->end + LONGEST;
}

FIXTURE_TEARDOWN(race)
{
	close(self->shared->dev);
	munmap(self->shared, sizeof(*self->shared));
}

/*
 * A kernel that looks for accesses to freed memory tells of them; any tells of
 * those to pages that are no more.
 */
TEST_F_TIMEOUT(race, freed_memory_is_never_read, 7200)
{
	struct race *race = self->shared;
	pid_t children[ACTORS];
	unsigned int i;
	int status;

	ASSERT_EQ(0, cpus_use_all());
	for (i = 0; i < ACTORS; i++) {
		children[i] = fork();
		ASSERT_LE(0, children[i]);
		if (children[i])
			continue;
		actors[i](race);
		_exit(0);
	}
	for (i = 0; i < ACTORS; i++) {
		ASSERT_EQ(children[i], waitpid(children[i], &status, 0));
		EXPECT_EQ(0, status);
	}
	TH_LOG("%lu reads, %lu traces, %lu unloads, %lu ups, %lu binds",
	       race->reads, race->traces, race->unloads, race->ups,
	       race->binds);
	EXPECT_EQ(0, race->wrong);
	EXPECT_TRUE(all_acted(race));
}

TEST_HARNESS_MAIN
