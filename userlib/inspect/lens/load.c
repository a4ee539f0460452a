// SPDX-License-Identifier: LGPL-2.1-or-later
/* From YAML to lenses: mview-lens(5). */
#include "lens/load.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/number.h"
#include "lens/yaml.h"
#include "mview-inspect/base.h"
#include "types/near.h"

#define LENSES	256	/* of a file */
#define NAME	63	/* characters of a lens's name */

/* Arrays grow where as many entries as a power of two are full. */
void *lens_grow(struct arena *arena, const void *array, int n, size_t size)
{
	void *grown;

	if (n & (n - 1))
		return (void *)array;
	grown = arena_alloc(arena, n ? 2 * (size_t)n : 1, size);
	if (grown && n)
		memcpy(grown, array, n * size);
	return grown;
}

/* What is said in one section of one path. */
static struct mview_lens_field *add_field(struct yaml *yaml,
					  struct mview_lens *lens,
					  const struct yaml_pair *pair)
{
	size_t room = strlen(yaml->file) + 16;
	char *where = arena_alloc(yaml->arena, room, 1);
	struct mview_lens_field *fields =
		lens_grow(yaml->arena, lens->fields, lens->nfields,
			  sizeof(*fields));

	if (!where || !fields)
		return NULL;
	snprintf(where, room, "%s:%d", yaml->file, pair->line);
	lens->fields = fields;
	fields += lens->nfields++;
	*fields = (struct mview_lens_field) { .path = pair->key,
					      .where = where };
	return fields;
}

/* "8" or "8:1" */
static int read_range(struct yaml *yaml, const struct yaml_pair *pair,
		      uint64_t *high, uint64_t *low)
{
	const char *text = yaml_text(yaml, pair), *at = text;

	if (!text)
		return -1;
	if (number_read(&at, 127, high)) {
		*low = *high;
		if (!*at || (*at++ == ':' && number_read(&at, *high, low) && !*at))
			return 0;
	}
	return yaml_fail(yaml, pair->line,
			 "\"%.40s\" is no bit; they are written as 8 or, the highest one first, \"8:1\"",
			 text);
}

static int add_bit(struct yaml *yaml, const struct yaml_pair *pair, void *to)
{
	struct mview_lens_field *field = to;
	struct mview_lens_bit *bits = lens_grow(yaml->arena, field->bits,
						field->nbits, sizeof(*bits));
	uint64_t high, low;

	if (!bits || read_range(yaml, pair, &high, &low))
		return -1;
	field->bits = bits;
	bits[field->nbits++] = (struct mview_lens_bit) { pair->key, high, low };
	return 0;
}

static int add_name(struct yaml *yaml, const struct yaml_pair *pair,
		    const struct mview_enumerator **names, int *n,
		    int64_t value)
{
	struct mview_enumerator *grown = lens_grow(yaml->arena, *names, *n,
						   sizeof(*grown));

	if (!grown)
		return -1;
	*names = grown;
	grown[(*n)++] = (struct mview_enumerator) { pair->key, value };
	return 0;
}

static int add_value(struct yaml *yaml, const struct yaml_pair *pair, void *to)
{
	struct mview_lens_field *field = to;
	const char *text = yaml_text(yaml, pair), *at = text;
	bool is_negative = text && *text == '-';
	uint64_t value;

	if (!text)
		return -1;
	at += is_negative;
	if (!number_read(&at, is_negative ? (uint64_t)1 << 63 : UINT64_MAX,
			 &value) || *at)
		return yaml_fail(yaml, pair->line,
				 "\"%.40s\" is no number of 64 bits", text);
	return add_name(yaml, pair, &field->enums, &field->nenums,
			is_negative ? -value : value);
}

static int add_flag(struct yaml *yaml, const struct yaml_pair *pair, void *to)
{
	struct mview_lens_field *field = to;
	uint64_t high, low;

	if (read_range(yaml, pair, &high, &low))
		return -1;
	if (high > 63)
		return yaml_fail(yaml, pair->line, "there is no bit above 63");
	return add_name(yaml, pair, &field->flags, &field->nflags,
			UINT64_MAX >> (63 - (high - low)) << low);
}

static int add_bits(struct yaml *yaml, const struct yaml_pair *pair, void *to)
{
	struct mview_lens_field *field = add_field(yaml, to, pair);

	return field ? yaml_pairs(yaml, pair, add_bit, field) : -1;
}

