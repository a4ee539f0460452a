# SPDX-License-Identifier: GPL-2.0
#
# For the Makefile of a driver outside of any kernel's tree. After obj-m and the like, it includes this file, from
# where mview's headers are: beside it and above it. Targets: modules (the default), install, clean. KDIR is the kernel's
# build directory, the running one's unless given.

ifneq ($(KERNELRELEASE),)

mview-kmod := $(patsubst %/,%,$(dir $(realpath $(lastword $(MAKEFILE_LIST)))))
ccflags-y += -I$(mview-kmod)/.. -I$(mview-kmod)/include

# Only a driver that defines MVIEW_REQUIRED needs them. DKMS keeps them by kernel, and so does "make modules" of mview.
mview-symvers := $(firstword $(wildcard $(mview-kmod)/../build/modules/$(KERNELRELEASE)/Module.symvers \
	/var/lib/dkms/mview/*/$(KERNELRELEASE)/*/Module.symvers))
KBUILD_EXTRA_SYMBOLS += $(mview-symvers)

else

KDIR ?= /lib/modules/$(shell uname -r)/build

modules:
	$(MAKE) -C $(KDIR) M=$(CURDIR) modules

install:
	$(MAKE) -C $(KDIR) M=$(CURDIR) modules_install

clean:
	$(MAKE) -C $(KDIR) M=$(CURDIR) clean

.PHONY: modules install clean
.DEFAULT_GOAL := modules

endif
