/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The kernel's header, as far as kmod/dev/sized.c needs it: user space is memory
 * that ends at user_end. Each read calls user_is_read() afterwards, which may
 * change it, as another thread of the program could.
 */
#ifndef MVIEW_TESTS_UACCESS_H
#define MVIEW_TESTS_UACCESS_H

#include <errno.h>
#include <stdbool.h>
#include <string.h>

extern char *user_end;
void user_is_read(void);

/* Bytes that could not be copied. */
static inline size_t copy_from_user(void *to, const void *from, size_t size)
{
	if ((const char *)from + size > user_end)
		return size;
	memcpy(to, from, size);
	user_is_read();
	return 0;
}

static inline size_t copy_to_user(void *to, const void *from, size_t size)
{
	if ((char *)to + size > user_end)
		return size;
	memcpy(to, from, size);
	return 0;
}

#define get_user(value, from)						\
	(copy_from_user(&(value), from, sizeof(value)) ? -EFAULT : 0)

static inline int check_zeroed_user(const char *from, size_t size)
{
	if (from + size > user_end)
		return -EFAULT;
	while (size--)
		if (*from++)
			return 0;
	return 1;
}

/* As in include/linux/uaccess.h. */
static inline int copy_struct_from_user(void *to, size_t ksize,
					const void *from, size_t usize)
{
	size_t size = ksize < usize ? ksize : usize;
	int zeros;

	if (usize > ksize) {
		zeros = check_zeroed_user((const char *)from + size,
					  usize - ksize);
		if (zeros <= 0)
			return zeros ? zeros : -E2BIG;
	}
	memset((char *)to + size, 0, ksize - size);
	return copy_from_user(to, from, size) ? -EFAULT : 0;
}

#endif /* MVIEW_TESTS_UACCESS_H */
