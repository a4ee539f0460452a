// SPDX-License-Identifier: LGPL-2.1-or-later
/* Reading and writing a file whole, in however many calls. */
#include "calls/transfer.h"

#include <errno.h>
#include <unistd.h>

/* The result @n of pread() or pwrite() as bytes, 0 to try again, or -errno. */
static ssize_t moved(ssize_t n)
{
	if (n > 0)
		return n;
	if (!n)
		return -EIO;	/* the file is as long as the view, for ever */
	return errno == EINTR ? 0 : -errno;
}

int transfer_read(int fd, void *buf, size_t size, off_t pos)
{
	size_t done = 0;
	ssize_t n;

	while (done < size) {
		n = moved(pread(fd, (char *)buf + done, size - done,
				pos + done));
		if (n < 0)
			return n;
		done += n;
	}
	return 0;
}

int transfer_write(int fd, const void *buf, size_t size, off_t pos)
{
	size_t done = 0;
	ssize_t n;

	while (done < size) {
		n = moved(pwrite(fd, (const char *)buf + done, size - done,
				 pos + done));
		if (n < 0)
			return n;
		done += n;
	}
	return 0;
}
