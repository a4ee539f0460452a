// SPDX-License-Identifier: LGPL-2.1-or-later
/* Lenses of the files that there are: all, or the first one that is wanted. */
#include "lens/search.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "lens/files.h"
#include "lens/load.h"
#include "lens/peek.h"
#include "mview-inspect/base.h"
#include "types/near.h"

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

static int load_file(struct lens_set *set, const char *path)
{
	size_t size;
	char *text = lens_text(path, &size);
	int err = text ? lens_load(set, text, size, path) : -1;

	free(text);
	return err;
}

struct mview_lenses *mview_lenses_read(const char *path)
{
	struct lens_set *set = set_create();

	if (!set)
		return NULL;
	if (!load_file(set, path))
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

static int add_file(const char *path, void *to)
{
	struct lens_set *set = to;
	int count = set->lenses.count;

	if (!load_file(set, path))
		return 0;
	return errno == ENOMEM ? -1 : add_error(set, count);
}

struct mview_lenses *mview_lenses_find(void)
{
	struct lens_set *set = set_create();

	if (!set)
		return NULL;
	if (!lens_files(add_file, set))
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

/* Takes @from over. */
static struct mview_lens *take(struct mview_lenses *from, int i)
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
		return lenses ? take(lenses, 0) : NULL;
	inspect_fail(EINVAL,
		     "%s: there are %d lenses in it; MVIEW_LENSES=%s gives them names",
		     path, lenses->count, path);
	mview_lenses_free(lenses);
	return NULL;
}

/**
 * struct search - as it goes from file to file
 * @wanted: what the search is for
 * @found: and what it found
 */
struct search {
	const struct lens_wanted *wanted;
	struct mview_lens *found;
};

static int search_text(struct search *search, const char *path,
		       const char *text, size_t size)
{
	const struct lens_wanted *wanted = search->wanted;
	struct lens_set *set;
	int i, err;

	if (!wanted->may_have(text, size, wanted->arg))
		return 0;
	set = set_create();
	if (!set)
		return -1;
	err = lens_load(set, text, size, path);
	for (i = 0; !err && i < set->lenses.count; i++)
		if (wanted->is(&set->lenses.lenses[i], wanted->arg)) {
			search->found = take(&set->lenses, i);
			return search->found ? 1 : -1;
		}
	mview_lenses_free(&set->lenses);
	return err;
}

/* A file that can't be read has none. */
static int search_file(const char *path, void *arg)
{
	struct search *search = arg;
	const struct lens_wanted *wanted = search->wanted;
	size_t size;
	char *text = lens_text(path, &size);
	int found = text ? search_text(search, path, text, size) : -1;

	free(text);
	if (found >= 0 || errno == ENOMEM)
		return found;
	if (wanted->unread)
		wanted->unread(mview_inspect_error(), wanted->data);
	return 0;
}

int lens_search(const struct lens_wanted *wanted, struct mview_lens **found)
{
	struct search search = { .wanted = wanted };
	int err = lens_files(search_file, &search);

	*found = search.found;
	return err < 0 ? -1 : 0;
}

static struct mview_lens *no_lens(const char *name)
{
	struct mview_lenses *lenses = mview_lenses_find();
	char names[NEAR_TEXT];
	struct near near;
	int i;

	if (!lenses)
		return NULL;
	near_init(&near, name);
	for (i = 0; i < lenses->count; i++)
		near_try(&near, lenses->lenses[i].name);
	near_text(&near, names);
	inspect_fail(ENOENT, "there is no lens %.70s%s%s; 'mview lens list' lists them%s%s",
		     name, *names ? "; similar are " : "", names,
		     lenses->nerrors ? "; and one file can't be read: " : "",
		     lenses->nerrors ? *lenses->errors : "");
	mview_lenses_free(lenses);
	return NULL;
}

static bool may_have_name(const char *text, size_t size, void *name)
{
	return lens_peek_name(text, size, name);
}

static bool has_name(const struct mview_lens *lens, void *name)
{
	return !strcmp(lens->name, name);
}

struct mview_lens *mview_lens_open(const char *name)
{
	const struct lens_wanted wanted = {
		.may_have = may_have_name, .is = has_name, .arg = (void *)name,
	};
	struct mview_lens *found;

	if (strchr(name, '/'))
		return open_path(name);
	if (lens_search(&wanted, &found))
		return NULL;
	return found ?: no_lens(name);
}
