// SPDX-License-Identifier: GPL-2.0
/*
 * Sources on the command line. Its words are steps, and are taken in the order
 * in which they stand there: NAME and its slices, --format, more slices.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "lenses/lens.h"
#include "sources/expr.h"
#include "sources/pace.h"
#include "sources/recorded.h"
#include "sources/source.h"

const struct cli_option source_cast[] = {
	{ "format", 'f', "FORMAT", "see it as elements of this format" },
	{ "as", 'T', "TYPE", "as elements of this C type: [MODULE:]TYPE" },
	{ "lens", 'L', "LENS", "as a lens says; 'mview lens list' lists them" },
	{ "no-lens", 'N', NULL, "not as the lens says that is for the buffer" },
	{ "shape", 's', "SHAPE", "in this shape, as in 10,20; one can be -1" },
	{ "undeclared", 'u', NULL, "registers that their driver left out, too" },
	{ NULL }
};

const struct cli_option source_wait[] = {
	{ "wait", 'w', NULL, "wait for new data first" },
	{ NULL }
};

const struct cli_option source_follow[] = {
	{ "follow", 'F', NULL, "show it again whenever there is new data" },
	{ NULL }
};

const struct cli_option source_every[] = {
	{ "every", 'e', "TIME", "look again by the clock, so often, as in 50us,\n"
	  "100ms or 2s; 2 is 2s" },
	{ "speed", RECORDED_SPEED, "SPEED", "of a recording: so many times as fast, or max" },
	{ NULL }
};

const struct cli_option source_count[] = {
	{ "count", 'n', "N", "stop after N times" },
	{ NULL }
};

static const struct cli_option *const tables[] = {
	source_cast, source_wait, source_follow, source_every, source_count,
};

/* Options that are of one source, where there are several. */
#define STEPS	"fTLs"

static int read_frames(const struct command *command, struct source *source)
{
	char *end;

	errno = 0;
	source->count = strtol(optarg, &end, 10);
	if (errno || *end || end == optarg || source->count < 1)
		return misused(command, "--count wants a number from 1 on");
	return 0;
}

static int add_step(const struct command *command, struct source *source,
		    const struct step *step)
{
	if (source->nsteps == SOURCE_STEPS)
		return misused(command, "there are too many slices and formats");
	source->steps[source->nsteps++] = *step;
	return 0;
}

/* The step that a --format or --shape may still be added to, or NULL. */
static struct step *open_cast(struct source *source)
{
	struct step *last;

	if (!source->nsteps)
		return NULL;
	last = &source->steps[source->nsteps - 1];
	return last->slices ? NULL : last;
}

static int bad_format(const struct command *command, const char *format,
		      size_t at)
{
	switch (errno) {
	case E2BIG:
		return misused(command, "--format %s: %s", format,
			       at ? "its records are nested too deep" :
			       "it is too long");
	case EOVERFLOW:
		return misused(command, "--format %s: its size is beyond all "
			       "bounds", format);
	case EINVAL:
		if (!format[at])
			return misused(command, "--format %s: its end is "
				       "missing", format);
		return misused(command, "--format %s: '%c' can't stand there, "
			       "at \"%s\"", format, format[at], format + at);
	default:
		return failed("--format %s: %s", format, strerror(errno));
	}
}

/* A --shape that stands there alone is its shape. */
static int add_cast(const struct command *command, struct source *source,
		    const struct step *step)
{
	struct step *cast = open_cast(source);

	if (!cast || cast->as)
		return add_step(command, source, step);
	cast->format = step->format;
	cast->as = step->as;
	cast->is_lens = step->is_lens;
	return 0;
}

static int add_format(const struct command *command, struct source *source)
{
	struct step step = { .format = optarg, .as = optarg };
	size_t at = 0;
	int64_t size = mview_format_size(optarg, &at);

	if (size < 0)
		return bad_format(command, optarg, at);
	if (!size)
		return misused(command, "--format %s: there are no bytes in "
			       "it", optarg);
	return add_cast(command, source, &step);
}

/* Its format is known when all options are: --btf may stand behind it. */
static int add_type(const struct command *command, struct source *source,
		    bool is_lens)
{
	struct step step = { .as = optarg, .is_lens = is_lens };

	return add_cast(command, source, &step);
}

static const struct mview_ctype *find_type(struct source *source,
					   const struct step *step)
{
	if (!step->is_lens)
		return types_type(&source->btf, step->as);
	source->lens = mview_lens_open(step->as);
	return source->lens ? lens_type(&source->btf, source->lens) : NULL;
}

static int find_types(struct source *source)
{
	struct step *step = source->steps, *end = step + source->nsteps;

	for (; step < end; step++) {
		if (!step->slices && step->as) {
			source->type = NULL;
			source->lens = NULL;
		}
		if (!step->as || step->format)
			continue;
		/* They are needed until the tool ends. */
		step->type = find_type(source, step);
		if (!step->type)
			return failed("--%s %s: %s", step->is_lens ? "lens" : "as",
				      step->as, mview_inspect_error());
		step->format = mview_ctype_format(step->type);
		source->type = step->type;
	}
	return 0;
}

static int add_shape(const struct command *command, struct source *source)
{
	struct step step = { .shape = optarg }, *cast = open_cast(source);
	int64_t shape[MVIEW_DIMS];
	const char *error;
	int ndim;

	error = expr_shape(optarg, shape, &ndim);
	if (error)
		return misused(command, "--shape %s: %s", optarg, error);
	if (!cast || cast->shape)
		return add_step(command, source, &step);
	cast->shape = optarg;
	return 0;
}

