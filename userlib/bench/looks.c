// SPDX-License-Identifier: GPL-2.0
/*
 * How fast mview watch compares: prints the bytes per second of memcmp() over
 * looks of 1 MiB, of looks that are equal, and of looks of which one byte in 1000
 * differs.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli.h"
#include "displays/looks.h"

#define SIZE	LOOKS_WHOLE
#define LOOKS	(LOOKS_BYTES / SIZE)
#define ITEM	16

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec + now.tv_nsec / 1e9;
}

static void make_looks(unsigned char **looks, int every)
{
	int i, at;

	for (i = 0; i < LOOKS; i++) {
		looks[i] = memset(allocate(SIZE), 0x5a, SIZE);
		for (at = 0; every && at < SIZE; at += every)
			looks[i][at] = i;
	}
}

static double rate_of_memcmp(unsigned char **looks)
{
	double start = seconds();
	int i, same = 0;

	for (i = 1; i < LOOKS; i++)
		same += !memcmp(looks[i - 1], looks[i], SIZE);
	if (same != LOOKS - 1)
		exit(failed("the looks are not equal"));
	return (LOOKS - 1.0) * SIZE / (seconds() - start);
}

static double rate_of_looks(unsigned char **looks)
{
	struct place *places = allocate(2 * sizeof(*places));
	struct looks kept;
	double start;
	int i;

	places[0] = (struct place) { .offset = 0, .size = 8 };
	places[1] = (struct place) { .offset = 8, .size = 8 };
	looks_init(&kept, ITEM, SIZE / ITEM, places, 2);
	looks_add_bytes(&kept, looks[0], 0, SIZE / ITEM, 0);
	start = seconds();
	for (i = 1; i < LOOKS; i++)
		looks_add_bytes(&kept, looks[i], 0, SIZE / ITEM, i);
	start = seconds() - start;
	looks_done(&kept);
	return (LOOKS - 1.0) * SIZE / start;
}

int main(void)
{
	unsigned char *looks[LOOKS];
	double plain, equal, changing;

	make_looks(looks, 0);
	plain = rate_of_memcmp(looks);
	equal = rate_of_looks(looks);
	make_looks(looks, 1000);
	changing = rate_of_looks(looks);
	printf("%.0f %.0f %.0f\n", plain, equal, changing);
	return 0;
}
