// SPDX-License-Identifier: GPL-2.0
/* mview dma: what drivers have from the DMA API, as it comes and goes. */
#include <errno.h>
#include <fnmatch.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <mview-inspect.h>

#include "cli.h"
#include "commands/dma.h"
#include "displays/screen.h"
#include "displays/table.h"

#define WAIT_MS		500	/* until ^C is looked for again */
#define ROUNDS		30	/* of waiting until a driver is done, 100 ms each */

/* Options without a letter. */
enum { ONCE = OPTION_NAMED, REBIND, CALLERS };

static void add_process(struct table *table, const struct mview_origin *origin)
{
	if (origin->pid)
		table_addf(table, "%u %s", origin->pid, origin->comm);
	else
		table_add(table, "interrupt");
}

/* All functions, or the first. */
static void add_stack(struct table *table, const struct mview_origin *origin,
		      bool is_long)
{
	char *text = strdup(origin->stack), *end;

	if (!text)
		exit(failed("out of memory"));
	for (end = text; (end = strchr(end, '\n')); end++) {
		if (!is_long || !end[1]) {
			*end = '\0';
			break;
		}
		*end = '<';
	}
	table_add(table, *text ? text : "?");
	free(text);
}

static void add_buffer(struct table *table, const struct mview_dma_buffer *buf,
		       const char *change, bool is_long)
{
	const struct mview_origin *origin = buf->origin;

	if (change)
		table_add(table, change);
	table_addf(table, "%s%s", buf->name,
		   buf->unreadable ? " (unreadable)" : "");
	table_addf(table, "%" PRIu64, origin->nbytes);
	if (origin->flags & MVIEW_ORIGIN_HAS_DMA_ADDR)
		table_addf(table, "0x%" PRIx64, origin->address);
	else
		table_add(table, "?");
	table_addf(table, "%" PRIu64 ".%06" PRIu64, origin->time / 1000000000,
		   origin->time / 1000 % 1000000);
	table_add(table, *origin->driver ? origin->driver : "-");
	add_process(table, origin);
	add_stack(table, origin, is_long);
}

/* @live: the first column tells whether it has come or gone. */
static struct table *begin(bool live, bool is_long)
{
	static const char *const headers[] = { "", "name", "bytes", "address",
					       "time", "driver", "process",
					       "function" };
	int n = sizeof(headers) / sizeof(*headers), first = live ? 0 : 1, i;
	struct table *table = table_create(n - first);

	if (!is_long && screen_is_terminal())
		table_limit(table, screen_columns());
	for (i = first; i < n; i++) {
		if (i < 2 || i > 4)
			table_align_left(table, i - first);
		table_add(table, headers[i]);
	}
	return table;
}

static bool is_in(const struct mview_dma_buffers *list, uint64_t id)
{
	const struct mview_dma_buffer *buf = list ? list->first : NULL;

	while (buf && buf->id != id)
		buf = buf->next;
	return buf;
}

/**
 * struct live - what comes and goes, as it is printed
 * @options: how
 * @table: for people
 * @list: for programs
 */
struct live {
	const struct dma_options *options;
	struct table *table;
	struct output_list list;
};

/* A line for each that is in @list, but not in @other. */
static void print_changes(struct live *live,
			  const struct mview_dma_buffers *list,
			  const struct mview_dma_buffers *other,
			  const char *change)
{
	const struct mview_dma_buffer *buf = list ? list->first : NULL;

	for (; buf; buf = buf->next) {
		if (is_in(other, buf->id))
			continue;
		if (live->options->output)
			dma_put(buf, change, live->options, &live->list);
		else
			add_buffer(live->table, buf, change,
				   live->options->is_long);
	}
}

