/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * The contract between mview.ko and userspace: typed views of driver memory.
 *
 * A driver registers a *buffer* that it owns. A program opens /dev/mview and
 * asks it for a *view*: a file descriptor that carries a layout (format,
 * shape, strides) over the buffer and holds one *export* of it, so that the
 * memory cannot go away. The semantics are those of Python's memoryview.
 *
 * Conventions
 * -----------
 * Every argument struct, and struct mview_layout, begins with its own size, set
 * by the caller, and @flags. A struct shorter than the first version gives
 * EINVAL. A longer one is accepted if all bytes that this kernel does not know
 * are zero, else the command fails with E2BIG, as it does for a struct larger
 * than a page. The kernel writes back the bytes that both sides know, and no
 * others. So a struct can grow at its end, and struct mview_layout without the
 * structs that point to it: for a program that is older than the kernel the new
 * members are zero, and for a kernel that is older they have to be.
 *
 * Unknown bits in a @flags give EOPNOTSUPP. Reserved members must be 0 on entry,
 * else EINVAL, and come back as 0. The kernel ignores what members that are only
 * returned contain on entry, so a struct can be used for several calls.
 *
 * Strings are not terminated. Arrays and strings that are returned carry
 * their capacity in the count beside the pointer; the count comes back as the
 * length that is needed. If a capacity is too small the command fails with
 * ENOSPC, all fixed members are returned and no array or string is written.
 * A returned file descriptor is close-on-exec and is untouched on error.
 *
 * Errors, each with one meaning
 * -----------------------------
 * ENOTTY      unknown command
 * EFAULT      a pointer is not a valid address
 * EINVAL      a value that makes no sense: short struct, zero step, bad format,
 *             a cast that the rules forbid
 * E2BIG       a non-zero tail that this kernel does not know; too many
 *             dimensions; a format or name that is too long
 * EOPNOTSUPP  unknown flag; what this kind of memory cannot do
 * ENOSPC      the caller's array or string is too small; a write(2) begins
 *             behind the last element
 * ERANGE      index or slice outside the shape
 * EOVERFLOW   arithmetic would overflow, or the layout leaves the buffer
 * EACCES      writing wanted, but the buffer, the view or the file that the
 *             command came through is read-only; a confined view whose pages
 *             would show its neighbours; registers that the driver left out
 * EPERM       a privilege is missing
 * ENOENT      no buffer of that name or id; no field of that name
 * EBUSY       exports or mappings are outstanding
 * EBADFD      the view was released
 * ENODEV      the buffer was revoked: its driver took the memory away
 * EDQUOT      the caller's user would hold more memory of its own than
 *             RLIMIT_MEMLOCK allows
 * ENOMEM, EMFILE, ENFILE, EINTR as everywhere
 */
#ifndef _UAPI_LINUX_MVIEW_H
#define _UAPI_LINUX_MVIEW_H

#include <linux/ioctl.h>
#include <linux/types.h>

/* Not in the linux/types.h of older kernels, whose headers cross compilers may have */
#ifndef __aligned_s64
#define __aligned_s64 __s64 __attribute__((aligned(8)))
#endif

#define MVIEW_ABI_VERSION	1
#define MVIEW_NDIM_MAX		64	/* dimensions of a layout */
#define MVIEW_FORMAT_MAX	4096	/* bytes of a format */
#define MVIEW_NAME_MAX		63	/* bytes of a buffer's name */

#define MVIEW_IOC		0xEB

/* On /dev/mview. */
#define MVIEW_DEV_INFO		_IO(MVIEW_IOC, 0x00)
#define MVIEW_BUFFER_INFO	_IO(MVIEW_IOC, 0x01)
#define MVIEW_VIEW_OPEN		_IO(MVIEW_IOC, 0x02)
#define MVIEW_IMPORT_DMABUF	_IO(MVIEW_IOC, 0x03)
#define MVIEW_BUFFER_ALLOC	_IO(MVIEW_IOC, 0x04)
#define MVIEW_TRACE_OPEN	_IO(MVIEW_IOC, 0x05)
#define MVIEW_BUFFER_ORIGIN	_IO(MVIEW_IOC, 0x06)

/* On a view. */
#define MVIEW_VIEW_INFO		_IO(MVIEW_IOC, 0x40)
#define MVIEW_VIEW_SLICE	_IO(MVIEW_IOC, 0x41)
#define MVIEW_VIEW_CAST		_IO(MVIEW_IOC, 0x42)
#define MVIEW_VIEW_READONLY	_IO(MVIEW_IOC, 0x43)
#define MVIEW_VIEW_SYNC		_IO(MVIEW_IOC, 0x44)
#define MVIEW_VIEW_RELEASE	_IO(MVIEW_IOC, 0x45)
#define MVIEW_VIEW_TRANSPOSE	_IO(MVIEW_IOC, 0x46)
#define MVIEW_VIEW_CONTIGUOUS	_IO(MVIEW_IOC, 0x47)
#define MVIEW_VIEW_EXPORT_DMABUF _IO(MVIEW_IOC, 0x48)
#define MVIEW_VIEW_FIELD	_IO(MVIEW_IOC, 0x49)

/* On a trace. */
#define MVIEW_TRACE_INFO	_IO(MVIEW_IOC, 0x80)

