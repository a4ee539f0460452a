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
 * is no error, and those that take one do nothing with NULL. For this, the
 * functions here are inline and reach mview through one table of functions,
 * which symbol_get() looks up each time that a buffer is registered. The
 * alternative was a small module between the two that is always loaded. Drivers
 * could not load without that one, and it would not save them anything: they
 * would have to register their memory again when mview is loaded later.
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
 * @kind: which member of the union describes the memory. Not
 *	MVIEW_KIND_DMABUF: programs import dma-bufs themselves
 * @size: its bytes. Programs can see all of them, so zero those that they should
 *	not. Views can be mapped if the memory begins with a page and consists of
 *	whole pages, else they can be read and written only; slab memory is never
 *	mapped.
 * @vmalloc: memory of vmalloc_user() and friends
 * @vmalloc.addr: its first byte
 * @pages: pages of order 0, split pages, compound pages or parts of these
 * @pages.array: the pages, in the order of the memory's bytes; copied
 * @pages.count: their number, @size / PAGE_SIZE rounded up
 * @kmalloc: memory of kmalloc() and friends
 * @kmalloc.addr: its first byte
 * @coherent: memory of dma_alloc_attrs()
 * @coherent.dev: the device that it was allocated for
 * @coherent.addr: its address, as dma_alloc_attrs() returned it
 * @coherent.dma: its address for the device
 * @coherent.attrs: DMA_ATTR_* that it was allocated with
 * @streaming: memory under a streaming mapping, either of dma_map_single() and
 *	friends, with @streaming.addr and @streaming.dma, or of
 *	dma_map_sgtable(), with @streaming.sgt
 * @streaming.dev: the device that it was mapped for
 * @streaming.addr: its first byte for the CPU; NULL with @streaming.sgt
 * @streaming.dma: its address for the device
 * @streaming.sgt: the table, whose first byte is the memory's first; copied
 * @streaming.dir: the direction that it was mapped with
 * @mmio: registers, which programs map as ioremap() does: none that are for
 *	ioremap_np(), as devm_ioremap_resource() has them where the device tree
 *	says "nonposted-mmio"
 * @mmio.addr: their address, as ioremap() returned it
 * @mmio.phys: the address that ioremap() was called with
 * @borrowed: memory that may be freed before the buffer is taken back
 * @borrowed.addr: its first byte; NULL to lend it later
 *
 * In a machine that encrypts its memory, what has been made accessible to devices
 * in clear, by set_memory_decrypted() or dma_alloc_pages(), can be shown as
 * coherent memory only: mappings of vmalloc, pages and streaming are encrypted.
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

/* For the macros below. */
#define MVIEW_MEMORY(_kind, _size, ...)					\
	(&(const struct mview_memory) {					\
		.kind = (_kind), .size = (_size), __VA_ARGS__		\
	})

/**
 * MVIEW_VMALLOC - a struct mview_memory: memory of vmalloc_user() and friends
 * @_addr: its first byte
 * @_size: its bytes
 */
#define MVIEW_VMALLOC(_addr, _size)					\
	MVIEW_MEMORY(MVIEW_KIND_VMALLOC, _size, .vmalloc = { (_addr) })

/**
 * MVIEW_PAGES - a struct mview_memory: pages
 * @_array: struct page *[@_count]
 * @_count: their number
 * @_size: bytes that are shown of them
 */
#define MVIEW_PAGES(_array, _count, _size)				\
	MVIEW_MEMORY(MVIEW_KIND_PAGES, _size,				\
		     .pages = { (_array), (_count) })

/**
 * MVIEW_KMALLOC - a struct mview_memory: memory of kmalloc() and friends
 * @_addr: its first byte
 * @_size: its bytes
 */
#define MVIEW_KMALLOC(_addr, _size)					\
	MVIEW_MEMORY(MVIEW_KIND_KMALLOC, _size, .kmalloc = { (_addr) })

/**
 * MVIEW_COHERENT - a struct mview_memory: memory of dma_alloc_coherent()
 * @_dev: the device
 * @_addr: its first byte for the CPU
 * @_dma: and for the device
 * @_size: its bytes
 */
#define MVIEW_COHERENT(_dev, _addr, _dma, _size)			\
	MVIEW_MEMORY(MVIEW_KIND_COHERENT, _size,			\
		     .coherent = { (_dev), (_addr), (_dma) })

