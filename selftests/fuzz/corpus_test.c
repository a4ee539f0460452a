// SPDX-License-Identifier: GPL-2.0
/*
 * The programs that the fuzzer has kept, once each: with what they did and the
 * kernel's own checks, they are tests.
 */
#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "fuzz.h"
#include "kselftest.h"
#include "mview_test.h"

static struct fuzz fuzz;

/* The corpus is where the sources are, or where the test has been installed. */
static const char *corpus(void)
{
	const char *named = getenv("MVIEW_CORPUS");

	return named ? named : "selftests/fuzz/corpus";
}

static void run(const char *name)
{
	unsigned char program[FUZZ_INSNS * sizeof(struct fuzz_insn)];
	char path[PATH_MAX];
	size_t size;
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", corpus(), name);
	file = fopen(path, "re");
	if (!file)
		ksft_exit_fail_msg("no %s\n", path);
	size = fread(program, 1, sizeof(program), file);
	fclose(file);
	ksft_print_msg("%s\n", name);
	fuzz_run(&fuzz, program, size);
}

int main(void)
{
	struct dirent **names;
	int i, count;

	ksft_print_header();
	ksft_set_plan(1);
	if (fuzz_start(&fuzz))
		ksft_exit_skip("no /dev/mview\n");
	count = scandir(corpus(), &names, NULL, alphasort);
	if (count < 0)
		ksft_exit_skip("no directory %s\n", corpus());
	for (i = 0; i < count; i++)
		if (names[i]->d_name[0] != '.')
			run(names[i]->d_name);
	ksft_test_result_pass("%d programs, %lu commands\n", count - 2,
			      atomic_load(&fuzz.commands));
	ksft_finished();
}