/**
 * enum mview_kind - how a buffer's memory is stored, mapped and synced
 * @MVIEW_KIND_VMALLOC: vmalloc_user() and friends
 * @MVIEW_KIND_PAGES: an array of pages, or memory of mview's own
 * @MVIEW_KIND_DMABUF: an imported dma-buf
 * @MVIEW_KIND_KMALLOC: slab memory; read and written, never mapped
 * @MVIEW_KIND_COHERENT: dma_alloc_coherent()
 * @MVIEW_KIND_STREAMING: under dma_map_single() or dma_map_sg(); needs sync
 * @MVIEW_KIND_MMIO: registers of a device; each access has the width of the
 *	element or of its field. A read(2) or write(2) that begins or ends
 *	inside a number of the format is EINVAL; one that comes to a number
 *	that is not aligned is EOPNOTSUPP, after it has moved those before it.
 *	Needs CAP_SYS_RAWIO. What the driver's layout leaves out is not
 *	accessed, see MVIEW_UNDECLARED.
 * @MVIEW_KIND_BORROWED: memory whose owner may free it at any moment. It can be
 *	read, but not written, mapped or exported. A read(2) fails with ENODEV
 *	once the memory is freed, and with EOPNOTSUPP if it can't be read at
 *	all; MVIEW_BUFFER_ORIGIN says why. Needs CAP_SYS_ADMIN.
 */
enum mview_kind {
	MVIEW_KIND_VMALLOC = 1,
	MVIEW_KIND_PAGES = 2,
	MVIEW_KIND_DMABUF = 3,
	MVIEW_KIND_KMALLOC = 4,
	MVIEW_KIND_COHERENT = 5,
	MVIEW_KIND_STREAMING = 6,
	MVIEW_KIND_MMIO = 7,
	MVIEW_KIND_BORROWED = 8,
};

/*
 * Flags of all commands that make a view.
 *
 * A *confined* view can be mapped only if every byte of every page of the
 * mapping belongs to an element of it, else mmap(2) and
 * MVIEW_VIEW_EXPORT_DMABUF give EACCES; it can be read and written all the
 * same. All that is derived from it is confined too. Such a view is safe to pass
 * to a process that may see nothing else. MVIEW_VIEW_SYNC hands over what lies
 * between its elements, too: who has a writable one with gaps can keep these
 * bytes from the devices.
 *
 * The mappings of a *pinnable* view take references to their pages, so that
 * O_DIRECT, io_uring and RDMA can use them. The flag is given where a buffer is
 * opened or made, and derived views inherit it. EOPNOTSUPP if the memory does
 * not consist of pages that count references.
 *
 * A register may do something when it is read. So mview accesses no register
 * that the driver's layout leaves out, by padding in its format (by x or by
 * alignment) or by gaps between its elements. A cast fails with EACCES if its
 * elements have values where there was padding, and a mapping if the declared
 * values do not cover all bytes of its pages. A cast of elements with padding
 * has to keep their size and their padding, and may add to it. Casts and
 * mappings of an *undeclared* view reach all registers. The flag is given where
 * a buffer is opened, and derived views inherit it. It has no effect on other
 * kinds.
 */
#define MVIEW_CONFINED			(1U << 16)
#define MVIEW_PINNABLE			(1U << 17)
#define MVIEW_UNDECLARED		(1U << 18)

/**
 * struct mview_layout - where the elements of a view lie in its buffer
 * @size: sizeof(struct mview_layout), set by the caller
 * @flags: must be 0
 * @format: pointer to char[@format_len], struct module and PEP 3118 syntax
 * @format_len: capacity or length of @format in bytes
 * @ndim: capacity or number of entries behind @shape and @strides
 * @shape: pointer to __u64[@ndim], elements along each axis
 * @strides: pointer to __s64[@ndim], bytes from one element to the next along
 *	each axis. Given by the caller, 0 means C-contiguous; returned, 0 means
 *	that the caller does not want them.
 * @offset: bytes from the start of the buffer to element [0, …, 0]
 * @itemsize: bytes of one element. Given by the caller it must be 0 or what
 *	@format says.
 * @long_size: bytes of the kernel's long, size_t and pointers, and so of the
 *	native codes l, L, n, N and P. Given by the caller it must be 0 or that.
 * @__reserved: must be 0
 *
 * Native codes have the kernel's sizes and alignment, in all formats that are
 * given and returned. Where @long_size is not sizeof(long), as in a 32-bit
 * program on a 64-bit kernel, the program has to translate them: q and Q have 8
 * bytes everywhere, and the order "^" adds no padding anywhere.
 *
 * A record whose only field is bytes, and is called MODULE/TYPE, is an element of
 * that C type of that module, as drivers declare with MVIEW_TYPE():
 * "T{00000016B:e1000e/struct e1000_buffer:}". What lies where in it the module's BTF
 * tells, or that of the kernel where the module is built in.
 *
 * Commands take a pointer to it. MVIEW_IMPORT_DMABUF and MVIEW_BUFFER_ALLOC read
 * the struct that is given and don't write to it; the pointer 0 stands for one
 * dimension of bytes, format "B", over the whole memory. MVIEW_BUFFER_INFO and
 * MVIEW_VIEW_INFO read the pointers and capacities and write the rest; with the
 * pointer 0 the caller does not want the layout, and no capacity is too small.
 */
struct mview_layout {
	__u32 size;
	__u32 flags;
	__aligned_u64 format;
	__u32 format_len;
	__u32 ndim;
	__aligned_u64 shape;
	__aligned_u64 strides;
	__aligned_u64 offset;
	__aligned_u64 itemsize;
	__u32 long_size;
	__u32 __reserved;
};

/**
 * struct mview_dev_info - MVIEW_DEV_INFO: what this kernel module can do
 * @size: sizeof(struct mview_dev_info), set by the caller
 * @flags: must be 0
 * @abi_version: returned; MVIEW_ABI_VERSION
 * @ndim_max: returned; dimensions of a layout
 * @format_max: returned; bytes of a format
 * @name_max: returned; bytes of a buffer's name
 * @features: returned; MVIEW_FEATURE_*
 *
 * Errors: EINVAL, E2BIG, EOPNOTSUPP, EFAULT.
 */
