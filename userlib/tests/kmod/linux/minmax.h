/* SPDX-License-Identifier: GPL-2.0 */
/* The kernel's header, as far as kmod/dev/sized.c needs it. */
#include "core/port.h"
