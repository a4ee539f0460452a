# SPDX-License-Identifier: GPL-2.0
#
# Fuzzing, proof and coverage of the core. Part of the Makefile above.

model := $(wildcard tests/model/*.c)
core_headers := $(wildcard ../kmod/core/*.h)
fuzz_targets := format layout

# The targets with a plain main(), for the corpus in the tree
replays := $(if $(modelled),$(fuzz_targets:%=$(asan)/replay_%))
model_objects := $(call objects,$(asan),$(model))

$(replays): $(asan)/replay_%: $(asan)/tests/fuzz/%.o $(asan)/tests/fuzz/replay.o $(model_objects) $(asan)/libtested.a
	$(call say,LD  )$(CC) $(asan_flags) -o $@ $^

# The same with libFuzzer
fuzzers := $(fuzz_targets:%=$(obj)/fuzz/%)
fuzz_flags := -O2 -g -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all

$(fuzzers): $(obj)/fuzz/%: tests/fuzz/%.c $(model) $(core) $(wildcard tests/*/*.h) $(core_headers)
	@mkdir -p $(@D)
	$(call say,FUZZ)clang $(flags) -Wno-missing-prototypes -Wno-shadow -Wno-sign-compare -I. -I../kmod $(fuzz_flags) \
		-o $@ $(filter %.c,$^)

fuzzers: $(fuzzers)

-include $(patsubst %.o,%.d,$(model_objects) $(fuzz_targets:%=$(asan)/tests/fuzz/%.o) $(asan)/tests/fuzz/replay.o)

.PHONY: fuzzers

# The proofs: the core with integers of as many bits, every overflow and lost bit of which traps. 64 are those of port.h.
proof := $(obj)/prove
proof_layouts := $(addprefix $(proof)/layouts-,3 4 5 6 7 64)
proof_formats := $(addprefix $(proof)/formats-,8 64)
proof_flags := -std=gnu11 -D_GNU_SOURCE -Wall -Werror -Wno-tautological-constant-out-of-range-compare -O2 -I. -I../kmod
proof_traps := -fsanitize=undefined,implicit-unsigned-integer-truncation,implicit-signed-integer-truncation \
	-fno-sanitize=alignment,vptr,function -fsanitize-trap=all
narrow = $(if $(filter-out 64,$(1)),-DNARROW=$(1) -include tests/prove/narrow.h)

$(proof)/core-%.o: $(core) $(core_headers) tests/prove/narrow.h
	@mkdir -p $(@D)
	$(call say,CC  )clang $(proof_flags) $(proof_traps) $(call narrow,$(lastword $(subst -, ,$*))) -c -o $@ \
		../kmod/core/$(firstword $(subst -, ,$*)).c

proof_headers := $(wildcard tests/prove/*.h tests/model/*.h)
proof_layout_sources := tests/prove/main.c tests/prove/layouts.c tests/prove/assigns.c tests/prove/format_stub.c tests/model/layout.c tests/model/agree.c
proof_format_sources := tests/prove/formats.c tests/model/layout.c tests/model/format.c tests/model/agree_format.c

$(proof_layouts): $(proof)/layouts-%: $(proof_layout_sources) $(proof)/core-layout-%.o $(proof)/core-walk-%.o \
		$(proof)/core-assign-%.o $(proof_headers)
	$(call say,LD  )clang $(proof_flags) $(call narrow,$*) -o $@ $(filter %.c %.o,$^)

$(proof_formats): $(proof)/formats-%: $(proof_format_sources) $(proof)/core-format-%.o $(proof_headers)
	$(call say,LD  )clang $(proof_flags) $(call narrow,$*) -o $@ $(filter %.c %.o,$^)

# Here the core's sources see a memcpy() that looks at what it does.
$(proof)/copies: tests/prove/copies.c ../kmod/core/plane.c ../kmod/core/copy.c tests/prove/memory.h $(core_headers)
	@mkdir -p $(@D)
	$(call say,LD  )clang $(proof_flags) $(proof_traps) -include tests/prove/memory.h -o $@ $(filter %.c,$^)

proofs: $(proof_layouts) $(proof_formats) $(proof)/copies

.PHONY: proofs
