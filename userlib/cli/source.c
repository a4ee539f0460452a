// SPDX-License-Identifier: GPL-2.0
/* Sources: from the command line to elements in memory. */
#include "source.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "expr.h"

static int read_count(const struct command *command, struct source *source)
{
	char *end;

	errno = 0;
	source->count = strtol(optarg, &end, 10);
	if (errno || *end || end == optarg || source->count < 1)
		return misused(command, "--count wants a number from 1 on");
	return 0;
}

static int source_option(const struct command *command, struct source *source,
			 int option)
{
	const char *error;

	switch (option) {
	case 'f':
		source->format = optarg;
		return 0;
	case 's':
		error = expr_shape(optarg, source->shape, &source->ndim);
		return error ? misused(command, "--shape %s: %s", optarg,
				       error) : 0;
	case 'w':
		source->wait = true;
		return 0;
	case 'F':
		source->follow = true;
		return 0;
	case 'n':
		return read_count(command, source);
	default:
		return option_status(command, option);
	}
}

/* The one argument that is left behind the options. */
static int source_argument(const struct command *command,
			   struct source *source, int argc, char **argv)
{
	struct expr_name name;
	struct expr_slice slice;
	const char *text, *error;

	if (optind != argc - 1)
		return misused(command, optind == argc ?
			       "which buffer? 'mview list' shows them" :
			       "one buffer at a time; quote slices: '%s'",
			       argv[optind]);
	source->text = argv[optind];
	text = source->text;
	error = expr_name(&text, &name);
	while (!error && *text)
		error = expr_slice(&text, &slice);
	if (error)
		return misused(command, "%s: %s, at \"%s\"", source->text,
			       error, text);
	return 0;
}

int source_flag(const struct command *command, int option, void *arg)
{
	(void)command;
	(void)option;
	*(bool *)arg = true;
	return 0;
}

int source_parse(const struct command *command,
		 const struct source_options *options, int argc, char **argv,
		 struct source *source, void *arg)
{
	int option, status;

	*source = (struct source) { .ndim = -1 };
	while ((option = getopt_long(argc, argv, options->letters,
				     options->names, NULL)) != -1) {
		status = strchr(SOURCE_SHORT "?", option) ?
				 source_option(command, source, option) :
				 options->own(command, option, arg);
		if (status)
			return status;
	}
	return source_argument(command, source, argc, argv);
}

int source_failed(const struct source *source)
{
	const char *text = source->text;

	switch (errno) {
	case ENXIO:
		return failed("%s: there is no /dev/mview; load the module: "
			      "modprobe mview", text);
	case ENOENT:
		return failed("%s: there is no such buffer; 'mview list' "
			      "shows what there is", text);
	case EACCES:
		return failed("%s: /dev/mview may not be opened by you; try "
			      "it as root, or ask for membership in its group",
			      text);
	case EPERM:
		return failed("%s: another process made it; only root may "
			      "look at it", text);
	case ENODEV:
		return failed("%s: its driver took it away", text);
	case ENOMEM:
		return failed("%s: there is not enough memory for a copy; "
			      "take a slice of it", text);
	case ENOTTY:
		return failed("%s: the module mview that is loaded does not "
			      "know this tool; update one of them", text);
	default:
		return failed("%s: %s", text, strerror(errno));
	}
}

/* Fill in the extent that is -1, if there is one. */
static bool infer_shape(int64_t *shape, int ndim, int64_t nbytes,
			int64_t itemsize)
{
	int64_t rest = itemsize;
	int i, inferred = -1;

	for (i = 0; i < ndim; i++) {
		if (shape[i] == -1)
			inferred = i;
		else if (__builtin_mul_overflow(rest, shape[i], &rest))
			return false;
	}
	if (inferred < 0)
		return true;
	if (!rest || nbytes % rest)
		return false;
	shape[inferred] = nbytes / rest;
	return true;
}

static struct mview *cast_failed(const struct source *source,
				 struct mview *view, const char *format)
{
	failed("%s: %lld bytes can't be seen as elements of format %s%s",
	       source->text, (long long)mview_nbytes(view), format,
	       source->ndim < 0 ? "" : " and that shape");
	return NULL;
}

