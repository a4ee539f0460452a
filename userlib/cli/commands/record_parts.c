// SPDX-License-Identifier: GPL-2.0
/*
 * The files of mview record --max-size, whose names have a number that only
 * grows. Before the next one is begun the oldest are removed, so that all together
 * never have more than that size.
 */
#include "commands/record_parts.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"

#define PARTS	8	/* files that --max-size is divided into */
#define SUFFIX	".mcap"

/**
 * struct record_part - a file that is whole
 * @number: in its name
 * @size: its bytes
 */
struct record_part {
	uint64_t number;
	int64_t size;
};

/* FILE.mcap without the end, which the numbers stand before. */
static int stem_length(const char *path)
{
	size_t len = strlen(path), suffix = strlen(SUFFIX);

	if (len > suffix && !strcmp(path + len - suffix, SUFFIX))
		return len - suffix;
	return len;
}

/* FILE.000012.mcap */
static char *part_path(const struct record_parts *parts, uint64_t number)
{
	int stem = stem_length(parts->output);
	char *path;

	if (asprintf(&path, "%.*s.%06" PRIu64 "%s", stem, parts->output, number,
		     parts->output + stem) < 0)
		exit(failed("out of memory"));
	return path;
}

static void add_part(struct record_parts *parts, uint64_t number, int64_t size)
{
	parts->list = reallocate(parts->list, (parts->n + 1) *
					      sizeof(*parts->list));
	parts->list[parts->n++] = (struct record_part) { number, size };
}

/* Is it the name of a part? */
static bool read_number(const struct record_parts *parts, const char *name,
			uint64_t *number)
{
	char *copy = strdup(parts->output), *path, *end;
	const char *base = copy ? basename(copy) : "";
	size_t stem = stem_length(base);
	bool is_part = false;

	if (copy && !strncmp(name, base, stem) && name[stem] == '.') {
		errno = 0;
		*number = strtoull(name + stem + 1, &end, 10);
		path = part_path(parts, *number);
		is_part = !errno && *number < UINT64_MAX &&
			  !strcmp(basename(path), name);
		free(path);
	}
	free(copy);
	return is_part;
}

static int compare_parts(const void *a, const void *b)
{
	const struct record_part *one = a, *other = b;

	return (one->number > other->number) - (one->number < other->number);
}

/* No number is used again, whatever has it: a link is not followed. */
static void find_part(struct record_parts *parts, const char *name)
{
	struct stat stat_;
	uint64_t number;
	char *path;

	if (!read_number(parts, name, &number))
		return;
	if (parts->number <= number)
		parts->number = number + 1;
	path = part_path(parts, number);
	if (!lstat(path, &stat_) && S_ISREG(stat_.st_mode))
		add_part(parts, number, stat_.st_size);
	free(path);
}

/* What earlier recordings of that name have left; 0, or an errno. */
static int find_parts(struct record_parts *parts)
{
	char *copy = strdup(parts->output);
	const char *folder = copy ? dirname(copy) : ".";
	DIR *dir = opendir(folder);
	int err = dir ? 0 : errno;
	struct dirent *entry;

	while (dir && (entry = readdir(dir)))
		find_part(parts, entry->d_name);
	if (dir)
		closedir(dir);
	free(copy);
	if (parts->n)
		qsort(parts->list, parts->n, sizeof(*parts->list),
		      compare_parts);
	return err;
}

char *record_oldest_part(const char *output)
{
	struct record_parts parts = { .output = output };
	char *path = NULL;

	find_parts(&parts);
	if (parts.n)
		path = part_path(&parts, parts.list[0].number);
	record_parts_deinit(&parts);
	return path;
}

/* A part has an eighth of the size, or room for a frame. */
int record_parts_init(struct record_parts *parts, const char *output,
		      int64_t max_size, int64_t largest, int64_t least)
{
	int err;

	*parts = (struct record_parts) {
		.output = output,
		.max_size = max_size,
		.part_size = max_size / PARTS > least ? max_size / PARTS : least,
	};
	if (max_size / 2 < parts->part_size) {
		failed("--max-size: a frame has %" PRId64 " bytes; make it %"
		       PRId64 " at least, for two files", largest, 2 * least);
		return -1;
	}
	err = find_parts(parts);
	if (!err)
		return 0;
	failed("%s: %s", output, strerror(err));
	return -1;
}

void record_parts_deinit(struct record_parts *parts)
{
	free(parts->list);
}

static void remove_oldest(struct record_parts *parts)
{
	char *path = part_path(parts, parts->list[0].number);

	if (unlink(path) && errno != ENOENT)
		failed("%s: it can't be removed: %s", path, strerror(errno));
	free(path);
	memmove(parts->list, parts->list + 1,
		--parts->n * sizeof(*parts->list));
}

char *record_parts_begin(struct record_parts *parts)
{
	int64_t size = parts->part_size;
	int i;

	for (i = 0; i < parts->n; i++)
		size += parts->list[i].size;
	while (parts->n && size > parts->max_size) {
		size -= parts->list[0].size;
		remove_oldest(parts);
	}
	return part_path(parts, parts->number);
}

void record_parts_end(struct record_parts *parts, int64_t size)
{
	add_part(parts, parts->number++, size);
}