static void print_counts(struct mview_trace *trace,
			 const struct dma_options *options)
{
	const struct mview_trace_counts *counts =
		mview_trace_counts(trace, true);

	if (!counts)
		return;
	if (options->output) {
		dma_put_counts(counts, options);
		return;
	}
	printf("# %" PRIu64 " allocations, %" PRIu64 " of them live; %" PRIu64
	       " not recorded\n", counts->seen, counts->live, counts->lost);
	if (counts->history)
		printf("# history: %" PRIu64 " maps and unmaps, %" PRIu64
		       " of them overwritten\n", counts->entries,
		       counts->overwritten);
}

/* What comes and goes, until ^C. */
static int print_live(struct mview_trace *trace,
		      const struct dma_options *options)
{
	struct live live = {
		.options = options,
		.table = options->output ? NULL : begin(true, options->is_long),
	};
	struct mview_dma_buffers *old = NULL, *new;
	int status = EXIT_OK;

	if (options->output)
		dma_begin(options, true, 1, &live.list);

	while (!interrupted() && !ferror(stdout)) {
		new = mview_dma_find(trace);
		if (!new) {
			status = failed("%s", mview_inspect_error());
			break;
		}
		print_changes(&live, old, new, "-");
		print_changes(&live, new, old, "+");
		if (live.table)
			table_flush(live.table, stdout);
		fflush(stdout);
		mview_dma_free(old);
		old = new;
		while (!interrupted() && !mview_dma_wait(trace, WAIT_MS))
			;
	}
	mview_dma_free(old);
	if (live.table)
		table_destroy(live.table);
	return status;
}

static const char nothing_traced[] =
	"nothing is traced, or no trace has seen anything yet, and what drivers "
	"have was allocated before; have "
	"one of them allocate again, as by: mview dma DEVICE --rebind; or trace "
	"from boot: modprobe mview_dma boot=FILTER";

/* A filter of traces: for the names of devices, or of drivers. */
static bool fits(const char *filter, const struct mview_origin *origin)
{
	static const char device[] = "device=", driver[] = "driver=";

	if (!filter)
		return true;
	if (!strncmp(filter, driver, strlen(driver)))
		return !fnmatch(filter + strlen(driver), origin->driver, 0);
	if (!strncmp(filter, device, strlen(device)))
		filter += strlen(device);
	return !fnmatch(filter, origin->device, 0);
}

static void print_table(const struct mview_dma_buffers *list,
			const struct dma_options *options)
{
	struct table *table = begin(false, options->is_long);
	const struct mview_dma_buffer *buf;

	for (buf = list->first; buf; buf = buf->next)
		if (fits(options->filter, buf->origin))
			add_buffer(table, buf, NULL, options->is_long);
	table_flush(table, stdout);
	table_destroy(table);
}

static void print_list(const struct mview_dma_buffers *list,
		       const struct dma_options *options)
{
	const struct mview_dma_buffer *buf;
	struct output_list output;

	dma_begin(options, false, list->traces, &output);
	for (buf = list->first; buf; buf = buf->next)
		if (fits(options->filter, buf->origin))
			dma_put(buf, NULL, options, &output);
	output_end(&output, NULL);
}

/* What @trace has, or all traces have. */
static int print_once(struct mview_trace *trace,
		      const struct dma_options *options)
{
	struct mview_dma_buffers *list = mview_dma_find(trace);
	int status = EXIT_OK;

	if (!list)
		return failed("%s", mview_inspect_error());
	if (!list->traces)
		status = failed("%s", nothing_traced);
	else if (options->output)
		print_list(list, options);
	else
		print_table(list, options);
	mview_dma_free(list);
	return status;
}

/*
 * Drivers may take a device first and allocate a while later, as that of nvme
 * does in 6.1: wait until there is nothing new for WAIT_MS.
 */
static void settle(struct mview_trace *trace)
{
	int i;

	for (i = 0; i < ROUNDS && !interrupted(); i++) {
		if (mview_dma_wait(trace, WAIT_MS) <= 0)
			break;
		mview_trace_counts(trace, false);
		usleep(100000);
	}
}

