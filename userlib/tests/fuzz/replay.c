// SPDX-License-Identifier: GPL-2.0
/*
 * Feed files to a fuzz target, without a fuzzer: "replay FILE|DIRECTORY...".
 * Prints TAP, a line a file, with its name before it is tried.
 */
#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "tests/fuzz/fuzz.h"

static int replayed;

static int replay_file(const char *path, const char *name)
{
	FILE *file = fopen(path, "rb");
	uint8_t *data = NULL;
	long size = -1;
	int err = 1;

	if (!file)
		return 1;
	if (!fseek(file, 0, SEEK_END))
		size = ftell(file);
	if (size >= 0) {
		rewind(file);
		data = malloc(size ? size : 1);
		err = !data || fread(data, 1, size, file) != (size_t)size;
	}
	fclose(file);
	if (!err) {
		fprintf(stderr, "# %s\n", path);
		LLVMFuzzerTestOneInput(data, size);
		printf("ok %d - %s\n", ++replayed, name);
	}
	free(data);
	return err;
}

static int replay_directory(const char *path)
{
	struct dirent **entries;
	char name[PATH_MAX];
	int i, n = scandir(path, &entries, NULL, alphasort), err = n < 0;

	for (i = 0; i < n; i++) {
		snprintf(name, sizeof(name), "%s/%s", path, entries[i]->d_name);
		if (*entries[i]->d_name != '.')
			err |= replay_file(name, entries[i]->d_name);
		free(entries[i]);
	}
	if (n >= 0)
		free(entries);
	return err;
}

int main(int argc, char **argv)
{
	struct stat stat_;
	int i, err = 0;

	setvbuf(stdout, NULL, _IOLBF, 0);
	for (i = 1; i < argc; i++) {
		if (stat(argv[i], &stat_))
			err = 1;
		else if (S_ISDIR(stat_.st_mode))
			err |= replay_directory(argv[i]);
		else
			err |= replay_file(argv[i], argv[i]);
	}
	printf("1..%d\n", replayed);
	if (err)
		fprintf(stderr, "# not all files could be read\n");
	return err || !replayed;
}
