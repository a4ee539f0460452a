// SPDX-License-Identifier: LGPL-2.1-or-later
/* Lenses by name: the files that there are. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "lens/load.h"
#include "mview-inspect/base.h"
#include "types/near.h"

#define SIZE	(256 * 1024)	/* bytes of a file */
#define FILES	1024		/* that are looked at for a lens */

static struct lens_set *set_create(void)
{
	return calloc(1, sizeof(struct lens_set)) ?:
	       inspect_fail(ENOMEM, NO_MEMORY);
}

void mview_lenses_free(struct mview_lenses *lenses)
{
	struct lens_set *set = (struct lens_set *)lenses;

	if (!set)
		return;
	arena_deinit(&set->arena);
	free(set);
}

static int read_all(int fd, const char *path, char *text, size_t *size)
{
	ssize_t n;

	for (*size = 0; *size <= SIZE; *size += n) {
		n = read(fd, text + *size, SIZE + 1 - *size);
		if (n < 0)
			return inspect_fail_int(errno, "%s: %s", path,
						strerror(errno));
		if (!n)
			return 0;
	}
	return inspect_fail_int(E2BIG, "%s: a file of lenses has at most %d bytes",
				path, SIZE);
}

/* A pipe or a device would keep who waits for it. */
static int open_regular(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat stat;

	if (fd < 0)
		return inspect_fail_int(errno, "%s: %s", path, strerror(errno));
	if (!fstat(fd, &stat) && S_ISREG(stat.st_mode))
		return fd;
	close(fd);
	return inspect_fail_int(EINVAL, "%s: this is no file", path);
}

int lens_load_file(struct lens_set *set, const char *path)
{
	int err, fd = open_regular(path);
	char *text;
	size_t size;

	if (fd < 0)
		return -1;
	text = malloc(SIZE + 1);
	if (!text)
		err = inspect_fail_int(ENOMEM, NO_MEMORY);
	else
		err = read_all(fd, path, text, &size) ?:
		      lens_load(set, text, size, path);
	free(text);
	close(fd);
	return err;
}

struct mview_lenses *mview_lenses_read(const char *path)
{
	struct lens_set *set = set_create();

	if (!set)
		return NULL;
	if (!lens_load_file(set, path))
		return &set->lenses;
	mview_lenses_free(&set->lenses);
	return NULL;
}

/* One more error; the lenses that came before it are not counted. */
static int add_error(struct lens_set *set, int count)
{
	const char **errors = lens_grow(&set->arena, set->lenses.errors,
					set->lenses.nerrors, sizeof(*errors));
	char *text = arena_text(&set->arena, mview_inspect_error());

	if (!errors || !text)
		return -1;
	set->lenses.count = count;
	errors[set->lenses.nerrors++] = text;
	set->lenses.errors = errors;
	return 0;
}

static int add_file(struct lens_set *set, const char *path)
{
	int count = set->lenses.count;

	if (!lens_load_file(set, path))
		return 0;
	return errno == ENOMEM ? -1 : add_error(set, count);
}

static int is_lenses(const struct dirent *entry)
{
	const char *end = strrchr(entry->d_name, '.');

	return *entry->d_name != '.' && end && !strcmp(end, ".yaml");
}

static int add_entry(struct lens_set *set, const char *directory,
		     const char *name)
{
	char path[PATH_MAX];

	if (snprintf(path, sizeof(path), "%s/%s", directory, name) >= PATH_MAX)
		return 0;
	return add_file(set, path);
}