struct mview_dev_info {
	__u32 size;
	__u32 flags;
	__u32 abi_version;
	__u32 ndim_max;
	__u32 format_max;
	__u32 name_max;
	__aligned_u64 features;
};

/* The commands of that name work. */
#define MVIEW_FEATURE_IMPORT_DMABUF	(1ULL << 0)
#define MVIEW_FEATURE_EXPORT_DMABUF	(1ULL << 1)
#define MVIEW_FEATURE_BUFFER_ALLOC	(1ULL << 2)

/**
 * struct mview_buffer_info - MVIEW_BUFFER_INFO: describe one buffer
 * @size: sizeof(struct mview_buffer_info), set by the caller
 * @flags: MVIEW_BUFFER_INFO_NEXT or 0
 * @id: the buffer; with MVIEW_BUFFER_INFO_NEXT the one with the lowest id that is
 *	not below @id. Returned; the id found. Ids are never used again.
 * @layout: pointer to struct mview_layout for the layout that its driver
 *	declared, or 0
 * @name: pointer to char[@name_len] for the name
 * @owner: pointer to char[@owner_len] for the name of the module that
 *	registered it, or 0
 * @name_len: capacity; returned, the name's length. An import has no name: 0.
 * @owner_len: capacity, 0 if @owner is 0; returned, the length of that name. A
 *	private buffer has none: 0.
 * @kind: returned; enum mview_kind
 * @buffer_flags: returned; MVIEW_BUFFER_*
 * @nbytes: returned; size of the buffer
 * @exports: returned; unreleased views of it
 * @maps: returned; mappings of its views
 * @seq: returned; how often its driver has announced new data
 *
 * A process that may open /dev/mview can list all buffers, private ones too.
 *
 * To enumerate, start with @id 0 and go on with the id found plus one until
 * ENOENT; no buffer that exists throughout is missed or seen twice.
 *
 * Errors: EINVAL, E2BIG, EOPNOTSUPP, EFAULT; ENOENT; ENOSPC.
 */
struct mview_buffer_info {
	__u32 size;
	__u32 flags;
	__aligned_u64 id;
	__aligned_u64 layout;
	__aligned_u64 name;
	__aligned_u64 owner;
	__u32 name_len;
	__u32 owner_len;
	__u32 kind;
	__u32 buffer_flags;
	__aligned_u64 nbytes;
	__aligned_u64 exports;
	__aligned_u64 maps;
	__aligned_u64 seq;
};

#define MVIEW_BUFFER_INFO_NEXT		(1U << 0)

#define MVIEW_BUFFER_READONLY		(1U << 0)	/* no view of it can write */
#define MVIEW_BUFFER_MAPPABLE		(1U << 1)	/* its views can be mapped */
#define MVIEW_BUFFER_PRIVATE		(1U << 2)	/* made by a process, not by a driver */
#define MVIEW_BUFFER_PINNABLE		(1U << 3)	/* its pages count references */

/**
 * struct mview_view_open - MVIEW_VIEW_OPEN: a view of a whole buffer
 * @size: sizeof(struct mview_view_open), set by the caller
 * @flags: MVIEW_OPEN_WRITE, MVIEW_CONFINED, MVIEW_PINNABLE, MVIEW_UNDECLARED
 * @id: the buffer, if @name is 0; else it must be 0
 * @name: pointer to char[@name_len], or 0 to open by @id
 * @name_len: length of the name
 * @fd: returned; a new view with the layout that the buffer's driver declared
 *
 * Without MVIEW_OPEN_WRITE the view is read-only, and so is all that is
 * derived from it. The view holds an export: the buffer can't be unregistered
 * and its driver's module can't be unloaded until it is released.
 *
 * Errors: EINVAL, E2BIG, EOPNOTSUPP, EFAULT; ENOENT; EACCES if writing is
 * wanted and the buffer is read-only or /dev/mview was not opened for writing;
 * EPERM for a private buffer without CAP_SYS_ADMIN; for MVIEW_KIND_MMIO without
 * CAP_SYS_RAWIO, or if the kernel is locked down; for MVIEW_KIND_COHERENT and
 * MVIEW_KIND_STREAMING if writing is wanted and the kernel is locked down; for
 * MVIEW_KIND_BORROWED and what else a trace shows without CAP_SYS_ADMIN, or if
 * the kernel is locked down for confidentiality.
 */
struct mview_view_open {
	__u32 size;
	__u32 flags;
	__aligned_u64 id;
	__aligned_u64 name;
	__u32 name_len;
	__s32 fd;
};

#define MVIEW_OPEN_WRITE		(1U << 0)

/**
 * struct mview_import_dmabuf - MVIEW_IMPORT_DMABUF: a view over a dma-buf
 * @size: sizeof(struct mview_import_dmabuf), set by the caller
 * @flags: MVIEW_OPEN_WRITE, MVIEW_CONFINED
 * @layout: pointer to struct mview_layout, where the elements lie, or 0
 * @dmabuf_fd: any dma-buf; the view keeps it alive, the fd may be closed
 * @fd: returned; a new view
 *
 * Makes a private buffer that lives as long as its views. Their read(2) and
 * write(2) give EOPNOTSUPP where the exporter gives the kernel no mapping, or
 * one of other pages than the dma-buf's own, as udmabuf does with large pages
 * in Linux 6.11 to 6.15. They can be mapped all the same.
 *
 * Errors: EINVAL (also: @dmabuf_fd is no dma-buf), E2BIG, EOPNOTSUPP, EFAULT;
 * EBADF; EOVERFLOW if the layout leaves the dma-buf; EACCES if writing is
 * wanted and the dma-buf's file or /dev/mview is not open for writing, or
 * reading is not allowed.
 */
