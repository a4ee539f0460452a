// SPDX-License-Identifier: GPL-2.0
/*
 * mview set: change fields of an element. All that is given is checked before
 * the first write. What lies in one storage, as bits do, is read once and
 * written once, with the storage's own width.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "commands/help.h"
#include "displays/text.h"
#include "lenses/assign.h"
#include "lenses/elements.h"
#include "sources/read.h"
#include "sources/source.h"

enum { DRY_RUN = OPTION_NAMED };

/**
 * struct set - what to do
 * @assignments: array
 * @n: its length
 * @all: in all elements, else there is to be one
 * @dry_run: tell what would be written
 * @quiet: tell nothing, and don't read what is overwritten
 * @elements: of which type, and which of them
 * @source: where to
 * @frame: likewise
 * @writes: how many were made
 */
struct set {
	struct assignment *assignments;
	int n;
	bool all;
	bool dry_run;
	bool quiet;
	struct elements elements;
	struct source *source;
	struct frame frame;
	int64_t writes;
};

static int set_option(const struct command *command, int option, void *arg)
{
	struct set *set = arg;

	if (option == 'a')
		set->all = true;
	else if (option == DRY_RUN)
		set->dry_run = true;
	else if (option == 'q')
		set->quiet = true;
	else
		return elements_option(command, &set->elements, option);
	return 0;
}

static int set_word(const struct command *command, const char *word, void *arg)
{
	struct set *set = arg;
	size_t size = (set->n + 1) * sizeof(*set->assignments);
	const char *error;

	set->assignments = reallocate(set->assignments, size);
	error = assign_read(word, &set->assignments[set->n]);
	if (error)
		return misused(command, "%s: %s", word, error);
	set->n++;
	return 0;
}

static const struct source_options source_options = {
	.finds_lens = true,
	.own = set_option,
	.word = set_word,
};

/* The first one of those that are of the same storage. */
static bool leads(const struct set *set, int i)
{
	int before;

	for (before = 0; before < i; before++)
		if (assign_is_beside(&set->assignments[before],
				     &set->assignments[i]))
			return false;
	return true;
}

/* Where storages overlap there is no saying what comes first. */
static int check_overlaps(const struct set *set, int i)
{
	const struct assignment *mine = &set->assignments[i], *other;

	for (other = set->assignments; other < mine; other++)
		if (assign_overlaps(other, mine) &&
		    !assign_is_beside(other, mine))
			return failed("%s and %s: one lies over the other; set "
				      "them one after the other", other->word,
				      mine->word);
	return EXIT_OK;
}

static int find_all(struct set *set)
{
	const char *error;
	int i;

	for (i = 0; i < set->n; i++) {
		error = assign_find(&set->assignments[i],
				    set->elements.type);
		if (error)
			return failed("%s: %s", set->assignments[i].word,
				      error);
		if (check_overlaps(set, i))
			return EXIT_FAILED;
	}
	return EXIT_OK;
}

static void print_change(const struct set *set, int64_t element,
			 const struct assignment *assignment, const void *old,
			 const void *new)
{
	struct mview_member member = assignment->member;
	char label[LABELS_TEXT];

	if (set->elements.hex && !member.show)
		member.show = MVIEW_SHOW_HEX;
	labels_text(&set->frame.labels, mview_shape(set->frame.view), element,
		    label);
	if (*label)
		printf("[%s]", label);
	text_printf(stdout, "%s%s: ", *label && *assignment->path ? "." : "",
		    assignment->path);
	text_printf(stdout, "%s -> ", types_text(&member, old));
	text_printf(stdout, "%s%s\n", types_text(&member, new),
		    set->dry_run ? " (not written)" : "");
}

/* What several assignments have changed is told once. */
static bool is_repeated(const struct assignment *first,
			const struct assignment *one)
{
	const struct assignment *other;

	for (other = first; other < one; other++)
		if (!strcmp(other->path, one->path))
			return true;
	return false;
}

/* Those of one storage, of which @leader is the first. */
static int change(struct set *set, int64_t element, struct mview *storage,
		  int leader)
{
	const struct assignment *first = &set->assignments[leader], *one;
	size_t size = mview_nbytes(storage);
	char *old = allocate(2 * size), *new = old + size;
	const struct assignment *end = set->assignments + set->n;
	int err = 0;

	memset(old, 0, size);
	if (!set->quiet || !assign_is_whole(first))
		err = mview_tobytes(storage, old, size, 'C') < 0;
	memcpy(new, old, size);
	for (one = first; one < end; one++)
		if (assign_is_beside(one, first))
			assign_apply(one, new);
	if (!err && !set->dry_run)
		err = mview_frombytes(storage, new, size);
	for (one = first; one < end && !err && !set->quiet; one++)
		if (assign_is_beside(one, first) && !is_repeated(first, one))
			print_change(set, element, one, old, new);
	free(old);
	return err;
}

