// SPDX-License-Identifier: GPL-2.0
/*
 * The kernel's part of the benchmark, for a guest whose clock counts
 * instructions. Measures views beside what is there today, prints the figures
 * and whether the targets are reached, and writes all of it as JSON to the file
 * that is the only argument. The status is 1 if a target is missed.
 *
 * With swiotlb=force on the kernel's command line it measures only reads of
 * imported dma-bufs, which go through bounce buffers; with the module
 * mview_owner, only what traces of the DMA API cost.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bench.h"

static bool bounced(void)
{
	FILE *file = fopen("/proc/cmdline", "r");
	char line[4096] = "";
	bool found;

	found = file && fgets(line, sizeof(line), file) &&
		strstr(line, "swiotlb=force");
	if (file)
		fclose(file);
	return found;
}

static void measure_all(void)
{
	/* First, while no other memory is allocated or freed. */
	bench_many();
	bench_commands();
	bench_reads();
	bench_maps();
}

int main(int argc, char **argv)
{
	if (argc != 2) {
		fprintf(stderr, "usage: kernel FILE\n");
		return 2;
	}
	if (!bench_counts()) {
		fprintf(stderr, "%s: the clock does not count instructions\n",
			argv[0]);
		return 2;
	}
	if (bounced())
		bench_imports();
	else if (!access("/sys/module/mview_owner", F_OK))
		bench_dma();
	else
		measure_all();
	bench_print_figures();
	bench_must(bench_write(argv[1]), argv[1]);
	return bench_reached() ? 0 : 1;
}
