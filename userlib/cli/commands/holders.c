// SPDX-License-Identifier: GPL-2.0
/*
 * Holders: the fdinfo of a view names its buffer. A mapping whose descriptor
 * was closed is not found, nor what others' processes have, unless by root.
 */
#include "commands/holders.h"

#include <ctype.h>
#include <dirent.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"

/**
 * struct holder - a process that has a buffer open
 * @id: the buffer's
 * @pid: the process
 * @name: its name
 */
struct holder {
	uint64_t id;
	long pid;
	char name[32];
};

/**
 * struct holders - all of them, each with each of its buffers once
 * @list: array, by process
 * @n: its length
 */
struct holders {
	struct holder *list;
	size_t n;
};

static FILE *open_proc(long pid, const char *file)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%ld/%s", pid, file);
	return fopen(path, "re");
}

/* Of a descriptor that is a view with an export: its buffer's id. */
static bool read_fdinfo(FILE *in, uint64_t *id)
{
	bool found = false, live = true;
	char *line = NULL;
	size_t size = 0;

	/* Whole lines: formats may hold anything. */
	while (getline(&line, &size, in) > 0) {
		if (sscanf(line, "mview-buffer: %" SCNu64, id) == 1)
			found = true;
		if (!strcmp(line, "mview-state:\treleased\n"))
			live = false;
	}
	free(line);
	return found && live;
}

static void read_name(long pid, char *name, size_t size)
{
	FILE *in = open_proc(pid, "comm");

	*name = '\0';
	if (!in)
		return;
	if (fgets(name, size, in))
		name[strcspn(name, "\n")] = '\0';
	fclose(in);
}

static void add(struct holders *holders, uint64_t id, long pid)
{
	struct holder *holder;
	size_t i;

	for (i = holders->n; i && holders->list[i - 1].pid == pid; i--)
		if (holders->list[i - 1].id == id)
			return;
	holders->list = reallocate(holders->list, (holders->n + 1) *
				   sizeof(*holders->list));
	holder = &holders->list[holders->n++];
	*holder = (struct holder) { .id = id, .pid = pid };
	read_name(pid, holder->name, sizeof(holder->name));
}

static void scan_descriptor(struct holders *holders, long pid, long fd)
{
	char path[32];
	uint64_t id;
	FILE *in;

	snprintf(path, sizeof(path), "fdinfo/%ld", fd);
	in = open_proc(pid, path);
	if (!in)
		return;
	if (read_fdinfo(in, &id))
		add(holders, id, pid);
	fclose(in);
}

static void scan_process(struct holders *holders, long pid)
{
	struct dirent *entry;
	char path[32];
	DIR *dir;

	snprintf(path, sizeof(path), "/proc/%ld/fdinfo", pid);
	dir = opendir(path);
	while (dir && (entry = readdir(dir)))
		if (isdigit((unsigned char)*entry->d_name))
			scan_descriptor(holders, pid, atol(entry->d_name));
	if (dir)
		closedir(dir);
}

struct holders *holders_find(void)
{
	struct holders *holders = allocate(sizeof(*holders));
	struct dirent *entry;
	DIR *dir = opendir("/proc");

	*holders = (struct holders) { .n = 0 };
	while (dir && (entry = readdir(dir)))
		if (isdigit((unsigned char)*entry->d_name) &&
		    atol(entry->d_name) != getpid())
			scan_process(holders, atol(entry->d_name));
	if (dir)
		closedir(dir);
	return holders;
}

void holders_free(struct holders *holders)
{
	free(holders->list);
	free(holders);
}

char *holders_text(const struct holders *holders, uint64_t id)
{
	const char *between = "";
	char *text;
	size_t size, i;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		exit(failed("out of memory"));
	for (i = 0; i < holders->n; i++) {
		const struct holder *holder = &holders->list[i];

		if (holder->id != id)
			continue;
		fprintf(out, "%s%ld %s", between, holder->pid, holder->name);
		between = ", ";
	}
	fclose(out);
	return text;
}
