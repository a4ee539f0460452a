// SPDX-License-Identifier: GPL-2.0
/* mview ring: the entries of a ring, whose they are, and what is wrong. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli.h"
#include "commands/help.h"
#include "commands/ring.h"
#include "displays/screen.h"
#include "displays/text.h"

#define MANY	1000	/* rows from which on only edges are printed */
#define EDGE	10	/* rows at each edge */

/* SOURCE, or SOURCE->EXPR, of which @text has only the source. */
static int open_other(struct ring *ring, const char *text, const char *expr,
		      struct frame *frame, struct mview_ring_index *index)
{
	struct source *other = allocate(sizeof(*other));
	int status;

	/* What comes from it is needed until the tool ends. */
	*other = (struct source) { .btf = ring->source.btf };
	status = source_word(ring->command, other, text);
	if (status == EXIT_OK)
		status = source_open(other, frame);
	if (status != EXIT_OK)
		return status;
	index->view = frame->view;
	index->text = expr;
	if (!expr)
		return EXIT_OK;
	index->type = source_type(other, frame->view);
	return index->type ? EXIT_OK : EXIT_FAILED;
}

static bool is_number(const char *text)
{
	char *end;

	strtoull(text, &end, 0);
	return end != text && !*end;
}

/* Is it an expression on entries? Else it is a source. */
static bool is_expr(const struct ring *ring, const char *text)
{
	struct mview_expr *expr = mview_expr_open(ring->elements.type, text);

	mview_expr_close(expr);
	return expr;
}

static int open_index(struct ring *ring, const char *text, struct frame *frame,
		      struct mview_ring_index *index)
{
	const char *arrow = text ? strstr(text, "->") : NULL;
	char *name;

	if (!text)
		return EXIT_OK;
	if (arrow) {
		name = strndup(text, arrow - text);
		if (!name)
			return failed("out of memory");
		return open_other(ring, name, arrow + 2, frame, index);
	}
	if (!is_number(text) && strcmp(text, "last") && !is_expr(ring, text))
		return open_other(ring, text, NULL, frame, index);
	index->text = text;
	return EXIT_OK;
}

int ring_findings(const struct ring *ring,
		  const struct mview_ring_state *state, bool *told)
{
	static const int statuses[] = {
		[MVIEW_RING_DISORDER] = EXIT_DISORDER,
		[MVIEW_RING_SAME_BIT] = EXIT_SAME_BIT,
		[MVIEW_RING_STUCK] = EXIT_STUCK,
		[MVIEW_RING_STILL] = EXIT_STUCK,
		[MVIEW_RING_OVERRUN] = EXIT_OVERRUN,
	};
	int i, status = EXIT_OK;
	char text[256];

	for (i = 0; i < state->nfindings; i++) {
		const struct mview_ring_finding *finding = &state->findings[i];

		if (status < statuses[finding->trouble])
			status = statuses[finding->trouble];
		if (told[finding->trouble])
			continue;
		told[finding->trouble] = true;
		mview_ring_text(finding, text, sizeof(text));
		failed("%s: %s", ring->source.text, text);
	}
	return status;
}

static void print_number(const char *name, int64_t number)
{
	if (number < 0)
		printf(", %s unknown", name);
	else
		printf(", %s %" PRId64, name, number);
}

static void print_state(const struct mview_ring_state *state)
{
	printf("%" PRId64 " slots: %" PRId64 " device, %" PRId64 " driver",
	       state->nslots, state->device, state->driver);
	print_number("head", state->head);
	print_number("tail", state->tail);
	print_number("last", state->last);
	print_number("pending", state->pending);
	puts(state->wraps ? " (round the end)" : "");
}

static const char *mark_of(const struct mview_ring_state *state, int64_t slot)
{
	if (slot == state->head)
		return slot == state->tail ? "head, tail" : "head";
	if (slot == state->tail)
		return "tail";
	return slot == state->last ? "last" : "";
}

static void add_row(struct ring *ring, struct table *table,
		    const struct mview_ring_state *state,
		    const struct mview_ring_entry *entry)
{
	int i;

	table_addf(table, "%" PRId64, entry->slot);
	table_add(table, entry->owner ? ring_owners[entry->owner] : "?");
	table_add(table, mark_of(state, entry->slot));
	columns_choose(&ring->columns, entry->element);
	for (i = 0; i < ring->columns.n; i++)
		table_add(table, columns_text(&ring->columns, i,
					      entry->element));
}

static struct table *begin_table(const struct ring *ring)
{
	enum table_layout layout = ring->elements.layout;
	struct table *table = table_create(ring->columns.n + 3);
	int i;

	table_add(table, "slot");
	table_add(table, "owner");
	table_add(table, "");
	table_align_left(table, 1);
	table_align_left(table, 2);
	for (i = 0; i < ring->columns.n; i++) {
		if (!columns_is_number(&ring->columns.columns[i]))
			table_align_left(table, i + 3);
		table_add(table, ring->columns.columns[i].name);
	}
	table_head(table);
	if (screen_is_terminal() && !layout)
		layout = TABLE_FIT;
	table_lay_out(table, layout, screen_columns());
	return table;
}

