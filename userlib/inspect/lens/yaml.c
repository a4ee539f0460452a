// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * YAML, over libyaml. How deep a document is read, its readers decide; how much
 * of it, struct yaml's @left, so that aliases don't make a small text large. How
 * long libyaml works on it is bounded by what yaml_check() takes.
 */
#include "lens/yaml.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "load/load.h"
#include "types/near.h"

#define PAIRS	8192	/* of a document */
#define DEPTH	64	/* of nesting; libyaml takes the square of its time */
#define ANCHORS	1024	/* and aliases; it goes through all anchors for each */

#define FUNCTIONS(f, s)				\
	f(yaml_parser_initialize) s		\
	f(yaml_parser_set_input_string) s	\
	f(yaml_parser_parse) s			\
	f(yaml_parser_load) s			\
	f(yaml_parser_delete) s			\
	f(yaml_event_delete) s			\
	f(yaml_document_delete) s		\
	f(yaml_document_get_node) s		\
	f(yaml_document_get_root_node) s

static struct libyaml {
	FUNCTIONS(LOAD_POINTER, ;)
} libyaml;

static int bad_yaml(const struct yaml *yaml, const yaml_parser_t *parser)
{
	return inspect_fail_int(parser->error == YAML_MEMORY_ERROR ? ENOMEM :
								     EINVAL,
				"%s:%zu: this is no YAML: %s", yaml->file,
				parser->problem_mark.line + 1,
				parser->problem ?: "there is no memory");
}

static int open_parser(yaml_parser_t *parser, const char *text, size_t size)
{
	if (!libyaml.yaml_parser_initialize(parser))
		return inspect_fail_int(ENOMEM, NO_MEMORY);
	libyaml.yaml_parser_set_input_string(parser,
					     (const unsigned char *)text, size);
	return 0;
}

/**
 * struct seen - what has gone by of a text
 * @documents: that began
 * @depth: lists and mappings that have not ended
 * @anchors: and aliases
 */
struct seen {
	int documents;
	int depth;
	int anchors;
};

static bool has_anchor(const yaml_event_t *event)
{
	switch (event->type) {
	case YAML_ALIAS_EVENT:
		return true;
	case YAML_SCALAR_EVENT:
		return event->data.scalar.anchor;
	case YAML_SEQUENCE_START_EVENT:
		return event->data.sequence_start.anchor;
	case YAML_MAPPING_START_EVENT:
		return event->data.mapping_start.anchor;
	default:
		return false;
	}
}

static int check_event(const struct yaml *yaml, const yaml_event_t *event,
		       struct seen *seen)
{
	int line = event->start_mark.line + 1;

	if (has_anchor(event) && ++seen->anchors > ANCHORS)
		return yaml_fail(yaml, line,
				 "a file has at most %d anchors and aliases",
				 ANCHORS);
	switch (event->type) {
	case YAML_DOCUMENT_START_EVENT:
		if (++seen->documents > 1)
			return yaml_fail(yaml, line,
					 "a file has one document");
		return 0;
	case YAML_SEQUENCE_START_EVENT:
	case YAML_MAPPING_START_EVENT:
		if (++seen->depth > DEPTH)
			return yaml_fail(yaml, line,
					 "this is nested deeper than %d levels",
					 DEPTH);
		return 0;
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		seen->depth--;
		return 0;
	default:
		return 0;
	}
}

static int check_events(const struct yaml *yaml, yaml_parser_t *parser)
{
	struct seen seen = { .documents = 0 };
	yaml_event_t event;
	bool is_end;
	int err;

	do {
		if (!libyaml.yaml_parser_parse(parser, &event))
			return bad_yaml(yaml, parser);
		is_end = event.type == YAML_STREAM_END_EVENT;
		err = check_event(yaml, &event, &seen);
		libyaml.yaml_event_delete(&event);
	} while (!err && !is_end);
	return err;
}

/* Is it one document, and not too deep? */
static int yaml_check(const struct yaml *yaml, const char *text, size_t size)
{
	yaml_parser_t parser;
	int err = open_parser(&parser, text, size);

	if (err)
		return err;
	err = check_events(yaml, &parser);
	libyaml.yaml_parser_delete(&parser);
	return err;
}

int yaml_init(struct yaml *yaml, const char *text, size_t size)
{
	const char *why = LOAD(libyaml, "libyaml-0.so.2", FUNCTIONS);
	yaml_parser_t parser;
	int err = 0;

	if (why)
		return inspect_fail_int(ELIBACC, "%s: YAML takes libyaml: %s",
					yaml->file, why);
	yaml->left = PAIRS;
	*yaml->path = 0;
	if (yaml_check(yaml, text, size) || open_parser(&parser, text, size))
		return -1;
	if (!libyaml.yaml_parser_load(&parser, &yaml->document))
		err = bad_yaml(yaml, &parser);
	libyaml.yaml_parser_delete(&parser);
	return err;
}