static void index_of(struct mview *view, int64_t element, int64_t *index)
{
	int axis = mview_ndim(view);

	while (axis--) {
		index[axis] = element % mview_shape(view)[axis];
		element /= mview_shape(view)[axis];
	}
}

/* An element as elements_wanted() has it; all of it is read for that. */
static int is_wanted(const struct set *set, const int64_t *index)
{
	void *element;
	int wanted;

	if (!set->elements.wanted)
		return 1;
	element = allocate(mview_itemsize(set->frame.view));
	if (mview_get_raw(set->frame.view, index, element)) {
		source_failed(set->source);
		wanted = -1;
	} else {
		wanted = elements_wanted(set->elements.wanted, element);
		if (wanted < 0)
			failed("--where %s: %s", set->elements.where,
			       mview_inspect_error());
	}
	free(element);
	return wanted;
}

static int change_element(struct set *set, int64_t element)
{
	int64_t index[MVIEW_DIMS];
	struct mview *storage;
	int i, wanted, err = 0;

	index_of(set->frame.view, element, index);
	wanted = is_wanted(set, index);
	if (wanted <= 0)
		return wanted ? EXIT_FAILED : EXIT_OK;
	for (i = 0; i < set->n && !err; i++) {
		if (!leads(set, i))
			continue;
		storage = mview_ctype_storage(set->elements.type,
					      set->frame.view, index,
					      &set->assignments[i].member);
		if (!storage)
			return failed("%s", mview_inspect_error());
		err = change(set, element, storage, i);
		mview_close(storage);
		set->writes += !err;
	}
	return err ? source_failed(set->source) : EXIT_OK;
}

static int change_all(struct set *set)
{
	int64_t i, n = read_count(set->frame.view);
	int status = EXIT_OK;

	if (n != 1 && !set->all)
		return source_unfit(set->source, set->frame.view,
				    "an index should name one element, or --all "
				    "say that all are meant");
	for (i = 0; i < n && status == EXIT_OK; i++)
		status = change_element(set, i);
	if (status != EXIT_OK && set->writes && !set->dry_run)
		failed("%s: what was told before that was written: %lld writes",
		       set->source->text, (long long)set->writes);
	return status;
}

static int set_fields(struct set *set)
{
	const struct mview_ctype *type;
	int status = source_open(set->source, &set->frame);

	if (status != EXIT_OK)
		return status;
	type = source_type(set->source, set->frame.view);
	status = type ? elements_open(&set->elements, type) : EXIT_FAILED;
	if (status == EXIT_OK)
		status = find_all(set);
	if (status == EXIT_OK)
		status = change_all(set);
	frame_close(&set->frame);
	return status;
}

static int set_run(const struct command *command, int argc, char **argv)
{
	struct set set = { .n = 0 };
	struct source source;
	int status;

	status = source_parse(command, &source_options, argc, argv, &source,
			      &set);
	if (!status && !set.n)
		status = misused(command, "set what? FIELD=VALUE says it");
	/* If the memory goes meanwhile, what was written has been told. */
	setvbuf(stdout, NULL, _IOLBF, 0);
	source.writes = true;
	set.source = &source;
	if (!status)
		status = set_fields(&set);
	while (set.n--)
		assign_done(&set.assignments[set.n]);
	free(set.assignments);
	return status;
}

static const struct cli_option options[] = {
	{ "dry-run", DRY_RUN, NULL, "tell what would be written, and write "
	  "nothing" },
	{ "all", 'a', NULL, "in all elements, if there are several" },
	{ "quiet", 'q', NULL, "print nothing, and don't read what is set "
	  "whole" },
	{ "hex", 'x', NULL, "numbers in hexadecimal" },
	{ NULL }
};

const struct command set_command = {
	.name = "set",
	.summary = "change fields of an element",
	.usage = "[OPTION]... NAME[INDEX] FIELD=VALUE...",
	.options = { options, elements_which, CAST_OPTIONS },
	.help = "  'ring[3]' len=64 state=IDLE     numbers, and names of enums\n"
		"  'ring[3]' 'flags|=OWN' 'flags&=~0x30'     bits\n"
		"  'adc0[3]' 17                    an element that is a number\n"
		"What lies in one storage is read once and written once, with its own width;\n"
		"the rest of it stays. Quote | and & from the shell.\n\n"
		EXPR_HELP,
	.run = set_run,
};
