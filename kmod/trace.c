// SPDX-License-Identifier: GPL-2.0
/* The tracepoints' own code. */
#include "buffer.h"
#include "mem.h"
#include "view.h"

#define CREATE_TRACE_POINTS
#include "trace.h"
