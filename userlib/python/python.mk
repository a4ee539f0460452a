# SPDX-License-Identifier: LGPL-2.1-or-later
#
# The Python package, for the Makefile above. The wheel has libmview and libmview-inspect in it, so that it needs no others.
#
#	wheel           BUILD/python/wheel/*.whl; and unpacked, BUILD/python/lib
#	guest-python    its tests on kernel buffers, for the guest, but for those that take more than a userland of another architecture has
#	check-python    its tests, from a fresh virtual environment that the wheel is installed in
#	bench-python    View beside memoryview, Elements beside ctypes; what was measured goes to BUILD/bench/{python,elements}.json

python := $(BUILD)/python
python_sources := $(wildcard python/mview/*.py* python/mview/py.typed python/src/*.[ch] python/inspect/*.[ch]) python/pyproject.toml \
	python/setup.py python/README.md
# Where this Python looks for packages below the prefix
pythondir ?= $(prefix)/lib/$(shell $(PYTHON) -c 'import sys, sysconfig; d = sysconfig.get_path("purelib").rsplit("/", 1)[1]; \
	print("python3/" + d if "$(prefix)" == "/usr" and d[0] == "d" else "python%d.%d/" % sys.version_info[:2] + d)')

# setuptools writes beside its sources, so it gets a copy of them.
$(python)/lib/mview/py.typed: $(python_sources) $(headers) $(inspect_headers) $(shared) $(inspect_shared)
	@rm -rf $(python)/source $(python)/wheel $(python)/lib
	@mkdir -p $(python)/source
	@cp -r python/mview python/src python/inspect python/pyproject.toml python/setup.py python/README.md $(python)/source
	$(call say,PY  )cd $(python)/source && MVIEW_VERSION=$(version) MVIEW_LIBDIR=$(lib) \
		MVIEW_INCLUDEDIRS=$(CURDIR)/include:$(CURDIR)/inspect/include \
		$(PYTHON) -m pip wheel --quiet --no-index --no-deps --no-build-isolation --disable-pip-version-check \
		--no-cache-dir --wheel-dir $(python)/wheel .
	@$(PYTHON) -m zipfile -e $(python)/wheel/*.whl $(python)/lib
	@rm -rf $(python)/source
	@touch $@

wheel: $(python)/lib/mview/py.typed

check-python: wheel
	@PYTHON="$(PYTHON)" python/tests/run $(python)

bench-python: wheel
	@PYTHONPATH=$(python)/lib $(PYTHON) -B python/bench/compare.py $(BUILD)/bench/python.json
	@PYTHONPATH=$(python)/lib $(PYTHON) -B python/bench/elements.py $(BUILD)/bench/elements.json

bench: bench-python

# For the guest: one of another architecture has its own build directory where this machine's is. It sees this machine's Python or one of
# its own, and what matplotlib knows of its fonts, which takes a guest a minute to find out.
guest_python = @mkdir -p $(@D); \
	printf '%s\n' '\#!/bin/bash' 'build=$$(realpath "$${0%/*}/..")' \
		'export PYTHONPATH=$$build/python/lib BUILD=$$build MPLCONFIGDIR=$$build/python/matplotlib MVIEW_LENSES=$(CURDIR)/inspect/lenses' \
		'exec $(PYTHON) -B $(CURDIR)/python/tests/tap.py $(CURDIR)/python/tests/$(1)' >$@; \
	chmod +x $@

$(guest)/python_test: $(python)/lib/mview/py.typed python/python.mk
	$(call guest_python,guest)

$(guest)/python_dma_test: $(python)/lib/mview/py.typed python/python.mk
	$(call guest_python,dma)

# Not one of the tests that any guest can run: see scripts/check.
$(guest)/devices: $(python)/lib/mview/py.typed python/python.mk
	$(call guest_python,devices)

$(guest)/python_examples_test: $(python)/lib/mview/py.typed python/python.mk
	@MPLCONFIGDIR=$(python)/matplotlib $(PYTHON) -c 'import matplotlib.font_manager'
	$(call guest_python,examples)

guest-python: $(guest)/python_test $(guest)/python_dma_test
guest-tests: guest-python $(guest)/python_examples_test $(guest)/devices

.PHONY: wheel guest-python check-python bench-python
