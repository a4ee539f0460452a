// SPDX-License-Identifier: GPL-2.0
/* mview info: a buffer, and the view that a slice or a cast of it makes. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <mview-inspect.h>

#include "cli.h"
#include "commands/help.h"
#include "displays/describe.h"
#include "displays/output.h"
#include "displays/pixels.h"
#include "displays/text.h"
#include "sources/source.h"
#include "system/holders.h"

static int info_option(const struct command *command, int option, void *arg)
{
	int status;

	return output_option(command, option, arg, &status) ? status : 0;
}

static const struct source_options source_options = {
	.finds_lens = true,
	.own = info_option,
};

static void print_label(const char *label)
{
	printf("%-12s", label);
}

static void print_text(const char *label, const char *text)
{
	print_label(label);
	text_print(text, 0, stdout);
	putchar('\n');
}

static void print_number(const char *label, uint64_t number)
{
	print_label(label);
	printf("%" PRIu64 "\n", number);
}

static void print_numbers(const char *label, const int64_t *numbers, int n)
{
	print_label(label);
	print_tuple(stdout, numbers, n);
	putchar('\n');
}

/* The fields of a record, a line each. */
static void print_fields(struct mview *view)
{
	const char *format = mview_format(view);
	size_t size = mview_format_describe(format, NULL, 0) + 1;
	char *table = allocate(size), *line, *rest = table;
	const char *label = "fields";

	mview_format_describe(format, table, size);
	while ((line = strsep(&rest, "\n")) && *line) {
		print_text(label, line);
		label = "";
	}
	free(table);
}

/* But for the tool itself. */
static void print_holders(const struct mview_buffer *buffer)
{
	struct holders *holders = holders_create();
	char *text;

	holders_look(holders, HOLDERS_ALL);
	text = holders_text(holders, false, buffer->id);
	if (*text)
		print_text("open by", text);
	free(text);
	holders_free(holders);
}

/* The functions that asked for the memory, a line each, from the inside. */
static void print_stack(const struct mview_origin *origin)
{
	char *text = strdup(origin->stack), *line, *rest = text;
	const char *label = "functions";

	if (!text)
		exit(failed("out of memory"));
	while ((line = strsep(&rest, "\n"))) {
		if (!*line)
			continue;
		print_text(label, line);
		label = "";
	}
	free(text);
}

/* Of memory that a trace has found. */
static void print_origin(const struct mview_origin *origin)
{
	print_text("device", origin->device);
	print_text("driver", *origin->driver ? origin->driver : "-");
	print_stack(origin);
	if (origin->flags & MVIEW_ORIGIN_HAS_DMA_ADDR) {
		print_label("address");
		printf("0x%" PRIx64 ", for the device\n", origin->address);
	}
	print_number("size", origin->nbytes);
	print_label("allocated");
	printf("%" PRIu64 ".%06" PRIu64 " s after boot", origin->time / 1000000000,
	       origin->time / 1000 % 1000000);
	if (origin->pid)
		printf(", by process %u ", origin->pid);
	text_print(origin->pid ? origin->comm : ", in an interrupt", 0, stdout);
	putchar('\n');
}

static void find_origin(const struct mview_buffer *buffer)
{
	struct mview_origin *origin = mview_origin_by_id(buffer->id);

	if (origin && *origin->device)
		print_origin(origin);
	mview_origin_free(origin);
}

/* The view that the tool itself has is not counted. */
static void print_buffer(const struct mview_buffer *buffer)
{
	print_label("buffer");
	text_printf(stdout, "@%" PRIu64 " %s\n", buffer->id,
		    *buffer->name ? buffer->name : "(no name)");
	print_text("kind", buffer->kind);
	print_text("access", buffer->readonly ? "read-only" : "read, write");
	print_text("mappable", buffer->mappable ? "yes" : "no");
	print_text("made by", buffer->is_private ? "a process" : buffer->owner);
	print_number("bytes", buffer->nbytes);
	print_number("exports", buffer->exports ? buffer->exports - 1 : 0);
	print_holders(buffer);
	print_number("maps", buffer->maps);
	print_number("seq", buffer->seq);
	find_origin(buffer);
}

static void print_layout(struct mview *view)
{
	const char *order = mview_contiguous(view, 'C') ? "C" :
			    mview_contiguous(view, 'F') ? "Fortran" : "no";

	print_text("format", mview_format(view));
	print_number("itemsize", mview_itemsize(view));
	print_numbers("shape", mview_shape(view), mview_ndim(view));
	print_numbers("strides", mview_strides(view), mview_ndim(view));
	print_number("offset", mview_offset(view));
	print_number("nbytes", mview_nbytes(view));
	print_text("contiguous", order);
}

