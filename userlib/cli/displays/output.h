/* SPDX-License-Identifier: GPL-2.0 */
/* What is printed is for people, or for programs: --json and --csv. */
#ifndef MVIEW_CLI_OUTPUT_H
#define MVIEW_CLI_OUTPUT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "displays/json.h"
#include "options.h"

/**
 * enum output - what it is
 * @OUTPUT_TEXT: for people
 * @OUTPUT_JSON: a document a line
 * @OUTPUT_CSV: RFC 4180
 */
enum output {
	OUTPUT_TEXT,
	OUTPUT_JSON,
	OUTPUT_CSV,
};

/* --json and --csv; --json alone */
extern const struct cli_option output_options[], output_json[];

/**
 * output_option - take an option by its letter
 * @command: whose option it is
 * @letter: of the option
 * @output: set; what it is says that the other one was given before
 * @status: set: 0, or the exit status for both
 *
 * Return: false, with nothing set, if it is none of these.
 */
bool output_option(const struct command *command, int letter,
		   enum output *output, int *status);

/**
 * struct listing - the options of a command that lists things
 * @flag: its own one was given
 * @output: for whom
 */
struct listing {
	bool flag;
	enum output output;
};

/* As options_read(), of a command that has one option of its own at most. */
int listing_options(const struct command *command, int argc, char **argv,
		    struct listing *listing);

/* The same, of a command that is given nothing but options. */
int listing_only(const struct command *command, int argc, char **argv,
		 struct listing *listing);

/**
 * struct output_list - a document with a list in it, item by item
 * @output: JSON or CSV
 * @out: where to
 * @n: items so far
 */
struct output_list {
	enum output output;
	FILE *out;
	int64_t n;
};

/**
 * output_begin - begin a document
 * @list: written
 * @output: JSON or CSV
 * @head: object of what stands in front of the list, which CSV leaves out; or
 *	NULL. It is taken
 * @name: of the list; and, behind a colon, the keys of its items, as CSV has them
 *	in its first row. Without these there is no such row
 * @out: where to
 */
void output_begin(struct output_list *list, enum output output,
		  struct json_object *head, const char *name, FILE *out);

/* An item more, an object, which is taken. */
void output_add(struct output_list *list, struct json_object *item);

/* The end, behind what else is known by then: an object, which is taken; or NULL. */
void output_end(struct output_list *list, struct json_object *tail);

/* Begin an item whose text the caller prints. */
void output_item(struct output_list *list);

/* An object alone, which is taken: a document, or two rows. */
void output_document(struct json_object *document, enum output output,
		     FILE *out);

/* Nanoseconds since 1970 */
uint64_t output_time(void);

#endif /* MVIEW_CLI_OUTPUT_H */
