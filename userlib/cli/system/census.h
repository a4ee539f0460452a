/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Census: all buffers and traces that there are, with what is known of them, look
 * by look.
 */
#ifndef MVIEW_CLI_CENSUS_H
#define MVIEW_CLI_CENSUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "system/holders.h"

struct mview_buffer;
struct mview_dma_buffers;
struct trace_sum;

/**
 * struct entry - a buffer or a trace
 * @is_trace: a trace
 * @id: of the buffer, or the number of the trace
 * @buffer: what the kernel tells of the buffer; NULL of a trace
 * @name: of the buffer, by which sources know it; filter of a trace; "-" if that
 *	is not known, or there is none
 * @kind: of the buffer's memory, or "trace"
 * @owner: who made the buffer, the driver whose memory it is if a trace found it;
 *	or "-"
 * @nbytes: size of the buffer, or of all buffers of the trace
 * @buffers: how many the trace has
 * @rate: announcements in a second since the last look; negative if there was none
 * @has_lost: it is known
 * @lost: how many allocations the trace has not recorded
 */
struct entry {
	bool is_trace;
	uint64_t id;
	struct mview_buffer *buffer;
	char *name;
	const char *kind;
	char *owner;
	uint64_t nbytes;
	size_t buffers;
	double rate;
	bool has_lost;
	uint64_t lost;
};

/**
 * struct census - what one look has found
 * @list: array: buffers by their ids, then traces by their numbers
 * @n: its length
 * @time_ns: when it was, by CLOCK_MONOTONIC; 0 before the first one
 * @holders: who has them open
 * @traced: memory that traces have found; NULL if that may not be known
 * @sums: array of the traces that have buffers
 * @nsums: its length
 */
struct census {
	struct entry *list;
	size_t n;
	int64_t time_ns;
	struct holders *holders;
	struct mview_dma_buffers *traced;
	struct trace_sum *sums;
	size_t nsums;
};

/* Nothing is known before the first look. */
void census_init(struct census *census);
void census_deinit(struct census *census);

/**
 * census_look - look at all buffers and traces, and then at who has them open
 * @census: what was known; what is known then
 * @cpu_ns: of holders_look(), or 0 to leave it out
 *
 * Return: an exit status; on failure it has said why.
 */
int census_look(struct census *census, int64_t cpu_ns);

#endif /* MVIEW_CLI_CENSUS_H */
