/* SPDX-License-Identifier: GPL-2.0 */
/* Rows for programs: CSV as in RFC 4180, whose cells are values of JSON. */
#ifndef MVIEW_CLI_CSV_H
#define MVIEW_CLI_CSV_H

#include <stdbool.h>
#include <stdio.h>

#include <json-c/json.h>

/**
 * csv_cell - print a cell, with a comma in front of it if it is not the first
 * @value: text, numbers and so on are as they are, null is empty; what else there
 *	is, is its JSON
 * @first: the first of its row
 * @out: where to
 *
 * Cells are quoted where they must be. A control is \xNN, so that a row is a
 * line.
 */
void csv_cell(struct json_object *value, bool first, FILE *out);

/* The same of json_member(): its name if it has one, else the number alone. */
void csv_value(struct json_object *value, bool first, FILE *out);

/* The same of text that escape() has not seen. */
void csv_text(const char *text, bool first, FILE *out);

/* All values of an object, or all its keys; and the end of the row. */
void csv_row(struct json_object *object, FILE *out);
void csv_head(struct json_object *object, FILE *out);

void csv_end(FILE *out);

struct columns;

/*
 * The name of a cell that is none of @columns; "mview." stands before it if one of
 * them has that name.
 */
void csv_own_name(const char *name, const struct columns *columns, bool first,
		  FILE *out);

/* The names of columns, and their values in an element, as cells. */
void csv_names(const struct columns *columns, bool first, FILE *out);
void csv_values(struct columns *columns, const void *element, bool first,
		FILE *out);

#endif /* MVIEW_CLI_CSV_H */
