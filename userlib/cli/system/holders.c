// SPDX-License-Identifier: GPL-2.0
/*
 * Holders: a descriptor that is a view or a trace is known by its link in
 * /proc/PID/fd, and its fdinfo tells of what. Links are read with one system call
 * each, so that machines with many processes can be looked at again and again.
 */
#include "system/holders.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli.h"
#include "system/fdinfo.h"

/**
 * struct process - a process
 * @pid: its number
 * @look: the last look at it; 0 before the first one
 * @hidden: its descriptors may not be seen
 * @held: array of what it has open
 * @n: its length
 * @name: its name, if it has anything open
 */
struct process {
	long pid;
	unsigned int look;
	bool hidden;
	struct fdinfo *held;
	size_t n;
	char name[32];
};

/**
 * struct holders - all processes
 * @list: array, by number
 * @n: its length
 * @look: how many looks there were, with this one
 * @next: number of the process whose turn it is
 * @held: what they have open, in one array
 * @nheld: its length
 */
struct holders {
	struct process *list;
	size_t n;
	unsigned int look;
	long next;
	struct holding *held;
	size_t nheld;
};

static FILE *open_proc(long pid, const char *file)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%ld/%s", pid, file);
	return fopen(path, "re");
}

/* All of it: the line end that the kernel adds is not the only one it can have. */
static void read_name(struct process *process)
{
	FILE *in = open_proc(process->pid, "comm");
	size_t len = 0;

	if (in) {
		len = fread(process->name, 1, sizeof(process->name) - 1, in);
		fclose(in);
	}
	if (len && process->name[len - 1] == '\n')
		len--;
	process->name[len] = '\0';
}

/* Several views of a buffer are one that can do what any of them can. */
static void hold(struct process *process, struct fdinfo *info)
{
	size_t i;

	for (i = 0; i < process->n; i++) {
		struct fdinfo *held = &process->held[i];

		if (held->is_trace != info->is_trace || held->id != info->id)
			continue;
		held->writes |= info->writes;
		fdinfo_deinit(info);
		return;
	}
	process->held = reallocate(process->held, (process->n + 1) *
				   sizeof(*process->held));
	process->held[process->n++] = *info;
}

static void forget(struct process *process)
{
	while (process->n)
		fdinfo_deinit(&process->held[--process->n]);
	free(process->held);
	process->held = NULL;
}

static void look_at_descriptor(struct process *process, int fds,
			       const char *fd)
{
	struct fdinfo info;
	char link[64], path[32];
	ssize_t len = readlinkat(fds, fd, link, sizeof(link) - 1);
	FILE *in;

	if (len < 0)
		return;
	link[len] = '\0';
	if (!fdinfo_is_of(link))
		return;
	snprintf(path, sizeof(path), "fdinfo/%.20s", fd);
	in = open_proc(process->pid, path);
	if (!in)
		return;
	if (fdinfo_read(in, &info))
		hold(process, &info);
	fclose(in);
}

static void look_at(struct process *process, unsigned int look)
{
	struct dirent *entry;
	char path[32];
	DIR *dir;

	forget(process);
	snprintf(path, sizeof(path), "/proc/%ld/fd", process->pid);
	dir = opendir(path);
	process->look = look;
	process->hidden = !dir && errno == EACCES;
	while (dir && (entry = readdir(dir)))
		if (isdigit((unsigned char)*entry->d_name))
			look_at_descriptor(process, dirfd(dir), entry->d_name);
	if (dir)
		closedir(dir);
	if (process->n)
		read_name(process);
}

static int by_pid(const void *left, const void *right)
{
	const struct process *a = left, *b = right;

	return (a->pid > b->pid) - (a->pid < b->pid);
}

/* What is known of one, which is taken out of the list that was; or nothing. */
static struct process take(struct holders *old, long pid)
{
	struct process key = { .pid = pid }, *found = NULL;

	if (old->n)
		found = bsearch(&key, old->list, old->n, sizeof(key), by_pid);
	if (!found || found->pid != pid)
		return key;
	key = *found;
	found->held = NULL;
	found->n = 0;
	return key;
}

static void list_processes(struct holders *holders)
{
	struct holders old = *holders;
	DIR *dir = opendir("/proc");
	struct dirent *entry;
	size_t room = 0, i;

	holders->list = NULL;
	holders->n = 0;
	while (dir && (entry = readdir(dir))) {
		long pid = strtol(entry->d_name, NULL, 10);

		if (pid <= 0 || pid == getpid())
			continue;
		if (holders->n == room) {
			room = room ? 2 * room : 256;
			holders->list = reallocate(holders->list, room *
						   sizeof(*holders->list));
		}
		holders->list[holders->n++] = take(&old, pid);
	}
	if (dir)
		closedir(dir);
	if (holders->n)
		qsort(holders->list, holders->n, sizeof(*holders->list),
		      by_pid);
	for (i = 0; i < old.n; i++)
		forget(&old.list[i]);
	free(old.list);
}

