/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The API for drivers: register a buffer you own, and programs can view it
 * through /dev/mview without a copy and without knowing your driver.
 *
 * The memory stays the driver's. It must stay where it is until it is taken
 * back: by mview_buffer_unregister(), which fails while views are open, or by
 * mview_buffer_revoke(), which does not. While they are open views pin the
 * driver's module. DRIVERS.md in kmod/ shows each kind of memory, and the
 * order of things in probe and remove.
 *
 * A driver that uses this does not need mview: it builds with this header alone,
 * and loads and runs where mview is not configured, not installed or not
 * loaded. There is no buffer then: functions that return one return NULL, which
 * is no error, and those that take one do nothing with NULL. To have that the
 * functions here are inline and reach mview through one table of functions,
 * which symbol_get() looks up each time that a buffer is registered. The
 * alternative was a small module between the two that is always loaded. But
 * that would be one more thing that a driver can't load without, and could do no
 * more: memory that was registered before mview came would have to be described
 * to it again.
 *
 * All functions may sleep unless they say otherwise.
 */
#ifndef _LINUX_MVIEW_H
#define _LINUX_MVIEW_H

#include <linux/device.h>
#include <linux/dma-direction.h>
#include <linux/err.h>
#include <linux/module.h>
#include <linux/types.h>
#include <uapi/linux/mview.h>

struct file;
struct mview_buffer;
struct page;
struct poll_table_struct;
struct sg_table;

/**
 * struct mview_memory - the memory of a buffer
 * @kind: which of the union's members says where it is; but MVIEW_KIND_DMABUF,
 *	which programs import themselves
 * @size: its bytes. Zero those that you don't mean to show. Views can be mapped
 *	only if the memory begins with a page and is whole pages long, else
 *	only read and written; slab memory is never mapped.
 * @vmalloc: of vmalloc_user() and friends
 * @vmalloc.addr: its first byte
 * @pages: order 0, split or compound ones, first byte to first byte; or what a
 *	compound page is made of
 * @pages.array: the pages, copied
 * @pages.count: their number, @size / PAGE_SIZE rounded up
 * @kmalloc: of kmalloc() and friends
 * @kmalloc.addr: its first byte
 * @coherent: of dma_alloc_attrs()
 * @coherent.dev: for which it was allocated
 * @coherent.addr: what that returned
 * @coherent.dma: where the device finds it
 * @coherent.attrs: DMA_ATTR_* it was allocated with
 * @streaming: under a streaming mapping, by dma_map_single() and friends with
 *	@streaming.dma or by dma_map_sgtable() with @streaming.sgt
 * @streaming.dev: for which it was mapped
 * @streaming.addr: its first byte for the CPU; NULL with @streaming.sgt
 * @streaming.dma: where the device finds it
 * @streaming.sgt: the table, from its first byte on; copied
 * @streaming.dir: with which it was mapped
 * @mmio: registers
 * @mmio.addr: what ioremap() returned
 * @mmio.phys: what was given to it
 * @borrowed: memory that may be freed before the buffer is taken back
 * @borrowed.addr: its first byte; NULL to lend it later
 *
 * Written with one of the macros MVIEW_VMALLOC() to MVIEW_BORROWED().
 */
struct mview_memory {
	enum mview_kind kind;
	size_t size;
	union {
		struct {
			void *addr;
		} vmalloc;
		struct {
			struct page **array;
			unsigned long count;
		} pages;
		struct {
			void *addr;
		} kmalloc;
		struct {
			struct device *dev;
			void *addr;
			dma_addr_t dma;
			unsigned long attrs;
		} coherent;
		struct {
			struct device *dev;
			void *addr;
			dma_addr_t dma;
			const struct sg_table *sgt;
			enum dma_data_direction dir;
		} streaming;
		struct {
			void __iomem *addr;
			phys_addr_t phys;
		} mmio;
		struct {
			const void *addr;
		} borrowed;
	};
};

#define MVIEW_MEMORY(_kind, _size, ...)					\
	(&(const struct mview_memory) {					\
		.kind = (_kind), .size = (_size), __VA_ARGS__		\
	})

#define MVIEW_VMALLOC(_addr, _size)					\
	MVIEW_MEMORY(MVIEW_KIND_VMALLOC, _size, .vmalloc = { (_addr) })

#define MVIEW_PAGES(_array, _count, _size)				\
	MVIEW_MEMORY(MVIEW_KIND_PAGES, _size,				\
		     .pages = { (_array), (_count) })

