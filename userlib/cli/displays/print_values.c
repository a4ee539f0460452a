// SPDX-License-Identifier: GPL-2.0
/*
 * Elements for programs, each as it is read: what they take in memory does not
 * depend on how many there are.
 */
#include "displays/csv.h"
#include "displays/print.h"
#include "lenses/columns.h"
#include "lenses/elements.h"
#include "sources/labels.h"
#include "sources/read.h"

#define NO_VALUE	2	/* what put_values() returns for that */

/**
 * struct values - where the printing is
 * @style: what was asked for
 * @list: of the elements
 * @labels: of the view
 * @shape: of the view
 * @itemsize: bytes from one element to the next
 * @next: the number of the next one
 */
struct values {
	const struct values_style *style;
	struct output_list list;
	const struct labels *labels;
	const int64_t *shape;
	int64_t itemsize;
	int64_t next;
};

static void put_json(struct values *values, const char *label, const char *item)
{
	const struct values_style *style = values->style;
	struct json_object *value = style->root ?
		json_member(style->root, item + style->root->offset) :
		json_columns(style->columns, item);

	output_item(&values->list);
	fprintf(values->list.out, "{\"index\":[%s],\"value\":", label);
	json_print(value, values->list.out);
	fputc('}', values->list.out);
	json_drop(value);
}

/* What is in front of a row's values: of the head, and the indices. */
static bool put_begin(const struct values *values, const char *label)
{
	FILE *out = values->list.out;
	bool first = true;

	json_object_object_foreach(values->style->head, key, value) {
		(void)key;
		csv_cell(value, first, out);
		first = false;
	}
	if (*label)
		fprintf(out, "%s%s", first ? "" : ",", label);
	return first && !*label;
}

static void put_csv(struct values *values, const char *label, const char *item)
{
	bool first = put_begin(values, label);

	csv_values(values->style->columns, item, first, values->list.out);
	csv_end(values->list.out);
}

/* "index", or "index0,index1" where there are several. */
static void put_head(const struct values *values)
{
	const struct columns *columns = values->style->columns;
	FILE *out = values->list.out;
	char index[32] = "index";
	bool first = true;
	int i;

	json_object_object_foreach(values->style->head, key, value) {
		(void)value;
		csv_own_name(key, columns, first, out);
		first = false;
	}
	for (i = 0; i < values->labels->n; i++) {
		if (values->labels->n > 1)
			snprintf(index, sizeof(index), "index%d", i);
		csv_own_name(index, columns, first, out);
		first = false;
	}
	csv_names(columns, first, out);
	csv_end(out);
}

static int put_values(void *arg, const void *items, int64_t n)
{
	struct values *values = arg;
	const char *item = items;
	char label[LABELS_TEXT];
	int64_t i;
	int wanted;

	for (i = 0; i < n; i++, item += values->itemsize, values->next++) {
		wanted = elements_wanted(values->style->where, item);
		if (wanted < 0)
			return NO_VALUE;
		if (!wanted)
			continue;
		labels_text(values->labels, values->shape, values->next, label);
		if (values->style->output == OUTPUT_JSON)
			put_json(values, label, item);
		else
			put_csv(values, label, item);
	}
	return ferror(values->list.out) ? 1 : 0;
}

static void begin(struct values *values, FILE *out)
{
	const struct values_style *style = values->style;
	bool is_json = style->output == OUTPUT_JSON;

	output_begin(&values->list, style->output,
		     is_json ? json_c()->json_object_get(style->head) : NULL,
		     "elements",
		     out);
	if (!is_json && !style->goes_on)
		put_head(values);
}

int print_values(struct mview *view, const struct labels *labels,
		 const struct values_style *style, FILE *out)
{
	struct values values = {
		.style = style,
		.labels = labels,
		.shape = mview_shape(view),
		.itemsize = mview_itemsize(view),
	};
	struct read_copy copy;
	int err = read_moment(&copy, view);

	if (!err) {
		begin(&values, out);
		err = read_each(copy.view, put_values, &values);
		read_done(&copy, view);
	}
	/* A document that is not whole must not look as if it were. */
	if (!err)
		output_end(&values.list, NULL);
	json_drop(style->head);
	return err < 0 ? -1 : err == NO_VALUE;
}
