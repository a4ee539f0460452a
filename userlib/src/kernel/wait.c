// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Waiting. Every view that waits has a kernel view of its own, so that one
 * does not consume the announcements of another.
 */
#include <poll.h>
#include <time.h>

#include "base/fail.h"
#include "calls/kernel.h"
#include "view/mem.h"
#include "view/view.h"

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

/* 1 if there is an announcement that the view has not seen, 0, or -errno. */
static int look(struct mview *view, int fd, uint64_t *seq)
{
	int err;

	err = kernel_seen(fd, seq);
	if (err)
		return err;
	return atomic_exchange(&view->seen, *seq) != *seq;
}

/* The view may have seen the data already: wait for the rest of the time. */
static int wait_for(struct mview *view, int fd, int timeout_ms, uint64_t *seq)
{
	struct pollfd pollfd = { .fd = fd, .events = POLLPRI };
	int64_t deadline = now_ms() + timeout_ms, left = timeout_ms;
	int ready;

	for (;;) {
		ready = look(view, fd, seq);
		if (ready || !left)
			return ready;
		ready = poll(&pollfd, 1, timeout_ms < 0 ? -1 : (int)left);
		if (ready < 0)
			return -errno;
		left = timeout_ms < 0 ? -1 : deadline - now_ms();
		if (timeout_ms >= 0 && left < 0)
			left = 0;
	}
}

int mview_wait(struct mview *view, int timeout_ms, uint64_t *seq)
{
	uint64_t ignored;
	int fd, ready;

	ready = view_enter(view);
	if (ready)
		return fail(ready);
	fd = view_fd(view);
	ready = fd < 0 ? fd : wait_for(view, fd, timeout_ms,
				       seq ? seq : &ignored);
	view_leave(view);
	return status(ready);
}
