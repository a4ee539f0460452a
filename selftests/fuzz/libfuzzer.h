/* SPDX-License-Identifier: GPL-2.0 */
/* What libFuzzer calls, and what it offers, as its documentation has it. */
#ifndef MVIEW_FUZZ_LIBFUZZER_H
#define MVIEW_FUZZ_LIBFUZZER_H

#include <stddef.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const unsigned char *program, size_t size);
size_t LLVMFuzzerMutate(unsigned char *program, size_t size, size_t room);
size_t LLVMFuzzerCustomMutator(unsigned char *program, size_t size,
			       size_t room, unsigned int seed);
size_t LLVMFuzzerCustomCrossOver(const unsigned char *one, size_t one_size,
				 const unsigned char *other, size_t other_size,
				 unsigned char *out, size_t room,
				 unsigned int seed);

#endif /* MVIEW_FUZZ_LIBFUZZER_H */
