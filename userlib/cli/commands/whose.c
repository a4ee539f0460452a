// SPDX-License-Identifier: GPL-2.0
/* mview whose: which driver has, or had, an address of a device. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <time.h>

#include <mview-inspect.h>

#include "cli.h"
#include "displays/output.h"
#include "displays/text.h"

#define MOST	10	/* uses that are told of without --all */

/* Hexadecimal with 0x or, as in some messages of the kernel, without. */
static bool read_address(const char *text, uint64_t *address)
{
	char *end;

	errno = 0;
	*address = strtoull(text, &end, 16);
	return !errno && end != text && !*end && *text != '-';
}

static double seconds_ago(uint64_t time)
{
	struct timespec now;

	clock_gettime(CLOCK_BOOTTIME, &now);
	return now.tv_sec + now.tv_nsec / 1e9 - time / 1e9;
}

static void print_time(const char *what, uint64_t time)
{
	printf("  %-10s%" PRIu64 ".%06" PRIu64 " s after boot, %.3f s ago\n",
	       what, time / 1000000000, time / 1000 % 1000000,
	       seconds_ago(time));
}

static void print_text(const char *what, const char *text)
{
	if (!*text)
		return;
	printf("  %-10s", what);
	text_print(text, 0, stdout);
	putchar('\n');
}

static const char *kind_of(const struct mview_dma_use *use)
{
	static const char *const directions[] = {
		"mapped for reading and writing by the device",
		"mapped for reading by the device",
		"mapped for writing by the device",
		"mapped",
	};

	if (use->coherent)
		return "coherent memory";
	return directions[use->direction < 3 ? use->direction : 3];
}

static void print_use(const struct mview_dma_use *use, uint64_t address)
{
	static const char *const states[] = {
		[MVIEW_DMA_LIVE] = "has it",
		[MVIEW_DMA_ENDED] = "had it",
		[MVIEW_DMA_UNSURE] = "had it, and may still have it",
	};

	text_printf(stdout, "%s (%s) %s: byte %" PRIu64 " of %" PRIu64
		    " at 0x%" PRIx64 ", %s\n", use->device,
		    *use->driver ? use->driver : "no driver",
		    states[use->state], address - use->address, use->nbytes,
		    use->address, kind_of(use));
	print_text("by", use->function);
	if (use->since)
		print_time("since", use->since);
	if (use->until)
		print_time("until", use->until);
	printf("  %-10s", "process");
	if (use->pid)
		printf("%u ", use->pid);
	text_print(use->pid ? use->comm : "none, an interrupt", 0, stdout);
	putchar('\n');
	print_text("name", use->name);
}

static int nobody(const struct mview_dma_uses *uses, const char *address)
{
	if (!uses->traces)
		return failed("%s: nothing is traced, or no trace has seen "
			      "anything yet, so nothing is known; trace first, "
			      "and leave that running: mview dma --maps",
			      address);
	if (!uses->histories)
		return failed("%s: no driver has it that is traced, and the "
			      "traces keep no history; mview dma --maps does",
			      address);
	if (uses->overwritten)
		return failed("%s: no driver is known to have had it; but "
			      "%" PRIu64 " entries of the history are "
			      "overwritten", address, uses->overwritten);
	return failed("%s: no driver that is traced has had it", address);
}

static struct json_object *json_use(const struct mview_dma_use *use,
				    uint64_t address)
{
	static const char *const states[] = {
		[MVIEW_DMA_LIVE] = "live",
		[MVIEW_DMA_ENDED] = "ended",
		[MVIEW_DMA_UNSURE] = "unsure",
	};
	static const char *const directions[] = { "both", "to", "from", "" };
	struct json_object *object = json_c()->json_object_new_object();

	json_add_text(object, "state", states[use->state]);
	json_add_text(object, "device", use->device);
	json_add_text(object, "driver", use->driver);
	json_add_text(object, "function", use->function);
	json_add_text(object, "name", use->name);
	json_add_number(object, "address", use->address);
	json_add_number(object, "nbytes", use->nbytes);
	json_add_number(object, "offset", address - use->address);
	json_add_flag(object, "coherent", use->coherent);
	json_add_text(object, "direction",
		      directions[use->direction < 3 ? use->direction : 3]);
	json_add(object, "since",
		 use->since ?
			 json_c()->json_object_new_uint64(use->since) : NULL);
	json_add(object, "until",
		 use->until ?
			 json_c()->json_object_new_uint64(use->until) : NULL);
	json_add_process(object, use->pid, use->comm);
	return object;
}

/* Print all uses, as with --all; programs can filter them. */
static void print_json(const struct mview_dma_uses *uses, uint64_t address,
		       enum output output)
{
	struct json_object *head = json_c()->json_object_new_object();
	const struct mview_dma_use *use;
	struct output_list list;

	json_add_number(head, "address", address);
	json_add_number(head, "traces", uses->traces);
	json_add_number(head, "histories", uses->histories);
	json_add_number(head, "overwritten", uses->overwritten);
	output_begin(&list, output, head,
		     "uses:state,device,driver,function,name,address,nbytes,"
		     "offset,coherent,direction,since,until,pid,process",
		     stdout);
	for (use = uses->first; use; use = use->next)
		output_add(&list, json_use(use, address));
	output_end(&list, NULL);
}

static void print_uses(const struct mview_dma_uses *uses, uint64_t address,
		       bool all)
{
	const struct mview_dma_use *use;
	int n = 0;

	for (use = uses->first; use; use = use->next, n++)
		if (all || n < MOST)
			print_use(use, address);
	if (n > MOST && !all)
		printf("and %d more before that; --all tells of them\n",
		       n - MOST);
}

static int whose(const char *text, const char *device,
		 const struct listing *listing)
{
	struct mview_dma_uses *uses;
	int status = EXIT_OK;
	uint64_t address;

	read_address(text, &address);
	uses = mview_whose(address, device);
	if (!uses)
		return failed("%s", mview_inspect_error());
	if (!uses->first)
		status = nobody(uses, text);
	if (listing->output)
		print_json(uses, address, listing->output);
	else
		print_uses(uses, address, listing->flag);
	mview_whose_free(uses);
	return status;
}

static int whose_run(const struct command *command, int argc, char **argv)
{
	struct listing listing = { .flag = false };
	uint64_t address;
	int status = listing_options(command, argc, argv, &listing);

	if (status)
		return status;
	if (argc == optind || argc - optind > 2)
		return misused(command, "it wants an address, and the device "
			       "if that is known");
	if (!read_address(argv[optind], &address))
		return misused(command, "%s is no address; one looks like "
			       "0xfffff000", argv[optind]);
	return whose(argv[optind], argv[optind + 1], &listing);
}

static const struct cli_option options[] = {
	{ "all", 'a', NULL, "all that had it, not the last ten" },
	{ NULL }
};

const struct command whose_command = {
	.name = "whose",
	.summary = "tell which driver has, or had, an address of a device",
	.usage = "[OPTION]... ADDRESS [DEVICE]",
	.options = { options, output_options },
	.help = "ADDRESS is hexadecimal, as a fault of the IOMMU names it. "
		"Asks all traces that\n"
		"there are, see mview dma --maps.\n",
	.run = whose_run,
};