#define MVIEW_KMALLOC(_addr, _size)					\
	MVIEW_MEMORY(MVIEW_KIND_KMALLOC, _size, .kmalloc = { (_addr) })

#define MVIEW_COHERENT(_dev, _addr, _dma, _size)			\
	MVIEW_MEMORY(MVIEW_KIND_COHERENT, _size,			\
		     .coherent = { (_dev), (_addr), (_dma) })

#define MVIEW_STREAMING(_dev, _addr, _dma, _size, _dir)			\
	MVIEW_MEMORY(MVIEW_KIND_STREAMING, _size,			\
		     .streaming = { (_dev), (_addr), (_dma), NULL, (_dir) })

#define MVIEW_STREAMING_SG(_dev, _sgt, _size, _dir)			\
	MVIEW_MEMORY(MVIEW_KIND_STREAMING, _size,			\
		     .streaming = { (_dev), NULL, 0, (_sgt), (_dir) })

#define MVIEW_MMIO(_addr, _phys, _size)					\
	MVIEW_MEMORY(MVIEW_KIND_MMIO, _size, .mmio = { (_addr), (_phys) })

#define MVIEW_BORROWED(_addr, _size)					\
	MVIEW_MEMORY(MVIEW_KIND_BORROWED, _size, .borrowed = { (_addr) })

/*
 * Views may write, those of programs that opened /dev/mview for writing. Without
 * it none may: what a program can do to the memory, the driver has to expect,
 * at any moment. Not a value of the MVIEW_BUFFER_* that programs are told.
 */
#define MVIEW_WRITABLE	(1U << 8)

/* Nobody but CAP_SYS_ADMIN may open it. */
#define MVIEW_ADMIN	(1U << 9)

#define MVIEW_ORIGIN_NAME	64	/* bytes of a name, the last one is 0 */
#define MVIEW_ORIGIN_STACK	1024	/* bytes of a stack, likewise */

/**
 * struct mview_origin - where memory comes from, if not from who registers it
 * @trace: number of the trace that found it
 * @nr: the how many-th of the trace
 * @time: when, CLOCK_BOOTTIME
 * @dma: for the device, if @flags says so
 * @flags: MVIEW_ORIGIN_*
 * @pid: of the process that ran then
 * @comm: its name
 * @device: name
 * @driver: name
 * @stack: text, a function a line; copied
 */
struct mview_origin {
	u64 trace;
	u64 nr;
	u64 time;
	dma_addr_t dma;
	u32 flags;
	u32 pid;
	char comm[16];
	char device[MVIEW_ORIGIN_NAME];
	char driver[MVIEW_ORIGIN_NAME];
	const char *stack;
};

/**
 * struct mview_buffer_desc - what a driver says of a buffer
 * @name: 1 to MVIEW_NAME_MAX of the characters A-Z a-z 0-9 _ . - : + , @, the
 *	first one a letter, digit or underscore, so that dev_name() can be part of
 *	it. Programs take for something else, and it can't be a name, what begins
 *	with "dma:", "dmabuf:", "fd:", "v4l2:", "drm:" or "file:", or ends with @
 *	and a number. Copied
 * @owner: the module that owns the memory, THIS_MODULE
 * @flags: MVIEW_WRITABLE, MVIEW_ADMIN
 * @format: of an element, struct module and PEP 3118 syntax; copied. The fields
 *	of a record have different names, without "." and "["
 * @ndim: dimensions. 0 with @shape NULL means one dimension of as many elements
 *	as fit into the memory
 * @shape: elements along each axis; copied
 * @strides: bytes from element to element along each axis, or NULL for C
 *	order; copied
 * @offset: bytes from the start of the memory to element [0, …, 0]
 * @origin: where the memory comes from, or NULL: from @owner. A buffer with an
 *	origin needs no name. Copied
 */
struct mview_buffer_desc {
	const char *name;
	struct module *owner;
	u32 flags;
	const char *format;
	u32 ndim;
	const u64 *shape;
	const s64 *strides;
	u64 offset;
	const struct mview_origin *origin;
};

/* A module that makes traces has it, to be loaded when somebody wants one. */
#define MVIEW_TRACER_ALIAS	"mview-tracer"

/**
 * struct mview_trace_spec - what a trace is to record
 * @filter: terminated; see struct mview_trace_open
 * @flags: MVIEW_TRACE_*
 * @buffers: allocations at most
 * @entries: of the history, for each CPU
 */