/**
 * MVIEW_STREAMING - a struct mview_memory: mapped by dma_map_single()
 * @_dev: the device
 * @_addr: its first byte for the CPU
 * @_dma: and for the device
 * @_size: its bytes
 * @_dir: the direction that it was mapped with
 */
#define MVIEW_STREAMING(_dev, _addr, _dma, _size, _dir)			\
	MVIEW_MEMORY(MVIEW_KIND_STREAMING, _size,			\
		     .streaming = { (_dev), (_addr), (_dma), NULL, (_dir) })

/**
 * MVIEW_STREAMING_SG - a struct mview_memory: mapped by dma_map_sgtable()
 * @_dev: the device
 * @_sgt: the table
 * @_size: bytes that are shown of it
 * @_dir: the direction that it was mapped with
 */
#define MVIEW_STREAMING_SG(_dev, _sgt, _size, _dir)			\
	MVIEW_MEMORY(MVIEW_KIND_STREAMING, _size,			\
		     .streaming = { (_dev), NULL, 0, (_sgt), (_dir) })

/**
 * MVIEW_MMIO - a struct mview_memory: registers
 * @_addr: their address, as ioremap() returned it
 * @_phys: the address that ioremap() was called with
 * @_size: their bytes
 */
#define MVIEW_MMIO(_addr, _phys, _size)					\
	MVIEW_MEMORY(MVIEW_KIND_MMIO, _size, .mmio = { (_addr), (_phys) })

/**
 * MVIEW_BORROWED - a struct mview_memory: memory that may be freed at any time
 * @_addr: its first byte; NULL to lend it later, by mview_buffer_lend()
 * @_size: its bytes
 */
#define MVIEW_BORROWED(_addr, _size)					\
	MVIEW_MEMORY(MVIEW_KIND_BORROWED, _size, .borrowed = { (_addr) })

/*
 * Programs that have opened /dev/mview for writing may write to the memory. The
 * driver has to expect that at any moment. Without this flag all views are
 * read-only. Its value is that of no MVIEW_BUFFER_*, which are for programs.
 */
#define MVIEW_WRITABLE	(1U << 8)

/* Only processes with CAP_SYS_ADMIN may open the buffer. */
#define MVIEW_ADMIN	(1U << 9)

#define MVIEW_ORIGIN_NAME	64	/* bytes of a name, the last one is 0 */
#define MVIEW_ORIGIN_STACK	1024	/* bytes of a stack, likewise */

/**
 * struct mview_origin - where memory comes from that a trace has found
 * @trace: number of the trace
 * @nr: number of the allocation in the trace, from 1 on
 * @time: of the allocation, nanoseconds of CLOCK_BOOTTIME
 * @dma: address for the device, if @flags has MVIEW_ORIGIN_HAS_DMA_ADDR
 * @flags: MVIEW_ORIGIN_*
 * @pid: of the process that ran then; 0 in an interrupt of no process
 * @comm: its name, terminated
 * @device: name of the device, terminated
 * @driver: name of its driver, terminated
 * @stack: the functions that allocated the memory, a line each; copied
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
 * @name: 1 to MVIEW_NAME_MAX of the characters A-Z a-z 0-9 _ . - : + , and the
 *	at sign, the first one a letter, digit or underscore, so that dev_name()
 *	can be part of it. It must not begin with "dma:", "dmabuf:", "fd:",
 *	"v4l2:", "drm:" or "file:", nor end with an at sign and a number, because
 *	programs take such names for something else. Copied
 * @owner: the module that owns the memory, THIS_MODULE
 * @flags: MVIEW_WRITABLE, MVIEW_ADMIN
 * @format: of an element: MVIEW_TYPE(), or struct module and PEP 3118 syntax;
 *	copied. The fields of a record have different names, without "." and "["
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
 * @filter: which devices, terminated; see struct mview_trace_open
 * @flags: MVIEW_TRACE_*
 * @buffers: maximal number of live allocations
 * @entries: entries of the history for each CPU
 */
struct mview_trace_spec {
	const char *filter;
	u32 flags;
	u32 buffers;
	u32 entries;
};

