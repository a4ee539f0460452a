/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which channels a recording that is read has, and what their elements are. */
#ifndef MVIEW_INSPECT_CHANNELS_H
#define MVIEW_INSPECT_CHANNELS_H

#include "record/elements.h"
#include "record/mcap.h"

/**
 * struct channel - one of them
 * @id: that its messages have
 * @name: of its source
 * @encoding: of its messages
 * @elements: of each message; no format if they are bytes
 */
struct channel {
	uint16_t id;
	char *name;
	char *encoding;
	struct elements elements;
};

/**
 * struct schema - what elements are
 * @id: that channels name it by
 * @elements: they
 */
struct schema {
	uint16_t id;
	struct elements elements;
};

/**
 * struct channels - all that have come so far
 * @list: they; pointers to them hold until another one comes
 * @n: how many
 * @schemas: those that this library wrote, and can read
 * @nschemas: how many
 */
struct channels {
	struct channel *list;
	int n;
	struct schema *schemas;
	int nschemas;
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
