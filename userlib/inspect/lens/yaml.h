/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* YAML as mappings of known and of free keys, over libyaml. */
#ifndef MVIEW_INSPECT_LENS_YAML_H
#define MVIEW_INSPECT_LENS_YAML_H

#include <yaml.h>

#include "types/arena.h"

/**
 * struct yaml - a document
 * @document: of libyaml
 * @file: what to call it
 * @arena: where texts go
 * @left: pairs that may still be read
 * @path: keys around what is read, for messages
 */
struct yaml {
	yaml_document_t document;
	const char *file;
	struct arena *arena;
	int left;
	char path[256];
};

/**
 * struct yaml_pair - a key and its value
 * @key: text
 * @line: of the key
 * @value: of libyaml
 */
struct yaml_pair {
	const char *key;
	int line;
	yaml_node_t *value;
};

/**
 * struct yaml_key - a key that is known
 * @name: the key
 * @read: reads its value to what is at @offset
 * @offset: in the struct that yaml_keys() is given
 */
struct yaml_key {
	const char *name;
	int (*read)(struct yaml *yaml, const struct yaml_pair *pair, void *to);
	size_t offset;
};

/* Read a text; its document is deinited by the caller if that is 0. */
int yaml_init(struct yaml *yaml, const char *text, size_t size);
void yaml_deinit(struct yaml *yaml);

/* NULL if the document is empty */
yaml_node_t *yaml_root(struct yaml *yaml);

/* "FILE:LINE: KEY: KEY: …": -1 and EINVAL. */
__attribute__((format(printf, 3, 4)))
int yaml_fail(const struct yaml *yaml, int line, const char *format, ...);

/**
 * yaml_pairs - go through a mapping whose keys are free
 * @yaml: the document
 * @pair: whose value the mapping is
 * @read: called for each; 0 to go on
 * @to: handed to @read
 */
int yaml_pairs(struct yaml *yaml, const struct yaml_pair *pair,
	       int (*read)(struct yaml *yaml, const struct yaml_pair *pair,
			   void *to),
	       void *to);

/* The same of known keys; of @keys the last one has no name. */
int yaml_keys(struct yaml *yaml, const struct yaml_pair *pair,
	      const struct yaml_key *keys, void *to);

/* A text that is not empty; NULL. */
const char *yaml_text(struct yaml *yaml, const struct yaml_pair *pair);

/* The same to a const char *, for struct yaml_key. */
int yaml_read_text(struct yaml *yaml, const struct yaml_pair *pair, void *to);

#endif /* MVIEW_INSPECT_LENS_YAML_H */