static int64_t cpu_time(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

/* The first one whose turn it is. */
static size_t find_turn(const struct holders *holders)
{
	size_t i;

	for (i = 0; i < holders->n; i++)
		if (holders->list[i].pid >= holders->next)
			return i;
	return 0;
}

/* Those that are new, then the others in turn, until the time is spent. */
static void look_in_turn(struct holders *holders, int64_t cpu_ns)
{
	int64_t begin = cpu_time();
	size_t first = find_turn(holders), i;
	struct process *process;

	for (i = 0; i < holders->n; i++)
		if (!holders->list[i].look && cpu_time() - begin < cpu_ns)
			look_at(&holders->list[i], holders->look);
	for (i = 0; i < holders->n; i++) {
		process = &holders->list[(first + i) % holders->n];
		holders->next = process->pid;
		if (cpu_time() - begin >= cpu_ns)
			return;
		if (process->look != holders->look)
			look_at(process, holders->look);
	}
}

/* By buffer, then by process, so that they are found. */
static int by_id(const void *left, const void *right)
{
	const struct holding *a = left, *b = right;

	if (a->is_trace != b->is_trace)
		return a->is_trace - b->is_trace;
	if (a->id != b->id)
		return a->id < b->id ? -1 : 1;
	return (a->pid > b->pid) - (a->pid < b->pid);
}

static void gather(struct holders *holders)
{
	size_t i, j, n = 0;

	for (i = 0; i < holders->n; i++)
		n += holders->list[i].n;
	holders->held = reallocate(holders->held, n * sizeof(*holders->held));
	holders->nheld = 0;
	for (i = 0; i < holders->n; i++) {
		const struct process *process = &holders->list[i];

		for (j = 0; j < process->n; j++)
			holders->held[holders->nheld++] = (struct holding) {
				.is_trace = process->held[j].is_trace,
				.id = process->held[j].id,
				.writes = process->held[j].writes,
				.pid = process->pid,
				.name = process->name,
				.filter = process->held[j].filter,
				.lost = process->held[j].lost,
			};
	}
	if (n)
		qsort(holders->held, n, sizeof(*holders->held), by_id);
}

struct holders *holders_create(void)
{
	struct holders *holders = allocate(sizeof(*holders));

	*holders = (struct holders) { .n = 0 };
	return holders;
}

void holders_free(struct holders *holders)
{
	while (holders->n)
		forget(&holders->list[--holders->n]);
	free(holders->list);
	free(holders->held);
	free(holders);
}

void holders_look(struct holders *holders, int64_t cpu_ns)
{
	holders->look++;
	list_processes(holders);
	look_in_turn(holders, cpu_ns);
	gather(holders);
}

size_t holders_hidden(const struct holders *holders)
{
	size_t n = 0, i;

	for (i = 0; i < holders->n; i++)
		n += holders->list[i].hidden;
	return n;
}

const struct holding *holders_list(const struct holders *holders, size_t *n)
{
	*n = holders->nheld;
	return holders->held;
}

const struct holding *holders_of(const struct holders *holders, bool is_trace,
				 uint64_t id, size_t *n)
{
	const struct holding key = { .is_trace = is_trace, .id = id };
	size_t first = 0, end = holders->nheld, middle;

	while (first < end) {
		middle = first + (end - first) / 2;
		if (by_id(&holders->held[middle], &key) < 0)
			first = middle + 1;
		else
			end = middle;
	}
	while (end < holders->nheld && holders->held[end].id == id &&
	       holders->held[end].is_trace == is_trace)
		end++;
	*n = end - first;
	return holders->held + first;
}

void holders_print(const struct holders *holders, bool is_trace, uint64_t id,
		   FILE *out)
{
	size_t n, i;
	const struct holding *held = holders_of(holders, is_trace, id, &n);
	const char *how;

	for (i = 0; i < n; i++) {
		how = is_trace ? "trace" : held[i].writes ? "rw" : "r";
		fprintf(out, "%s%ld %s (%s)", i ? ", " : "", held[i].pid,
			held[i].name, how);
	}
}

char *holders_text(const struct holders *holders, bool is_trace, uint64_t id)
{
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		exit(failed("out of memory"));
	holders_print(holders, is_trace, id, out);
	fclose(out);
	return text;
}
