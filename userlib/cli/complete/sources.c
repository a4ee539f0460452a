// SPDX-License-Identifier: GPL-2.0
/* Names of sources, as far as they can be found without opening one. */
#include <dirent.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <mview-inspect.h>

#include "cli.h"
#include "complete/complete.h"
#include "sources/expr.h"
#include "sources/recorded.h"

#define NAME	4200	/* "file:", a path, and a channel */

static void offer_buffers(const struct typed *typed)
{
	struct mview_device *device = mview_device_open();
	bool by_id = *typed_end(typed) == '@';
	struct mview_buffer *buffer;
	uint64_t id = 0;
	char text[32];

	while (device && (buffer = mview_buffer_next(device, id))) {
		snprintf(text, sizeof(text), "@%" PRIu64, buffer->id);
		if (by_id)
			complete_offer(typed, text, buffer->name);
		else if (*buffer->name)
			complete_offer(typed, buffer->name, buffer->format);
		id = buffer->id + 1;
		mview_buffer_free(buffer);
	}
	mview_device_close(device);
}

static void offer_traced(const struct typed *typed)
{
	struct mview_dma_buffers *list = mview_dma_find(NULL);
	const struct mview_dma_buffer *buf = list ? list->first : NULL;

	for (; buf; buf = buf->next)
		complete_offer(typed, buf->name, buf->origin->driver);
	mview_dma_free(list);
}

static void offer_dmabufs(const struct typed *typed)
{
	struct mview_dmabufs *list = mview_dmabufs_find();
	const struct mview_dmabuf *buf = list ? list->first : NULL;
	char text[64];

	for (; buf; buf = buf->next) {
		snprintf(text, sizeof(text), "dmabuf:%" PRIu64, buf->inode);
		complete_offer(typed, text, buf->exporter);
	}
	mview_dmabufs_free(list);
}

static void offer_escaped(const struct typed *typed, const char *name,
			  const char *marks)
{
	char *text = expr_escape(name, marks);

	complete_offer(typed, text, NULL);
	free(text);
}

/**
 * struct place - a directory whose entries are parts of sources' names
 * @path: of the directory
 * @prefix: of the names
 * @begins: of the entries that are meant
 * @marks: directories end in a slash, for there is more to come
 */
struct place {
	const char *path;
	const char *prefix;
	const char *begins;
	bool marks;
};

static bool is_directory(DIR *dir, const struct dirent *entry)
{
	struct stat stats;

	return !fstatat(dirfd(dir), entry->d_name, &stats, 0) &&
	       S_ISDIR(stats.st_mode);
}

static void offer_place(const struct typed *typed, const struct place *place)
{
	DIR *dir = opendir(place->path);
	const struct dirent *entry;
	char text[NAME];

	while (dir && (entry = readdir(dir))) {
		if (*entry->d_name == '.' ||
		    strncmp(entry->d_name, place->begins,
			    strlen(place->begins)))
			continue;
		snprintf(text, sizeof(text), "%s%s%s", place->prefix,
			 entry->d_name,
			 place->marks && is_directory(dir, entry) ? "/" : "");
		offer_escaped(typed, text, EXPR_ENDS "#");
	}
	if (dir)
		closedir(dir);
}

/* "fd:PID/", then "fd:PID/FD". */
static void offer_descriptors(const struct typed *typed)
{
	char path[64] = "/proc", prefix[64] = "fd:", pid[10], slash = 0;
	struct place place = { path, prefix, "", true };
	char first[2] = { '1', 0 };

	if (sscanf(typed_end(typed), "fd:%9[0-9]%c", pid, &slash) == 2 &&
	    slash == '/') {
		snprintf(path, sizeof(path), "/proc/%s/fd", pid);
		snprintf(prefix, sizeof(prefix), "fd:%s/", pid);
		place.marks = false;
		offer_place(typed, &place);
		return;
	}
	/* Of /proc, what is a number. */
	for (place.begins = first; *first <= '9'; ++*first)
		offer_place(typed, &place);
}

/* Each channel of a recording, once, as its messages come. */
static void offer_channels(const struct typed *typed, const char *path,
			   bool is_source)
{
	struct mview_recording *recording = mview_recording_open(path);
	struct mview_message message;
	char *name;
	int n = 0;

	while (recording && mview_recording_next(recording, &message) > 0) {
		if (message.channel < n)
			continue;
		n = message.channel + 1;
		name = is_source ? recorded_name(path, message.name, NULL) :
				   expr_escape(message.name, "@*?[");
		complete_offer(typed, name, NULL);
		free(name);
	}
	mview_recording_close(recording);
}

void complete_channel(const struct typed *typed, const char *path)
{
	offer_channels(typed, path, false);
}

/* "file:DIR/", "file:PATH"; behind a #, what a recording has. */
static void offer_files(const struct typed *typed)
{
	const char *text = typed_end(typed) + strlen("file:"), *slash;
	char *file = expr_part(text, EXPR_ENDS "#"), path[NAME], prefix[NAME];
	struct place place = { path, prefix, "", true };
	int len;

	if (*expr_find(text, EXPR_ENDS "#") == '#') {
		offer_channels(typed, file, true);
		free(file);
		return;
	}
	slash = strrchr(file, '/');
	len = slash ? slash + 1 - file : 0;
	snprintf(path, sizeof(path), "%.*s", len, file);
	snprintf(prefix, sizeof(prefix), "file:%.*s", len, file);
	if (!len)
		place.path = ".";
	offer_place(typed, &place);
	free(file);
}

static void offer_cameras(const struct typed *typed)
{
	static const struct place place = { "/dev", "v4l2:/dev/", "video",
					    false };

	offer_place(typed, &place);
}

static void offer_screens(const struct typed *typed)
{
	static const struct place place = { "/dev/dri", "drm:", "card", false };

	offer_place(typed, &place);
}

void complete_source(const struct typed *typed)
{
	static const struct {
		const char *prefix;
		void (*offer)(const struct typed *typed);
		const char *help;
	} kinds[] = {
		{ "dma:", offer_traced, "what drivers have from the DMA API" },
		{ "dmabuf:", offer_dmabufs, "a dma-buf" },
		{ "fd:", offer_descriptors, "a descriptor of a process" },
		{ "file:", offer_files, "a snapshot or a recording" },
		{ "v4l2:", offer_cameras, "a camera" },
		{ "drm:", offer_screens, "a screen" },
	};
	const char *end = typed_end(typed);
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		if (!strncmp(end, kinds[i].prefix, strlen(kinds[i].prefix))) {
			kinds[i].offer(typed);
			return;
		}
		complete_offer(typed, kinds[i].prefix, kinds[i].help);
	}
	offer_buffers(typed);
}

static void offer_bound(const struct typed *typed, const char *bus)
{
	char path[NAME], driver[NAME + 512];
	struct dirent *entry;
	DIR *dir;

	snprintf(path, sizeof(path), "/sys/bus/%s/devices", bus);
	dir = opendir(path);
	while (dir && (entry = readdir(dir))) {
		snprintf(driver, sizeof(driver), "%s/%s/driver", path,
			 entry->d_name);
		if (!access(driver, F_OK))
			complete_offer(typed, entry->d_name, bus);
	}
	if (dir)
		closedir(dir);
}

void complete_device(const struct typed *typed)
{
	DIR *dir = opendir("/sys/bus");
	struct dirent *entry;

	while (dir && (entry = readdir(dir)))
		if (*entry->d_name != '.')
			offer_bound(typed, entry->d_name);
	if (dir)
		closedir(dir);
}
