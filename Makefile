# SPDX-License-Identifier: GPL-2.0
# mview: memoryview for the Linux kernel. "make help" lists what can be made. Whatever a target needs of this machine, it
# sees to itself (scripts/setup).

BUILD := $(CURDIR)/build
# As scripts/kernel has them; what runs on those of other architectures is built for these too
KERNELS = 6.12 6.1
FOREIGN = $(sort $(filter arm64 s390x riscv64,$(subst -, ,$(KERNELS))))
# A path with spaces is none that make can work with.
ifneq ($(words $(CURDIR)),1)
$(error the path of this checkout has spaces, which make cannot handle: $(CURDIR))
endif

# As many at a time as there are processors, unless the caller has said how many
jobs = $(if $(findstring -j,$(MAKEFLAGS)),,-j$(shell nproc))

# What is built names the place of the tree in scripts, links and lists of dependencies: where the tree was moved, build it anew. The
# place is written as a whole, as another make may be reading it.
place := $(BUILD)/.place
$(shell [ "$$(cat $(place) 2>/dev/null)" = "$(CURDIR)" ] || { [ ! -f $(place) ] || rm -rf $(BUILD); mkdir -p $(BUILD); \
	echo "$(CURDIR)" >$(place).$$$$ && mv $(place).$$$$ $(place); })

.PHONY: help setup demo shell bench bench-kernel bench-camera bench-top dist dkms-install dkms-remove check check-native check-guest check-debug check-foreign check-kernels check-all check-oracle fuzz fuzz-kernel prove coverage coverage-kernel modules lib cli python selftests lint docs in-tree install uninstall clean
.DEFAULT_GOAL := help

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: modules lib ## see it work: a camera's frames as views, in a guest; pictures into build/demo/
	@scripts/setup guest tool
	scripts/demo

shell: modules lib python ## a terminal in a guest where all of it is there to play with; exit ends it
	@scripts/setup guest tool
	@scripts/shell

check: modules lib python selftests ## all tests; ends with "N passed, N failed, N skipped"; of other kernels with KERNELS="6.12-arm64 ..."
	KERNELS="$(KERNELS)" scripts/check all

check-native: lib python ## the tests that need no kernel
	scripts/check native

check-guest: modules lib selftests ## the tests that need one, in QEMU, on each stock kernel
	KERNELS="$(KERNELS)" scripts/check guest

check-debug: lib selftests ## the same on a kernel that watches itself: KASAN, lockdep, leaks, ...; it is built first, once
	@scripts/setup build
	scripts/modules debug
	scripts/check debug

check-foreign: ## the native tests for other machines, which QEMU runs here: 32-bit; others with ARCHS="s390x armhf ..."; none that QEMU would run with EMULATE=no
	scripts/foreign $(or $(ARCHS),i386)

.PHONY: check-builds in-tree-check
check-builds: ## that the modules build for kernels without what most have, by clang, for 32-bit machines; some with NAMES="none um ..."
	scripts/builds $(NAMES)

in-tree: ## put mview into the source of a kernel: make in-tree KERNEL=DIR
	@[ -n "$(KERNEL)" ] || { echo "say which: make in-tree KERNEL=DIR" >&2; exit 2; }
	scripts/in-tree $(KERNEL)

in-tree-check: ## do so with 6.12 and the newest, and check it there: checkpatch, kernel-doc, builds with all options and random ones, selftests, KUnit; one by VERSION=6.12
	scripts/in-tree-check $(VERSION)

check-kernels: KERNELS = newest 6.12-arm64 6.12-s390x
check-kernels: modules lib selftests ## the module's own tests on the newest kernel, on arm64, and on s390x, which is big endian
	KERNELS="$(KERNELS)" scripts/check kernels

check-all: KERNELS = 6.12 6.1 newest debug rt 6.12-rt-amd64 6.12-arm64 arm64-64k 6.12-s390x 6.12-riscv64
check-all: FOREIGN += i386
check-all: modules lib python selftests ## all tests on all kernels, three of which are built first, once; takes hours, and goes on where it was interrupted with RESUME=yes; ends with a table
	KERNELS="$(KERNELS)" scripts/check whole

check-oracle: lib ## a million random cases against CPython and NumPy; CASES=, SEED=, or REPLAY= what a failure says
	@scripts/setup test
	/usr/bin/python3 -B userlib/tests/oracle.py $(BUILD)/lib/libmview.so.0 --cases $(or $(CASES),1000000) \
		$(if $(SEED),--seed $(SEED)) $(if $(REPLAY),--replay '$(REPLAY)')

fuzz: ## fuzz the core for SECONDS=60; build/fuzz/ keeps what is found
	@scripts/setup build fuzz
	$(MAKE) $(jobs) -C userlib BUILD=$(BUILD) fuzzers
	scripts/fuzz $(or $(SECONDS),60)

