// SPDX-License-Identifier: LGPL-2.1-or-later
/* All elements of views that are not in reach. */
#include "bytes/remote.h"

#include "calls/transfer.h"
#include "view/file.h"
#include "view/indirect.h"
#include "view/mem.h"
#include "view/view.h"

int remote_read(struct mview *view, void *buf, size_t size)
{
	int fd;

	if (view->suboffsets) {
		indirect_gather(buf, view);
		return 0;
	}
	if (view->mem->is_file)
		return file_gather(view, buf);
	fd = view_fd(view);
	return fd < 0 ? fd : transfer_read(fd, buf, size, 0);
}

int remote_write(struct mview *view, const void *buf, size_t size)
{
	int fd;

	if (view->suboffsets) {
		indirect_scatter(view, buf);
		return 0;
	}
	if (view->mem->is_file)
		return file_scatter(view, buf);
	fd = view_fd(view);
	return fd < 0 ? fd : transfer_write(fd, buf, size, 0);
}
