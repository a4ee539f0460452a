# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Installing, for the Makefile above.
#
#	install      DESTDIR, prefix, bindir, libdir, includedir, mandir, udevdir, sysusersdir, pythondir, and bashdir, zshdir, fishdir for completion are respected
#	uninstall    removes what install put there; the same DESTDIR and prefix lead to its list
#
#	             without the Python package if "wheel" is empty
#
# All is put into a directory of its own first, and from there to where it belongs.

manifest := $(prefix)/share/mview/installed
stage = $(BUILD)/stage

# A page of section 3 has the names of several functions, each of which is a page that leads to it.
wheel = wheel

stage: all $(wheel)
	@rm -rf $(stage)
	@$(INSTALL) -d $(stage)$(bindir) $(stage)$(libdir)/pkgconfig $(stage)$(includedir)/mview $(stage)$(includedir)/mview-inspect $(stage)$(dir $(manifest))lenses $(stage)$(dir $(manifest))schema $(stage)$(prefix)/share/doc/mview/examples \
		$(stage)$(mandir)/man1 $(stage)$(mandir)/man3 $(stage)$(mandir)/man5 $(stage)$(mandir)/man7 $(stage)$(udevdir) $(stage)$(sysusersdir) $(stage)$(pythondir) \
		$(stage)$(bashdir) $(stage)$(zshdir) $(stage)$(fishdir)
	@$(INSTALL) -m 755 $(tool) $(stage)$(bindir)
	@$(INSTALL) -m 755 $(shared) $(inspect_shared) $(stage)$(libdir)
	@ln -s $(notdir $(shared)) $(stage)$(libdir)/$(soname)
	@ln -s $(soname) $(stage)$(libdir)/libmview.so
	@ln -s $(notdir $(inspect_shared)) $(stage)$(libdir)/$(inspect_soname)
	@ln -s $(inspect_soname) $(stage)$(libdir)/libmview-inspect.so
	@$(INSTALL) -m 644 $(static) $(inspect_static) $(stage)$(libdir)
	@$(INSTALL) -m 644 include/*.h inspect/include/*.h $(stage)$(includedir)
	@$(INSTALL) -m 644 include/mview/*.h $(stage)$(includedir)/mview
	@$(INSTALL) -m 644 inspect/include/mview-inspect/*.h $(stage)$(includedir)/mview-inspect
	@$(INSTALL) -m 644 60-mview.rules $(stage)$(udevdir)
	@$(INSTALL) -m 644 mview.sysusers $(stage)$(sysusersdir)/mview.conf
	@$(INSTALL) -m 644 completion/mview.bash $(stage)$(bashdir)/mview
	@$(INSTALL) -m 644 completion/_mview $(stage)$(zshdir)
	@$(INSTALL) -m 644 completion/mview.fish $(stage)$(fishdir)
	@for pc in libmview inspect/mview-inspect; do \
		sed 's|@prefix@|$(prefix)|; s|@includedir@|$(includedir)|; s|@libdir@|$(libdir)|; s|@version@|$(version)|' $$pc.pc.in \
			>$(stage)$(libdir)/pkgconfig/$${pc##*/}.pc; \
	done
	@$(INSTALL) -m 644 man/*.1 $(stage)$(mandir)/man1
	@$(INSTALL) -m 644 man/*.3 inspect/man/*.3 $(stage)$(mandir)/man3
	@$(INSTALL) -m 644 inspect/man/*.5 $(stage)$(mandir)/man5
	@$(INSTALL) -m 644 man/*.7 $(stage)$(mandir)/man7
	@$(INSTALL) -m 644 inspect/lenses/*.yaml $(stage)$(dir $(manifest))lenses
	@$(INSTALL) -m 644 examples/* $(stage)$(prefix)/share/doc/mview/examples
	@$(INSTALL) -m 644 cli/schema/*.json $(stage)$(dir $(manifest))schema
	@for page in man/*.3 inspect/man/*.3; do \
		for name in $$(sed -n 's/^\.Nm \(mview_[a-z0-9_]*\).*/\1/p' $$page); do \
			page=$${page##*/}; \
			[ $$name.3 = $$page ] || echo ".so man3/$$page" >$(stage)$(mandir)/man3/$$name.3; \
		done; \
	done
	$(if $(wheel),@$(PYTHON) -m zipfile -e $(python)/wheel/*.whl $(stage)$(pythondir))
	@touch $(stage)$(manifest)

# The loader finds a new library by its cache, unless all is only put together below DESTDIR.
install: stage
	./install-tree install $(stage) "$(DESTDIR)" $(manifest)
	@rm -rf $(stage)
ifeq ($(DESTDIR),)
	@PATH=$$PATH:/usr/sbin:/sbin; ldconfig || echo "the loader has to be told: run ldconfig as root"
	@PATH=$$PATH:/usr/sbin:/sbin; ldconfig -p | grep -qF '=> $(libdir)/$(soname)' || \
		echo "the loader does not look into $(libdir): name that in /etc/ld.so.conf.d/mview.conf and run ldconfig," \
			"or set LD_LIBRARY_PATH"
endif

uninstall:
	./install-tree uninstall "$(DESTDIR)" $(manifest)
ifeq ($(DESTDIR),)
	@PATH=$$PATH:/usr/sbin:/sbin; ldconfig || echo "the loader has to be told: run ldconfig as root"
endif

.PHONY: stage install uninstall
