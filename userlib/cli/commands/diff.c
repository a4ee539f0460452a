// SPDX-License-Identifier: GPL-2.0
/* mview diff: what differs between two sources, or between then and now. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "commands/diff.h"
#include "commands/help.h"
#include "displays/text.h"
#include "sources/pace.h"
#include "sources/read.h"

enum { STAT = OPTION_NAMED, BYTES };

/* As those of diff(1). */
enum { SAME, DIFFERENT, TROUBLE };

static int diff_option(const struct command *command, int option, void *arg)
{
	struct diff *diff = arg;
	int status;

	switch (option) {
	case BYTES:
		diff->bytes = true;
		return 0;
	case STAT:
		diff->stat = true;
		return 0;
	case 'q':
		diff->quiet = true;
		return 0;
	default:
		if (output_option(command, option, &diff->output, &status))
			return status;
		return elements_option(command, &diff->elements, option);
	}
}

/*
 * Give @source the casts that stand in front of the slices of @other, unless
 * @source has casts of its own.
 */
static void borrow_casts(struct source *source, const struct source *other)
{
	int n = 0;

	while (n < other->nsteps && !other->steps[n].slices)
		n++;
	if (source_has_cast(source) || source->nsteps + n > SOURCE_STEPS)
		return;
	memmove(source->steps + n, source->steps,
		source->nsteps * sizeof(*source->steps));
	memcpy(source->steps, other->steps, n * sizeof(*source->steps));
	source->nsteps += n;
	source->finds_lens = false;
	source->type = other->type;
	source->lens = other->lens;
}

/*
 * source_open() finds the lens for the new source; the old one, if it has none, is
 * then opened again with that.
 */
static int open_both(struct diff *diff)
{
	int status = source_open(diff->old.source, &diff->old.frame);

	if (status != EXIT_OK)
		return status;
	borrow_casts(diff->new.source, diff->old.source);
	status = source_open(diff->new.source, &diff->new.frame);
	if (status == EXIT_OK && source_has_cast(diff->new.source) &&
	    !source_has_cast(diff->old.source)) {
		borrow_casts(diff->old.source, diff->new.source);
		frame_close(&diff->old.frame);
		status = source_open(diff->old.source, &diff->old.frame);
	}
	return status;
}

/* Codes of the same kind are compared, if their sizes are the same, too. */
static char kind_of(char code)
{
	static const char *const kinds[] = { "bhilqn", "BHILQNP", "efdg",
					     "FDG" };
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (strchr(kinds[i], code))
			return *kinds[i];
	return code;
}

static bool same_fields(const struct mview_field *a, const struct mview_field *b)
{
	int i;

	if (strcmp(a->name, b->name) || kind_of(a->code) != kind_of(b->code) ||
	    (a->order != b->order && a->size > 1 && a->nfields == 0 &&
	     !strchr("spT", a->code)) ||
	    a->offset != b->offset || a->size != b->size ||
	    a->ndim != b->ndim || a->nfields != b->nfields)
		return false;
	for (i = 0; i < a->ndim; i++)
		if (a->shape[i] != b->shape[i])
			return false;
	for (i = 0; i < a->nfields; i++)
		if (!same_fields(&a->fields[i], &b->fields[i]))
			return false;
	return true;
}

static bool same_shape(struct mview *a, struct mview *b)
{
	return mview_ndim(a) == mview_ndim(b) &&
	       !memcmp(mview_shape(a), mview_shape(b),
		       mview_ndim(a) * sizeof(*mview_shape(a)));
}

/* With --bytes only their sizes matter. */
static int check_views(const struct diff *diff)
{
	struct mview *old = diff->old.frame.view, *new = diff->new.frame.view;
	const char *name = diff->old.source->text;

	if (mview_itemsize(old) != mview_itemsize(new) ||
	    (!diff->bytes &&
	     !same_fields(mview_element(old), mview_element(new))))
		return failed("%s has elements of format %s, and %s of %s: "
			      "they can't be compared; say what both are by "
			      "--as or --format in front of the first name",
			      name, mview_format(old), diff->new.source->text,
			      mview_format(new));
	if (same_shape(old, new))
		return EXIT_OK;
	source_unfit(diff->old.source, old,
		     "the shapes are not the same; slices can make them so");
	return source_unfit(diff->new.source, new, "that is the other one");
}

/* Take the type of the old source, or of the new one if only that has one. */
static int open_elements(struct diff *diff)
{
	bool is_news = !diff->old.source->type && diff->new.source->type;
	struct diff_side *side = is_news ? &diff->new : &diff->old;
	const struct mview_ctype *type = source_type(side->source,
						     side->frame.view);
	int status = type ? elements_open(&diff->elements, type) : EXIT_FAILED;

	if (status == EXIT_OK)
		status = elements_columns(&diff->elements, &diff->old.columns);
	if (status == EXIT_OK)
		status = elements_columns(&diff->elements, &diff->new.columns);
	return status;
}