static int source_option(const struct command *command, struct source *source,
			 int option)
{
	switch (option) {
	case 'f':
		return add_format(command, source);
	case 'T':
	case 'L':
		return add_type(command, source, option == 'L');
	case 'N':
		source->finds_lens = false;
		return 0;
	case 's':
		return add_shape(command, source);
	case 'u':
		source->undeclared = true;
		return 0;
	case 'w':
		source->wait = true;
		return 0;
	case 'F':
		source->follow = true;
		return 0;
	case 'e':
		return pace_option(command, "every", &source->every_ns);
	case RECORDED_SPEED:
		return recorded_option(command, source);
	default:
		return read_frames(command, source);
	}
}

/* Pairs of brackets up to the end of @word, of which they are a part. */
static int add_slices(const struct command *command, struct source *source,
		      const char *word, const char *text)
{
	struct step step = { .slices = text };
	struct expr_slice slice;
	const char *error = NULL;

	if (!*text)
		return 0;
	while (!error && *text)
		error = expr_slice(&text, &slice);
	if (error)
		return misused(command, "%s: %s, at \"%s\"", word, error, text);
	return add_step(command, source, &step);
}

int source_word(const struct command *command, struct source *source,
		const char *word)
{
	const char *text = word, *error;
	const char *name;
	size_t len;

	if (source->text) {
		if (*word != '[')
			return misused(command, "one buffer at a time; quote "
				       "slices: '%s'", word);
		return add_slices(command, source, word, word);
	}
	error = expr_name(&text, &name, &len);
	if (error)
		return misused(command, "%s: %s, at \"%s\"", word, error, text);
	source->text = word;
	return add_slices(command, source, word, text);
}

/**
 * struct parse - a command line, as it is read
 * @options: what the command takes
 * @sources: so far; the last one is that which casts and slices belong to
 * @several: there may be more than one, and they are to be allocated
 * @arg: for @options
 */
struct parse {
	const struct source_options *options;
	struct sources sources;
	bool several;
	void *arg;
};

static struct source *last_of(struct parse *parse)
{
	return &parse->sources.list[parse->sources.n - 1];
}

static void add_source(struct parse *parse)
{
	struct sources *sources = &parse->sources;

	sources->list = reallocate(sources->list,
				   (sources->n + 1) * sizeof(*sources->list));
	sources->list[sources->n++] = (struct source) { .text = NULL };
}

/* An assignment may begin with [, too: of an array. */
static int take_word(const struct command *command, const char *word, void *arg)
{
	struct parse *parse = arg;
	bool is_slice = *word == '[' && !strchr(word, '=');

	if (last_of(parse)->text && !is_slice) {
		if (parse->options->word)
			return parse->options->word(command, word, parse->arg);
		if (parse->sources.n == SOURCES_MAX)
			return misused(command, "there can be %d sources",
				       SOURCES_MAX);
		if (parse->several)
			add_source(parse);
	}
	return source_word(command, last_of(parse), word);
}

static int take_option(const struct command *command,
		       const struct cli_option *option, void *arg)
{
	struct parse *parse = arg;
	struct source *source = parse->sources.list;
	size_t i;

	if (options_hold(types_options, option))
		return types_option(command, &source->btf);
	if (strchr(STEPS, option->letter))
		source = last_of(parse);
	for (i = 0; i < sizeof(tables) / sizeof(*tables); i++)
		if (options_hold(tables[i], option))
			return source_option(command, source, option->letter);
	return parse->options->own(command, option->letter, parse->arg);
}

void source_adopt(struct source *source, const struct source_options *options)
{
	source->finds_lens = options->finds_lens;
	source->any_length = options->any_length;
}

/* What was said of all of them, which the first one has. */
static void share(const struct sources *sources)
{
	const struct source *first = sources->list;
	struct source *source;

	for (source = sources->list + 1; source < first + sources->n;
	     source++) {
		source->btf = first->btf;
		source->finds_lens = first->finds_lens;
		source->any_length = first->any_length;
		source->undeclared = first->undeclared;
		source->wait = first->wait;
		source->follow = first->follow;
		source->every_ns = first->every_ns;
		source->speed = first->speed;
		source->count = first->count;
	}
}

static int read_all(const struct command *command, int argc, char **argv,
		    struct parse *parse)
{
	static const struct option_takers takers = { take_option, take_word };
	const struct sources *sources = &parse->sources;
	int i, status;

	source_adopt(sources->list, parse->options);
	status = options_read(command, argc, argv, &takers, parse);
	if (!status && !sources->list->text)
		status = misused(command, "which buffer? 'mview list' shows "
				 "them");
	share(sources);
	for (i = 0; !status && i < sources->n; i++)
		status = find_types(&sources->list[i]);
	return status;
}

int source_parse(const struct command *command,
		 const struct source_options *options, int argc, char **argv,
		 struct source *source, void *arg)
{
	struct parse parse = {
		.options = options,
		.sources = { source, 1 },
		.arg = arg,
	};

	*source = (struct source) { .text = NULL };
	return read_all(command, argc, argv, &parse);
}

int sources_parse(const struct command *command,
		  const struct source_options *options, int argc, char **argv,
		  struct sources *sources, void *arg)
{
	struct parse parse = {
		.options = options,
		.several = true,
		.arg = arg,
	};
	int status;

	add_source(&parse);
	status = read_all(command, argc, argv, &parse);
	*sources = parse.sources;
	return status;
}