prove: ## try the core on all inputs within bounds, against a model; the bounds are printed
	@scripts/setup build prove
	$(MAKE) $(jobs) -C userlib BUILD=$(BUILD) proofs
	scripts/prove

bench: lib python ## libmview beside NumPy and CPython's memoryview, the tool by a C type; figures also in build/bench/*.json
	@scripts/setup build test bench
	$(MAKE) -C userlib BUILD=$(BUILD) bench

bench-kernel: modules ## what views cost in the kernel, in instructions, beside memfd, udmabuf and dma-heap; also in build/bench/kernel.json
	@scripts/setup build
	$(MAKE) -C selftests/bench BUILD=$(BUILD) all
	scripts/bench-kernel

bench-camera: lib python ## what a camera's frame costs in C and Python, beside v4l2-ctl, and in a terminal, in instructions; also in build/bench/camera.json and follow.json
	@scripts/setup build
	$(MAKE) -C userlib BUILD=$(BUILD) bench-camera
	scripts/bench-camera

bench-top: modules lib ## what mview top takes of a CPU with many buffers and processes, and mview show of one, in instructions; also in build/bench/top.json
	@scripts/setup build
	scripts/bench-top

fuzz-kernel: KERNEL ?= debug
fuzz-kernel: ## fuzz the modules for SECONDS=600, in a guest, or more quickly with KERNEL=um; build/fuzz-kernel/ keeps what is found
	@scripts/setup build test fuzz
	scripts/modules --kcov $(KERNEL)
	$(MAKE) -C selftests BUILD=$(BUILD) fuzzer
	KERNEL=$(KERNEL) scripts/fuzz-kernel $(or $(SECONDS),600)

coverage-kernel: lib selftests ## which lines of the modules the selftests run, on the debug kernel; pages in build/coverage-kernel/
	@scripts/setup build test coverage
	scripts/modules --gcov debug
	scripts/coverage-kernel

coverage: modules ## which lines of core and libmview the tests run; pages in build/coverage/
	@scripts/setup build test coverage
	scripts/coverage

modules: ## the kernel modules for the guests, into build/modules/; for a kernel of yours: make modules KDIR=...
	@scripts/setup build
	scripts/modules $(or $(KDIR),$(KERNELS))

lib: ## libmview and the mview tool, into build/
	@scripts/setup build
	$(MAKE) $(jobs) -C userlib BUILD=$(BUILD) all

cli: lib ## the same: the tool is build/bin/mview

python: lib ## the Python package: a wheel, in build/python/wheel/
	@scripts/setup python
	$(MAKE) $(jobs) -C userlib BUILD=$(BUILD) wheel

selftests: lib python ## the tests for the guests, the kernel's and libmview's, into build/selftests/
	@scripts/setup test
	kselftest=$$(scripts/kernel-tools) && $(MAKE) $(jobs) -C selftests BUILD=$(BUILD) KSELFTEST="$$kselftest/tools/testing/selftests" all
	$(MAKE) $(jobs) -C userlib BUILD=$(BUILD) guest-tests
	$(foreach arch,$(FOREIGN),scripts/cross $(arch) &&) :

lint: ## checkpatch, sparse, W=1, kernel-doc, shellcheck, clang-format, headers
	scripts/lint

docs: lib python ## the documentation, into build/docs/html/
	@scripts/setup docs
	@scripts/docs

install: lib python ## library, headers, tool and Python package, into DESTDIR, prefix, libdir
	$(MAKE) -C userlib BUILD=$(BUILD) install

uninstall: ## remove what install put there
	$(MAKE) -C userlib BUILD=$(BUILD) uninstall

.PHONY: deb deb-reproducible
deb: ## Debian packages, read by lintian, into build/deb/
	@scripts/setup build python docs deb
	@scripts/deb build

deb-reproducible: deb ## and that building them again gives the same bits
	@scripts/deb reproducible

.PHONY: check-packages check-by-hand release-check
check-packages: deb ## install the packages in a fresh Debian, boot it on 6.1 and 6.12, look, and purge them; as root
	scripts/check-packages

check-by-hand: ## install by make and DKMS in a fresh Debian 13, boot it, look, and remove all; as root
	scripts/check-by-hand

release-check: ## what somebody does with the tarball of a release, in a fresh Debian: demo, check, install, deb, dist; as root
	scripts/release-check

dkms-install: ## the modules by DKMS, for the running kernel and those to come; below DESTDIR only their sources
	@scripts/dkms install "$(DESTDIR)"

dkms-remove: ## remove what dkms-install put there
	@scripts/dkms remove "$(DESTDIR)"

dist: ## a tarball of HEAD that builds without git, into build/dist/
	@scripts/setup dist
	@scripts/dist

clean: ## remove build/; the cache of kernels, outside the tree, stays
	rm -rf build

setup: ## install every Debian package that any target needs
	scripts/setup build kernel kernel-build guest tool test python bench fuzz prove coverage lint docs
