# SPDX-License-Identifier: GPL-2.0
#
# The library as 32-bit programs of a 64-bit machine have it, and its tests as such programs. Part of the Makefile above. Where
# the compiler makes none, or they don't run, nothing is built here, and tests/run says so.

m32 := $(obj)/m32
# The kernel's headers for the machine are where those of 64-bit programs are.
m32_flags := -m32 -Wno-psabi -idirafter /usr/include/$(shell $(CC) -print-multiarch) -O2 -g -fsanitize=undefined -fno-sanitize-recover=all
# Neither the tool's tests, nor those that compare with the model, which calculates in 128 bits.
m32_mains := $(filter-out tests/cli/% tests/core/touch_test.c,$(test_mains))
m32_tests := tests/m32/cmocka.c tests/fault.c $(m32_mains)
m32_guest := $(filter-out tests/guest/picture_test.c tests/guest/libmview_fault_test.c,$(wildcard tests/guest/*.c))

m32_works = $(shell program=$$(mktemp) && echo 'int main(void) { return 0; }' | $(CC) -m32 -fsanitize=undefined -x c -o $$program - \
	2>/dev/null && $$program && echo yes; rm -f $$program)

ifneq ($(and $(filter check test-programs guest-tests,$(MAKECMDGOALS)),$(m32_works)),)
m32_programs := $(patsubst %.c,$(m32)/%,$(notdir $(m32_mains)))
m32_guest_programs := $(patsubst tests/guest/%.c,$(guest)/m32_%,$(filter %_test.c,$(m32_guest)))
endif

$(m32)/src/%.o: src/%.c Makefile tests/m32.mk
	@mkdir -p $(@D)
	$(call say,CC  )$(CC) $(src_flags) $(m32_flags) $(depend) -c -o $@ $<

$(m32)/kmod/core/%.o: ../kmod/core/%.c Makefile tests/m32.mk
	@mkdir -p $(@D)
	$(call say,CC  )$(CC) $(core_flags) $(m32_flags) $(depend) -c -o $@ $<

$(m32)/tests/%.o: tests/%.c Makefile tests/m32.mk
	@mkdir -p $(@D)
	$(call say,CC  )$(CC) $(cli_flags) -I. -Itests/m32 -Itests -Isrc -I../kmod $(m32_flags) $(depend) -c -o $@ $<

$(m32)/tests/kmod/%.o: cli_flags += -Itests/kmod

m32_objects := $(call objects,$(m32),$(sources) $(core))

$(m32)/libmview.a: $(m32_objects)
	@rm -f $@
	$(call say,AR  )$(AR) rcs $@ $^

$(foreach main,$(basename $(test_mains)),$(eval $(m32)/$(notdir $(main)): $(m32)/$(main).o))
$(m32)/fault_test: $(m32)/tests/fault.o
$(m32)/fault_test: wraps := $(faulty:%=-Wl,--wrap=%)
$(m32)/file_test: wraps := $(file_wraps)
$(m32_programs): $(m32)/tests/m32/cmocka.o $(m32)/libmview.a
	$(call say,LD  )$(CC) $(m32_flags) $(wraps) -pthread -o $@ $(filter %.o,$^) $(m32)/libmview.a -lm

m32_guest_shared := $(patsubst %.c,$(m32)/%.o,$(filter-out %_test.c,$(m32_guest)) tests/m32/cmocka.c)
$(m32_guest_programs): $(guest)/m32_%: $(m32)/tests/guest/%.o $(m32_guest_shared) $(m32)/libmview.a
	@mkdir -p $(@D)
	$(call say,LD  )$(CC) $(m32_flags) -pthread -o $@ $^ -lm

test-programs: $(m32_programs)

guest-tests: $(m32_guest_programs)

-include $(patsubst %.c,$(m32)/%.d,$(m32_tests) $(m32_guest)) $(m32_objects:.o=.d)
