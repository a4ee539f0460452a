// SPDX-License-Identifier: GPL-2.0
/* mview dmabuf: the dma-bufs of all processes, a line each. */
#include <inttypes.h>
#include <stdlib.h>

#include <mview-inspect.h>

#include "cli.h"
#include "displays/output.h"
#include "displays/screen.h"
#include "displays/table.h"

/* "812/14 python3", with more of its descriptors and mappings behind it. */
static void print_holder(FILE *out, const struct mview_dmabuf_holder *holder)
{
	fprintf(out, "%d", holder->pid);
	if (holder->fd >= 0)
		fprintf(out, "/%d", holder->fd);
	fprintf(out, " %s", holder->comm);
	if (holder->fds > 1)
		fprintf(out, " (%u fds)", holder->fds);
	if (holder->maps)
		fprintf(out, " (%u maps)", holder->maps);
}

static void add_holders(struct table *table, const struct mview_dmabuf *buf)
{
	const struct mview_dmabuf_holder *holder;
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		exit(failed("out of memory"));
	for (holder = buf->holders; holder; holder = holder->next) {
		print_holder(out, holder);
		if (holder->next)
			fputs(", ", out);
	}
	fclose(out);
	table_add(table, text);
	free(text);
}

static struct table *begin(bool is_long)
{
	static const char *const headers[] = { "inode", "bytes", "exporter",
					       "name", "held by" };
	int n = sizeof(headers) / sizeof(*headers), i;
	struct table *table = table_create(n);

	if (!is_long && screen_is_terminal())
		table_limit(table, screen_columns());
	for (i = 0; i < n; i++) {
		if (i > 1)
			table_align_left(table, i);
		table_add(table, headers[i]);
	}
	return table;
}

static void add(struct table *table, const struct mview_dmabuf *buf)
{
	table_addf(table, "%" PRIu64, buf->inode);
	if (buf->nbytes)
		table_addf(table, "%" PRIu64, buf->nbytes);
	else
		table_add(table, "?");
	table_add(table, *buf->exporter ? buf->exporter : "?");
	table_add(table, *buf->name ? buf->name : "-");
	add_holders(table, buf);
}

static void list_text(const struct mview_dmabufs *bufs, bool is_long)
{
	const struct mview_dmabuf *buf;
	struct table *table = begin(is_long);

	for (buf = bufs->first; buf; buf = buf->next)
		add(table, buf);
	table_flush(table, stdout);
	table_destroy(table);
}

static struct json_object *json_holder(const struct mview_dmabuf_holder *holder)
{
	struct json_object *object = json_c()->json_object_new_object();

	json_add_process(object, holder->pid, holder->comm);
	json_add(object, "fd",
		 holder->fd < 0 ?
			 NULL : json_c()->json_object_new_int(holder->fd));
	json_add_number(object, "fds", holder->fds);
	json_add_number(object, "maps", holder->maps);
	return object;
}

static struct json_object *json_dmabuf(const struct mview_dmabuf *buf)
{
	struct json_object *object = json_c()->json_object_new_object();
	struct json_object *holders = json_c()->json_object_new_array();
	const struct mview_dmabuf_holder *holder;

	json_add_number(object, "inode", buf->inode);
	json_add(object, "nbytes",
		 buf->nbytes ?
			 json_c()->json_object_new_uint64(buf->nbytes) : NULL);
	json_add_text(object, "exporter", buf->exporter);
	json_add_text(object, "name", buf->name);
	for (holder = buf->holders; holder; holder = holder->next)
		json_c()->json_object_array_add(holders, json_holder(holder));
	json_add(object, "held_by", holders);
	return object;
}

static void list_json(const struct mview_dmabufs *bufs, enum output output)
{
	const struct mview_dmabuf *buf;
	struct output_list dmabufs;

	output_begin(&dmabufs, output, NULL,
		     "dmabufs:inode,nbytes,exporter,name,held_by", stdout);
	for (buf = bufs->first; buf; buf = buf->next)
		output_add(&dmabufs, json_dmabuf(buf));
	output_end(&dmabufs, NULL);
}

static int list(const struct listing *listing)
{
	struct mview_dmabufs *bufs = mview_dmabufs_find();

	if (!bufs)
		return failed("%s", mview_inspect_error());
	if (listing->output)
		list_json(bufs, listing->output);
	else
		list_text(bufs, listing->flag);
	if (bufs->unseen)
		fprintf(stderr, "mview: there are more processes, %zu, that "
			"you may not look into; try it as root\n",
			bufs->unseen);
	mview_dmabufs_free(bufs);
	return EXIT_OK;
}

static int dmabuf_run(const struct command *command, int argc, char **argv)
{
	struct listing listing = { .flag = false };
	int status = listing_only(command, argc, argv, &listing);

	if (status)
		return status;
	return list(&listing);
}

const struct command dmabuf_command = {
	.name = "dmabuf",
	.summary = "list the dma-bufs of all processes",
	.usage = "[OPTION]...",
	.options = { long_option, output_options },
	.help = "Any command looks at one of them as dmabuf:INODE, or as "
		"dmabuf:PID/FD.\n",
	.run = dmabuf_run,
};
