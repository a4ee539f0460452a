// SPDX-License-Identifier: GPL-2.0
/* Operations on dma-bufs: other exporters' and mview's, and devices that import. */
#include <fcntl.h>
#include <linux/dma-buf.h>
#include <linux/dma-heap.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "../dmabuf.h"
#include "../vgem.h"
#include "fuzz.h"

static void keep(struct fuzz *fuzz, const struct fuzz_insn *insn, int fd)
{
	if (fd >= 0)
		fuzz_put(fuzz, FUZZ_VIEWS + insn->to % FUZZ_DMABUFS, fd);
}

FUZZ_OP(udmabuf)
{
	keep(fuzz, insn, udmabuf_make((insn->a % 32 + 1) * 4096UL, NULL));
}

FUZZ_OP(heap)
{
	struct dma_heap_allocation_data arg = {
		.len = (insn->a % 32 + 1) * 4096UL,
		.fd_flags = (insn->b & 1 ? O_RDONLY : O_RDWR) | O_CLOEXEC,
	};
	int heap = open("/dev/dma_heap/system", O_RDONLY | O_CLOEXEC);

	if (!ioctl(heap, DMA_HEAP_IOCTL_ALLOC, &arg))
		keep(fuzz, insn, arg.fd);
	close(heap);
}

FUZZ_OP(dmabuf_sync)
{
	struct dma_buf_sync arg = { .flags = insn->a % 8 };

	ioctl(fuzz_dmabuf(fuzz, insn->on), DMA_BUF_IOCTL_SYNC, &arg);
}

FUZZ_OP(dmabuf_fence)
{
	struct dma_buf_export_sync_file arg = {
		.flags = insn->a % 2 + 1, .fd = -1,
	};
	struct dma_buf_import_sync_file import;
	int dmabuf = fuzz_dmabuf(fuzz, insn->on);

	if (ioctl(dmabuf, DMA_BUF_IOCTL_EXPORT_SYNC_FILE, &arg))
		return;
	import = (struct dma_buf_import_sync_file){
		.flags = insn->b % 2 + 1, .fd = arg.fd,
	};
	ioctl(fuzz_dmabuf(fuzz, insn->to), DMA_BUF_IOCTL_IMPORT_SYNC_FILE,
	      &import);
	close(arg.fd);
}

/* The device's file, which is searched once, as that takes long. */
static char gpu_path[64];

void fuzz_traffic_start(void)
{
	char link[64];
	ssize_t length;
	int gpu = vgem_open();

	snprintf(link, sizeof(link), "/proc/self/fd/%d", gpu);
	length = readlink(link, gpu_path, sizeof(gpu_path) - 1);
	if (length < 0)
		length = 0;
	gpu_path[length] = '\0';
	if (gpu >= 0)
		close(gpu);
}

/*
 * A device attaches and maps; another instruction ends it, or the program's end.
 * Where there is no such device, there is nothing to do. Another instruction may
 * read from the device's file, which would wait for ever for an event.
 */
FUZZ_OP(attach)
{
	int dmabuf = fuzz_dmabuf(fuzz, insn->on);
	int gpu = open(gpu_path, O_RDWR | O_NONBLOCK | O_CLOEXEC);

	if (gpu < 0)
		return;
	vgem_take(gpu, dmabuf, NULL);
	if (insn->a & 1) {
		close(gpu);
		return;
	}
	fuzz_put(fuzz, insn->to % FUZZ_VIEWS, gpu);
}

FUZZ_OP(dmabuf_file)
{
	int dmabuf = fuzz_dmabuf(fuzz, insn->on);
	char name[32] = "fuzz";
	__u64 pointer = (uintptr_t)name;

	switch (insn->a % 4) {
	case 0:
		lseek(dmabuf, 0, insn->b % 4);
		break;
	case 1:
		ioctl(dmabuf, DMA_BUF_SET_NAME_B, pointer);
		break;
	case 2:
		fuzz_put(fuzz, FUZZ_VIEWS + insn->on % FUZZ_DMABUFS, -1);
		break;
	default:
		ioctl(dmabuf, _IO(MVIEW_IOC, insn->b), name);
	}
}
