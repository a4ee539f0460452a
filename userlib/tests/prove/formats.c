// SPDX-License-Identifier: GPL-2.0
/*
 * Try all formats: "formats LENGTH", all texts up to that length of one
 * character of each sort; prints how many there were.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/model/agree.h"

static const char alphabet[] = "bhqsZdT{}(29,):@! ";

static char text[16];
static size_t length;

static void on_trap(int number)
{
	(void)number;
	fprintf(stderr, "the core overflows on \"%s\"\n", text);
	_exit(1);
}

static unsigned long long try_all(size_t at)
{
	unsigned long long cases = 1;
	const char *c;

	agree_format(text, at);
	for (c = alphabet; at < length && *c; c++) {
		text[at] = *c;
		cases += try_all(at + 1);
		text[at] = '\0';
	}
	return cases;
}

int main(int argc, char **argv)
{
	length = argc == 2 ? atoi(argv[1]) : 0;
	if (!length || length >= sizeof(text))
		return 2;
	signal(SIGILL, on_trap);
	printf("%llu\n", try_all(0));
	return 0;
}