struct mview_import_dmabuf {
	__u32 size;
	__u32 flags;
	__aligned_u64 layout;
	__s32 dmabuf_fd;
	__s32 fd;
};

/**
 * struct mview_buffer_alloc - MVIEW_BUFFER_ALLOC: a new buffer and a view of it
 * @size: sizeof(struct mview_buffer_alloc), set by the caller
 * @flags: MVIEW_OPEN_WRITE, MVIEW_CONFINED, MVIEW_PINNABLE, MVIEW_CONTIGUOUS
 * @nbytes: of the buffer, rounded up to whole pages; 0 for as many as @layout
 *	needs
 * @layout: pointer to struct mview_layout, where the elements lie, or 0 for
 *	@nbytes bytes
 * @fd: returned; a view of it
 * @__reserved: must be 0
 *
 * Makes a private buffer of zeroed pages that lives as long as its views, and
 * is gone with the process that holds the last of them.
 *
 * The pages, and those of MVIEW_VIEW_CONTIGUOUS, are charged to the memory cgroup
 * of the caller. If the caller has no CAP_IPC_LOCK in the initial user namespace
 * they are also counted for its real user, together with what io_uring, AF_XDP
 * and others have pinned for that user. The sum must not exceed RLIMIT_MEMLOCK
 * of the caller. Each page stays counted for that user until it is free, whoever
 * has the views by then: a page that was pinned through a mapping may outlive
 * its buffer.
 *
 * With MVIEW_CONTIGUOUS the pages follow one another in physical memory, which a
 * device needs that has neither an IOMMU nor lists of pieces. V4L2 refuses other
 * dma-bufs for many cameras. Such memory is not larger than the largest block of
 * the page allocator, 4 MiB on most machines.
 *
 * Errors: EINVAL (also: no bytes at all), E2BIG, EFAULT; EOPNOTSUPP (also: more
 * is wanted in one piece than there can be); EOVERFLOW if the layout leaves
 * @nbytes; EACCES if writing is wanted and /dev/mview was not opened for
 * writing; EDQUOT; ENOMEM (also: no piece is free that is large enough); EINTR.
 */
struct mview_buffer_alloc {
	__u32 size;
	__u32 flags;
	__aligned_u64 nbytes;
	__aligned_u64 layout;
	__s32 fd;
	__u32 __reserved;
};

#define MVIEW_CONTIGUOUS		(1U << 19)

/**
 * struct mview_view_info - MVIEW_VIEW_INFO: describe a view
 * @size: sizeof(struct mview_view_info), set by the caller
 * @flags: MVIEW_VIEW_INFO_SEEN or 0
 * @layout: pointer to struct mview_layout for the view's layout, or 0
 * @view_flags: returned; MVIEW_VIEW_*
 * @kind: returned; enum mview_kind of its buffer
 * @buffer_id: returned; the buffer that it is a view of
 * @buffer_nbytes: returned; size of that buffer
 * @nbytes: returned; product of shape × itemsize, what read(2) gives
 * @map_nbytes: returned; length to map at file offset 0: the whole pages that
 *	hold the view's extent. 0 if it can't be mapped: a view of a dma-buf can
 *	if its extent begins in the first page, a confined view if all bytes of
 *	the pages are its own, and a view of registers if the driver declared
 *	all registers of the pages, or with MVIEW_UNDECLARED.
 * @map_offset: returned; where in that mapping element [0, …, 0] lies
 * @exports: returned; unreleased views of the buffer
 * @maps: returned; mappings of this view
 * @seq: returned; how often the driver has announced new data
 * @dma_addr: returned; where element [0, …, 0] lies for the device, if
 *	MVIEW_VIEW_HAS_DMA_ADDR is set, else 0
 * @sync: returned; MVIEW_SYNC_READ and _WRITE of the bracket that is open, or 0
 * @__reserved: must be 0
 *
 * MVIEW_VIEW_IS_COHERENT says that at the moment every device sees the bytes that
 * the CPU sees. Views of MVIEW_BUFFER_PINNABLE memory lose the flag while a device
 * that sees other bytes has mapped a dma-buf of it. A program that can't rule
 * that out uses brackets anyway. They cost little where no bytes are handed over.
 *
 * MVIEW_VIEW_INFO_SEEN counts as a look at the data: for the announcements up to
 * @seq poll(2) no longer gives EPOLLPRI. Bytes that are read after a call that has
 * returned @seq, or after poll(2) has given EPOLLPRI, are at least as new as that
 * announcement; so are those of a mapping, which need no barrier.
 *
 * Errors: EINVAL, E2BIG, EOPNOTSUPP, EFAULT; ENOSPC; EBADFD; ENODEV.
 */
struct mview_view_info {
	__u32 size;
	__u32 flags;
	__aligned_u64 layout;
	__u32 view_flags;
	__u32 kind;
	__aligned_u64 buffer_id;
	__aligned_u64 buffer_nbytes;
	__aligned_u64 nbytes;
	__aligned_u64 map_nbytes;
	__aligned_u64 map_offset;
	__aligned_u64 exports;
	__aligned_u64 maps;
	__aligned_u64 seq;
	__aligned_u64 dma_addr;
	__u32 sync;
	__u32 __reserved;
};

#define MVIEW_VIEW_INFO_SEEN		(1U << 0)

#define MVIEW_VIEW_IS_READONLY		(1U << 0)
#define MVIEW_VIEW_IS_C_CONTIGUOUS	(1U << 1)
#define MVIEW_VIEW_IS_F_CONTIGUOUS	(1U << 2)
#define MVIEW_VIEW_IS_CONFINED		(1U << 3)
#define MVIEW_VIEW_IS_PINNABLE		(1U << 4)
#define MVIEW_VIEW_IS_COHERENT		(1U << 5)	/* MVIEW_VIEW_SYNC hands nothing over */
#define MVIEW_VIEW_HAS_DMA_ADDR		(1U << 6)	/* and the caller has CAP_SYS_ADMIN */
#define MVIEW_VIEW_IS_UNDECLARED	(1U << 7)

