// SPDX-License-Identifier: LGPL-2.1-or-later
/* Which channels a recording that is read has, and what their elements are. */
#include "record/channels.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

static bool is_text(const char *at, size_t len, const char *text)
{
	return at && strlen(text) == len && !memcmp(at, text, len);
}

static int bad(const char *path, const char *what)
{
	return inspect_fail_int(EBADMSG, "%s: a %s in it is damaged", path,
				what);
}

static int out_of_memory(const char *path)
{
	return inspect_fail_int(ENOMEM, "%s: out of memory", path);
}

#define IDS	(UINT16_MAX + 1)

static bool make_table(int **by_id)
{
	if (!*by_id)
		*by_id = calloc(IDS, sizeof(**by_id));
	return *by_id;
}

static int number_of(const int *by_id, uint16_t id)
{
	return by_id ? by_id[id] - 1 : -1;
}

static struct schema *find_schema(const struct channels *channels, uint16_t id)
{
	int number = number_of(channels->schemas_by_id, id);

	return number < 0 ? NULL : &channels->schemas[number];
}

int channels_schema(struct channels *channels, const char *path,
		    struct mcap_text content)
{
	struct schema *schemas;
	const char *encoding, *data;
	struct elements elements;
	size_t len, ndata;
	uint16_t id = mcap_get(&content, 2);

	mcap_get_string(&content, &len);
	encoding = mcap_get_string(&content, &len);
	data = mcap_get_string(&content, &ndata);
	if (!data)
		return bad(path, "schema");
	/* It may stand there more than once, and is the same then. */
	if (!is_text(encoding, len, MCAP_ENCODING) || find_schema(channels, id))
		return 0;
	/* What can't be used is as another program's: its channels are bytes. */
	if (elements_parse(path, data, ndata, &elements))
		return errno == ENOMEM ? -1 : 0;
	schemas = reallocarray(channels->schemas, channels->nschemas + 1,
			       sizeof(*schemas));
	if (schemas)
		channels->schemas = schemas;
	if (!schemas || !make_table(&channels->schemas_by_id)) {
		elements_free(&elements);
		return out_of_memory(path);
	}
	schemas[channels->nschemas++] = (struct schema) { elements };
	channels->schemas_by_id[id] = channels->nschemas;
	return 0;
}

static int add(struct channels *channels, const char *path, uint16_t id,
	       struct channel channel, const struct schema *schema)
{
	struct channel *list = reallocarray(channels->list, channels->n + 1,
					    sizeof(*list));
	bool whole = true;

	if (list)
		channels->list = list;
	if (schema) {
		channel.elements = schema->elements;
		channel.elements.seen = (struct elements_seen) { .lens = NULL };
		channel.elements.format = strdup(schema->elements.format);
		whole = channel.elements.format &&
			elements_copy_seen(&channel.elements.seen,
					   &schema->elements.seen);
	}
	if (list && channel.name && channel.encoding && whole &&
	    make_table(&channels->by_id)) {
		list[channels->n++] = channel;
		channels->by_id[id] = channels->n;
		return 0;
	}
	free(channel.name);
	free(channel.encoding);
	elements_free(&channel.elements);
	return out_of_memory(path);
}

int channels_channel(struct channels *channels, const char *path,
		     struct mcap_text content)
{
	const struct schema *schema;
	const char *topic, *encoding;
	size_t ntopic, len;
	uint16_t id = mcap_get(&content, 2);

	schema = find_schema(channels, mcap_get(&content, 2));
	topic = mcap_get_string(&content, &ntopic);
	encoding = mcap_get_string(&content, &len);
	if (!encoding)
		return bad(path, "channel");
	if (channels_find(channels, id) >= 0)
		return 0;
	if (!is_text(encoding, len, MCAP_ENCODING))
		schema = NULL;
	return add(channels, path, id, (struct channel) {
		.name = strndup(topic, ntopic),
		.encoding = strndup(encoding, len) }, schema);
}

int channels_find(const struct channels *channels, uint16_t id)
{
	return number_of(channels->by_id, id);
}

void channels_free(struct channels *channels)
{
	int i;

	for (i = 0; i < channels->n; i++) {
		free(channels->list[i].name);
		free(channels->list[i].encoding);
		elements_free(&channels->list[i].elements);
	}
	for (i = 0; i < channels->nschemas; i++)
		elements_free(&channels->schemas[i].elements);
	free(channels->list);
	free(channels->schemas);
	free(channels->by_id);
	free(channels->schemas_by_id);
}
