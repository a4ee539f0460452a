/* SPDX-License-Identifier: GPL-2.0 */
/* What the shared tests have of <complex.h>: they ask for sizes. */
#define complex	__complex__