static void print_picture(const struct mview_picture *picture)
{
	char fourcc[FOURCC_TEXT];

	pixels_fourcc(picture->fourcc, fourcc);
	print_text("pixels", fourcc);
	print_number("width", picture->width);
	print_number("height", picture->height);
	print_number("planes", picture->nplanes);
}

/* The same for programs, of the buffer, */
static struct json_object *json_buffer(const struct mview_buffer *buffer)
{
	struct json_object *object = describe_buffer(buffer), *origin = NULL;
	struct mview_origin *found = mview_origin_by_id(buffer->id);
	struct holders *holders = holders_create();

	holders_look(holders, HOLDERS_ALL);
	json_add_number(object, "exports",
			buffer->exports ? buffer->exports - 1 : 0);
	json_add(object, "open_by",
		 describe_holders(holders, false, buffer->id));
	if (found && *found->device) {
		origin = json_c()->json_object_new_object();
		describe_origin(origin, found);
	}
	json_add(object, "origin", origin);
	mview_origin_free(found);
	holders_free(holders);
	return object;
}

static struct json_object *json_picture(const struct mview_picture *picture)
{
	struct json_object *object = json_c()->json_object_new_object();
	char fourcc[FOURCC_TEXT];

	pixels_fourcc(picture->fourcc, fourcc);
	json_add_text(object, "pixels", fourcc);
	json_add_number(object, "width", picture->width);
	json_add_number(object, "height", picture->height);
	json_add_number(object, "planes", picture->nplanes);
	return object;
}

/* of the view, */
static void add_layout(struct json_object *object, struct mview *view)
{
	int ndim = mview_ndim(view);

	json_add_text(object, "kind", mview_kind(view));
	json_add_flag(object, "readonly", mview_readonly(view));
	json_add_text(object, "format", mview_format(view));
	json_add_number(object, "itemsize", mview_itemsize(view));
	json_add(object, "shape", json_numbers(mview_shape(view), ndim));
	json_add(object, "strides", json_numbers(mview_strides(view), ndim));
	json_add_number(object, "offset", mview_offset(view));
	json_add_number(object, "nbytes", mview_nbytes(view));
	json_add_text(object, "contiguous",
		      mview_contiguous(view, 'C') ? "C" :
		      mview_contiguous(view, 'F') ? "F" : "");
}

/* and of all that. */
static int info_json(const struct source *source, struct frame *frame,
		     enum output output)
{
	const struct mview_picture *picture = mview_source_picture(frame->base);
	const struct mview_ctype *type = source_type(source, frame->view);
	struct mview_buffer *buffer = source_buffer(frame->view);
	struct json_object *object = json_c()->json_object_new_object();

	json_add_text(object, "source", source->text);
	json_add(object, "buffer", buffer ? json_buffer(buffer) : NULL);
	json_add(object, "picture", picture ? json_picture(picture) : NULL);
	add_layout(object, frame->view);
	json_add_text(object, "type",
		      type ? mview_ctype_root(type)->type : "");
	json_add(object, "members", type ? describe_members(type) : NULL);
	output_document(object, output, stdout);
	mview_buffer_free(buffer);
	return EXIT_OK;
}

static int info_text(const struct source *source, struct frame *frame)
{
	const struct mview_picture *picture;
	const struct mview_ctype *type;
	struct mview_buffer *buffer = source_buffer(frame->view);

	if (buffer)
		print_buffer(buffer);
	else
		print_text("kind", mview_kind(frame->view));
	picture = mview_source_picture(frame->base);
	if (picture)
		print_picture(picture);
	print_layout(frame->view);
	type = source->type ?: types_of(&source->btf, frame->view);
	if (type) {
		putchar('\n');
		types_print(type);
	} else if (mview_element(frame->view)->code == 'T') {
		print_fields(frame->view);
	}
	mview_buffer_free(buffer);
	return EXIT_OK;
}

static int info(struct source *source, enum output output)
{
	struct frame frame;
	int status = source_open(source, &frame);

	if (status != EXIT_OK)
		return status;
	status = output ? info_json(source, &frame, output) :
			  info_text(source, &frame);
	frame_close(&frame);
	return status;
}

static int info_run(const struct command *command, int argc, char **argv)
{
	enum output output = OUTPUT_TEXT;
	struct source source;
	int status;

	status = source_parse(command, &source_options, argc, argv, &source,
			      &output);
	return status ? status : info(&source, output);
}

const struct command info_command = {
	.name = "info",
	.summary = "describe a buffer, or a part of one",
	.usage = SOURCE_USAGE,
	.options = { output_options, CAST_OPTIONS },
	.help = EXPR_HELP,
	.run = info_run,
};