static int add_directory(struct lens_set *set, const char *path)
{
	int i, n, err = 0;
	struct dirent **entries;

	n = scandir(path, &entries, is_lenses, alphasort);
	if (n < 0)
		return errno == ENOMEM ? inspect_fail_int(ENOMEM, NO_MEMORY) : 0;
	for (i = 0; i < n; i++) {
		if (i < FILES && !err)
			err = add_entry(set, path, entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
	return err;
}

/* A directory that is not there has no lenses; a file is meant. */
static int add_place(struct lens_set *set, const char *path)
{
	struct stat info;

	if (!*path || stat(path, &info))
		return 0;
	return S_ISDIR(info.st_mode) ? add_directory(set, path) :
				       add_file(set, path);
}

static int add_places(struct lens_set *set, const char *places)
{
	char path[PATH_MAX];
	size_t len;
	int err = 0;

	for (; *places && !err; places += len + (places[len] == ':')) {
		len = strcspn(places, ":");
		if (snprintf(path, sizeof(path), "%.*s", (int)len, places) <
		    PATH_MAX)
			err = add_place(set, path);
	}
	return err;
}

static int add_of_user(struct lens_set *set)
{
	const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
	char path[PATH_MAX];

	if (config && *config == '/')
		snprintf(path, sizeof(path), "%s/mview/lenses", config);
	else
		snprintf(path, sizeof(path), "%s/.config/mview/lenses",
			 home ?: "");
	return add_place(set, path);
}

/* Where mview was installed, unless that is one of the others. */
static int add_of_system(struct lens_set *set)
{
	static const char *const places[] = {
		MVIEW_DATADIR "/mview/lenses", "/usr/local/share/mview/lenses",
		"/usr/share/mview/lenses",
	};
	size_t i, j;
	int err = 0;

	for (i = 0; i < sizeof(places) / sizeof(*places) && !err; i++) {
		for (j = 0; strcmp(places[i], places[j]); j++)
			;
		if (j == i)
			err = add_place(set, places[i]);
	}
	return err;
}

struct mview_lenses *mview_lenses_find(void)
{
	struct lens_set *set = set_create();

	if (!set)
		return NULL;
	if (!add_places(set, getenv("MVIEW_LENSES") ?: "") &&
	    !add_of_user(set) && !add_of_system(set))
		return &set->lenses;
	mview_lenses_free(&set->lenses);
	return NULL;
}

/**
 * struct opened - a lens by itself
 * @lens: what the caller sees
 * @from: what it refers to
 */
struct opened {
	struct mview_lens lens;
	struct mview_lenses *from;
};

struct mview_lens *lens_take(struct mview_lenses *from, int i)
{
	struct opened *opened = calloc(1, sizeof(*opened));

	if (!opened) {
		mview_lenses_free(from);
		return inspect_fail(ENOMEM, NO_MEMORY);
	}
	opened->lens = from->lenses[i];
	opened->from = from;
	return &opened->lens;
}

void mview_lens_close(struct mview_lens *lens)
{
	struct opened *opened = (struct opened *)lens;

	if (!opened)
		return;
	mview_lenses_free(opened->from);
	free(opened);
}

static struct mview_lens *open_path(const char *path)
{
	struct mview_lenses *lenses = mview_lenses_read(path);

	if (!lenses || lenses->count == 1)
		return lenses ? lens_take(lenses, 0) : NULL;
	inspect_fail(EINVAL,
		     "%s: there are %d lenses in it; MVIEW_LENSES=%s gives them names",
		     path, lenses->count, path);
	mview_lenses_free(lenses);
	return NULL;
}

static struct mview_lens *no_lens(const struct mview_lenses *lenses,
				  const char *name)
{
	char names[NEAR_TEXT];
	struct near near;
	int i;

	near_init(&near, name);
	for (i = 0; i < lenses->count; i++)
		near_try(&near, lenses->lenses[i].name);
	near_text(&near, names);
	return inspect_fail(ENOENT, "there is no lens %.70s%s%s; 'mview lens list' lists them%s%s",
			    name, *names ? "; similar are " : "", names,
			    lenses->nerrors ? "; and one file can't be read: " : "",
			    lenses->nerrors ? *lenses->errors : "");
}

struct mview_lens *mview_lens_open(const char *name)
{
	struct mview_lenses *lenses;
	int i;

	if (strchr(name, '/'))
		return open_path(name);
	lenses = mview_lenses_find();
	if (!lenses)
		return NULL;
	for (i = 0; i < lenses->count; i++)
		if (!strcmp(lenses->lenses[i].name, name))
			return lens_take(lenses, i);
	no_lens(lenses, name);
	mview_lenses_free(lenses);
	return NULL;
}
