// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Which dma-bufs there are: the fdinfo of a descriptor names the exporter, and
 * the maps of a process tell mappings, by the inode.
 */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "mview-inspect.h"

/* The public structs with room for what they point to */
struct holder {
	struct mview_dmabuf_holder info;
	char comm[32];
};

struct buf {
	struct mview_dmabuf info;
	struct mview_dmabuf_holder *last;
	char exporter[64];
	char name[64];
};

/**
 * struct search - what was found
 * @list: all of it, in the end; the buffers are in @tree until then
 * @tree: of <search.h>: struct buf, by inode
 * @pid: the process that is looked into
 * @err: 0, or why it ended
 */
struct search {
	struct mview_dmabufs *list;
	void *tree;
	int pid;
	int err;
};

/* Of a process, or NULL. */
static FILE *open_proc(int pid, const char *file)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/%s", pid, file);
	return fopen(path, "re");
}

static void read_comm(int pid, char *comm, size_t size)
{
	FILE *in = open_proc(pid, "comm");

	comm[0] = '\0';
	if (!in)
		return;
	if (fgets(comm, size, in))
		comm[strcspn(comm, "\n")] = '\0';
	fclose(in);
}

static int compare(const void *a, const void *b)
{
	uint64_t left = ((const struct mview_dmabuf *)a)->inode;
	uint64_t right = ((const struct mview_dmabuf *)b)->inode;

	return (left > right) - (left < right);
}

static struct buf *new_buf(uint64_t inode)
{
	struct buf *buf = calloc(1, sizeof(*buf));

	if (buf)
		buf->info = (struct mview_dmabuf) {
			.inode = inode,
			.exporter = buf->exporter,
			.name = buf->name,
		};
	return buf;
}

static struct buf *find_buf(struct search *search, uint64_t inode)
{
	const struct mview_dmabuf key = { .inode = inode };
	struct buf **at = tfind(&key, &search->tree, compare), *buf;

	if (at)
		return *at;
	buf = new_buf(inode);
	if (buf && tsearch(buf, &search->tree, compare))
		return buf;
	free(buf);
	search->err = ENOMEM;
	return NULL;
}

/* Called in the order of the inodes: append it. */
static void list_buf(const void *node, VISIT visit, void *end)
{
	struct buf *buf = *(struct buf *const *)node;
	struct mview_dmabuf ***at = end;

	if (visit != postorder && visit != leaf)
		return;
	**at = &buf->info;
	*at = &buf->info.next;
}

static void keep(__attribute__((unused)) void *buf)
{
}

/* Make the tree a list. */
static void list_bufs(struct search *search)
{
	struct mview_dmabuf **end = &search->list->first;

	twalk_r(search->tree, list_buf, &end);
	tdestroy(search->tree, keep);
}

/* Processes are looked into one after the other: the current one is the last. */
static struct mview_dmabuf_holder *find_holder(struct search *search,
					       struct buf *buf)
{
	struct holder *holder;

	if (buf->last && buf->last->pid == search->pid)
		return buf->last;
	holder = calloc(1, sizeof(*holder));
	if (!holder) {
		search->err = ENOMEM;
		return NULL;
	}
	read_comm(search->pid, holder->comm, sizeof(holder->comm));
	holder->info = (struct mview_dmabuf_holder) {
		.pid = search->pid,
		.fd = -1,
		.comm = holder->comm,
	};
	*(buf->last ? &buf->last->next : &buf->info.holders) = &holder->info;
	buf->last = &holder->info;
	return buf->last;
}

static struct mview_dmabuf_holder *
find(struct search *search, uint64_t inode, struct buf **buf)
{
	*buf = find_buf(search, inode);
	return *buf ? find_holder(search, *buf) : NULL;
}

/**
 * struct fdinfo - what a descriptor's fdinfo says
 * @inode, @nbytes: 0 if nothing
 * @exporter, @name: "" if nothing
 */
struct fdinfo {
	uint64_t inode;
	uint64_t nbytes;
	char exporter[64];
	char name[64];
};

/* The value of a line "@key:\t...", if it has none yet. */
static void take_text(const char *line, const char *key, char *value,
		      size_t size)
{
	size_t len = strlen(key);

	if (strncmp(line, key, len) || *value)
		return;
	snprintf(value, size, "%.*s", (int)strcspn(line + len, "\n"),
		 line + len);
}

static void take_number(const char *line, const char *key, uint64_t *value)
{
	size_t len = strlen(key);

	if (!strncmp(line, key, len) && !*value)
		*value = strtoull(line + len, NULL, 10);
}

