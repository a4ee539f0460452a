// SPDX-License-Identifier: GPL-2.0
/* A thread that sleeps in poll(2) until something happens. */
#include <errno.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "mview_test.h"
#include "poller.h"

static void *sleep_in_poll(void *arg)
{
	struct poller *poller = arg;

	__atomic_store_n(&poller->tid, syscall(SYS_gettid), __ATOMIC_RELEASE);
	poller->events = poll_events(poller->fd, -1);
	return NULL;
}

int poller_start(struct poller *poller, int fd)
{
	poller->fd = fd;
	poller->tid = 0;
	errno = pthread_create(&poller->thread, NULL, sleep_in_poll, poller);
	if (errno)
		return -1;
	while (!__atomic_load_n(&poller->tid, __ATOMIC_ACQUIRE))
		usleep(1000);
	return wait_for_sleep(poller->tid);
}

int poller_events(struct poller *poller)
{
	struct timespec limit;

	clock_gettime(CLOCK_REALTIME, &limit);
	limit.tv_sec += PATIENCE_MS / 1000;
	errno = pthread_timedjoin_np(poller->thread, NULL, &limit);
	return errno ? -1 : poller->events;
}
