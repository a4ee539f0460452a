# SPDX-License-Identifier: GPL-2.0
# What the tests are made of, for Makefile and, in the kernel's tree, for
# kselftest.mk.

# What several tests share; all the other sources are a test each, in the folder
# of what it tests in the module. In "module", those of all of it.
shared := child command dma dmabuf edu fault group model mview_test poller system uring user vgem vivid
folders := mem buffer view dmabuf dev dma module
tests := $(filter-out $(shared),$(basename $(notdir \
	$(wildcard *.c $(folders:%=%/*.c)))))
vpath %.c $(folders)

# The harness compares signed literals with whatever it gets.
flags := -std=gnu11 -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 -pthread \
	-Wall -Wextra -Werror -Wno-sign-compare -I.
libraries := -lm
