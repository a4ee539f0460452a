// SPDX-License-Identifier: LGPL-2.1-or-later
/* Views by name: a table of sources, and registered buffers. */
#include "sources/source.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/name.h"
#include "base/number.h"
#include "mview-inspect.h"

static const struct source *const sources[] = {
	&source_dma,
	&source_dmabuf,
	&source_drm,
	&source_fd,
	&source_kept,
	&source_v4l2,
};

#define SOURCES	(sizeof(sources) / sizeof(*sources))

struct mview *source_misused(const struct source *source, const char *name)
{
	return inspect_fail(EINVAL, "%s: it should look like %s", name,
			    source->usage);
}

/* What mview_open() and mview_open_id() have left in errno, in words. */
static struct mview *not_opened(const char *name, unsigned int flags)
{
	int err = errno;

	switch (err) {
	case ENXIO:
		return inspect_fail(err, "%s: the module mview is not loaded; "
				    "try: modprobe mview", name);
	case ENOENT:
		return inspect_fail(err, "%s: there is no such buffer; 'mview "
				    "list' shows what there is", name);
	case EACCES:
		if (access("/dev/mview", flags & MVIEW_WRITE ? R_OK | W_OK : R_OK))
			return inspect_fail(err, "%s: /dev/mview may not be "
					    "opened by you; try it as root, or "
					    "ask for membership in its group",
					    name);
		return inspect_fail(err, "%s: it is read-only", name);
	case EPERM:
		return inspect_fail(err, "%s: it takes a privilege: "
				    "CAP_SYS_ADMIN for what another process or "
				    "a trace made, CAP_SYS_RAWIO for registers, "
				    "on a kernel that is not locked down; try "
				    "it as root", name);
	case ENODEV:
		return inspect_fail(err, "%s: its driver took it away", name);
	case ENOTTY:
		return inspect_fail(err, "%s: the module mview that is loaded "
				    "does not know this library; update one of "
				    "them", name);
	default:
		return inspect_fail(err, "%s: %s", name, strerror(err));
	}
}

static struct mview *open_registered(const char *name, unsigned int flags)
{
	const char *text = name + 1;
	struct mview *view;
	uint64_t id;

	if (*name != '@') {
		view = mview_open(name, flags);
	} else {
		if (!number_read(&text, UINT64_MAX, &id) || *text)
			return inspect_fail(EINVAL, "%s: @ wants a buffer's "
					    "id, a number", name);
		view = mview_open_id(id, flags);
	}
	return view ? view : not_opened(name, flags);
}

static struct mview *open_named(const struct source *source, const char *name,
				unsigned int flags)
{
	if (flags & ~(MVIEW_READ | MVIEW_WRITE))
		return inspect_fail(EOPNOTSUPP, "%s: only registered "
				    "buffers can be opened confined, "
				    "pinnable or undeclared", name);
	return source->open(name, name + strlen(source->prefix), flags);
}

static const struct source *find_source(const char *name)
{
	size_t i;

	for (i = 0; i < SOURCES; i++)
		if (!strncmp(name, sources[i]->prefix,
			     strlen(sources[i]->prefix)))
			return sources[i];
	return NULL;
}

/* Only names of files have marks that a backslash can stand in front of. */
struct mview *mview_source_open(const char *name, unsigned int flags)
{
	const struct source *source = find_source(name);
	struct mview *view;
	char *bare;

	if (!*name)
		return inspect_fail(EINVAL, "a name is missing");
	if (source == &source_kept)
		return open_named(source, name, flags);
	bare = strdup(name);
	if (!bare)
		return inspect_fail(ENOMEM, "%s: out of memory", name);
	name_bare(bare);
	view = source ? open_named(source, bare, flags) :
			open_registered(bare, flags);
	free(bare);
	return view;
}
