// SPDX-License-Identifier: GPL-2.0
/* The tracepoints' own code. */
#include "buffer/buffer.h"
#include "mem/mem.h"
#include "view/view.h"

#define CREATE_TRACE_POINTS
#include "trace.h"
