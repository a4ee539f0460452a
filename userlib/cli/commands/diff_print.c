// SPDX-License-Identifier: GPL-2.0
/* mview diff: what differs in an element, and how that is told. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "commands/diff.h"
#include "displays/csv.h"
#include "displays/table.h"
#include "displays/text.h"
#include "lenses/types.h"
#include "sources/read.h"

/**
 * struct change - what differs of an element
 * @name: of the field, or of some bytes
 * @old: its text, or its JSON; "" or NULL where there is none
 * @new: likewise
 */
struct change {
	const char *name;
	struct {
		char *text;
		struct json_object *json;
	} old, new;
};

/**
 * struct changes - those of one element
 * @diff: that it is of
 * @label: the element's
 * @fields: of JSON, all that differs
 * @n: how much differs
 */
struct changes {
	struct diff *diff;
	char label[LABELS_TEXT];
	struct json_object *fields;
	int n;
};

static char *copy(const char *text)
{
	return strcpy(allocate(strlen(text) + 1), text);
}

static bool is_listed(const struct diff *diff)
{
	return !diff->stat && !diff->quiet;
}

/* An element that is no record has no field to name. */
static void print_text(const struct changes *changes,
		       const struct change *change)
{
	const struct mview_member *root =
		mview_ctype_root(changes->diff->elements.type);
	bool is_plain = !strcmp(change->name, "value") && !root->members;

	if (*changes->label)
		printf("[%s]", changes->label);
	text_printf(stdout, "%s%s%s%s -> %s\n",
		    is_plain || !*changes->label ? "" : ".",
		    is_plain ? "" : change->name,
		    is_plain && !*changes->label ? "" : ": ", change->old.text,
		    change->new.text);
}

static void print_csv(const struct changes *changes,
		      const struct change *change)
{
	if (*changes->label)
		printf("%s,", changes->label);
	csv_text(change->name, true, stdout);
	csv_value(change->old.json, false, stdout);
	csv_value(change->new.json, false, stdout);
	csv_end(stdout);
}

static void add_json(struct changes *changes, const struct change *change)
{
	struct json_object *object = json_c()->json_object_new_object();

	json_add_text(object, "name", change->name);
	json_add(object, "old", json_c()->json_object_get(change->old.json));
	json_add(object, "new", json_c()->json_object_get(change->new.json));
	if (!changes->fields)
		changes->fields = json_c()->json_object_new_array();
	json_c()->json_object_array_add(changes->fields, object);
}

static void put(struct changes *changes, struct change *change)
{
	if (changes->diff->output == OUTPUT_TEXT)
		print_text(changes, change);
	else if (changes->diff->output == OUTPUT_CSV)
		print_csv(changes, change);
	else
		add_json(changes, change);
	free(change->old.text);
	free(change->new.text);
	json_drop(change->old.json);
	json_drop(change->new.json);
}

static bool is_record(const struct mview_member *member)
{
	return member->kind == MVIEW_MEMBER_STRUCT ||
	       member->kind == MVIEW_MEMBER_UNION;
}

/* Bit-fields have neighbours in their bytes, structs in arrays have padding. */
static bool same_value(const struct mview_member *member, const char *old,
		       const char *new)
{
	struct mview_value a, b;
	char *text;
	bool same;

	if (!memcmp(old + member->offset, new + member->offset,
		    member->size * member->count))
		return true;
	if (is_record(member)) {
		text = copy(types_element_text(member, old));
		same = !strcmp(text, types_element_text(member, new));
		free(text);
		return same;
	}
	if (member->bits == 8 * member->size || member->ndim ||
	    mview_member_get(member, old + member->offset, &a) ||
	    mview_member_get(member, new + member->offset, &b))
		return false;
	return a.u == b.u;
}

static bool same_column(const struct diff *diff, int i, const char *old,
			const char *new)
{
	bool was = columns_holds(&diff->old.columns, i);
	bool is = columns_holds(&diff->new.columns, i);

	if (!was || !is)
		return was == is;
	return same_value(&diff->new.columns.columns[i].member, old, new);
}

static struct json_object *json_of(const struct columns *columns, int i,
				   const char *element)
{
	const struct mview_member *member = &columns->columns[i].member;

	if (!columns_holds(columns, i))
		return NULL;
	return json_member(member, element + member->offset);
}

static void put_column(struct changes *changes, int i, const char *old,
		       const char *new)
{
	const struct diff *diff = changes->diff;
	struct change change = { .name = diff->new.columns.columns[i].name };

	if (diff->output == OUTPUT_TEXT) {
		change.old.text = copy(columns_text(&diff->old.columns, i, old));
		change.new.text = copy(columns_text(&diff->new.columns, i, new));
	} else {
		change.old.json = json_of(&diff->old.columns, i, old);
		change.new.json = json_of(&diff->new.columns, i, new);
	}
	put(changes, &change);
}

static void put_columns(struct changes *changes, const char *old,
			const char *new)
{
	struct diff *diff = changes->diff;
	int i;

	columns_choose(&diff->old.columns, old);
	columns_choose(&diff->new.columns, new);
	for (i = 0; i < diff->new.columns.n; i++) {
		if (same_column(diff, i, old, new))
			continue;
		changes->n++;
		diff->counts[i]++;
		if (is_listed(diff))
			put_column(changes, i, old, new);
	}
}

