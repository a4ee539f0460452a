// SPDX-License-Identifier: GPL-2.0
/* Documents for programs. */
#include "displays/output.h"

#include <string.h>
#include <time.h>

#include "cli.h"
#include "displays/csv.h"

/* No command has so many options without a letter. */
enum { JSON = OPTION_NAMED + 100, CSV };

#define JSON_OPTION	{ "json", JSON, NULL, "as JSON, a document a line" }

const struct cli_option output_options[] = {
	JSON_OPTION,
	{ "csv", CSV, NULL, "as CSV, a row a line" },
	{ NULL }
};

const struct cli_option output_json[] = { JSON_OPTION, { NULL } };

bool output_option(const struct command *command, int letter,
		   enum output *output, int *status)
{
	enum output before = *output;

	if (letter == JSON)
		*output = OUTPUT_JSON;
	else if (letter == CSV)
		*output = OUTPUT_CSV;
	else
		return false;
	*status = before && before != *output ?
			  misused(command, "it is --json or --csv, not both") :
			  0;
	return true;
}

static int take_option(const struct command *command,
		       const struct cli_option *option, void *arg)
{
	struct listing *listing = arg;
	int status;

	if (output_option(command, option->letter, &listing->output, &status))
		return status;
	listing->flag = true;
	return 0;
}

int listing_options(const struct command *command, int argc, char **argv,
		    struct listing *listing)
{
	static const struct option_takers takers = { .option = take_option };

	return options_read(command, argc, argv, &takers, listing);
}

int listing_only(const struct command *command, int argc, char **argv,
		 struct listing *listing)
{
	int status = listing_options(command, argc, argv, listing);

	if (!status && optind != argc)
		status = misused(command, "there is nothing to give it");
	return status;
}

/* All of an object but its last bracket. */
static void print_open(struct json_object *head, FILE *out)
{
	const char *text;
	size_t len;

	text = json_c()->json_object_to_json_string_length(head, JSON_LOOK,
							   &len);
	fwrite(text, 1, len - 1, out);
	if (json_c()->json_object_object_length(head))
		fputc(',', out);
}

void output_begin(struct output_list *list, enum output output,
		  struct json_object *head, const char *name, FILE *out)
{
	const char *colon = strchrnul(name, ':');

	*list = (struct output_list) { .output = output, .out = out };
	head = head ?: json_c()->json_object_new_object();
	if (output == OUTPUT_JSON) {
		print_open(head, out);
		fprintf(out, "\"%.*s\":[", (int)(colon - name), name);
	} else if (*colon) {
		fputs(colon + 1, out);
		csv_end(out);
	}
	json_drop(head);
}

void output_item(struct output_list *list)
{
	if (list->n++ && list->output == OUTPUT_JSON)
		fputc(',', list->out);
}

void output_add(struct output_list *list, struct json_object *item)
{
	output_item(list);
	if (list->output == OUTPUT_JSON)
		json_print(item, list->out);
	else
		csv_row(item, list->out);
	json_drop(item);
}

void output_end(struct output_list *list, struct json_object *tail)
{
	const char *text = "{}";

	if (tail)
		text = json_c()->json_object_to_json_string_ext(tail,
								JSON_LOOK);
	if (list->output == OUTPUT_JSON)
		fprintf(list->out, "]%s%s\n", text[1] == '}' ? "" : ",",
			text + 1);
	json_drop(tail);
}

void output_document(struct json_object *document, enum output output,
		     FILE *out)
{
	if (output == OUTPUT_JSON) {
		json_print(document, out);
		fputc('\n', out);
	} else {
		csv_head(document, out);
		csv_row(document, out);
	}
	json_drop(document);
}

uint64_t output_time(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return now.tv_sec * UINT64_C(1000000000) + now.tv_nsec;
}
