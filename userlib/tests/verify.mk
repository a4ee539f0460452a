# SPDX-License-Identifier: GPL-2.0
#
# Fuzzing, proof and coverage of the core. Part of the Makefile above.

model := $(wildcard tests/model/*.c)
core_headers := $(wildcard ../kmod/core/*.h)
fuzz_targets := format layout

# The targets with a plain main(), for the corpus in the tree
replays := $(fuzz_targets:%=$(asan)/replay_%)
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
