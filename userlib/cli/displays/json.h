/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Values for programs, as JSON.
 *
 * Numbers are exact: integers with all their digits, floats with as many as it
 * takes to read the same one back. What is no number is the text "nan", "inf" or
 * "-inf", and an integer that 64 bits can't hold is text, "0x" in front.
 *
 * Text is UTF-8. A backslash is \\, and of what is no UTF-8, or drives a terminal
 * and has no escape of JSON's (0x7f to 0x9f), each byte is \xNN: what was in
 * memory can be had back.
 */
#ifndef MVIEW_CLI_JSON_H
#define MVIEW_CLI_JSON_H

#include <stdbool.h>
#include <stdio.h>

#include <json-c/json.h>

#include <mview-inspect.h>

#include "load/load.h"

struct columns;

/* json-c, which is loaded when it is needed. */
#define JSON_C_FUNCTIONS(f, s)			\
	f(json_object_new_object) s		\
	f(json_object_new_array) s		\
	f(json_object_new_boolean) s		\
	f(json_object_new_double_s) s		\
	f(json_object_new_int64) s		\
	f(json_object_new_uint64) s		\
	f(json_object_new_string_len) s		\
	f(json_object_object_add) s		\
	f(json_object_object_get_ex) s		\
	f(json_object_object_length) s		\
	f(json_object_array_add) s		\
	f(json_object_get) s			\
	f(json_object_get_object) s		\
	f(json_object_put) s			\
	f(json_object_is_type) s		\
	f(json_object_to_json_string_length) s	\
	f(json_object_new_double) s		\
	f(json_object_new_int) s		\
	f(json_object_get_string) s		\
	f(json_object_get_string_len) s		\
	f(json_object_to_json_string_ext) s

struct json_c {
	JSON_C_FUNCTIONS(LOAD_POINTER, ;)
};

/* This ends the program if the library is not installed. */
const struct json_c *json_c(void);

/* json_object_object_foreach() calls it by its name. */
#define json_object_get_object(object) \
	json_c()->json_object_get_object(object)

/* On one line, with no spaces. */
#define JSON_LOOK	(JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE)

/**
 * json_member - a part of an element
 * @member: any
 * @storage: its first byte, in its whole element
 *
 * A struct is an object, a union one of the member that holds, or of all members
 * if that is not known. An array is an array, one of char is text; bytes are in
 * hexadecimal. An integer with names is {"value": 3, "name": "DONE"}, of which
 * the name may be null; flags {"value": 5, "names": ["A", "B"]}; one with named
 * bits {"value": 5, "bits": {"done": 1}}.
 *
 * Return: to be given to json_drop().
 */
struct json_object *json_member(const struct mview_member *member,
				const void *storage);

/* Columns of an element by their names, but for those that do not hold. */
struct json_object *json_columns(struct columns *columns, const void *element);

struct json_object *json_text(const char *text);
struct json_object *json_numbers(const int64_t *numbers, int n);

/* Add to an object, whose key is escaped as text is; @value is taken. */
void json_add(struct json_object *object, const char *key,
	      struct json_object *value);

/* Text with null in place of "". */
void json_add_text(struct json_object *object, const char *key,
		   const char *text);
void json_add_number(struct json_object *object, const char *key,
		     uint64_t number);
void json_add_flag(struct json_object *object, const char *key, bool flag);

/* "pid" and "process", which are null of interrupts. */
void json_add_process(struct json_object *object, uint32_t pid,
		      const char *name);

void json_print(struct json_object *value, FILE *out);

/* json_object_put(), without the library where there is nothing to free. */
void json_drop(struct json_object *value);

#endif /* MVIEW_CLI_JSON_H */
