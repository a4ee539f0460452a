// SPDX-License-Identifier: GPL-2.0
/* What the suites test: built in here, as mview.ko exports no symbols for it. */
#include "core/copy.c"
#include "core/field.c"
#include "core/format.c"
#include "core/layout.c"
#include "core/name.c"
#include "core/touch.c"
#include "core/walk.c"
#include "dev/ioctl.c"
#include "dev/sized.c"
#include "mem/limit.c"
