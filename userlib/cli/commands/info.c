// SPDX-License-Identifier: GPL-2.0
/* mview info: a buffer, and the view that a slice or a cast of it makes. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <mview-inspect.h>

#include "cli.h"
#include "commands/help.h"
#include "displays/pixels.h"
#include "displays/text.h"
#include "sources/source.h"
#include "system/holders.h"

static const struct source_options source_options = {
	.finds_lens = true,
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

static void print_type(const struct mview_ctype *type)
{
	char *text = types_describe(type);

	printf("\n%s", text);
	free(text);
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

static int info(struct source *source)
{
	const struct mview_picture *picture;
	const struct mview_ctype *type;
	struct mview_buffer *buffer;
	struct frame frame;
	int status = source_open(source, &frame);

	if (status != EXIT_OK)
		return status;
	buffer = source_buffer(frame.view);
	if (buffer)
		print_buffer(buffer);
	else
		print_text("kind", mview_kind(frame.view));
	picture = mview_source_picture(frame.base);
	if (picture)
		print_picture(picture);
	print_layout(frame.view);
	type = source->type ?: types_of(&source->btf, frame.view);
	if (type)
		print_type(type);
	else if (mview_element(frame.view)->code == 'T')
		print_fields(frame.view);
	mview_buffer_free(buffer);
	frame_close(&frame);
	return EXIT_OK;
}

static int info_run(const struct command *command, int argc, char **argv)
{
	struct source source;
	int status;

	status = source_parse(command, &source_options, argc, argv, &source,
			      NULL);
	return status ? status : info(&source);
}

const struct command info_command = {
	.name = "info",
	.summary = "describe a buffer, or a part of one",
	.usage = SOURCE_USAGE,
	.options = { CAST_OPTIONS },
	.help = EXPR_HELP,
	.run = info_run,
};