static int print_entries(struct ring *ring,
			 const struct mview_ring_state *state)
{
	bool all = ring->all || ring->elements.wanted || state->nslots <= MANY;
	struct table *table = begin_table(ring);
	struct mview_ring_entry entry;
	int wanted = 1;
	int64_t i;

	for (i = 0; i < state->nslots && wanted >= 0; i++) {
		if (!all && i == EDGE) {
			i = state->nslots - EDGE;
			table_gap(table);
		}
		mview_ring_entry(ring->ring, i, &entry);
		wanted = elements_wanted(ring->elements.wanted, entry.element);
		if (wanted > 0)
			add_row(ring, table, state, &entry);
	}
	table_flush(table, stdout);
	table_destroy(table);
	return wanted < 0 ? failed("--where: %s", mview_inspect_error()) :
			    EXIT_OK;
}

/* With --stuck, look for so long as it takes to know. */
static int look(struct ring *ring, struct mview_ring_state *state)
{
	static const struct timespec pause = { .tv_nsec = 20000000 };
	int64_t stuck_ms = ring->desc.stuck_ms, ms;
	struct timespec start, now;

	clock_gettime(CLOCK_MONOTONIC, &start);
	for (;;) {
		if (mview_ring_look(ring->ring, state))
			return failed("%s: %s", ring->source.text,
				      mview_inspect_error());
		clock_gettime(CLOCK_MONOTONIC, &now);
		ms = (now.tv_sec - start.tv_sec) * 1000LL +
		     (now.tv_nsec - start.tv_nsec) / 1000000;
		/* What has been still for most of the time may be stuck soon. */
		if (state->nfindings ||
		    (ms >= stuck_ms && (state->still_ms >= stuck_ms ||
					state->still_ms < stuck_ms / 2)))
			return EXIT_OK;
		nanosleep(&pause, NULL);
	}
}

static int show(struct ring *ring)
{
	bool told[RING_TROUBLES] = { false };
	struct mview_ring_state state;
	int status = look(ring, &state);

	if (status != EXIT_OK)
		return status;
	if (!ring->output)
		print_state(&state);
	status = ring->output ? ring_put(ring, &state) :
				print_entries(ring, &state);
	return status ?: ring_findings(ring, &state, told);
}

/* Where the entries are: messages come one after the other into a copy. */
static struct mview *find_memory(struct ring *ring)
{
	struct mview *view = ring->pace.frame.view;

	if (!ring->source.follow || ring->pace.kind != PACE_RECORDED)
		return view;
	if (mview_nbytes(view) > READ_MOMENT) {
		failed("%s: messages are too large to be followed as a ring, "
		       "of more than 16 MiB; take a slice of them",
		       ring->source.text);
		return NULL;
	}
	if (read_moment(&ring->message, view)) {
		source_failed(&ring->source);
		return NULL;
	}
	return ring->message.view;
}

static int run(struct ring *ring)
{
	struct frame *frame = &ring->pace.frame;
	struct mview *memory;
	const struct mview_ctype *type = source_type(&ring->source,
						     frame->view);
	int status = type ? elements_open(&ring->elements, type) : EXIT_FAILED;

	ring_take_lens(ring);
	if (status == EXIT_OK)
		status = elements_columns(&ring->elements, &ring->columns);
	if (status == EXIT_OK)
		status = open_index(ring, ring->head, &ring->frames[0],
				    &ring->desc.head);
	if (status == EXIT_OK)
		status = open_index(ring, ring->tail, &ring->frames[1],
				    &ring->desc.tail);
	if (status != EXIT_OK)
		return status;
	memory = find_memory(ring);
	if (!memory)
		return EXIT_FAILED;
	ring->ring = mview_ring_open(memory, ring->elements.type, &ring->desc);
	if (!ring->ring)
		return failed("%s: %s", ring->source.text,
			      mview_inspect_error());
	status = ring->source.follow ? ring_follow(ring) : show(ring);
	mview_ring_close(ring->ring);
	return status;
}

static int ring_run(const struct command *command, int argc, char **argv)
{
	struct ring ring = { .command = command };
	int status;

	status = source_parse(command, &ring_source, argc, argv, &ring.source,
			      &ring);
	if (!status)
		status = pace_open(&ring.pace, &ring.source);
	if (status)
		return status;
	status = run(&ring);
	columns_free(&ring.columns);
	frame_close(&ring.frames[0]);
	frame_close(&ring.frames[1]);
	if (ring.message.view)
		read_done(&ring.message, NULL);
	pace_close(&ring.pace);
	return status;
}

const struct command ring_command = {
	.name = "ring",
	.summary = "show a ring of descriptors: whose is which, what is wrong",
	.usage = SOURCE_USAGE,
	.options = { ring_options, output_options, elements_which, elements_look, elements_rows,
		     CAST_OPTIONS, source_follow, source_every, source_count },
	.help = "With --follow, each new entry is printed, with the time; --count counts these.\n\n"
		"An INDEX is a slot's number, another buffer's element: NAME[SLICE], or with a\n"
		"member of it: 'regs[0]->tail', or an expression: the first slot of which it is\n"
		"not 0. Where none of --owner, --done, --head and --tail is given, the lens says\n"
		"what makes a ring.\n"
		"Exit status: 3 if it is stuck, 4 if entries are out of order, 5 if the owner bit\n"
		"did not flip, 6 for an overrun; the highest of these.\n\n"
		EXPR_HELP,
	.run = ring_run,
};