static int trace(const struct dma_options *options)
{
	unsigned int flags = MVIEW_TRACE_ALLOCS;
	struct mview_trace *trace;
	int status = EXIT_OK;

	if (options->maps || options->callers)
		flags |= MVIEW_TRACE_MAPS;
	if (options->callers)
		flags |= MVIEW_TRACE_CALLERS;
	trace = mview_dma_open(options->filter, flags);
	if (!trace)
		return failed("%s", mview_inspect_error());
	catch_interrupts();
	if (options->rebind)
		status = dma_rebind(options);
	if (status == EXIT_OK && options->once) {
		settle(trace);
		status = print_once(trace, options);
	} else if (status == EXIT_OK) {
		status = print_live(trace, options);
	}
	if (status == EXIT_OK)
		print_counts(trace, options);
	mview_trace_close(trace);
	return status;
}

static int take_option(const struct command *command,
		       const struct cli_option *option, void *arg)
{
	struct dma_options *options = arg;
	bool *const flags[] = {
		[CALLERS] = &options->callers,
		['l'] = &options->is_long,
		['m'] = &options->maps,
		['y'] = &options->yes,
		[ONCE] = &options->once,
		[REBIND] = &options->rebind,
	};
	int status;

	if (output_option(command, option->letter, &options->output, &status))
		return status;
	*flags[option->letter] = true;
	return 0;
}

static int check_options(const struct command *command,
			 const struct dma_options *options)
{
	if (options->yes && !options->rebind)
		return misused(command, "--yes answers what --rebind asks");
	if (options->rebind && !options->filter)
		return misused(command, "--rebind wants a device, as "
			       "0000:00:04.0");
	if (options->rebind && !options->yes && !isatty(STDIN_FILENO))
		return misused(command, "there is nobody to ask; say --yes");
	if (options->once && !options->rebind &&
	    (options->maps || options->callers))
		return misused(command, "--once does not trace, but lists what "
			       "other traces have seen");
	if (options->once && !options->rebind && options->filter &&
	    !strncmp(options->filter, "bus=", 4))
		return misused(command, "--once knows devices and drivers, no "
			       "buses");
	return 0;
}

static int dma_run(const struct command *command, int argc, char **argv)
{
	static const struct option_takers takers = { .option = take_option };
	struct dma_options options = { .filter = NULL };
	int status = options_read(command, argc, argv, &takers, &options);

	if (status)
		return status;
	if (argc - optind > 1)
		return misused(command, "one filter at a time");
	options.filter = argv[optind];
	status = check_options(command, &options);
	if (status)
		return status;
	if (options.rebind) {
		status = dma_ask(&options);
		if (status)
			return status;
	} else if (options.once) {
		return print_once(NULL, &options);
	}
	return trace(&options);
}

static const struct cli_option options[] = {
	{ "once", ONCE, NULL, "list what there is, and end" },
	{ "rebind", REBIND, NULL, "have the driver of DEVICE let go of it and "
	  "take it again,\nso that it allocates all anew" },
	{ "yes", 'y', NULL, "do not ask before" },
	{ "maps", 'm', NULL, "keep a history of maps and unmaps, for mview "
	  "whose" },
	{ "callers", CALLERS, NULL, "with the functions that asked for them" },
	{ "long", 'l', NULL, "all functions, and cut nothing" },
	{ NULL }
};

const struct command dma_command = {
	.name = "dma",
	.summary = "trace what drivers have from the DMA API",
	.usage = "[OPTION]... [FILTER]\n"
		 "--rebind [OPTION]... DEVICE",
	.options = { options, output_options },
	.help = "Traces until ^C, and tells what comes (+) and goes (-). While "
		"it does, any command\n"
		"looks at the memory, by the name that is printed. FILTER is a "
		"glob for the names\n"
		"of devices, or device=GLOB, which is the same, driver=GLOB or "
		"bus=GLOB. With --once\n"
		"alone nothing is traced: it lists what other traces have.\n",
	.run = dma_run,
};