static int compare(struct diff *diff, struct mview *old)
{
	size_t size = (diff->new.columns.n + 1) * sizeof(*diff->counts);
	int err;

	diff->counts = memset(allocate(size), 0, size);
	diff_begin(diff);
	err = diff_compare(old, diff->new.frame.view, diff_element, diff);
	if (err < 0)
		err = source_failed(diff->new.source);
	else if (err == DIFF_NO_VALUE)
		err = failed("--where %s: %s", diff->elements.where,
			     mview_inspect_error());
	else
		diff_end(diff);
	free(diff->counts);
	return err == DIFF_ENOUGH ? EXIT_OK : err;
}

static int compare_two(struct diff *diff)
{
	int status = open_both(diff);

	if (status == EXIT_OK)
		status = check_views(diff);
	if (status == EXIT_OK)
		status = open_elements(diff);
	if (status == EXIT_OK)
		status = compare(diff, diff->old.frame.view);
	return status;
}

static int wait_for_next(struct pace *pace, bool quiet)
{
	int64_t patience = quiet ? PACE_FOREVER : pace_patience();
	bool is_new = false;
	int status = EXIT_OK;

	while (status == EXIT_OK && !is_new) {
		if (pace->has_ended)
			return failed("%s: there is no message behind this one",
				      pace->source->text);
		pace_wait(pace, 1, NULL, 0, patience);
		status = pace_next(pace, &is_new);
		if (!is_new && pace_is_long(&patience))
			pace_tell(pace);
	}
	return status;
}

/* Whoever has forgotten the second name is told what was compared. */
static void tell_times(const struct pace *pace, uint64_t seq)
{
	const char *text = pace->source->text;

	if (pace->kind == PACE_TIMED)
		text_printf(stderr, "mview: %s: compared with what it was "
			    "%g s before\n", text, pace->every_ns / 1e9);
	else
		text_printf(stderr, "mview: %s: seq %" PRIu64 " is compared "
			    "with seq %" PRIu64 "\n", text, pace->frame.seq,
			    seq);
}

/* A copy of what there is, and what comes next. */
static int compare_times(struct diff *diff)
{
	struct source *source = diff->old.source;
	struct read_copy copy;
	struct pace pace;
	uint64_t seq;
	int status = pace_open(&pace, source);

	if (status != EXIT_OK)
		return status;
	seq = pace.frame.seq;
	diff->old.frame = pace.frame;
	status = open_elements(diff);
	if (status == EXIT_OK && mview_nbytes(pace.frame.view) > READ_MOMENT)
		status = failed("%s: that is more than is kept of a moment, "
				"16 MiB; 'mview save' keeps it in a file",
				source->text);
	else if (status == EXIT_OK && read_moment(&copy, pace.frame.view))
		status = source_failed(source);
	if (status != EXIT_OK) {
		pace_close(&pace);
		return status;
	}
	status = wait_for_next(&pace, diff->quiet);
	diff->old.frame = pace.frame;
	diff->new.frame = pace.frame;
	if (status == EXIT_OK && !diff->quiet)
		tell_times(&pace, seq);
	if (status == EXIT_OK)
		status = compare(diff, copy.view);
	read_done(&copy, NULL);
	pace_close(&pace);
	return status;
}

static int run(const struct command *command, const struct sources *sources,
	       struct diff *diff)
{
	bool once = sources->n == 1;
	int status;

	if (sources->n > 2)
		return misused(command, "two sources, not %d", sources->n);
	if (!once && sources->list[0].every_ns)
		return misused(command, "--every is for one source alone");
	diff->old.source = &sources->list[0];
	diff->new.source = &sources->list[once ? 0 : 1];
	status = once ? compare_times(diff) : compare_two(diff);
	columns_free(&diff->old.columns);
	columns_free(&diff->new.columns);
	if (!once) {
		frame_close(&diff->old.frame);
		frame_close(&diff->new.frame);
	}
	return status;
}

static int diff_run(const struct command *command, int argc, char **argv)
{
	static const struct source_options source_options = {
		.finds_lens = true,
		.own = diff_option,
	};
	struct diff diff = { .bytes = false };
	struct sources sources;
	int status;

	exit_trouble = TROUBLE;
	status = sources_parse(command, &source_options, argc, argv, &sources,
			       &diff);
	if (!status)
		status = run(command, &sources, &diff);
	if (status == EXIT_HELP)
		return status;
	if (status || fflush(stdout))
		return TROUBLE;
	return diff.ndifferent ? DIFFERENT : SAME;
}

static const struct cli_option options[] = {
	{ "stat", STAT, NULL, "how many elements differ, and in which fields" },
	{ "bytes", BYTES, NULL, "all bytes, also those that belong to no field" },
	{ "quiet", 'q', NULL, "print nothing" },
	{ NULL }
};

const struct command diff_command = {
	.name = "diff",
	.summary = "tell in which elements and fields two sources differ",
	.usage = "[OPTION]... NAME[SLICE] [SLICE]... NAME[SLICE] [SLICE]...\n"
		 "[OPTION]... NAME[SLICE] [SLICE]...",
	.options = { options, output_options, elements_which, elements_look,
		     CAST_OPTIONS, source_every },
	.help = "Of one source, what is there and what comes next, or after --every TIME.\n"
		"A cast or lens of one source is for the other, too, if that has none.\n"
		"Exit status: 0 if they are the same, 1 if they differ, 2 on trouble.\n\n"
		EXPR_HELP,
	.run = diff_run,
};
