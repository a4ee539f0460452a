// SPDX-License-Identifier: GPL-2.0
/*
 * What a trace of the DMA API costs the drivers that are traced: mview_owner,
 * which measures itself, and an nvme disk.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "bench.h"
#include "memory.h"

#define OWNER	"/sys/module/mview_owner/parameters/"
#define PAIRS	2000
#define BLOCK	4096
#define READS	1000
#define READS_MOST	(20 * READS)

/* Traces that are compared; the first is of nothing. */
static const struct {
	const char *who;
	uint32_t flags;
} traces[] = {
	{ "not traced", 0 },
	{ "allocations", MVIEW_TRACE_ALLOCS },
	{ "allocations, history", MVIEW_TRACE_ALLOCS | MVIEW_TRACE_MAPS },
	{ "history with functions", MVIEW_TRACE_MAPS | MVIEW_TRACE_CALLERS },
	{ "no longer traced", 0 },
};

enum { NONE, ALLOCS, HISTORY, CALLERS, AFTER, TRACES };

static int trace_open(int dev, uint32_t flags)
{
	struct mview_trace_open open = {
		.size = sizeof(open), .flags = flags,
	};

	if (!flags)
		return -1;
	bench_must(ioctl(dev, MVIEW_TRACE_OPEN, &open), "MVIEW_TRACE_OPEN");
	return open.fd;
}

/* Have mview_owner do something, and what came of it. */
static double owner_run(const char *command, int count)
{
	char text[64] = "";
	FILE *file = fopen(OWNER "run", "w");

	bench_must(file ? 0 : -1, OWNER "run");
	fprintf(file, "%s %d", command, count);
	bench_must(fclose(file), command);
	file = fopen(OWNER "result", "r");
	bench_must(file && fgets(text, sizeof(text), file) ? 0 : -1,
		   OWNER "result");
	fclose(file);
	return strtod(text, NULL);
}

/* Of one of @count. */
static const struct figure *owner_measure(const char *work, const char *who,
					  const char *command, int count)
{
	double values[BENCH_ROUNDS];
	int i;

	owner_run(command, count);
	for (i = 0; i < BENCH_ROUNDS; i++)
		values[i] = owner_run(command, count) / count;
	return bench_figure(work, who, values, BENCH_ROUNDS);
}

static double thread_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return now.tv_sec * 1e9 + now.tv_nsec;
}

static long thread_sleeps(void)
{
	struct rusage usage;

	getrusage(RUSAGE_THREAD, &usage);
	return usage.ru_nvcsw;
}

/* -1 if the thread did not sleep, or more than once. */
static double disk_read(int disk, void *block, off_t offset)
{
	long sleeps = thread_sleeps();
	double start = thread_now(), took;

	bench_must(pread(disk, block, BLOCK, offset) - BLOCK,
		   "pread of the disk");
	took = thread_now() - start;
	return thread_sleeps() - sleeps == 1 ? took : -1;
}

/*
 * What the reading thread does until it sleeps, and then to return. The disk's
 * interrupt, which unmaps, has thousands of instructions. It is not the thread's,
 * unless it comes so soon that the thread need not sleep, as often as the machine
 * around the guest likes. Such reads are left out.
 */
static const struct figure *disk_measure(const char *work, const char *who,
					 int disk)
{
	static double values[READS];
	void *block = aligned_alloc(BLOCK, BLOCK);
	int i, n = 0;

	for (i = 0; n < READS && i < READS_MOST; i++) {
		values[n] = disk_read(disk, block, i % READS * BLOCK);
		n += values[n] >= 0;
	}
	free(block);
	bench_must(n < READS ? -1 : 0, "reads that sleep");
	return bench_figure(work, who, values, READS);
}

struct reader {
	int view;
	char bytes[4096];
};

static void reader_run(void *arg)
{
	struct reader *reader = arg;

	bench_must(pread(reader->view, reader->bytes, 4096, 0) - 4096, "pread");
}

/* A view of the last buffer there is. */
static int last_open(int dev)
{
	struct mview_buffer_info info = {
		.size = sizeof(info), .flags = MVIEW_BUFFER_INFO_NEXT,
	};
	struct mview_view_open open = { .size = sizeof(open) };

	for (; !ioctl(dev, MVIEW_BUFFER_INFO, &info); info.id++)
		open.id = info.id;
	bench_must(ioctl(dev, MVIEW_VIEW_OPEN, &open), "MVIEW_VIEW_OPEN");
	return open.fd;
}

static void measure_borrowed(int dev)
{
	const char *work = "read 4 KiB";
	const struct figure *ours, *peer;
	struct mview_trace_info info = {
		.size = sizeof(info), .flags = MVIEW_TRACE_SETTLE,
	};
	struct reader reader;
	int trace;

	reader.view = memory_sim("vmalloc", 0, 4096, 0);
	peer = bench_measure(work, "vmalloc", reader_run, &reader, 1000);
	close(reader.view);
	memory_sim_end();
	trace = trace_open(dev, MVIEW_TRACE_ALLOCS);
	owner_run("hold", 4096);
	bench_must(ioctl(trace, MVIEW_TRACE_INFO, &info), "MVIEW_TRACE_INFO");
	reader.view = last_open(dev);
	ours = bench_measure(work, "borrowed", reader_run, &reader, 1000);
	close(reader.view);
	owner_run("drop", 0);
	close(trace);
	bench_judge("read 4 KiB of borrowed memory", ours->median,
		    1.5 * peer->median, "instructions", peer->median,
		    peer->who);
}

void bench_dma(void)
{
	const struct figure *maps[TRACES], *coherent[TRACES], *reads[TRACES];
	int dev = open("/dev/mview", O_RDWR);
	int disk = open("/dev/nvme0n1", O_RDONLY | O_DIRECT);
	double added;
	int i, trace;

	bench_must(dev, "/dev/mview");
	bench_must(disk, "/dev/nvme0n1");
	for (i = 0; i < TRACES; i++) {
		trace = trace_open(dev, traces[i].flags);
		maps[i] = owner_measure("map and unmap 4 KiB", traces[i].who,
					"maps", PAIRS);
		coherent[i] = owner_measure("allocate and free 4 KiB",
					    traces[i].who, "coherent", PAIRS);
		reads[i] = disk_measure("read 4 KiB of nvme, the thread",
					traces[i].who, disk);
		close(trace);
	}
	added = maps[HISTORY]->median - maps[NONE]->median;
	bench_judge("map and unmap with a history, added", added, 400,
		    "instructions", maps[NONE]->median, "the two");
	bench_judge("map and unmap after a trace", maps[AFTER]->median,
		    maps[NONE]->median * 1.01, "instructions",
		    maps[NONE]->median, "before it");
	bench_judge("allocate and free, traced", coherent[ALLOCS]->median,
		    coherent[NONE]->median + 10000, "instructions",
		    coherent[NONE]->median, "not traced");
	bench_judge("read of nvme, allocations traced", reads[ALLOCS]->median,
		    reads[NONE]->median * 1.01, "instructions",
		    reads[NONE]->median, "not traced");
	/* The thread's part has all of the cost beside a part of the work. */
	bench_judge("read of nvme, with a history",
		    reads[NONE]->median + added, reads[NONE]->median * 1.05,
		    "instructions", reads[NONE]->median, "not traced");
	measure_borrowed(dev);
	close(disk);
	close(dev);
}
