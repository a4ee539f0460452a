// SPDX-License-Identifier: GPL-2.0
/* Reads formats: built in here, as mview.ko exports no symbols for it. */
#include "core/format.c"