/**
 * struct mview_axis - what a slice takes of one axis
 * @start: first index, 0 <= @start < shape, or <= shape if @count is 0
 * @count: number of elements; every @start + i × @step with i < @count must
 *	lie inside the shape
 * @step: from one index to the next; negative walks backwards, 0 is EINVAL
 * @flags: MVIEW_AXIS_INDEX or 0
 * @__reserved: must be 0
 *
 * With MVIEW_AXIS_INDEX the axis is dropped at index @start; @count and
 * @step must be 0.
 */
struct mview_axis {
	__aligned_s64 start;
	__aligned_u64 count;
	__aligned_s64 step;
	__u32 flags;
	__u32 __reserved;
};

#define MVIEW_AXIS_INDEX		(1U << 0)

/**
 * struct mview_view_slice - MVIEW_VIEW_SLICE: a view of part of a view
 * @size: sizeof(struct mview_view_slice), set by the caller
 * @flags: MVIEW_CONFINED or 0
 * @axes: pointer to struct mview_axis[@ndim]
 * @ndim: number of entries behind @axes, at most the view's dimensions; axes
 *	beyond it are taken whole
 * @fd: returned; a new view of the same buffer
 *
 * Errors: EINVAL, E2BIG, EOPNOTSUPP, EFAULT; ERANGE; EBADFD; ENODEV.
 */
struct mview_view_slice {
	__u32 size;
	__u32 flags;
	__aligned_u64 axes;
	__u32 ndim;
	__s32 fd;
};

/**
 * struct mview_view_transpose - MVIEW_VIEW_TRANSPOSE: the axes in another order
 * @size: sizeof(struct mview_view_transpose), set by the caller
 * @flags: MVIEW_CONFINED or 0
 * @axes: pointer to __u32[@ndim], a permutation: for each axis of the new view
 *	the one of this view. 0 reverses the axes.
 * @ndim: number of entries behind @axes, the view's dimensions; 0 if @axes is
 * @fd: returned; a new view of the same elements
 *
 * Errors: EINVAL, E2BIG, EOPNOTSUPP, EFAULT; EBADFD; ENODEV.
 */
struct mview_view_transpose {
	__u32 size;
	__u32 flags;
	__aligned_u64 axes;
	__u32 ndim;
	__s32 fd;
};

/**
 * struct mview_view_cast - MVIEW_VIEW_CAST: other elements over the same bytes
 * @size: sizeof(struct mview_view_cast), set by the caller
 * @flags: MVIEW_CAST_FREE, MVIEW_CONFINED
 * @format: pointer to char[@format_len], struct module and PEP 3118 syntax
 * @format_len: length of @format in bytes
 * @ndim: number of entries behind @shape
 * @shape: pointer to __u64[@ndim], elements along each axis; 0 for one
 *	dimension of nbytes / itemsize. A pointer with @ndim 0 makes a
 *	zero-dimensional view.
 * @fd: returned; a new view of the same buffer
 * @__reserved: must be 0
 *
 * Python's rules: the view is C-contiguous; one of the two formats is a byte
 * format (B, b or c), the new one a single native code; one of the two views
 * has one dimension; no extent is 0 where a shape is given or the view has
 * other than one dimension; the size in bytes stays the same. With
 * MVIEW_CAST_FREE any format and shape are allowed with which the view is
 * C-contiguous and has the same size in bytes.
 *
 * Errors: EINVAL, E2BIG, EOPNOTSUPP, EFAULT; EOVERFLOW; EACCES for registers that
 * the driver left out, see MVIEW_UNDECLARED, also if it takes too long to find
 * out; EBADFD; ENODEV.
 */
struct mview_view_cast {
	__u32 size;
	__u32 flags;
	__aligned_u64 format;
	__u32 format_len;
	__u32 ndim;
	__aligned_u64 shape;
	__s32 fd;
	__u32 __reserved;
};

#define MVIEW_CAST_FREE			(1U << 0)

/**
 * struct mview_view_field - MVIEW_VIEW_FIELD: one field of every record
 * @size: sizeof(struct mview_view_field), set by the caller
 * @flags: MVIEW_CONFINED or 0
 * @name: pointer to char[@name_len]: the name that the format gives the field.
 *	For a field of a record inside, the names on the way to it with a "."
 *	between, as in "pos.x". A field without a name is called f and its place
 *	among the fields of its record, padding not counted: f0, f1, …
 * @name_len: length of the name, at most MVIEW_FORMAT_MAX
 * @fd: returned; a new view of the same buffer
 *
 * The new view has the axes of this one and, behind them, those of the
 * sub-arrays on the way: the field "(2,3)<H:taps:" adds two, "4T{<H:x:}:ring:"
 * one, also to the view of "ring.x". Its elements are single values or records,
 * a record's size apart, so that it is not contiguous as a rule. read(2) and
 * write(2) of it access nothing but the field, registers one by one.
 *
 * Errors: EINVAL (also: a field of no bytes), E2BIG, EOPNOTSUPP, EFAULT;
 * ENOENT; EOVERFLOW; EBADFD; ENODEV.
 */
struct mview_view_field {
	__u32 size;
	__u32 flags;
	__aligned_u64 name;
	__u32 name_len;
	__s32 fd;
};

