/* SPDX-License-Identifier: GPL-2.0 */
/* The buffer that the tests look at, and how. */
#ifndef MVIEW_TESTS_GUEST_FIXTURE_H
#define MVIEW_TESTS_GUEST_FIXTURE_H

#include <stdint.h>

#include <mview.h>

#include "sim.h"

#define SIM_NAME	"libmview_test"

/*
 * A writable view of 10 by 12 shorts, 0 to 119, of memory of each kind; the
 * last can't be mapped.
 */
int setup_pages(void **state);
int setup_vmalloc(void **state);
int setup_unmappable(void **state);
int teardown(void **state);

#define ON(kind, test) { #test "_" #kind, test, setup_##kind, teardown, NULL }
#define ON_ALL(test)	ON(pages, test), ON(vmalloc, test), ON(unmappable, test)

/* What the kernel counts for the view's buffer. */
uint64_t exports_of(struct mview *view);
uint64_t maps_of(struct mview *view);

/* An integer of two dimensions. */
int64_t at(struct mview *view, int64_t i, int64_t j);

/* Every second row from the second on, every third column from the last. */
struct mview *odd_slice(struct mview *view);

#endif /* MVIEW_TESTS_GUEST_FIXTURE_H */
