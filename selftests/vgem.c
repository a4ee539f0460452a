// SPDX-License-Identifier: GPL-2.0
/* The kernel's virtual GPU. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>

#include "system.h"
#include "vgem.h"

/* As in <drm/drm.h>, <drm/drm_mode.h> and <drm/vgem_drm.h>. */
struct prime_handle {
	__u32 handle;
	__u32 flags;
	__s32 fd;
};

struct create_dumb {
	__u32 height;
	__u32 width;
	__u32 bpp;
	__u32 flags;
	__u32 handle;
	__u32 pitch;
	__u64 size;
};

struct fence_attach {
	__u32 handle;
	__u32 flags;
	__u32 out_fence;
	__u32 pad;
};

struct fence_signal {
	__u32 fence;
	__u32 flags;
};

#define PRIME_HANDLE_TO_FD	_IOWR('d', 0x2d, struct prime_handle)
#define PRIME_FD_TO_HANDLE	_IOWR('d', 0x2e, struct prime_handle)
#define CREATE_DUMB		_IOWR('d', 0xb2, struct create_dumb)
#define FENCE_ATTACH		_IOWR('d', 0x41, struct fence_attach)
#define FENCE_SIGNAL		_IOW('d', 0x42, struct fence_signal)
#define FENCE_WRITE		1

int vgem_open(void)
{
	char path[64], name[64];
	int i;

	module_request("vgem");
	for (i = 0; i < 8; i++) {
		snprintf(path, sizeof(path),
			 "/sys/class/drm/card%d/device/uevent", i);
		if (text_read(path, name, sizeof(name)) ||
		    !strstr(name, "vgem"))
			continue;
		snprintf(path, sizeof(path), "/dev/dri/card%d", i);
		return open(path, O_RDWR | O_CLOEXEC);
	}
	return -1;
}

int vgem_take(int gpu, int dmabuf, __u32 *handle)
{
	struct prime_handle prime = { .fd = dmabuf };

	if (ioctl(gpu, PRIME_FD_TO_HANDLE, &prime))
		return -1;
	if (handle)
		*handle = prime.handle;
	return 0;
}

int vgem_make(int gpu, size_t size, __u32 *handle)
{
	struct create_dumb dumb = {
		.height = (size + 4095) / 4096, .width = 4096, .bpp = 8,
	};
	struct prime_handle prime = { .flags = O_RDWR | O_CLOEXEC };

	if (ioctl(gpu, CREATE_DUMB, &dumb))
		return -1;
	prime.handle = dumb.handle;
	*handle = dumb.handle;
	return ioctl(gpu, PRIME_HANDLE_TO_FD, &prime) ? -1 : prime.fd;
}

int vgem_fence(int gpu, __u32 handle, bool write, __u32 *fence)
{
	struct fence_attach attach = {
		.handle = handle, .flags = write ? FENCE_WRITE : 0,
	};

	if (ioctl(gpu, FENCE_ATTACH, &attach))
		return -1;
	*fence = attach.out_fence;
	return 0;
}

int vgem_signal(int gpu, __u32 fence)
{
	struct fence_signal signal = { .fence = fence };

	return ioctl(gpu, FENCE_SIGNAL, &signal);
}