yaml_node_t *yaml_root(struct yaml *yaml)
{
	return libyaml.yaml_document_get_root_node(&yaml->document);
}

void yaml_deinit(struct yaml *yaml)
{
	libyaml.yaml_document_delete(&yaml->document);
}

int yaml_fail(const struct yaml *yaml, int line, const char *format, ...)
{
	char text[512];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	return inspect_fail_int(EINVAL, "%s:%d: %s%s", yaml->file, line,
				yaml->path, text);
}

/* Of a scalar, if it is one that C can hold. */
static const char *text_of(const yaml_node_t *node)
{
	const char *text = (const char *)node->data.scalar.value;

	if (node->type != YAML_SCALAR_NODE ||
	    strlen(text) != node->data.scalar.length)
		return NULL;
	return text;
}

const char *yaml_text(struct yaml *yaml, const struct yaml_pair *pair)
{
	const char *text = text_of(pair->value);

	if (text && *text)
		return arena_text(yaml->arena, text);
	yaml_fail(yaml, pair->line, "a text or number is wanted");
	return NULL;
}

int yaml_read_text(struct yaml *yaml, const struct yaml_pair *pair, void *to)
{
	*(const char **)to = yaml_text(yaml, pair);
	return *(const char **)to ? 0 : -1;
}

static yaml_node_t *node_at(struct yaml *yaml, int index)
{
	return libyaml.yaml_document_get_node(&yaml->document, index);
}

/* The key's text is that of the document, until the pair is handed out. */
static int take_pair(struct yaml *yaml, const yaml_node_pair_t *from,
		     struct yaml_pair *pair)
{
	const yaml_node_t *key = node_at(yaml, from->key);

	pair->line = key->start_mark.line + 1;
	pair->value = node_at(yaml, from->value);
	pair->key = text_of(key);
	if (!pair->key || !*pair->key)
		return yaml_fail(yaml, pair->line, "a key is a text");
	if (!yaml->left--)
		return inspect_fail_int(E2BIG, "%s:%d: a file has at most %d names",
					yaml->file, pair->line, PAIRS);
	return 0;
}

static int check_twice(struct yaml *yaml, const yaml_node_t *mapping,
		       const yaml_node_pair_t *from,
		       const struct yaml_pair *pair)
{
	const yaml_node_pair_t *other = mapping->data.mapping.pairs.start;

	for (; other < from; other++)
		if (!strcmp(text_of(node_at(yaml, other->key)), pair->key))
			return yaml_fail(yaml, pair->line, "\"%s\" is there twice",
					 pair->key);
	return 0;
}

static int read_pair(struct yaml *yaml, struct yaml_pair *pair,
		     int (*read)(struct yaml *yaml,
				 const struct yaml_pair *pair, void *to),
		     void *to)
{
	size_t len = strlen(yaml->path);
	int err;

	pair->key = arena_text(yaml->arena, pair->key);
	if (!pair->key)
		return -1;
	snprintf(yaml->path + len, sizeof(yaml->path) - len, "%s: ", pair->key);
	err = read(yaml, pair, to);
	yaml->path[len] = 0;
	return err;
}

int yaml_pairs(struct yaml *yaml, const struct yaml_pair *pair,
	       int (*read)(struct yaml *yaml, const struct yaml_pair *pair,
			   void *to),
	       void *to)
{
	const yaml_node_t *mapping = pair->value;
	const yaml_node_pair_t *from;
	struct yaml_pair inner;

	if (mapping->type != YAML_MAPPING_NODE)
		return yaml_fail(yaml, pair->line,
				 "lines of NAME: VALUE are wanted, or { NAME: VALUE, … }");
	for (from = mapping->data.mapping.pairs.start;
	     from < mapping->data.mapping.pairs.top; from++)
		if (take_pair(yaml, from, &inner) ||
		    check_twice(yaml, mapping, from, &inner) ||
		    read_pair(yaml, &inner, read, to))
			return -1;
	return 0;
}

/**
 * struct known - what yaml_keys() hands to read_known()
 * @keys: that there are
 * @to: the struct that they are read to
 */
struct known {
	const struct yaml_key *keys;
	void *to;
};

static int read_known(struct yaml *yaml, const struct yaml_pair *pair, void *arg)
{
	const struct known *known = arg;
	const struct yaml_key *key;
	char names[NEAR_TEXT];
	struct near near;

	near_init(&near, pair->key);
	for (key = known->keys; key->name; key++) {
		if (!strcmp(key->name, pair->key))
			return key->read(yaml, pair,
					 (char *)known->to + key->offset);
		near_try(&near, key->name);
	}
	near_text(&near, names);
	return yaml_fail(yaml, pair->line, "there is no such key%s%s",
			 *names ? "; similar are " : "", names);
}

int yaml_keys(struct yaml *yaml, const struct yaml_pair *pair,
	      const struct yaml_key *keys, void *to)
{
	struct known known = { keys, to };

	return yaml_pairs(yaml, pair, read_known, &known);
}
