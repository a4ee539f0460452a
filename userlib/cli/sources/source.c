// SPDX-License-Identifier: GPL-2.0
/* Sources: from a buffer, step by step, to the view that is wanted of it. */
#include "sources/source.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <mview-inspect.h>

#include "cli.h"
#include "displays/output.h"
#include "displays/text.h"
#include "lenses/lens.h"
#include "sources/expr.h"

struct mview_buffer *source_buffer(const struct mview *view)
{
	uint64_t id = mview_buffer_id(view);

	return id ? mview_buffer_by_id(id) : NULL;
}

const struct mview_ctype *source_type(const struct source *source,
				      struct mview *view)
{
	const struct mview_ctype *type = source->type;

	if (!type)
		type = types_of(&source->btf, view);
	if (!type)
		type = mview_ctype_of_view(view);
	if (!type)
		failed("%s: %s", source->text, mview_inspect_error());
	return type;
}

int source_failed(const struct source *source)
{
	const char *text = source->text;

	switch (errno) {
	case EACCES:
		return failed("%s: that would touch registers that the format "
			      "of their driver leaves out, which may do "
			      "something; with --undeclared it is done", text);
	case ENODEV:
		if (!strncmp(text, "file:", strlen("file:")))
			return failed("%s: the file was made shorter", text);
		return failed("%s: its driver took it away", text);
	case ENOMEM:
		return failed("%s: there is not enough memory for a copy; "
			      "take a slice of it", text);
	default:
		return failed("%s: %s", text, strerror(errno));
	}
}

int source_unfit(const struct source *source, struct mview *view,
		 const char *why)
{
	text_printf(stderr, "mview: %s: %s; it has format %s and shape ",
		    source->text, why, mview_format(view));
	print_tuple(stderr, mview_shape(view), mview_ndim(view));
	fputc('\n', stderr);
	return EXIT_FAILED;
}

/**
 * struct cast - --format and --shape
 * @source: what the complaints are about
 * @view: of which bytes
 * @format: of the new elements
 * @name: what the complaints call it
 * @itemsize: their size
 * @shape: as it was given; then as it is
 * @ndim: its entries
 */
struct cast {
	const struct source *source;
	struct mview *view;
	const char *format;
	const char *name;
	int64_t itemsize;
	int64_t shape[MVIEW_DIMS];
	int ndim;
};

/* Begin to say why the shape does not fit. */
static void begin_complaint(const struct cast *cast)
{
	text_printf(stderr, "mview: %s: in shape ", cast->source->text);
	print_tuple(stderr, cast->shape, cast->ndim);
	text_printf(stderr, ", elements of format %s ", cast->name);
}

/* Fill in the extent that is -1, if there is one. */
static bool infer_shape(struct cast *cast)
{
	int64_t nbytes = mview_nbytes(cast->view), rest = cast->itemsize;
	int i, inferred = -1;

	for (i = 0; i < cast->ndim; i++) {
		if (cast->shape[i] == -1) {
			inferred = i;
		} else if (__builtin_mul_overflow(rest, cast->shape[i],
						  &rest)) {
			begin_complaint(cast);
			fputs("are more than there can be\n", stderr);
			return false;
		}
	}
	if (inferred < 0 && rest == nbytes)
		return true;
	if (inferred >= 0 && rest && !(nbytes % rest)) {
		cast->shape[inferred] = nbytes / rest;
		return true;
	}
	begin_complaint(cast);
	fprintf(stderr, "take %s%lld bytes, and there are %lld\n",
		inferred < 0 ? "" : "a multiple of ", (long long)rest,
		(long long)nbytes);
	return false;
}

/* Whether the bytes can be elements of that format at all; or it says why. */
static bool may_cast(const struct cast *cast)
{
	int64_t nbytes = mview_nbytes(cast->view);

	if (mview_contiguous(cast->view, 'C') != 1) {
		source_unfit(cast->source, cast->view, "its elements do not "
			     "follow one another without a gap, and can be of "
			     "no other format or shape; slice it afterwards");
		return false;
	}
	if (!(nbytes % cast->itemsize))
		return true;
	failed("%s: its %lld bytes are no multiple of the %lld of an element "
	       "of format %s", cast->source->text, (long long)nbytes,
	       (long long)cast->itemsize, cast->name);
	return false;
}

static struct mview *typed_view(const struct source *source,
				const struct step *step, struct mview *view)
{
	struct mview *made = mview_ctype_view(step->type, view);

	if (!made)
		source_failed(source);
	return made;
}

static struct mview *cast_view(const struct source *source,
			       const struct step *step, struct mview *view)
{
	struct cast cast = {
		.source = source,
		.view = view,
		.format = step->format ? step->format : mview_format(view),
		.name = step->as ? step->as : mview_format(view),
	};
	struct mview *made;

	/* Elements as large as the type need not follow one another. */
	if (step->type && !step->shape &&
	    mview_itemsize(view) == mview_ctype_size(step->type))
		return typed_view(source, step, view);
	cast.itemsize = mview_format_size(cast.format, NULL);
	if (!may_cast(&cast))
		return NULL;
	if (step->shape) {
		expr_shape(step->shape, cast.shape, &cast.ndim);
		if (!infer_shape(&cast))
			return NULL;
	}
	made = mview_cast(view, cast.format, cast.ndim,
			  step->shape ? cast.shape : NULL, MVIEW_CAST_FREE);
	if (!made)
		source_failed(source);
	return made;
}