static char *hex_of(const char *bytes, int64_t n)
{
	char *text = allocate(2 * n + 1);
	int64_t i;

	for (i = 0; i < n; i++)
		sprintf(text + 2 * i, "%02x", (unsigned char)bytes[i]);
	return text;
}

static void put_run(struct changes *changes, int64_t first, int64_t n,
		    const char *old, const char *new)
{
	struct change change;
	char name[64];

	snprintf(name, sizeof(name), "bytes[%" PRId64 ":%" PRId64 "]", first,
		 first + n);
	change = (struct change) {
		.name = name,
		.old.text = hex_of(old + first, n),
		.new.text = hex_of(new + first, n),
	};
	if (changes->diff->output != OUTPUT_TEXT) {
		change.old.json = json_text(change.old.text);
		change.new.json = json_text(change.new.text);
	}
	put(changes, &change);
}

/* Each run of bytes that differ. */
static void put_bytes(struct changes *changes, const char *old, const char *new)
{
	int64_t size = mview_itemsize(changes->diff->new.frame.view), i, n;

	for (i = 0; i < size; i += n + 1) {
		for (n = 0; i + n < size && old[i + n] != new[i + n]; n++)
			;
		if (!n)
			continue;
		changes->n++;
		if (is_listed(changes->diff))
			put_run(changes, i, n, old, new);
	}
}

/* Wanted is what was, or is. */
static int is_wanted(const struct diff *diff, const char *old, const char *new)
{
	int wanted = elements_wanted(diff->elements.wanted, old);

	return wanted ? wanted : elements_wanted(diff->elements.wanted, new);
}

static void put_fields(struct changes *changes)
{
	struct diff *diff = changes->diff;

	output_item(&diff->list);
	printf("{\"index\":[%s],\"fields\":", changes->label);
	json_print(changes->fields, stdout);
	putchar('}');
	json_drop(changes->fields);
}

int diff_element(void *arg, int64_t i, const char *old, const char *new)
{
	struct diff *diff = arg;
	struct changes changes = { .diff = diff };
	int wanted = is_wanted(diff, old, new);

	if (wanted <= 0)
		return wanted ? DIFF_NO_VALUE : DIFF_GO_ON;
	labels_text(&diff->old.frame.labels, mview_shape(diff->old.frame.view),
		    i, changes.label);
	if (diff->bytes)
		put_bytes(&changes, old, new);
	else
		put_columns(&changes, old, new);
	if (changes.fields)
		put_fields(&changes);
	diff->ndifferent += changes.n > 0;
	return ferror(stdout) || (diff->quiet && changes.n) ? DIFF_ENOUGH :
							       DIFF_GO_ON;
}

static void print_head(const struct diff *diff)
{
	int i, n = diff->old.frame.labels.n;

	for (i = 0; i < n; i++)
		if (n > 1)
			printf("index%d,", i);
		else
			printf("index,");
	printf("field,old,new");
	csv_end(stdout);
}

void diff_begin(struct diff *diff)
{
	struct mview *view = diff->new.frame.view;
	struct json_object *head;

	if (diff->quiet || diff->output == OUTPUT_TEXT)
		return;
	if (diff->output == OUTPUT_CSV) {
		if (!diff->stat)
			print_head(diff);
		return;
	}
	head = json_c()->json_object_new_object();
	json_add_text(head, "old", diff->old.source->text);
	json_add_text(head, "new", diff->new.source->text);
	json_add(head, "shape", json_numbers(mview_shape(view),
					     mview_ndim(view)));
	output_begin(&diff->list, OUTPUT_JSON, head, "differences", stdout);
}

static struct json_object *sums_of(const struct diff *diff)
{
	struct json_object *sums = json_c()->json_object_new_object();
	struct json_object *fields = json_c()->json_object_new_object();
	int i;

	json_add_number(sums, "elements", read_count(diff->new.frame.view));
	json_add_number(sums, "different", diff->ndifferent);
	for (i = 0; i < diff->new.columns.n && !diff->bytes; i++)
		if (diff->counts[i])
			json_add_number(fields,
					diff->new.columns.columns[i].name,
					diff->counts[i]);
	json_add(sums, "fields", fields);
	return sums;
}

/* How often each field differs, and how many elements do. */
static void print_stat(const struct diff *diff)
{
	const struct column *column = diff->new.columns.columns;
	struct table *table = table_create(2);
	int i;

	table_align_left(table, 0);
	for (i = 0; i < diff->new.columns.n && !diff->bytes; i++, column++)
		if (diff->counts[i]) {
			table_add(table, column->name);
			table_addf(table, "%" PRId64, diff->counts[i]);
		}
	table_flush(table, stdout);
	table_destroy(table);
	printf("%" PRId64 " of %" PRId64 " elements differ\n", diff->ndifferent,
	       read_count(diff->new.frame.view));
}

void diff_end(struct diff *diff)
{
	if (diff->quiet)
		return;
	if (diff->output == OUTPUT_JSON)
		output_end(&diff->list, sums_of(diff));
	else if (diff->stat && diff->output == OUTPUT_CSV)
		output_document(sums_of(diff), OUTPUT_CSV, stdout);
	else if (diff->stat)
		print_stat(diff);
}
