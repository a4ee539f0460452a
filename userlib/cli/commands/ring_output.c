// SPDX-License-Identifier: GPL-2.0
/* mview ring for programs. */
#include <inttypes.h>

#include "cli.h"
#include "commands/ring.h"
#include "displays/csv.h"

const char *const ring_owners[] = { "", "device", "driver" };

/* What is not known is null. */
static void add_known(struct json_object *object, const char *key,
		      int64_t number)
{
	json_add(object, key,
		 number < 0 ? NULL : json_c()->json_object_new_int64(number));
}

static struct json_object *json_finding(const struct mview_ring_finding *finding)
{
	static const char *const troubles[] = {
		[MVIEW_RING_DISORDER] = "disorder",
		[MVIEW_RING_SAME_BIT] = "same bit",
		[MVIEW_RING_STUCK] = "stuck",
		[MVIEW_RING_STILL] = "still",
		[MVIEW_RING_OVERRUN] = "overrun",
	};
	struct json_object *object = json_c()->json_object_new_object();
	char text[256];

	mview_ring_text(finding, text, sizeof(text));
	json_add_text(object, "trouble", troubles[finding->trouble]);
	add_known(object, "slot", finding->slot);
	json_add_number(object, "count", finding->count);
	json_add_text(object, "text", text);
	return object;
}

static struct json_object *json_state(const struct ring *ring,
				      const struct mview_ring_state *state)
{
	struct json_object *object = json_c()->json_object_new_object();
	struct json_object *findings = json_c()->json_object_new_array();
	struct json_object *finding;
	int i;

	for (i = 0; i < state->nfindings; i++) {
		finding = json_finding(&state->findings[i]);
		json_c()->json_object_array_add(findings, finding);
	}
	json_add_text(object, "source", ring->source.text);
	json_add_number(object, "time", state->time_ns);
	json_add_number(object, "slots", state->nslots);
	json_add_number(object, "device", state->device);
	json_add_number(object, "driver", state->driver);
	add_known(object, "head", state->head);
	add_known(object, "tail", state->tail);
	add_known(object, "last", state->last);
	add_known(object, "pending", state->pending);
	json_add_number(object, "still_ms", state->still_ms);
	json_add(object, "findings", findings);
	return object;
}

static struct json_object *value_of(struct ring *ring, const char *element)
{
	const struct mview_member *root;

	if (ring->elements.fields)
		return json_columns(&ring->columns, element);
	root = mview_ctype_root(ring->elements.type);
	return json_member(root, element + root->offset);
}

static void put_json(struct ring *ring, struct output_list *list,
		     const struct mview_ring_entry *entry)
{
	struct json_object *object = json_c()->json_object_new_object();

	json_add_number(object, "slot", entry->slot);
	json_add_text(object, "owner", ring_owners[entry->owner]);
	json_add_flag(object, "pending", entry->is_pending);
	json_add(object, "value", value_of(ring, entry->element));
	output_add(list, object);
}

static void put_csv(struct ring *ring, const struct mview_ring_entry *entry)
{
	printf("%" PRId64 ",%s,%s", entry->slot, ring_owners[entry->owner],
	       entry->is_pending ? "true" : "false");
	csv_values(&ring->columns, entry->element, false, stdout);
	csv_end(stdout);
}

static const char *const slot_names[] = { "slot", "owner", "pending", NULL };
static const char *const entry_names[] = { "time", "number", "missed", "slot",
					   NULL };

/* @own: names of what stands before the elements' values, up to NULL. */
static void put_names(const struct ring *ring, const char *const *own)
{
	int i;

	for (i = 0; own[i]; i++)
		csv_own_name(own[i], &ring->columns, !i, stdout);
	csv_names(&ring->columns, false, stdout);
	csv_end(stdout);
}

int ring_put(struct ring *ring, const struct mview_ring_state *state)
{
	struct mview_ring_entry entry;
	struct output_list list;
	int wanted = 1;
	int64_t i;

	output_begin(&list, ring->output, json_state(ring, state), "entries",
		     stdout);
	if (ring->output == OUTPUT_CSV)
		put_names(ring, slot_names);
	for (i = 0; i < state->nslots && wanted >= 0; i++) {
		mview_ring_entry(ring->ring, i, &entry);
		wanted = elements_wanted(ring->elements.wanted, entry.element);
		if (wanted <= 0)
			continue;
		if (ring->output == OUTPUT_JSON)
			put_json(ring, &list, &entry);
		else
			put_csv(ring, &entry);
	}
	if (wanted < 0)
		return failed("--where: %s", mview_inspect_error());
	output_end(&list, NULL);
	return EXIT_OK;
}

void ring_put_head(const struct ring *ring)
{
	if (ring->output == OUTPUT_CSV)
		put_names(ring, entry_names);
}

void ring_put_entry(struct ring *ring, const struct mview_ring_entry *entry)
{
	struct json_object *object;

	if (ring->output == OUTPUT_CSV) {
		printf("%" PRIu64 ",%" PRIu64 ",%" PRIu64 ",%" PRId64,
		       entry->time_ns, entry->number, entry->missed,
		       entry->slot);
		csv_values(&ring->columns, entry->element, false, stdout);
		csv_end(stdout);
		return;
	}
	object = json_c()->json_object_new_object();
	json_add_number(object, "time", entry->time_ns);
	json_add_number(object, "number", entry->number);
	json_add_number(object, "missed", entry->missed);
	json_add_number(object, "slot", entry->slot);
	json_add(object, "value", value_of(ring, entry->element));
	output_document(object, OUTPUT_JSON, stdout);
}