/*
 * A dma-buf's name comes last, and may hold lines of its own: the first of
 * each counts.
 */
static void read_fdinfo(FILE *in, struct fdinfo *info)
{
	char *line = NULL;
	size_t size = 0;

	*info = (struct fdinfo) { .inode = 0 };
	while (getline(&line, &size, in) > 0) {
		take_number(line, "ino:\t", &info->inode);
		take_number(line, "size:\t", &info->nbytes);
		take_text(line, "exp_name:\t", info->exporter,
			  sizeof(info->exporter));
		take_text(line, "name:\t", info->name, sizeof(info->name));
	}
	free(line);
}

static void add_descriptor(struct search *search, int fd,
			   const struct fdinfo *info)
{
	struct mview_dmabuf_holder *holder;
	struct buf *buf;

	holder = find(search, info->inode, &buf);
	if (!holder)
		return;
	buf->info.nbytes = info->nbytes;
	memcpy(buf->exporter, info->exporter, sizeof(buf->exporter));
	memcpy(buf->name, info->name, sizeof(buf->name));
	if (holder->fd < 0 || fd < holder->fd)
		holder->fd = fd;
	holder->fds++;
}

static void scan_descriptor(struct search *search, int fd)
{
	struct fdinfo info;
	char path[32];
	FILE *in;

	snprintf(path, sizeof(path), "fdinfo/%d", fd);
	in = open_proc(search->pid, path);
	if (!in)
		return;
	read_fdinfo(in, &info);
	fclose(in);
	if (info.exporter[0])
		add_descriptor(search, fd, &info);
}

static void scan_descriptors(struct search *search)
{
	struct dirent *entry;
	char path[32];
	DIR *dir;

	snprintf(path, sizeof(path), "/proc/%d/fdinfo", search->pid);
	dir = opendir(path);
	if (!dir) {
		search->list->unseen += errno == EACCES;
		return;
	}
	while ((entry = readdir(dir)) && !search->err)
		if (isdigit((unsigned char)*entry->d_name))
			scan_descriptor(search, atoi(entry->d_name));
	closedir(dir);
}

/* "7f0c1000-7f0c2000 rw-s 00000000 00:0c 1042    /dmabuf:name" */
static void scan_map(struct search *search, const char *line)
{
	struct mview_dmabuf_holder *holder;
	struct buf *buf;
	uint64_t inode;
	int at = 0;

	if (sscanf(line, "%*x-%*x %*s %*x %*x:%*x %" SCNu64 " %n", &inode,
		   &at) != 1 || !at || strncmp(line + at, "/dmabuf:", 8))
		return;
	holder = find(search, inode, &buf);
	if (holder)
		holder->maps++;
}

static void scan_maps(struct search *search)
{
	FILE *in = open_proc(search->pid, "maps");
	char *line = NULL;
	size_t size = 0;

	if (!in)
		return;
	while (!search->err && getline(&line, &size, in) > 0)
		scan_map(search, line);
	free(line);
	fclose(in);
}

static void scan_processes(struct search *search, DIR *proc)
{
	struct dirent *entry;

	while ((entry = readdir(proc)) && !search->err) {
		if (!isdigit((unsigned char)*entry->d_name))
			continue;
		search->pid = atoi(entry->d_name);
		scan_descriptors(search);
		scan_maps(search);
	}
}

struct mview_dmabufs *mview_dmabufs_find(void)
{
	struct search search = { .list = calloc(1, sizeof(*search.list)) };
	DIR *proc = opendir("/proc");

	if (!proc)
		search.err = errno;
	else if (!search.list)
		search.err = ENOMEM;
	else
		scan_processes(&search, proc);
	if (proc)
		closedir(proc);
	if (search.list)
		list_bufs(&search);
	if (!search.err)
		return search.list;
	mview_dmabufs_free(search.list);
	return inspect_fail(search.err, "/proc: %s", strerror(search.err));
}

static void free_holders(struct mview_dmabuf_holder *holder)
{
	struct mview_dmabuf_holder *next;

	for (; holder; holder = next) {
		next = holder->next;
		free(holder);
	}
}

void mview_dmabufs_free(struct mview_dmabufs *bufs)
{
	struct mview_dmabuf *buf, *next;

	for (buf = bufs ? bufs->first : NULL; buf; buf = next) {
		next = buf->next;
		free_holders(buf->holders);
		free(buf);
	}
	free(bufs);
}
