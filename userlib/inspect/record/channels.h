/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which channels a recording that is read has, and what their elements are. */
#ifndef MVIEW_INSPECT_CHANNELS_H
#define MVIEW_INSPECT_CHANNELS_H

#include "record/elements.h"
#include "record/mcap.h"

/**
 * struct channel - one of them
 * @name: of its source
 * @encoding: of its messages
 * @elements: of each message; no format if they are bytes
 */
struct channel {
	char *name;
	char *encoding;
	struct elements elements;
};

/**
 * struct schema - what elements are
 * @elements: they
 */
struct schema {
	struct elements elements;
};

/**
 * struct channels - all that have come so far
 * @list: they; pointers to them hold until another one comes
 * @n: how many
 * @schemas: those that this library wrote, and can read
 * @nschemas: how many
 * @by_id: for each id the number of the channel that has it, plus 1; or NULL
 * @schemas_by_id: likewise of schemas
 */
struct channels {
	struct channel *list;
	int n;
	struct schema *schemas;
	int nschemas;
	int *by_id;
	int *schemas_by_id;
};

/* Content of a SCHEMA or a CHANNEL. -1 with inspect_fail() called. */
int channels_schema(struct channels *channels, const char *path,
		    struct mcap_text content);
int channels_channel(struct channels *channels, const char *path,
		     struct mcap_text content);

/* The number of that with @id, or -1. */
int channels_find(const struct channels *channels, uint16_t id);

void channels_free(struct channels *channels);

#endif /* MVIEW_INSPECT_CHANNELS_H */
