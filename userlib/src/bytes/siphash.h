/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SipHash-1-3 with a key of zeros. */
#ifndef MVIEW_SRC_SIPHASH_H
#define MVIEW_SRC_SIPHASH_H

#include <stddef.h>
#include <stdint.h>

uint64_t siphash(const void *bytes, size_t size);

#endif /* MVIEW_SRC_SIPHASH_H */
