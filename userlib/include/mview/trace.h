/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* libmview: traces, and where buffers come from. Part of mview.h. */
#ifndef MVIEW_TRACE_H
#define MVIEW_TRACE_H

#include <mview/base.h>
#include <mview/buffer.h>

MVIEW_BEGIN

/* What a trace records. */
#define MVIEW_TRACE_ALLOCS		(1U << 0)
#define MVIEW_TRACE_MAPS		(1U << 1)
#define MVIEW_TRACE_CALLERS		(1U << 2)

/*
 * Elements of its history, which can be mapped, and of the names in it. seq is 0
 * while the rest of an entry is being written, then the how many-th of its row
 * it is, from 1 on: read it before and after the rest. time is CLOCK_BOOTTIME in
 * nanoseconds, op MVIEW_DMA_*, dir 0 for both directions, 1 to the device, 2
 * from it, 3 for neither.
 */
#define MVIEW_TRACE_ENTRY_FORMAT					\
	"T{Q:seq:Q:time:Q:address:Q:size:I:pid:H:device:B:op:B:dir:"	\
	"16s:comm:I:function:4x}"
#define MVIEW_TRACE_DEVICE_FORMAT	"T{64s:device:64s:driver:}"
#define MVIEW_TRACE_FUNCTION_FORMAT	"128s"

#define MVIEW_DMA_MAP			1	/* dma_map_page(), dma_map_single() */
#define MVIEW_DMA_UNMAP			2
#define MVIEW_DMA_MAP_SG		3	/* one entry of a scatterlist */
#define MVIEW_DMA_UNMAP_SG		4
#define MVIEW_DMA_ALLOC			5	/* dma_alloc_attrs() and the like */
#define MVIEW_DMA_FREE			6

/* A trace of what drivers have from the DMA API. Opaque. */
struct mview_trace;

/**
 * mview_trace_open - trace what drivers do from now on
 * @filter: a glob, with *, ? and [...], for the names of devices, as is
 *	device=GLOB; or driver=GLOB, or bus=GLOB; NULL or "" for all
 * @flags: MVIEW_TRACE_ALLOCS for a buffer of each live allocation;
 *	MVIEW_TRACE_MAPS for a history of streaming maps and unmaps, and of
 *	allocations and frees; MVIEW_TRACE_CALLERS beside that for the function
 *	of each map, which makes maps slower
 * @buffers: live allocations that are recorded at most; 0 for as many as usual
 * @entries: of the history that are kept for each CPU; likewise
 *
 * Return: to be given to mview_trace_close(). Errors: EINVAL, E2BIG, EOPNOTSUPP
 * if the kernel module mview_dma or a place to listen at is not there, EPERM
 * without CAP_SYS_ADMIN or if the kernel is locked down for confidentiality, ENXIO,
 * EACCES, ENOMEM.
 */
struct mview_trace *mview_trace_open(const char *filter, unsigned int flags,
				     unsigned int buffers,
				     unsigned int entries);

/* The end of a trace, or NULL: its buffers are revoked. Leaves errno alone. */
void mview_trace_close(struct mview_trace *trace);

/*
 * To be polled for POLLIN, which says that buffers have come or gone since
 * mview_trace_counts(); belongs to the trace.
 */
int mview_trace_fd(const struct mview_trace *trace);

/**
 * struct mview_trace_counts - what a trace has seen
 * @trace: number that origins name it by
 * @live: allocations that it has now
 * @seen: allocations that it has recorded
 * @lost: allocations that it has no buffer for: too many, or too fast
 * @entries: that the history has had
 * @overwritten: how many of them are gone
 * @changes: how often a buffer has come or gone
 * @history: id of the buffer that is the history, of shape (CPUs, entries); or 0
 * @devices: id of the names that its member device is an index of; or 0
 * @functions: id of those that its member function is an index of; or 0
 *
 * Only the library makes these; later versions may append members.
 */
struct mview_trace_counts {
	uint64_t trace;
	uint64_t live;
	uint64_t seen;
	uint64_t lost;
	uint64_t entries;
	uint64_t overwritten;
	uint64_t changes;
	uint64_t history;
	uint64_t devices;
	uint64_t functions;
};

/**
 * mview_trace_counts - what a trace has seen
 * @trace: a trace, which one thread at a time may ask
 * @settle: wait until all allocations that were made before have their buffers,
 *	and those that were freed none; else that may take some 10 ms
 *
 * Return: what belongs to the trace, and holds until this is called again.
 */
const struct mview_trace_counts *mview_trace_counts(struct mview_trace *trace,
						    bool settle);

/* Of struct mview_origin. */
#define MVIEW_ORIGIN_HAS_DMA_ADDR	(1U << 0)
#define MVIEW_ORIGIN_HISTORY		(1U << 1)	/* the history of a trace */
#define MVIEW_ORIGIN_DEVICES		(1U << 2)	/* its devices */
#define MVIEW_ORIGIN_FUNCTIONS		(1U << 3)	/* its functions */
/* Why the memory can't be read */
#define MVIEW_ORIGIN_DEVICE_POOL	(1U << 16)	/* nobody tells when it is freed */
#define MVIEW_ORIGIN_NO_KERNEL_MAPPING	(1U << 17)	/* it has no address */
#define MVIEW_ORIGIN_NONCONTIGUOUS	(1U << 18)	/* it has several */
#define MVIEW_ORIGIN_HIDDEN		(0xffffU << 16)

/**
 * struct mview_origin - where a buffer comes from
 * @id: of the buffer
 * @device: name of the device; "" for one that no trace found, as are @stack and
 *	@comm
 * @driver: name of its driver; the module for one that a driver registered
 * @stack: functions that asked for the memory, a line each, from the inside:
 *	"nvme_alloc_queue+0x5a/0x120 [nvme]"
 * @flags: MVIEW_ORIGIN_*
 * @trace: number of the trace that it belongs to; 0 for one that no trace found
 * @nr: the how many-th allocation of the trace it is, from 1 on
 * @time: when it was allocated, nanoseconds of CLOCK_BOOTTIME
 * @address: for the device, if MVIEW_ORIGIN_HAS_DMA_ADDR is set
 * @nbytes: bytes of the memory
 * @pid: of the process that ran then
 * @comm: its name
 *
 * Only the library makes these; later versions may append members.
 */
struct mview_origin {
	uint64_t id;
	const char *device;
	const char *driver;
	const char *stack;
	uint32_t flags;
	uint64_t trace;
	uint64_t nr;
	uint64_t time;
	uint64_t address;
	uint64_t nbytes;
	uint32_t pid;
	const char *comm;
};

/**
 * mview_origin_next - that of the buffer with the lowest id not below @id
 * @device: of mview_device_open(), to be asked, or NULL to open /dev/mview for
 *	this call
 * @id: 0 to begin with, then the id found plus one
 *
 * Return: to be given to mview_origin_free(). Errors: ENOENT behind the last
 * buffer; EPERM if it is a trace's, without CAP_SYS_ADMIN or if the kernel is
 * locked down for confidentiality; ENXIO, EACCES.
 */
struct mview_origin *mview_origin_next(struct mview_device *device,
				       uint64_t id);

/* That of one buffer; ENOENT if there is none of that id. */
struct mview_origin *mview_origin_by_id(uint64_t id);

/* Free it, or NULL. */
void mview_origin_free(struct mview_origin *origin);

MVIEW_END

#endif /* MVIEW_TRACE_H */
