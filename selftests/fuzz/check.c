// SPDX-License-Identifier: GPL-2.0
/* What has to hold of what mview's commands return. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "../mview_test.h"
#include "fuzz.h"

/* Documented for all commands, and what the descriptor itself may be. */
static const int everywhere[] = {
	EFAULT, EINVAL, E2BIG, EOPNOTSUPP, ENOMEM, EMFILE, ENFILE, EINTR,
	ENOTTY, EBADF,
};

/* Documented for one command. */
static const struct {
	unsigned long command;
	int errors[10];
} documented[] = {
	{ MVIEW_DEV_INFO, { 0 } },
	{ MVIEW_BUFFER_INFO, { ENOENT, ENOSPC } },
	{ MVIEW_VIEW_OPEN, { ENOENT, EACCES, EPERM, ENODEV } },
	{ MVIEW_IMPORT_DMABUF, { EBADF, EOVERFLOW, EACCES } },
	{ MVIEW_BUFFER_ALLOC, { EOVERFLOW, EACCES, EDQUOT } },
	{ MVIEW_TRACE_OPEN, { EPERM } },
	{ MVIEW_BUFFER_ORIGIN, { ENOENT, ENOSPC, EPERM } },
	{ MVIEW_VIEW_INFO, { ENOSPC, EBADFD, ENODEV } },
	{ MVIEW_VIEW_SLICE, { ERANGE, EBADFD, ENODEV } },
	{ MVIEW_VIEW_CAST, { EOVERFLOW, EACCES, EBADFD, ENODEV } },
	{ MVIEW_VIEW_READONLY, { EBADFD, ENODEV } },
	{ MVIEW_VIEW_SYNC, { EACCES, EBADFD, ENODEV } },
	{ MVIEW_VIEW_RELEASE, { EBUSY } },
	{ MVIEW_VIEW_TRANSPOSE, { EBADFD, ENODEV } },
	{ MVIEW_VIEW_CONTIGUOUS, { EACCES, EDQUOT, EBADFD, ENODEV } },
	{ MVIEW_VIEW_EXPORT_DMABUF, { EACCES, EBADFD, ENODEV } },
	{ MVIEW_VIEW_FIELD, { ENOENT, EOVERFLOW, EBADFD, ENODEV } },
	{ MVIEW_TRACE_INFO, { 0 } },
};

static bool among(int error, const int *errors, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (errors[i] == error)
			return true;
	return false;
}

static bool is_documented(unsigned long command, int error)
{
	size_t i;

	if (among(error, everywhere, sizeof(everywhere) / sizeof(int)))
		return true;
	for (i = 0; i < sizeof(documented) / sizeof(*documented); i++)
		if (documented[i].command == command)
			return among(error, documented[i].errors, 10);
	return true;
}

int fuzz_ioctl(int fd, unsigned long command, void *arg)
{
	int result = ioctl(fd, command, arg);

	if (result > 0)
		fuzz_bug("ioctl %#lx returns %d", command, result);
	if (result && !is_documented(command, errno))
		fuzz_bug("ioctl %#lx: undocumented error %d, %s", command,
			 errno, strerror(errno));
	return result;
}

bool fuzz_describe(int view, struct mview_view_info *info,
		   struct mview_layout *layout, __u64 *shape, __s64 *strides)
{
	static char format[MVIEW_FORMAT_MAX];

	memset(info, 0, sizeof(*info));
	memset(layout, 0, sizeof(*layout));
	info->size = sizeof(*info);
	info->layout = to_user(layout);
	layout->size = sizeof(*layout);
	layout->format = to_user(format);
	layout->format_len = sizeof(format);
	layout->ndim = MVIEW_NDIM_MAX;
	layout->shape = to_user(shape);
	layout->strides = to_user(strides);
	return !fuzz_ioctl(view, MVIEW_VIEW_INFO, info);
}

