// SPDX-License-Identifier: GPL-2.0
/*
 * The least that a driver does: memory of its own, registered under a name. The
 * buffer is NULL where mview is not loaded: all else is the same.
 */
#include <linux/err.h>
#include <linux/module.h>
#include <linux/mview.h>
#include <linux/vmalloc.h>

#define SAMPLES	4096

static u16 *samples;
static struct mview_buffer *buffer;

static int __init sample_init(void)
{
	int i;

	samples = vmalloc_user(SAMPLES * sizeof(*samples));
	if (!samples)
		return -ENOMEM;
	for (i = 0; i < SAMPLES; i++)
		samples[i] = i;
	buffer = mview_export("sample",
			      MVIEW_VMALLOC(samples, SAMPLES * sizeof(*samples)),
			      "H", 0);
	if (IS_ERR(buffer)) {
		vfree(samples);
		return PTR_ERR(buffer);
	}
	return 0;
}
module_init(sample_init);

static void __exit sample_exit(void)
{
	/* Views pin this module: there are none. */
	if (!WARN_ON(mview_buffer_unregister(buffer)))
		vfree(samples);
}
module_exit(sample_exit);

MVIEW_DRIVER();
MODULE_DESCRIPTION("The smallest driver with an mview buffer");
MODULE_AUTHOR("The mview developers");
MODULE_LICENSE("GPL");
