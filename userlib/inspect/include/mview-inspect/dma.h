/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* libmview-inspect: memory that drivers have. Part of mview-inspect.h. */
#ifndef MVIEW_INSPECT_DMA_H
#define MVIEW_INSPECT_DMA_H

#include <mview-inspect/base.h>

MVIEW_BEGIN

/*
 * Drivers that know nothing of mview have memory from the DMA API. A trace sees
 * what they allocate from its beginning on, as long as it is open: one of this
 * process, of another one, or that of the module mview_dma from its loading on
 * (boot=FILTER).
 */

/**
 * mview_dma_open - mview_trace_open(), with words
 * @filter: as mview_trace_open() takes it
 * @flags: MVIEW_TRACE_ALLOCS, MVIEW_TRACE_MAPS, MVIEW_TRACE_CALLERS
 *
 * Return: to be given to mview_trace_close(). Errors: as mview_trace_open().
 */
struct mview_trace *mview_dma_open(const char *filter, unsigned int flags);

/**
 * mview_dma_wait - wait until a trace has new buffers, or fewer
 * @trace: a trace
 * @timeout_ms: milliseconds; negative waits for ever
 *
 * Since mview_dma_find() or mview_trace_counts() was called last.
 *
 * Return: 1; 0 if the time is over. Errors: EINTR.
 */
int mview_dma_wait(struct mview_trace *trace, int timeout_ms);

/**
 * struct mview_dma_buffer - memory that a driver has
 * @next: the next one, in the order of their allocation; or NULL
 * @id: of its buffer, for mview_open_id()
 * @name: "dma:0000:00:04.0/nvme_alloc_queue#2", which mview_source_open() takes
 * @symbol: the function that asked for it, "nvme_alloc_queue"; "" if none is known
 * @unreadable: why its bytes can't be read; NULL if they can
 * @origin: the rest: device, driver, functions, size, address, time, process
 *
 * Names count those of the same device and symbol that all traces know of, from
 * 0 on, in the order of their allocation; without a symbol, all of the device.
 * The numbers are those of the moment: they change when memory is freed.
 */
struct mview_dma_buffer {
	struct mview_dma_buffer *next;
	uint64_t id;
	const char *name;
	const char *symbol;
	const char *unreadable;
	const struct mview_origin *origin;
};

/**
 * struct mview_dma_buffers - what drivers have, at one moment
 * @first: the oldest, or NULL
 * @count: their number
 * @traces: how many traces there are that have buffers, or a history
 *
 * The library makes these lists; later versions may append members.
 */
struct mview_dma_buffers {
	struct mview_dma_buffer *first;
	size_t count;
	size_t traces;
};

/**
 * mview_dma_find - what drivers have, that traces know of
 * @trace: whose; NULL for all traces that there are, where memory that several
 *	know of comes once
 *
 * Of @trace, all that was allocated before is in the list.
 *
 * Return: to be given to mview_dma_free(). Errors: EPERM without CAP_SYS_ADMIN or
 * if the kernel is locked down for confidentiality, ENXIO, EACCES, ENOMEM.
 */
struct mview_dma_buffers *mview_dma_find(struct mview_trace *trace);

/* Free it, or NULL. */
void mview_dma_free(struct mview_dma_buffers *buffers);

/* Is a device using it? */
enum mview_dma_state {
	MVIEW_DMA_LIVE = 1,	/* yes, as far as is known */
	MVIEW_DMA_ENDED = 2,	/* not any more */
	MVIEW_DMA_UNSURE = 3,	/* the history of its end may be overwritten */
};

/**
 * struct mview_dma_use - memory that a device had under an address
 * @next: the next one: live ones come first, of the others the latest; or NULL
 * @state: enum mview_dma_state
 * @coherent: dma_alloc_coherent() and the like; else a streaming map
 * @device: name of the device
 * @driver: name of its driver; or ""
 * @function: that asked for it, "nvme_map_data+0x5a/0x120 [nvme]"; "" if that is
 *	not known
 * @name: of live coherent memory, for mview_source_open(); else ""
 * @address: of its first byte, for the device
 * @nbytes: its size
 * @direction: as the history has it: 0 both, 1 to the device, 2 from it
 * @since: when it began, nanoseconds of CLOCK_BOOTTIME; 0 if before the trace
 * @until: when it ended; 0 if that is not known
 * @pid: of the process that ran at the beginning; at the end, if only that is
 *	known
 * @comm: its name
 */
struct mview_dma_use {
	struct mview_dma_use *next;
	uint32_t state;
	bool coherent;
	const char *device;
	const char *driver;
	const char *function;
	const char *name;
	uint64_t address;
	uint64_t nbytes;
	uint32_t direction;
	uint64_t since;
	uint64_t until;
	uint32_t pid;
	const char *comm;
};

/**
 * struct mview_dma_uses - what an address was used for
 * @first: or NULL, for nothing that is known
 * @traces: how many traces were asked, of those that have buffers or a history
 * @histories: how many of them have a history of streaming maps
 * @overwritten: entries that these histories have lost
 *
 * The library makes these lists; later versions may append members.
 */
struct mview_dma_uses {
	struct mview_dma_use *first;
	size_t traces;
	size_t histories;
	uint64_t overwritten;
};

/**
 * mview_whose - which driver has, or had, an address of a device
 * @address: as a fault of the IOMMU names it
 * @device: the device that it is of, as "0000:00:04.0"; NULL for any. Devices
 *	behind different IOMMUs may have the same addresses.
 *
 * Asks all traces that there are: what they have live, and their histories.
 *
 * Return: to be given to mview_whose_free(). Errors: as mview_dma_find().
 */
struct mview_dma_uses *mview_whose(uint64_t address, const char *device);

/* Free it, or NULL. */
void mview_whose_free(struct mview_dma_uses *uses);

MVIEW_END

#endif /* MVIEW_INSPECT_DMA_H */
