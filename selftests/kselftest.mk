# SPDX-License-Identifier: GPL-2.0
# The Makefile of tools/testing/selftests/mview. The tests load mview, mview_sim
# and the drivers of CONFIG_MVIEW_TEST; see config.

include sources.mk

TEST_GEN_PROGS := $(tests)
# lib.mk and the flags must define it alike.
CFLAGS += -O2 -g $(filter-out -D_GNU_SOURCE,$(flags)) -D_GNU_SOURCE= \
	-isystem .. $(KHDR_INCLUDES)
LDLIBS += -pthread $(libraries)

include ../lib.mk

objects := $(shared:%=$(OUTPUT)/%.o)
EXTRA_CLEAN += $(objects)

$(objects): $(OUTPUT)/%.o: %.c
	$(CC) $(CFLAGS) -c -o $@ $<

$(TEST_GEN_PROGS): $(objects)
$(TEST_GEN_PROGS): $(OUTPUT)/%: %.c
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $< $(objects) $(LDLIBS)
