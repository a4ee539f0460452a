/* SPDX-License-Identifier: GPL-2.0 */
/* The kernel's header, as far as kmod/dev/sized.c needs it. */
#define PAGE_SIZE	4096