static struct mview *slice_failed(const struct source *source,
				  struct mview *view)
{
	if (errno == ERANGE)
		source_unfit(source, view, "the index lies outside");
	else if (errno == EINVAL)
		source_unfit(source, view, "there are too many axes");
	else
		source_failed(source);
	return NULL;
}

/* One pair of brackets. */
static struct mview *slice_view(const struct source *source,
				const struct expr_slice *slice,
				struct mview *view, struct labels *labels)
{
	struct mview_range ranges[MVIEW_DIMS];
	int n = expr_ranges(slice, mview_ndim(view), ranges);
	struct mview *made = NULL;

	if (n < 0)
		errno = EINVAL;
	else
		made = mview_slice(view, ranges, n);
	if (!made)
		return slice_failed(source, view);
	labels_slice(labels, ranges, n, mview_shape(view));
	return made;
}

/* @next takes the place of @view, which is not needed any more. */
static struct mview *replace(struct mview *view, struct mview *next)
{
	mview_close(view);
	return next;
}

static struct mview *take_step(const struct source *source,
			       const struct step *step, struct mview *view,
			       struct labels *labels)
{
	const char *text = step->slices;
	struct expr_slice slice;

	if (!text) {
		view = replace(view, cast_view(source, step, view));
		if (view)
			labels_begin(labels, mview_ndim(view));
		return view;
	}
	while (view && *text) {
		expr_slice(&text, &slice);
		view = replace(view, slice_view(source, &slice, view, labels));
	}
	return view;
}

/* A file is no source by its mere name, which is a buffer's. */
static void tell_of_file(const char *name)
{
	if (*name != '@' && !strchr(name, ':') && !access(name, F_OK))
		failed("%s is a file here, too; as a source it is file:%s",
		       name, name);
}

char *source_name(const struct source *source)
{
	const char *text = source->text, *name;
	size_t len;
	char *copy;

	expr_name(&text, &name, &len);
	copy = strndup(name, len);
	if (!copy)
		exit(failed("out of memory"));
	return copy;
}

static struct mview *open_text(const struct source *source)
{
	unsigned int flags = MVIEW_READ;
	char *name = source_name(source);
	struct mview *view;

	if (source->writes)
		flags |= MVIEW_WRITE;
	if (source->undeclared)
		flags |= MVIEW_UNDECLARED;
	view = mview_source_open(name, flags);
	if (!view) {
		failed("%s", mview_inspect_error());
		tell_of_file(name);
	}
	free(name);
	return view;
}

/* The name, without the slices that stand beside it, is the library's. */
struct mview *source_open_name(const struct source *source)
{
	struct mview *view;

	if (!source->file)
		return open_text(source);
	view = mview_file_open(source->file, source->channel, source->range);
	if (!view)
		failed("%s", mview_inspect_error());
	return view;
}

uint64_t source_time(const struct frame *frame)
{
	const struct mview_message *message =
		mview_recorded_message(frame->base);

	return message ? message->time : output_time();
}

int source_take(const struct source *source, struct frame *frame)
{
	struct mview *view = mview_from_view(frame->base);
	int i;

	if (!view)
		return source_failed(source);
	labels_begin(&frame->labels, mview_ndim(view));
	for (i = 0; view && i < source->nsteps; i++)
		view = take_step(source, &source->steps[i], view,
				 &frame->labels);
	frame->view = view;
	return view ? EXIT_OK : EXIT_FAILED;
}

bool source_has_cast(const struct source *source)
{
	int i;

	for (i = 0; i < source->nsteps; i++)
		if (!source->steps[i].slices)
			return true;
	return false;
}

/* The first step, then; slices are of its elements. Needed until the tool ends. */
static void find_lens(struct source *source, const struct mview *base)
{
	struct mview_ctype *type;

	if (!source->finds_lens || source_has_cast(source) ||
	    source->nsteps == SOURCE_STEPS)
		return;
	source->lens = lens_for(&source->btf, base, &type);
	if (!source->lens)
		return;
	memmove(source->steps + 1, source->steps,
		source->nsteps++ * sizeof(*source->steps));
	source->steps[0] = (struct step) {
		.format = mview_ctype_format(type),
		.as = source->lens->name,
		.is_lens = true,
		.type = type,
	};
	source->type = type;
}

int source_open(struct source *source, struct frame *frame)
{
	int status;

	*frame = (struct frame) { .base = source_open_name(source) };
	if (!frame->base)
		return EXIT_FAILED;
	find_lens(source, frame->base);
	status = source_take(source, frame);
	if (status != EXIT_OK)
		frame_close(frame);
	return status;
}

void frame_close(struct frame *frame)
{
	mview_close(frame->view);
	mview_close(frame->base);
	frame->view = NULL;
	frame->base = NULL;
}