/**
 * struct mview_tracer - the module that makes traces; there is one at most
 * @owner: the module; each trace holds a reference to it
 * @open: make a trace, or return ERR_PTR
 * @close: end a trace; all its buffers are gone on return
 * @settle: return when all that was allocated or freed before has its buffer, or
 *	has none any more
 * @poll: return @changes of @info, and have the caller wait for more
 * @info: set the members that are not 0, but for @size and @flags
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
 * @tracer_register: see mview_tracer_register()
 * @tracer_unregister: see mview_tracer_unregister()
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
 * not compare symbol versions, as the module loader does. So the number in the
 * symbol's name is raised whenever a struct of this header changes: a driver that
 * was built with another header finds no mview.
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
 * Programs can open the buffer as soon as this function has returned, so error
 * paths after it call mview_buffer_revoke(). mview can't be unloaded until the
 * buffer is taken back.
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
 * @dev: the device, which is being probed. Its devres actions run in reverse order
 *	when it is unbound, so the memory may be one of devm functions that were
 *	called before
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
 * @buffer: from mview_buffer_register(), not a devm one. NULL and ERR_PTR are returned
 *	as they are
 * @desc: name, which must be the same, and layout
 * @memory: the new memory
 *
 * As a bytearray, a buffer can't be resized while views of it are open. It keeps
 * its id. Don't call mview_buffer_notify() meanwhile.
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
 * Context: any but that of NMIs.
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
 * On return nobody reads the memory and nobody will: views give ENODEV. The
 * function waits for a copy of 256 bytes on another CPU at most. Call
 * mview_buffer_revoke() later, where sleeping is allowed.
 *
 * Context: any but that of NMIs. Not beside mview_buffer_revoke() or after it.
 */
static inline void mview_buffer_withdraw(struct mview_buffer *buffer)
{
	mview_buffer_lend(buffer, NULL);
}

/**
 * mview_buffer_notify - announce new data to those who poll
 * @buffer: a registered buffer; NULL and ERR_PTR do nothing
 *
 * A program that finds the announcement reads what the caller has written before
 * it, on weakly ordered machines too.
 *
 * The count of announcements is one higher on return. If the caller can be
 * preempted, pollers have been woken, too. Otherwise an irq_work wakes them: at
 * once, or on machines without an interrupt for it at the next tick. Pollers may
 * see several announcements that follow one another so fast as one.
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
 * mview_tracer_register - for the module that makes traces (MVIEW_REQUIRED)
 * @tracer: its functions
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
 * mview_tracer_unregister - the reverse of mview_tracer_register()
 * @tracer: that was registered; no trace is open
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

/* Of @n's decimal digits the one that counts @power. */
#define MVIEW_TYPE_DIGIT(n, power)	((char)('0' + (n) / (power) % 10))

/**
 * MVIEW_TYPE - the format of elements of a C type, "T{00000016B:MODULE/struct x:}"
 * @type: of the module, of at most 99,999,999 bytes: a struct or union by its
 *	name, or a typedef
 *
 * Says of an element that it is so many bytes, and which type of which module
 * it is. Programs find the type in the module's BTF: mview show prints its
 * fields. Where the kernel or the module has no BTF they see bytes.
 *
 * Not for registers, which would be accessed byte by byte: their format says how
 * wide they are.
 *
 * It is a compound literal, not a string literal: inside a function it lives as
 * long as the enclosing block, and can't initialise what is static.
 */
#define MVIEW_TYPE(type)						\
	((const char *)&(const struct {					\
		char head[2];						\
		char size[sizeof(type) < 100000000 ? 8 : -1];		\
		char tail[sizeof("B:" KBUILD_MODNAME "/" #type ":}")];	\
	}) {								\
		{ 'T', '{' },						\
		{							\
			MVIEW_TYPE_DIGIT(sizeof(type), 10000000),	\
			MVIEW_TYPE_DIGIT(sizeof(type), 1000000),	\
			MVIEW_TYPE_DIGIT(sizeof(type), 100000),		\
			MVIEW_TYPE_DIGIT(sizeof(type), 10000),		\
			MVIEW_TYPE_DIGIT(sizeof(type), 1000),		\
			MVIEW_TYPE_DIGIT(sizeof(type), 100),		\
			MVIEW_TYPE_DIGIT(sizeof(type), 10),		\
			MVIEW_TYPE_DIGIT(sizeof(type), 1),		\
		},							\
		"B:" KBUILD_MODNAME "/" #type ":}",			\
	})

/**
 * MVIEW_DESC - a struct mview_buffer_desc: one dimension of all that fits
 * @_name: of the buffer
 * @_format: of an element
 * @_flags: MVIEW_WRITABLE, or 0
 */
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