/**
 * struct mview_view_readonly - MVIEW_VIEW_READONLY: the same, but read-only
 * @size: sizeof(struct mview_view_readonly), set by the caller
 * @flags: MVIEW_CONFINED or 0
 * @fd: returned; a new view of the same elements, read-only
 * @__reserved: must be 0
 *
 * Errors: EINVAL, E2BIG, EOPNOTSUPP, EFAULT; EBADFD; ENODEV.
 */
struct mview_view_readonly {
	__u32 size;
	__u32 flags;
	__s32 fd;
	__u32 __reserved;
};

/**
 * struct mview_view_contiguous - MVIEW_VIEW_CONTIGUOUS: without gaps
 * @size: sizeof(struct mview_view_contiguous), set by the caller
 * @flags: MVIEW_OPEN_WRITE, MVIEW_CONFINED
 * @order: 'C' for the last axis fastest, 'F' for the first, 'A' for either
 * @fd: returned; a new view
 *
 * If the view is contiguous in that order: a view of the same elements. Else a
 * view of a fresh copy, in C order for 'A', in a private buffer that lives as
 * long as its views. As with PyMemoryView_GetContiguous(), what is asked for
 * without MVIEW_OPEN_WRITE is read-only, and a copy that can be written to is
 * refused, as what is written would not arrive.
 *
 * Errors: EINVAL (also: another order, or writing to what would be a copy),
 * E2BIG, EOPNOTSUPP, EFAULT; EACCES if writing is wanted and the view is
 * read-only; EDQUOT; EINTR; EBADFD; ENODEV.
 */
struct mview_view_contiguous {
	__u32 size;
	__u32 flags;
	__u32 order;
	__s32 fd;
};

/**
 * struct mview_view_sync - MVIEW_VIEW_SYNC: bracket CPU access to a mapping
 * @size: sizeof(struct mview_view_sync), set by the caller
 * @flags: MVIEW_SYNC_*
 *
 * Between a begin and its end the CPU may use the view's extent in the
 * directions named; outside, the devices own it: the driver's, and those that
 * imported a dma-buf of any of these bytes, by whichever view. A view has one
 * bracket at a time: a second begin, or an end that does not match the begin,
 * is EINVAL. Memory that needs no sync accepts the command. A bracket left open
 * ends with the release of the view, which tells of it. Both are also seen in
 * the tracepoint mview_sync.
 *
 * Brackets of several views, read(2) and write(2), which are brackets of their
 * own, and those of dma-bufs cooperate: while bytes are in a bracket for
 * writing, nobody takes them from a device again, and the end of the last such
 * bracket hands them back. What was only read is not written back.
 *
 * The begin, read(2) and write(2) wait for the fences of devices that are at
 * work on bytes of the view, until a signal arrives. The release does not.
 *
 * Errors: EINVAL (also: neither direction), E2BIG, EOPNOTSUPP, EFAULT;
 * EACCES if MVIEW_SYNC_WRITE is set on a read-only view; EINTR; EBADFD, also if
 * the view was released meanwhile; ENODEV.
 */
struct mview_view_sync {
	__u32 size;
	__u32 flags;
};

#define MVIEW_SYNC_READ			(1U << 0)	/* the CPU reads */
#define MVIEW_SYNC_WRITE		(1U << 1)	/* the CPU writes */
#define MVIEW_SYNC_END			(1U << 2)	/* end, not begin */

/**
 * struct mview_view_export_dmabuf - MVIEW_VIEW_EXPORT_DMABUF: as a dma-buf
 * @size: sizeof(struct mview_view_export_dmabuf), set by the caller
 * @flags: must be 0
 * @fd: returned; a dma-buf
 * @__reserved: must be 0
 *
 * The dma-buf has the pages that a mapping of the view has, @map_nbytes of
 * struct mview_view_info, and element [0, …, 0] at its @map_offset. It holds an
 * export of the buffer as long as it exists. Devices that have mapped it keep
 * its pages when the buffer is revoked; no other device can attach then.
 *
 * All who bracket by DMA_BUF_IOCTL_SYNC share one bracket, because a dma-buf does
 * not tell them apart: the first end for writing ends it, else the end of the
 * dma-buf does. If a device with a bounce buffer and another device write to the
 * same bytes while both have them mapped, the bytes of the bounce buffer that was
 * mapped last are kept.
 *
 * Errors: EINVAL, E2BIG, EOPNOTSUPP (also: memory whose pages count no
 * references), EFAULT; EACCES for a read-only view, because devices write where
 * they like, and for a confined one as for mmap(2); EBADFD; ENODEV.
 */
struct mview_view_export_dmabuf {
	__u32 size;
	__u32 flags;
	__s32 fd;
	__u32 __reserved;
};

/**
 * struct mview_view_release - MVIEW_VIEW_RELEASE: give the export back
 * @size: sizeof(struct mview_view_release), set by the caller
 * @flags: must be 0
 * @sync: returned; MVIEW_SYNC_READ and _WRITE of a bracket that was still open
 *	and that has been ended now, or 0
 * @__reserved: must be 0
 *
 * Allowed again on a released view, where it does nothing; every other
 * operation on it fails with EBADFD. Closing the last fd of a view releases
 * it as well, once it is no longer mapped.
 *
 * Errors: EINVAL, E2BIG, EOPNOTSUPP, EFAULT; EBUSY while the view is mapped.
 */
struct mview_view_release {
	__u32 size;
	__u32 flags;
	__u32 sync;
	__u32 __reserved;
};