static int add_enums(struct yaml *yaml, const struct yaml_pair *pair, void *to)
{
	struct mview_lens_field *field = add_field(yaml, to, pair);

	return field ? yaml_pairs(yaml, pair, add_value, field) : -1;
}

static int add_flags(struct yaml *yaml, const struct yaml_pair *pair, void *to)
{
	struct mview_lens_field *field = add_field(yaml, to, pair);

	return field ? yaml_pairs(yaml, pair, add_flag, field) : -1;
}

static int add_condition(struct yaml *yaml, const struct yaml_pair *pair,
			 void *to)
{
	struct mview_lens_field *field = add_field(yaml, to, pair);

	if (!field)
		return -1;
	field->when = yaml_text(yaml, pair);
	return field->when ? 0 : -1;
}

static int add_show(struct yaml *yaml, const struct yaml_pair *pair, void *to)
{
	static const char *const looks[] = {
		[MVIEW_SHOW_DECIMAL] = "decimal", [MVIEW_SHOW_HEX] = "hex",
		[MVIEW_SHOW_OCTAL] = "octal",	  [MVIEW_SHOW_BINARY] = "binary",
		[MVIEW_SHOW_ADDRESS] = "address", [MVIEW_SHOW_TEXT] = "text",
		[MVIEW_SHOW_MAC] = "mac",	  [MVIEW_SHOW_BYTES] = "bytes",
	};
	struct mview_lens_field *field = add_field(yaml, to, pair);
	const char *text = yaml_text(yaml, pair);
	size_t i;

	if (!field || !text)
		return -1;
	for (i = 1; i < sizeof(looks) / sizeof(*looks); i++)
		if (!strcmp(text, looks[i])) {
			field->show = i;
			return 0;
		}
	return yaml_fail(yaml, pair->line,
			 "\"%.40s\" is none of decimal, hex, octal, binary, address, text, mac, bytes",
			 text);
}

/* Sections whose keys are paths. They all are about the lens itself. */
#define SECTION(name, add)						\
static int read_##name(struct yaml *yaml, const struct yaml_pair *pair,	\
		       void *to)					\
{									\
	return yaml_pairs(yaml, pair, add, to);				\
}

SECTION(bits, add_bits)
SECTION(enums, add_enums)
SECTION(flags, add_flags)
SECTION(union, add_condition)
SECTION(show, add_show)

static int read_bool(struct yaml *yaml, const struct yaml_pair *pair, void *to)
{
	const char *text = yaml_text(yaml, pair);

	if (!text)
		return -1;
	*(bool *)to = !strcmp(text, "true");
	if (*(bool *)to || !strcmp(text, "false"))
		return 0;
	return yaml_fail(yaml, pair->line, "\"%.40s\" is neither true nor false",
			 text);
}

static int read_count(struct yaml *yaml, const struct yaml_pair *pair, void *to)
{
	const char *text = yaml_text(yaml, pair), *at = text;
	uint64_t count;

	if (!text)
		return -1;
	if (!number_read(&at, INT32_MAX, &count) || *at)
		return yaml_fail(yaml, pair->line, "\"%.40s\" is no number", text);
	*(int *)to = count;
	return 0;
}

static int read_producer(struct yaml *yaml, const struct yaml_pair *pair,
			 void *to)
{
	const char *text = yaml_text(yaml, pair);

	if (!text)
		return -1;
	if (strcmp(text, "device") && strcmp(text, "driver"))
		return yaml_fail(yaml, pair->line,
				 "\"%.40s\" is neither device nor driver", text);
	*(const char **)to = text;
	return 0;
}

static int read_ring(struct yaml *yaml, const struct yaml_pair *pair, void *to)
{
	static const struct yaml_key keys[] = {
#define RING(name, read) { #name, read, offsetof(struct mview_lens_ring, name) }
		RING(owner, yaml_read_text),
		RING(flips, read_bool),
		RING(done, yaml_read_text),
		RING(producer, read_producer),
		RING(head, yaml_read_text),
		RING(tail, yaml_read_text),
		RING(counter_bits, read_count),
		RING(slack, read_count),
		{ .name = NULL },
	};

	return yaml_keys(yaml, pair, keys, to);
}

