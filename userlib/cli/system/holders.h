/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The processes that have a buffer or a trace open: a descriptor is a view of the
 * buffer, or the trace. A mapping whose descriptor was closed is not found.
 */
#ifndef MVIEW_CLI_HOLDERS_H
#define MVIEW_CLI_HOLDERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct holders;

#define HOLDERS_ALL	INT64_MAX

/**
 * struct holding - what a process has open; several views of a buffer are one
 * @is_trace: a trace, not a buffer
 * @id: the buffer's, or the number of the trace
 * @writes: one of its views can be written to
 * @pid: the process
 * @name: its name
 * @filter: of a trace: which devices; else NULL
 * @lost: likewise: allocations that it has not recorded
 */
struct holding {
	bool is_trace;
	uint64_t id;
	bool writes;
	long pid;
	const char *name;
	const char *filter;
	uint64_t lost;
};

/* Nothing is known before the first look. */
struct holders *holders_create(void);
void holders_free(struct holders *holders);

/**
 * holders_look - look at all other processes
 * @holders: what was known; what is known then
 * @cpu_ns: about how much CPU time it may take, or HOLDERS_ALL
 *
 * New ones are looked at first, the others in turn until the time is spent: the
 * next look goes on there. Of those whose turn does not come, what was known
 * stays; those that have ended are gone.
 */
void holders_look(struct holders *holders, int64_t cpu_ns);

/* How many processes there are whose descriptors the caller may not see. */
size_t holders_hidden(const struct holders *holders);

/* What is held, of buffers and then of traces, by their numbers. */
const struct holding *holders_list(const struct holders *holders, size_t *n);

/* Who holds one, by process. */
const struct holding *holders_of(const struct holders *holders, bool is_trace,
				 uint64_t id, size_t *n);

/**
 * holders_print - print the processes that have a buffer or a trace open
 * @holders: all of them
 * @is_trace: which of both
 * @id: its number
 * @out: "1234 python3 (rw), 99 mview (r)"; "" if there are none
 */
void holders_print(const struct holders *holders, bool is_trace, uint64_t id,
		   FILE *out);

/* The same as a text, to be freed. */
char *holders_text(const struct holders *holders, bool is_trace, uint64_t id);

#endif /* MVIEW_CLI_HOLDERS_H */