/**
 * struct mview_trace_open - MVIEW_TRACE_OPEN: trace what drivers do
 * @size: sizeof(struct mview_trace_open), set by the caller
 * @flags: MVIEW_TRACE_ALLOCS, MVIEW_TRACE_MAPS or both; MVIEW_TRACE_CALLERS too
 *	with MVIEW_TRACE_MAPS
 * @filter: pointer to char[@filter_len]: a glob, with "*", "?" and [...], that
 *	the names of devices match, as with device=GLOB; or driver=GLOB for those
 *	of their drivers, or bus=GLOB for those of their buses
 * @filter_len: its length, at most MVIEW_TRACE_FILTER_MAX; 0 for all devices
 * @buffers: limit of live allocations that are recorded, at most
 *	MVIEW_TRACE_BUFFERS_MAX; 0 means MVIEW_TRACE_BUFFERS
 * @entries: entries that the history keeps for each CPU, rounded up to a power of
 *	2, at most MVIEW_TRACE_ENTRIES_MAX; 0 means MVIEW_TRACE_ENTRIES. Those of
 *	all CPUs take 256 MiB at most
 * @fd: returned; the trace, which ends when it is closed
 *
 * From now on the trace records what drivers have from the DMA API. The drivers
 * need not be changed for it.
 *
 * With MVIEW_TRACE_ALLOCS each live allocation gets a buffer of kind
 * MVIEW_KIND_BORROWED, without a name. With MVIEW_TRACE_MAPS there are three more
 * buffers: the history, which has an entry for each streaming map and unmap and
 * each allocation and free, and the tables of devices and functions that its
 * entries refer to by number. All buffers are revoked when the trace is closed.
 * MVIEW_BUFFER_ORIGIN tells the trace of a buffer by the number that
 * MVIEW_TRACE_INFO returns. fdinfo of a trace has that number, the filter, and
 * what else it returns: mview-trace, -filter, -live, -seen, -lost, -maps and
 * -maps-lost.
 *
 * What the kernel keeps for the trace is charged to the memory cgroup of the
 * caller, whichever process allocates or maps; but for some hundred bytes of a
 * buffer, and as many for each CPU. What the cgroup has no room for is lost.
 *
 * The history has the shape (CPUs, entries) and can be mapped. Each CPU writes its
 * row without a lock, and begins anew at its end. An element is
 * MVIEW_TRACE_ENTRY_FORMAT:
 * seq is 0 while the entry is being written, then its number in the row, from 1
 * on; on 32-bit kernels modulo 2^32. Read it before and after the other members:
 * if it has changed they are of no use.
 * time is CLOCK_BOOTTIME in nanoseconds.
 * address is the device address, and size the number of bytes.
 * pid and comm are those of the process that was running.
 * device is an index into the table of devices, MVIEW_TRACE_DEVICE_FORMAT each.
 * op is MVIEW_DMA_*, and dir enum dma_data_direction.
 * function is an index into the table of functions, MVIEW_TRACE_FUNCTION_FORMAT
 * each: the first function outside of the DMA API on the stack, as
 * "nvme_map_data+0x5a/0x120 [nvme]", or empty if it is not known. It is known of
 * allocations, and with MVIEW_TRACE_CALLERS of maps, which slows down each map.
 * A device or function for which a table has no room is "?".
 *
 * poll returns EPOLLIN when buffers have come or gone since the last
 * MVIEW_TRACE_INFO.
 *
 * If no module is loaded that makes traces, the kernel loads mview_dma.
 *
 * Errors: EINVAL (also: a bad filter), E2BIG (also: a limit is exceeded),
 * EOPNOTSUPP (also: there is no mview_dma, or this kernel has no place to listen
 * at), EFAULT; EPERM without CAP_SYS_ADMIN, or if the kernel is locked down for
 * confidentiality; ENOMEM.
 */
struct mview_trace_open {
	__u32 size;
	__u32 flags;
	__aligned_u64 filter;
	__u32 filter_len;
	__u32 buffers;
	__u32 entries;
	__s32 fd;
};

#define MVIEW_TRACE_ALLOCS		(1U << 0)	/* coherent memory */
#define MVIEW_TRACE_MAPS		(1U << 1)	/* the history */
#define MVIEW_TRACE_CALLERS		(1U << 2)	/* functions of maps */

#define MVIEW_TRACE_FILTER_MAX		255
#define MVIEW_TRACE_BUFFERS		4096
#define MVIEW_TRACE_BUFFERS_MAX		65536
#define MVIEW_TRACE_ENTRIES		4096
#define MVIEW_TRACE_ENTRIES_MAX		(1U << 20)

/* An element has 64 bytes, and a row of each table 128. */
#define MVIEW_TRACE_ENTRY_FORMAT					\
	"T{Q:seq:Q:time:Q:address:Q:size:I:pid:H:device:B:op:B:dir:"	\
	"16s:comm:I:function:4x}"
#define MVIEW_TRACE_DEVICE_FORMAT	"T{64s:device:64s:driver:}"
#define MVIEW_TRACE_FUNCTION_FORMAT	"128s"

/* Member op of an entry of the history */
#define MVIEW_DMA_MAP			1	/* dma_map_page(), dma_map_single() */
#define MVIEW_DMA_UNMAP			2
#define MVIEW_DMA_MAP_SG		3	/* one entry of a scatterlist */
#define MVIEW_DMA_UNMAP_SG		4
#define MVIEW_DMA_ALLOC			5	/* dma_alloc_attrs() and the like */
#define MVIEW_DMA_FREE			6

/**
 * struct mview_trace_info - MVIEW_TRACE_INFO: what a trace has recorded
 * @size: sizeof(struct mview_trace_info), set by the caller
 * @flags: MVIEW_TRACE_SETTLE or 0
 * @trace: returned; the number of the trace, as origins have it
 * @live: returned; number of live allocations that are recorded
 * @seen: returned; number of allocations that have been recorded
 * @lost: returned; number of allocations that have not been recorded, or have no
 *	buffer: the limit of the trace was reached, more came at once than the
 *	trace keeps room for, or there was no memory
 * @maps: returned; number of entries that have been written to the history
 * @maps_lost: returned; number of these that have been overwritten
 * @changes: returned; how often buffers have come or gone
 * @history: returned; id of the buffer of the history, or 0
 * @devices: returned; id of the buffer of its devices, or 0
 * @functions: returned; id of the buffer of its functions, or 0
 *
 * The buffer of an allocation comes some 10 ms after the allocation, and is revoked
 * some 10 ms after the free. With MVIEW_TRACE_SETTLE the command waits until this
 * has happened for all allocations and frees before it.
 *
 * Errors: EINVAL, E2BIG, EOPNOTSUPP, EFAULT.
 */
