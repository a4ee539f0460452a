/* SPDX-License-Identifier: GPL-2.0 */
/* A fuzz target: dies on an input that shows a fault of the core. */
#ifndef MVIEW_TESTS_FUZZ_H
#define MVIEW_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif /* MVIEW_TESTS_FUZZ_H */
