// SPDX-License-Identifier: GPL-2.0
/* The check of names: mview.ko exports no symbols for it, so here it is. */
#include "core/name.c"