struct mview_trace_info {
	__u32 size;
	__u32 flags;
	__aligned_u64 trace;
	__aligned_u64 live;
	__aligned_u64 seen;
	__aligned_u64 lost;
	__aligned_u64 maps;
	__aligned_u64 maps_lost;
	__aligned_u64 changes;
	__aligned_u64 history;
	__aligned_u64 devices;
	__aligned_u64 functions;
};

#define MVIEW_TRACE_SETTLE		(1U << 0)

/**
 * struct mview_buffer_origin - MVIEW_BUFFER_ORIGIN: where a buffer comes from
 * @size: sizeof(struct mview_buffer_origin), set by the caller
 * @flags: MVIEW_BUFFER_INFO_NEXT or 0
 * @id: of the buffer; with MVIEW_BUFFER_INFO_NEXT the one with the lowest id
 *	that is at least @id, and that is returned
 * @device: pointer to char[@device_len] for the name of the device
 * @driver: pointer to char[@driver_len] for the name of its driver
 * @stack: pointer to char[@stack_len] for the functions that asked for the
 *	memory, a line each, the innermost first, as
 *	"nvme_alloc_queue+0x5a/0x120 [nvme]"
 * @device_len: capacity; returned, the length
 * @driver_len: capacity; returned, the length
 * @stack_len: capacity; returned, the length
 * @origin_flags: returned; MVIEW_ORIGIN_*
 * @trace: returned; number of the trace that it belongs to, or 0
 * @nr: returned; number of the allocation in the trace, from 1 on
 * @time: returned; when the memory was allocated, nanoseconds of CLOCK_BOOTTIME
 * @dma_addr: returned; the device address, if MVIEW_ORIGIN_HAS_DMA_ADDR is set
 * @nbytes: returned; number of bytes
 * @pid: returned; the process that was running then; 0 if the CPU was idle
 * @__reserved: must be 0
 * @comm: returned; the name of that process, terminated
 *
 * If the buffer was registered by its own driver, @driver is the name of the
 * driver's module, and only @id and @nbytes are known beside it.
 *
 * Errors: EINVAL, E2BIG, EOPNOTSUPP, EFAULT; ENOENT; ENOSPC, with @id and the
 * lengths returned; EPERM for a buffer of a trace without CAP_SYS_ADMIN, or if the
 * kernel is locked down for confidentiality.
 */
struct mview_buffer_origin {
	__u32 size;
	__u32 flags;
	__aligned_u64 id;
	__aligned_u64 device;
	__aligned_u64 driver;
	__aligned_u64 stack;
	__u32 device_len;
	__u32 driver_len;
	__u32 stack_len;
	__u32 origin_flags;
	__aligned_u64 trace;
	__aligned_u64 nr;
	__aligned_u64 time;
	__aligned_u64 dma_addr;
	__aligned_u64 nbytes;
	__u32 pid;
	__u32 __reserved;
	char comm[16];
};

#define MVIEW_ORIGIN_HAS_DMA_ADDR	(1U << 0)
#define MVIEW_ORIGIN_HISTORY		(1U << 1)	/* the history of a trace */
#define MVIEW_ORIGIN_DEVICES		(1U << 2)	/* its devices */
#define MVIEW_ORIGIN_FUNCTIONS		(1U << 3)	/* its functions */
/* Why the memory can't be read */
#define MVIEW_ORIGIN_DEVICE_POOL	(1U << 16)	/* its free can't be seen */
#define MVIEW_ORIGIN_NO_KERNEL_MAPPING	(1U << 17)	/* it has no CPU address */
#define MVIEW_ORIGIN_NONCONTIGUOUS	(1U << 18)	/* it is not in one piece */
#define MVIEW_ORIGIN_HIDDEN		(0xffffU << 16)

/*
 * Files
 * -----
 * read, write, pread, pwrite move the elements in C order. They end at nbytes, and
 * so does lseek; st_size of fstat is the size of the buffer. Where a view is not
 * contiguous the kernel gathers and scatters.
 * mmap gives the pages of the view's extent, from file offset 0, MAP_SHARED
 * only: MAP_PRIVATE is EINVAL, beyond the extent EINVAL, a buffer that does not
 * consist of whole pages EOPNOTSUPP, and PROT_EXEC EPERM. Of a dma-buf nothing
 * but the first pages can be mapped, from offset 0, because exporters take no
 * notice of an offset: else EOPNOTSUPP.
 * poll gives EPOLLIN and EPOLLRDNORM always, because read never blocks, EPOLLOUT
 * and EPOLLWRNORM if the view is writable, and EPOLLPRI when the driver has
 * announced new data since this view last looked: at its opening, by a read that
 * moved bytes, by the begin of a sync for reading, or by MVIEW_VIEW_INFO_SEEN. What
 * is announced meanwhile is new still. With EPOLLET each announcement is an edge,
 * of EPOLLIN too. A released view gives EPOLLERR alone.
 * Once the buffer is revoked all of them give ENODEV, poll EPOLLHUP and EPOLLERR,
 * and the touch of a mapping SIGBUS.
 * A read-only view is a file opened O_RDONLY.
 */

#endif /* _UAPI_LINUX_MVIEW_H */
