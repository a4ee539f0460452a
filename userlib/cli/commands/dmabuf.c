// SPDX-License-Identifier: GPL-2.0
/* mview dmabuf: the dma-bufs of all processes, a line each. */
#include <inttypes.h>
#include <stdlib.h>

#include <mview-inspect.h>

#include "cli.h"
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

static int list(bool is_long)
{
	struct mview_dmabufs *bufs = mview_dmabufs_find();
	const struct mview_dmabuf *buf;
	struct table *table;

	if (!bufs)
		return failed("%s", mview_inspect_error());
	table = begin(is_long);
	for (buf = bufs->first; buf; buf = buf->next)
		add(table, buf);
	table_flush(table, stdout);
	table_destroy(table);
	if (bufs->unseen)
		fprintf(stderr, "mview: there are more processes, %zu, that "
			"you may not look into; try it as root\n",
			bufs->unseen);
	mview_dmabufs_free(bufs);
	return EXIT_OK;
}

static int dmabuf_run(const struct command *command, int argc, char **argv)
{
	bool is_long = false;
	int status = options_flag(command, argc, argv, &is_long);

	if (status)
		return status;
	if (optind != argc)
		return misused(command, "there is nothing to give it");
	return list(is_long);
}

const struct command dmabuf_command = {
	.name = "dmabuf",
	.summary = "list the dma-bufs of all processes",
	.usage = "[-l]",
	.options = { long_option },
	.help = "Any command looks at one of them as dmabuf:INODE, or as "
		"dmabuf:PID/FD.\n",
	.run = dmabuf_run,
};
