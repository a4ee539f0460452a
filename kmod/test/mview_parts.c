// SPDX-License-Identifier: GPL-2.0
/*
 * A test driver whose buffer is a compound page of PMD_SIZE, a page, and all but
 * the first of four pages that are compound, too. The first is the driver's own.
 */
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mview.h>
#include <linux/slab.h>

#define LARGE_ORDER	(PMD_SHIFT - PAGE_SHIFT)
#define LARGE		(1UL << LARGE_ORDER)
#define SMALL_ORDER	2
#define SMALL		(1UL << SMALL_ORDER)
#define COUNT		(LARGE + 1 + SMALL - 1)

static struct page *large, *one, *small;
static struct mview_buffer *buffer;

static struct page *parts_alloc(unsigned int order)
{
	return alloc_pages(GFP_KERNEL | __GFP_COMP | __GFP_ZERO | __GFP_NOWARN,
			   order);
}

static void parts_free(void)
{
	if (large)
		__free_pages(large, LARGE_ORDER);
	if (one)
		__free_page(one);
	if (small)
		__free_pages(small, SMALL_ORDER);
}

static int parts_export(struct page **pages)
{
	unsigned long i;

	/* The core maps a compound page whole only inside of the file. */
	page_folio(large)->index = 0;
	page_folio(small)->index = 0;
	for (i = 0; i < LARGE; i++)
		pages[i] = large + i;
	pages[LARGE] = one;
	for (i = 1; i < SMALL; i++)
		pages[LARGE + i] = small + i;
	memset(page_address(small), 'd', PAGE_SIZE);
	buffer = mview_export("parts",
			      MVIEW_PAGES(pages, COUNT, COUNT * PAGE_SIZE), "B",
			      MVIEW_WRITABLE);
	return PTR_ERR_OR_ZERO(buffer);
}

static int __init parts_init(void)
{
	struct page **pages;
	int err = -ENOMEM;

	large = parts_alloc(LARGE_ORDER);
	one = parts_alloc(0);
	small = parts_alloc(SMALL_ORDER);
	pages = kvcalloc(COUNT, sizeof(*pages), GFP_KERNEL);
	if (large && one && small && pages)
		err = parts_export(pages);
	if (err)
		parts_free();
	kvfree(pages);
	return err;
}
module_init(parts_init);

static void __exit parts_exit(void)
{
	mview_buffer_revoke(buffer);
	parts_free();
}
module_exit(parts_exit);

MVIEW_DRIVER();
MODULE_DESCRIPTION("A driver that registers parts of compound pages, for tests");
MODULE_AUTHOR("The mview developers");
MODULE_LICENSE("GPL");
