// SPDX-License-Identifier: GPL-2.0
/* Checks names: built in here, as mview.ko exports no symbols for it. */
#include "core/name.c"