struct mview_trace_spec {
	const char *filter;
	u32 flags;
	u32 buffers;
	u32 entries;
};

/**
 * struct mview_tracer - who makes traces; there is one at most
 * @owner: its module; each trace holds a reference to it
 * @open: a trace, or ERR_PTR
 * @close: it; all its buffers are gone on return
 * @settle: return when all that was allocated or freed before has its buffer, or
 *	has none any more
 * @poll: what @info's @changes is, and wait for more
 * @info: set what is not 0, but for @size and @flags
 */
struct mview_tracer {
	struct module *owner;
	void *(*open)(const struct mview_trace_spec *spec);
	void (*close)(void *trace);
	void (*settle)(void *trace);
	u64 (*poll)(void *trace, struct file *file,
		    struct poll_table_struct *wait);
	void (*info)(void *trace, struct mview_trace_info *info);
};

/**
 * struct mview_api - what mview does for drivers; for the functions below
 * @owner: mview's module; each buffer holds a reference to it
 * @buffer_register: see mview_buffer_register()
 * @buffer_unregister: see mview_buffer_unregister()
 * @buffer_revoke: see mview_buffer_revoke()
 * @buffer_resize: see mview_buffer_resize()
 * @buffer_lend: see mview_buffer_lend()
 * @buffer_notify: see mview_buffer_notify()
 * @buffer_id: see mview_buffer_id()
 * @buffer_exports: see mview_buffer_exports()
 * @tracer_register: -EBUSY if there is one
 * @tracer_unregister: no trace is open
 */
struct mview_api {
	struct module *owner;
	struct mview_buffer *
	(*buffer_register)(const struct mview_buffer_desc *desc,
			   const struct mview_memory *memory);
	int (*buffer_unregister)(struct mview_buffer *buffer);
	void (*buffer_revoke)(struct mview_buffer *buffer);
	struct mview_buffer *
	(*buffer_resize)(struct mview_buffer *buffer,
			 const struct mview_buffer_desc *desc,
			 const struct mview_memory *memory);
	void (*buffer_lend)(struct mview_buffer *buffer, const void *addr);
	void (*buffer_notify)(struct mview_buffer *buffer);
	u64 (*buffer_id)(const struct mview_buffer *buffer);
	unsigned long (*buffer_exports)(const struct mview_buffer *buffer);
	int (*tracer_register)(const struct mview_tracer *tracer);
	void (*tracer_unregister)(const struct mview_tracer *tracer);
};

/*
 * The only symbol that mview exports, in the namespace MVIEW. symbol_get() does
 * not compare what the two sides take the structs of this header for, as the
 * loading of modules does. So the number in the symbol's name is raised
 * whenever one of them changes: a driver that was built with another header
 * finds no mview.
 */
extern const struct mview_api mview_api_1;

/**
 * MVIEW_DRIVER - once in each module that registers buffers
 *
 * Has modprobe load mview before the module, where mview is installed. A module
 * that is nothing without mview defines MVIEW_REQUIRED before it includes this
 * header. Then it depends on mview as on any module that it calls, imports the
 * namespace, which symbol_get() does not ask for, and never gets a NULL.
 */
#ifdef MVIEW_REQUIRED
#define MVIEW_DRIVER()	MODULE_INFO(import_ns, "MVIEW")
#else
#define MVIEW_DRIVER()	MODULE_INFO(softdep, "pre: mview")
#endif

/* The table and a reference to its module, or NULL. */
static inline const struct mview_api *mview_api_get(void)
{
#ifdef MVIEW_REQUIRED
	__module_get(mview_api_1.owner);
	return &mview_api_1;
#else
	return symbol_get(mview_api_1);
#endif
}

/* What a buffer begins with; the rest of it is mview's own. NULL for NULL. */
static inline const struct mview_api *
mview_api_of(const struct mview_buffer *buffer)
{
	return IS_ERR_OR_NULL(buffer) ?
	       NULL : *(const struct mview_api *const *)buffer;
}

/**
 * mview_buffer_register - let programs open views of a buffer
 * @desc: name and layout
 * @memory: where it is; it must stay there
 *
 * From its return on the buffer can be open, so that what fails after it has to
 * revoke. mview can't be unloaded until the buffer is taken back.
 *
 * Return: the buffer; NULL if mview is not loaded; or ERR_PTR: -EINVAL for a bad
 * name, format or address, or memory that is not of the kind it is said to be;
 * -EEXIST if the name is taken; -EOVERFLOW if the layout leaves the memory or an
 * element is larger than it; -E2BIG for too many dimensions; -EOPNOTSUPP for
 * unknown flags and kinds; -ENOMEM. The tracepoint mview_refused tells which
 * argument it was.
 */