/* --format and --shape. */
static struct mview *reinterpret(const struct source *source,
				 struct mview *view)
{
	const char *format = source->format ?: mview_format(view);
	int64_t shape[MVIEW_DIMS];
	struct mview *flat, *cast;
	bool fits;

	flat = mview_cast(view, format, 0, NULL, MVIEW_CAST_FREE);
	if (source->ndim < 0 || !flat)
		return flat ?: cast_failed(source, view, format);
	memcpy(shape, source->shape, sizeof(shape));
	fits = infer_shape(shape, source->ndim, mview_nbytes(flat),
			   mview_itemsize(flat));
	cast = fits ? mview_cast(flat, format, source->ndim, shape,
				 MVIEW_CAST_FREE) : NULL;
	mview_close(flat);
	return cast ?: cast_failed(source, view, format);
}

static struct mview *slice_failed(const struct source *source,
				  struct mview *view)
{
	if (errno != ERANGE && errno != EINVAL) {
		source_failed(source);
		return NULL;
	}
	fprintf(stderr, "mview: %s: %s, its shape is ", source->text,
		errno == ERANGE ? "the index lies outside" :
		"there are too many axes");
	print_tuple(stderr, mview_shape(view), mview_ndim(view));
	fputc('\n', stderr);
	return NULL;
}

/* @next takes the place of @view, which is not needed any more. */
static struct mview *replace(struct mview *view, struct mview *next)
{
	mview_close(view);
	return next;
}

struct mview *source_open(const struct source *source)
{
	const char *text = source->text;
	struct expr_slice slice;
	struct expr_name name;
	struct mview *view;

	expr_name(&text, &name);
	view = name.by_id ? mview_open_id(name.id, MVIEW_READ) :
			    mview_open(name.name, MVIEW_READ);
	if (!view) {
		source_failed(source);
		return NULL;
	}
	if (source->format || source->ndim >= 0)
		view = replace(view, reinterpret(source, view));
	while (view && *text) {
		expr_slice(&text, &slice);
		view = replace(view, expr_apply(view, &slice) ?:
				     slice_failed(source, view));
	}
	return view;
}

void source_heading(const struct source *source, const struct frame *frame)
{
	if (source->follow || source->count > 1)
		printf("# %" PRIu64 "\n", frame->seq);
}

/* Copy the elements out, so that what is shown is of one moment. */
static int show_copy(const struct source *source, struct mview *view,
		     struct frame *frame,
		     int (*show)(const struct source *source,
				 const struct frame *frame, void *arg),
		     void *arg)
{
	int64_t size = mview_nbytes(view);
	int status;
	void *data;

	data = malloc(size ?: 1);
	if (!data || mview_tobytes(view, data, size, 'C') < 0) {
		status = source_failed(source);
		free(data);
		return status;
	}
	frame->data = data;
	frame->view = mview_from_layout(data, size, mview_format(view),
					mview_ndim(view), mview_shape(view),
					NULL, 0, MVIEW_READ);
	status = frame->view ? show(source, frame, arg) :
			       source_failed(source);
	mview_close(frame->view);
	free(data);
	return status;
}

int source_each(const struct source *source,
		int (*show)(const struct source *source,
			    const struct frame *frame, void *arg),
		void *arg)
{
	long most = source->follow || source->count ? source->count : 1;
	struct frame frame = { .number = 0 };
	int status = EXIT_OK;
	struct mview *view;

	view = source_open(source);
	if (!view)
		return EXIT_FAILED;
	mview_wait(view, 0, &frame.seq);
	while (status == EXIT_OK && (!most || frame.number < most)) {
		if ((frame.number || source->wait) &&
		    mview_wait(view, -1, &frame.seq) < 0)
			status = source_failed(source);
		else
			status = show_copy(source, view, &frame, show, arg);
		frame.number++;
		fflush(stdout);
		if (ferror(stdout))
			break;
	}
	mview_close(view);
	return status;
}
