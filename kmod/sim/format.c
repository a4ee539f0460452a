// SPDX-License-Identifier: GPL-2.0
/* The reading of formats: mview.ko exports no symbols for it, so here it is. */
#include "core/format.c"
