/* SPDX-License-Identifier: GPL-2.0 */
/* What the kernel and types tell, as JSON. All of it is for json_object_put(). */
#ifndef MVIEW_CLI_DESCRIBE_H
#define MVIEW_CLI_DESCRIBE_H

#include <mview-inspect.h>

#include "displays/json.h"

struct holders;

/* Keys of describe_buffer(), as output_begin() takes them */
#define DESCRIBE_BUFFER							\
	"id,name,kind,nbytes,exports,maps,seq,readonly,mappable,private,"	\
	"owner,format,shape"

/* A buffer, but for where it comes from and who has it open. */
struct json_object *describe_buffer(const struct mview_buffer *buffer);

/* Who has a buffer or a trace open: an array, empty if that is nobody. */
struct json_object *describe_holders(const struct holders *holders,
				     bool is_trace, uint64_t id);

/* Where memory comes from that a trace has found. */
void describe_origin(struct json_object *object,
		     const struct mview_origin *origin);

/* The members of a type that have a value, by path, with their places. */
struct json_object *describe_members(const struct mview_ctype *type);

#endif /* MVIEW_CLI_DESCRIBE_H */
