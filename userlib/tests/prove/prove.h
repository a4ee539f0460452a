/* SPDX-License-Identifier: GPL-2.0 */
/* What the proofs share: the values to try, and a count of what was tried. */
#ifndef MVIEW_TESTS_PROVE_H
#define MVIEW_TESTS_PROVE_H

#include "tests/model/agree.h"

/* All values of narrow integers; chosen ones of 64 bits. */
extern s64 prove_values[];
extern unsigned int prove_count;

/* Those that are not negative: bytes of a buffer, positions. */
extern u64 prove_sizes[];
extern unsigned int prove_size_count;

extern unsigned long long prove_cases;

void prove_init(void);

/* All layouts of @ndim dimensions: those that are valid, or any. */
void prove_layouts(u32 ndim, bool valid, void (*visit)(struct room *room));

/* Each proves one thing for layouts of @ndim dimensions. */
void prove_bounds(u32 ndim);
void prove_walk(u32 ndim);
void prove_slice(u32 ndim);
void prove_transpose(u32 ndim);
void prove_cast(u32 ndim);
void prove_assign(u32 ndim);
void prove_clamp(u32 ndim);

#endif /* MVIEW_TESTS_PROVE_H */
