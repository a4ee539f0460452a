// SPDX-License-Identifier: GPL-2.0
/*
 * read(2) of an imported dma-buf, which syncs by itself, beside a mapping. Where
 * the exporter's memory is synced by bounce buffers that is a copy of all of it.
 */
#include <linux/dma-buf.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "bench.h"
#include "memory.h"

#define SIZE	(8 * MIB)
#define CHUNK	MIB

/* A udmabuf, its import, and where the program maps it. */
static int dmabuf, import;
static char *map, *copy;

static void read_once(void *arg)
{
	(void)arg;
	bench_must(pread(import, copy, SIZE, 0) - (ssize_t)SIZE, "pread");
}

static void read_chunks(void *arg)
{
	size_t at;

	(void)arg;
	for (at = 0; at < SIZE; at += CHUNK)
		bench_must(pread(import, copy + at, CHUNK, at) -
			   (ssize_t)CHUNK, "pread");
}

static void sync_dmabuf(__u64 flags)
{
	struct dma_buf_sync sync = { .flags = flags };

	bench_must(ioctl(dmabuf, DMA_BUF_IOCTL_SYNC, &sync),
		   "DMA_BUF_IOCTL_SYNC");
}

static void copy_mapped(void *arg)
{
	(void)arg;
	sync_dmabuf(DMA_BUF_SYNC_READ);
	memcpy(copy, map, SIZE);
	sync_dmabuf(DMA_BUF_SYNC_READ | DMA_BUF_SYNC_END);
}

void bench_imports(void)
{
	const char *work = "read 8 MiB of a bounced dma-buf";
	const struct figure *ours, *peer;

	dmabuf = memory_udmabuf(SIZE);
	if (dmabuf < 0) {
		bench_note("udmabuf: none here");
		return;
	}
	import = memory_import(dmabuf);
	copy = malloc(SIZE);
	map = mmap(NULL, SIZE, PROT_READ, MAP_SHARED, dmabuf, 0);
	bench_must(map == MAP_FAILED ? -1 : 0, "mmap");

	ours = bench_measure(work, "mview, read once", read_once, NULL, 1);
	bench_measure(work, "mview, read by 1 MiB", read_chunks, NULL, 1);
	peer = bench_measure(work, "sync, copy of a mapping", copy_mapped, NULL,
			     1);
	bench_judge(work, ours->median, 5 * peer->median, "instructions",
		    peer->median, peer->who);
	munmap(map, SIZE);
	free(copy);
	close(import);
	close(dmabuf);
}