static const struct yaml_key match_keys[] = {
#define MATCH(name) \
	{ #name, yaml_read_text, offsetof(struct mview_lens_match, name) }
	MATCH(driver), MATCH(symbol), MATCH(name), MATCH(type),
	MATCH(format), MATCH(size),   MATCH(number),
	{ .name = NULL },
};

const char **lens_match_member(struct mview_lens_match *match, const char *key,
			       size_t len)
{
	const struct yaml_key *known = match_keys;

	while (known->name && (strlen(known->name) != len ||
			       memcmp(known->name, key, len)))
		known++;
	return known->name ? (const char **)((char *)match + known->offset) :
			     NULL;
}

static int read_match(struct yaml *yaml, const struct yaml_pair *pair, void *to)
{
	if (yaml_keys(yaml, pair, match_keys, to))
		return -1;
	if (!lens_match_check(to))
		return 0;
	return yaml_fail(yaml, pair->line, "%s", mview_inspect_error());
}

static int add_type(struct yaml *yaml, const struct yaml_pair *pair, void *to)
{
	struct mview_lens *lens = to;
	struct mview_lens_type *types = lens_grow(yaml->arena, lens->types,
						  lens->ntypes, sizeof(*types));
	const char *text = yaml_text(yaml, pair);

	if (!types || !text)
		return -1;
	if (lens->ntypes == LENS_TYPES)
		return yaml_fail(yaml, pair->line, "a lens has at most %d types",
				 LENS_TYPES);
	lens->types = types;
	types[lens->ntypes++] = (struct mview_lens_type) { pair->key, text };
	return 0;
}

SECTION(types, add_type)

static const struct yaml_key lens_keys[] = {
	{ "type", yaml_read_text, offsetof(struct mview_lens, type) },
	{ "format", yaml_read_text, offsetof(struct mview_lens, format) },
	{ "types", read_types, 0 },
	{ "bits", read_bits, 0 },
	{ "enums", read_enums, 0 },
	{ "flags", read_flags, 0 },
	{ "union", read_union, 0 },
	{ "show", read_show, 0 },
	{ "ring", read_ring, offsetof(struct mview_lens, ring) },
	{ "match", read_match, offsetof(struct mview_lens, match) },
	{ .name = NULL },
};

static bool is_name(const char *name)
{
	size_t i, len = strlen(name);

	for (i = 0; i < len; i++)
		if (!isalnum((unsigned char)name[i]) && !strchr("_-.", name[i]))
			return false;
	return len <= NAME;
}

static int add_lens(struct yaml *yaml, const struct yaml_pair *pair, void *to)
{
	struct lens_set *set = to;
	struct mview_lens lens = {
		.name = pair->key, .file = yaml->file, .line = pair->line,
	}, *lenses;

	if (!is_name(pair->key))
		return yaml_fail(yaml, pair->line,
				 "a lens's name is of letters, digits, _ - and ., at most %d",
				 NAME);
	if (yaml_keys(yaml, pair, lens_keys, &lens))
		return -1;
	if (!!lens.type + !!lens.format + !!lens.ntypes != 1)
		return yaml_fail(yaml, pair->line,
				 "it wants a type, a format or types, one of them");
	lenses = lens_grow(&set->arena, set->lenses.lenses, set->lenses.count,
			   sizeof(*lenses));
	if (!lenses)
		return -1;
	lenses[set->lenses.count++] = lens;
	set->lenses.lenses = lenses;
	return 0;
}

int lens_load(struct lens_set *set, const char *text, size_t size,
	      const char *file)
{
	struct yaml yaml = { .file = arena_text(&set->arena, file),
			     .arena = &set->arena };
	struct yaml_pair whole = { .key = "", .line = 1 };
	int before = set->lenses.count, err;

	if (!yaml.file || yaml_init(&yaml, text, size))
		return -1;
	whole.value = yaml_root(&yaml);
	if (!whole.value)
		err = yaml_fail(&yaml, 1, "there is no lens in it");
	else
		err = yaml_pairs(&yaml, &whole, add_lens, set);
	if (!err && set->lenses.count - before > LENSES)
		err = inspect_fail_int(E2BIG, "%s: a file has at most %d lenses",
				       file, LENSES);
	yaml_deinit(&yaml);
	return err;
}
