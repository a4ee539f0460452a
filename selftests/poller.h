/* SPDX-License-Identifier: GPL-2.0 */
/* A thread that sleeps in poll(2) until something happens. */
#ifndef MVIEW_TEST_POLLER_H
#define MVIEW_TEST_POLLER_H

#include <pthread.h>
#include <sys/types.h>

/**
 * struct poller - the thread
 * @thread: it
 * @fd: what it polls for announcements
 * @tid: its id, once it runs
 * @events: what poll(2) told
 */
struct poller {
	pthread_t thread;
	int fd;
	pid_t tid;
	int events;
};

/* Start it, and wait until it sleeps. */
int poller_start(struct poller *poller, int fd);

/* The events that woke it; -1 and ETIMEDOUT if nothing did. */
int poller_events(struct poller *poller);

#endif /* MVIEW_TEST_POLLER_H */