static inline struct mview_buffer *
mview_buffer_register(const struct mview_buffer_desc *desc,
		      const struct mview_memory *memory)
{
	const struct mview_api *api = mview_api_get();
	struct mview_buffer *buffer;

	if (!api)
		return NULL;
	buffer = api->buffer_register(desc, memory);
	if (IS_ERR(buffer))
		module_put(api->owner);
	return buffer;
}

/**
 * mview_buffer_unregister - take a buffer back that nobody views
 * @buffer: from mview_buffer_register(); NULL and ERR_PTR do nothing
 *
 * Return: 0: no access to the memory is under way or will be made, and @buffer
 * is gone. -EBUSY while views of it are open: nothing has changed.
 */
static inline int mview_buffer_unregister(struct mview_buffer *buffer)
{
	const struct mview_api *api = mview_api_of(buffer);
	int err = api ? api->buffer_unregister(buffer) : 0;

	if (api && !err)
		module_put(api->owner);
	return err;
}

/**
 * mview_buffer_revoke - take a buffer away from whoever views it
 * @buffer: from mview_buffer_register(); NULL and ERR_PTR do nothing
 *
 * For remove() and hot unplug; it can't fail. On return no access to the memory
 * is under way or will be made, no mapping shows it, @buffer is gone and the
 * name can be used again. Views that are still open are dead: ENODEV, EPOLLHUP,
 * SIGBUS. They no longer pin the driver's module.
 *
 * Pages that count references, those of vmalloc(), alloc_pages() and large
 * kmalloc(), may have been pinned, for O_DIRECT say, and then live on until
 * they are let go. They must be freed by dropping the driver's reference, as
 * vfree(), __free_pages() and kfree() do.
 *
 * Context: may sleep, and waits for page faults of processes with a mapping of
 * the buffer, so call it without locks that page faults take.
 */
static inline void mview_buffer_revoke(struct mview_buffer *buffer)
{
	const struct mview_api *api = mview_api_of(buffer);

	if (!api)
		return;
	api->buffer_revoke(buffer);
	module_put(api->owner);
}

/* For devm_mview_buffer_register(). */
static inline void mview_buffer_revoke_action(void *buffer)
{
	mview_buffer_revoke(buffer);
}

/**
 * devm_mview_buffer_register - the same, revoked when the device is unbound
 * @dev: being probed; what it frees after this, newest first, may be the memory
 * @desc: name and layout
 * @memory: where it is
 *
 * Return: as mview_buffer_register().
 */
static inline struct mview_buffer *
devm_mview_buffer_register(struct device *dev,
			   const struct mview_buffer_desc *desc,
			   const struct mview_memory *memory)
{
	struct mview_buffer *buffer = mview_buffer_register(desc, memory);
	int err;

	if (IS_ERR_OR_NULL(buffer))
		return buffer;
	err = devm_add_action_or_reset(dev, mview_buffer_revoke_action, buffer);
	return err ? ERR_PTR(err) : buffer;
}

/**
 * mview_buffer_resize - other memory and another layout under the same name
 * @buffer: from mview_buffer_register(), not devm_. Of NULL and ERR_PTR nothing
 *	is made: they are returned
 * @desc: name, which must be the same one, and layout
 * @memory: the new memory
 *
 * The rule of bytearray: no resizing under a view. The id stays. Don't notify
 * meanwhile.
 *
 * Return: the buffer to use from now on; @buffer and its memory are the
 * driver's alone. Or ERR_PTR, and nothing has changed: -EBUSY while views are
 * open, or as mview_buffer_register().
 */
static inline struct mview_buffer *
mview_buffer_resize(struct mview_buffer *buffer,
		    const struct mview_buffer_desc *desc,
		    const struct mview_memory *memory)
{
	const struct mview_api *api = mview_api_of(buffer);

	return api ? api->buffer_resize(buffer, desc, memory) : buffer;
}

/**
 * mview_buffer_lend - let borrowed memory be read
 * @buffer: of MVIEW_BORROWED(); NULL and ERR_PTR do nothing
 * @addr: its first byte
 *
 * Context: any.
 */
