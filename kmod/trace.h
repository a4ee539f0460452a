/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Tracepoints: what happens to buffers and views. A buffer is told by its id, a
 * view by its buffer and the bytes of it that the view can touch; no addresses.
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM mview

#if !defined(MVIEW_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define MVIEW_TRACE_H

#include <linux/mm.h>
#include <linux/tracepoint.h>
#include "buffer/buffer.h"
#include "compat.h"
#include "view/view.h"

#define mview_show_mode(mode)						\
	__print_flags(mode, "|",					\
		      { MVIEW_OPEN_WRITE, "write" },			\
		      { MVIEW_CONFINED, "confined" },			\
		      { MVIEW_PINNABLE, "pinnable" },			\
		      { MVIEW_UNDECLARED, "undeclared" })

#define mview_show_sync(sync)						\
	__print_flags(sync, "|",					\
		      { MVIEW_SYNC_READ, "read" },			\
		      { MVIEW_SYNC_WRITE, "write" },			\
		      { MVIEW_SYNC_END, "end" })

DECLARE_EVENT_CLASS(mview_view,
	TP_PROTO(const struct mview_view *view),
	TP_ARGS(view),
	TP_STRUCT__entry(
		__field(u64, buffer)
		__field(s64, lo)
		__field(s64, hi)
		__field(u32, ndim)
		__field(u32, mode)
	),
	TP_fast_assign(
		__entry->buffer = view->buffer->node.id;
		__entry->lo = view->bracket.extent.lo;
		__entry->hi = view->bracket.extent.hi;
		__entry->ndim = view->layout.ndim;
		__entry->mode = view->mode;
	),
	TP_printk("buffer=%llu extent=%lld-%lld ndim=%u mode=%s",
		  __entry->buffer, __entry->lo, __entry->hi, __entry->ndim,
		  mview_show_mode(__entry->mode))
);

/* A view of a whole buffer was opened. */
DEFINE_EVENT(mview_view, mview_open,
	TP_PROTO(const struct mview_view *view),
	TP_ARGS(view)
);

/* A view was made from another one. */
DEFINE_EVENT(mview_view, mview_derive,
	TP_PROTO(const struct mview_view *view),
	TP_ARGS(view)
);

/* A view gave its export back. */
DEFINE_EVENT(mview_view, mview_release,
	TP_PROTO(const struct mview_view *view),
	TP_ARGS(view)
);

DECLARE_EVENT_CLASS(mview_mapping,
	TP_PROTO(const struct mview_view *view,
		 struct vm_area_struct *vma),
	TP_ARGS(view, vma),
	TP_STRUCT__entry(
		__field(u64, buffer)
		__field(unsigned long, page)
		__field(unsigned long, npages)
		__field(u32, mode)
	),
	TP_fast_assign(
		__entry->buffer = view->buffer->node.id;
		__entry->page = vma->vm_pgoff;
		__entry->npages = vma_pages(vma);
		__entry->mode = view->mode;
	),
	TP_printk("buffer=%llu page=%lu npages=%lu mode=%s", __entry->buffer,
		  __entry->page, __entry->npages,
		  mview_show_mode(__entry->mode))
);

/* A mapping was made: by mmap(2), fork(2), or by splitting one. */
DEFINE_EVENT(mview_mapping, mview_map,
	TP_PROTO(const struct mview_view *view,
		 struct vm_area_struct *vma),
	TP_ARGS(view, vma)
);

/* A mapping is gone. */
DEFINE_EVENT(mview_mapping, mview_unmap,
	TP_PROTO(const struct mview_view *view,
		 struct vm_area_struct *vma),
	TP_ARGS(view, vma)
);

/* A driver takes its memory away from as many views as there are. */
TRACE_EVENT(mview_revoke,
	TP_PROTO(const struct mview_buffer *buffer, long exports),
	TP_ARGS(buffer, exports),
	TP_STRUCT__entry(
		__field(u64, buffer)
		__string(name, buffer->name)
		__field(long, exports)
	),
	TP_fast_assign(
		__entry->buffer = buffer->node.id;
		mview_assign_str(name, buffer->name);
		__entry->exports = exports;
	),
	TP_printk("buffer=%llu name=%s exports=%ld", __entry->buffer,
		  __get_str(name), __entry->exports)
);

/* A driver could not register a buffer, or resize it, for this argument. */
TRACE_EVENT(mview_refused,
	TP_PROTO(const struct mview_buffer_desc *desc, const char *argument,
		 int err),
	TP_ARGS(desc, argument, err),
	TP_STRUCT__entry(
		__string(name, desc->name ? desc->name : "")
		__string(owner, module_name(desc->owner))
		__string(argument, argument)
		__field(int, err)
	),
	TP_fast_assign(
		mview_assign_str(name, desc->name ? desc->name : "");
		mview_assign_str(owner, module_name(desc->owner));
		mview_assign_str(argument, argument);
		__entry->err = err;
	),
	TP_printk("name=%s owner=%s err=%d argument=%s", __get_str(name),
		  __get_str(owner), __entry->err, __get_str(argument))
);

/* A driver announced new data, for the @seq-th time. */
TRACE_EVENT(mview_notify,
	TP_PROTO(const struct mview_buffer *buffer, u64 seq),
	TP_ARGS(buffer, seq),
	TP_STRUCT__entry(
		__field(u64, buffer)
		__field(u64, seq)
	),
	TP_fast_assign(
		__entry->buffer = buffer->node.id;
		__entry->seq = seq;
	),
	TP_printk("buffer=%llu seq=%llu", __entry->buffer, __entry->seq)
);

DECLARE_EVENT_CLASS(mview_bracket,
	TP_PROTO(const struct mview_view *view, u32 sync, int err),
	TP_ARGS(view, sync, err),
	TP_STRUCT__entry(
		__field(u64, buffer)
		__field(s64, lo)
		__field(s64, hi)
		__field(u32, sync)
		__field(int, err)
	),
	TP_fast_assign(
		__entry->buffer = view->buffer->node.id;
		__entry->lo = view->bracket.extent.lo;
		__entry->hi = view->bracket.extent.hi;
		__entry->sync = sync;
		__entry->err = err;
	),
	TP_printk("buffer=%llu extent=%lld-%lld sync=%s err=%d",
		  __entry->buffer, __entry->lo, __entry->hi,
		  mview_show_sync(__entry->sync), __entry->err)
);

/* MVIEW_VIEW_SYNC; -EINVAL for a begin or an end that is one too many. */
DEFINE_EVENT(mview_bracket, mview_sync,
	TP_PROTO(const struct mview_view *view, u32 sync, int err),
	TP_ARGS(view, sync, err)
);

/* A view was released between a begin and its end. */
DEFINE_EVENT(mview_bracket, mview_sync_left,
	TP_PROTO(const struct mview_view *view, u32 sync, int err),
	TP_ARGS(view, sync, err)
);

#endif /* MVIEW_TRACE_H */

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