/* The sum of what the axes add: strides to one side, or to the other. */
static __s64 reach(const struct mview_layout *layout, const __u64 *shape,
		   const __s64 *strides, bool up)
{
	__s64 sum = 0;
	__u32 i;

	for (i = 0; i < layout->ndim; i++)
		if (up ? strides[i] > 0 : strides[i] < 0)
			sum += (__s64)(shape[i] - 1) * strides[i];
	return sum;
}

static void check_layout(const struct mview_view_info *info,
			 const struct mview_layout *layout,
			 const __u64 *shape, const __s64 *strides)
{
	__u64 nbytes = layout->itemsize;
	__s64 low, high;
	__u32 i;

	if (layout->ndim > MVIEW_NDIM_MAX)
		fuzz_bug("%u dimensions", layout->ndim);
	for (i = 0; i < layout->ndim; i++)
		nbytes *= shape[i];
	if (nbytes != info->nbytes)
		fuzz_bug("nbytes is %llu and not %llu", info->nbytes, nbytes);
	if (!nbytes)
		return;
	low = layout->offset + reach(layout, shape, strides, false);
	high = layout->offset + reach(layout, shape, strides, true) +
	       layout->itemsize;
	if (low < 0 || high < low || (__u64)high > info->buffer_nbytes)
		fuzz_bug("extent %lld to %lld of a buffer of %llu bytes", low,
			 high, info->buffer_nbytes);
}

static void check_window(const struct mview_view_info *info)
{
	__u64 page = sysconf(_SC_PAGESIZE);

	if (info->map_nbytes % page || info->map_nbytes > info->buffer_nbytes)
		fuzz_bug("a window of %llu bytes of %llu", info->map_nbytes,
			 info->buffer_nbytes);
	if (info->nbytes && info->map_nbytes &&
	    info->map_offset >= info->map_nbytes)
		fuzz_bug("element 0 at %llu in a window of %llu bytes",
			 info->map_offset, info->map_nbytes);
}

static void check_inherited(const struct mview_view_info *of,
			    const struct mview_view_info *from)
{
	const __u32 kept = MVIEW_VIEW_IS_READONLY | MVIEW_VIEW_IS_CONFINED;
	__u32 lost = from->view_flags & ~of->view_flags & kept;

	if (lost && of->buffer_id == from->buffer_id)
		fuzz_bug("a view has lost the flags %#x of its parent", lost);
}

void fuzz_check_view(struct fuzz *fuzz, int view, int parent)
{
	struct mview_view_info info, from;
	__s64 strides[MVIEW_NDIM_MAX];
	__u64 shape[MVIEW_NDIM_MAX];
	struct mview_layout layout;

	if (!fuzz_describe(view, &info, &layout, shape, strides))
		return;
	check_layout(&info, &layout, shape, strides);
	check_window(&info);
	/* Else the parent's descriptor may be another one's by now. */
	if (fuzz->threads == 1 && parent >= 0 &&
	    fuzz_describe(parent, &from, &layout, shape, strides))
		check_inherited(&info, &from);
}

/* Nothing is left of a program: no buffer of its own, no export and no mapping. */
static bool all_gone(struct fuzz *fuzz, char *what, size_t size)
{
	struct buffer_desc desc;
	__u64 id = 0;

	for (; !buffer_describe(fuzz->read, id, MVIEW_BUFFER_INFO_NEXT, &desc);
	     id = desc.info.id + 1) {
		if (!(desc.info.buffer_flags & MVIEW_BUFFER_PRIVATE) &&
		    !desc.info.exports && !desc.info.maps)
			continue;
		snprintf(what, size, "'%s', %llu bytes: %llu exports, %llu maps",
			 desc.name, desc.info.nbytes, desc.info.exports,
			 desc.info.maps);
		return false;
	}
	return true;
}

/* Files end in the background at times. */
void fuzz_check_end(struct fuzz *fuzz)
{
	char what[256] = "";
	int i;

	for (i = 0; i < PATIENCE_MS; i++) {
		if (all_gone(fuzz, what, sizeof(what)))
			return;
		usleep(1000);
	}
	fuzz_bug("left behind: buffer %s", what);
}