static inline void mview_buffer_lend(struct mview_buffer *buffer,
				     const void *addr)
{
	const struct mview_api *api = mview_api_of(buffer);

	if (api)
		api->buffer_lend(buffer, addr);
}

/**
 * mview_buffer_withdraw - borrowed memory is about to be freed
 * @buffer: of MVIEW_BORROWED(); NULL and ERR_PTR do nothing
 *
 * On return nobody reads the memory and nobody will: views give ENODEV. It waits
 * for a copy of 256 bytes on another CPU at most. mview_buffer_revoke() has to
 * follow, later, where sleeping is possible.
 *
 * Context: any. Not beside mview_buffer_revoke() or after it.
 */
static inline void mview_buffer_withdraw(struct mview_buffer *buffer)
{
	mview_buffer_lend(buffer, NULL);
}

/**
 * mview_buffer_notify - announce new data to those who poll
 * @buffer: a registered buffer; NULL and ERR_PTR do nothing
 *
 * The count is one higher on return. Where the caller can be preempted those who
 * poll are awake, too; else an interrupt of its own wakes them at once, or on
 * machines that have none, the next tick. Of announcements that follow one another
 * that fast, they may see but the last.
 *
 * Context: any, on PREEMPT_RT as well: hard interrupts, NMIs, under raw spinlocks.
 */
static inline void mview_buffer_notify(struct mview_buffer *buffer)
{
	const struct mview_api *api = mview_api_of(buffer);

	if (api)
		api->buffer_notify(buffer);
}

/**
 * mview_buffer_id - the number that programs find a buffer by
 * @buffer: a registered buffer
 *
 * Return: its id, never used for another buffer; 0, which is none, for NULL and
 * ERR_PTR.
 */
static inline u64 mview_buffer_id(const struct mview_buffer *buffer)
{
	const struct mview_api *api = mview_api_of(buffer);

	return api ? api->buffer_id(buffer) : 0;
}

/**
 * mview_buffer_exports - how many unreleased views a buffer has
 * @buffer: a registered buffer
 *
 * Return: their number, for messages only: it may be another one at once. 0 for
 * NULL and ERR_PTR.
 */
static inline unsigned long
mview_buffer_exports(const struct mview_buffer *buffer)
{
	const struct mview_api *api = mview_api_of(buffer);

	return api ? api->buffer_exports(buffer) : 0;
}

/**
 * mview_tracer_register - be who makes traces, for modules with MVIEW_REQUIRED
 * @tracer: what to call
 *
 * Return: 0; -EBUSY if there is one; -EOPNOTSUPP if mview is not loaded.
 */
static inline int mview_tracer_register(const struct mview_tracer *tracer)
{
	const struct mview_api *api = mview_api_get();
	int err;

	if (!api)
		return -EOPNOTSUPP;
	err = api->tracer_register(tracer);
	if (err)
		module_put(api->owner);
	return err;
}

/**
 * mview_tracer_unregister - the reverse, when no trace is open
 * @tracer: that was registered
 */
static inline void mview_tracer_unregister(const struct mview_tracer *tracer)
{
	const struct mview_api *api = mview_api_get();

	if (!api)
		return;
	api->tracer_unregister(tracer);
	/* Both references: this one's and that of the registration. */
	module_put(api->owner);
	module_put(api->owner);
}

#define MVIEW_DESC(_name, _format, _flags)				\
	(&(const struct mview_buffer_desc) {				\
		.name = (_name),					\
		.owner = THIS_MODULE,					\
		.flags = (_flags),					\
		.format = (_format),					\
	})

/**
 * mview_export - mview_buffer_register() in one line
 * @name: of the buffer
 * @memory: MVIEW_VMALLOC() to MVIEW_MMIO()
 * @format: of an element; as many as fit make one dimension
 * @flags: MVIEW_WRITABLE, or 0
 */
#define mview_export(name, memory, format, flags)			\
	mview_buffer_register(MVIEW_DESC(name, format, flags), memory)

/**
 * devm_mview_export - devm_mview_buffer_register() in one line
 * @dev: being probed
 * @name: of the buffer
 * @memory: MVIEW_VMALLOC() to MVIEW_MMIO()
 * @format: of an element; as many as fit make one dimension
 * @flags: MVIEW_WRITABLE, or 0
 */
#define devm_mview_export(dev, name, memory, format, flags)		\
	devm_mview_buffer_register(dev, MVIEW_DESC(name, format, flags),	\
				   memory)

#endif /* _LINUX_MVIEW_H */
