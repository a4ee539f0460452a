# SPDX-License-Identifier: GPL-2.0
#
# libmview-inspect, for the Makefile above. It opens the libraries of inspect_loads, as pkg-config calls them, when they are needed:
# it wants their headers.

inspect_soname := libmview-inspect.so.0
inspect_shared := $(lib)/libmview-inspect.so.$(version)
inspect_static := $(lib)/libmview-inspect.a
inspect_loads := libdeflate liblz4 libzstd libbpf libdrm libelf yaml-0.1

# A floor includes and calls those before it only.
inspect_floors := base record sources types expr text lens ring
inspect_sources := $(foreach floor,$(inspect_floors),$(wildcard inspect/$(floor)/*.c))
inspect_headers := $(wildcard inspect/include/*.h inspect/include/*/*.h)
inspect_includes := -Iinspect/include
inspect_flags := $(flags) $(includes) $(inspect_includes) -Iinspect -I. -fPIC -fvisibility=hidden -pthread
inspect_objects := $(call objects,$(obj),$(inspect_sources))
inspect_flags += -DMVIEW_DATADIR='"$(prefix)/share"'
inspect_flags += $(shell pkg-config --cflags $(inspect_loads))
# Its tests call some of them by themselves.
inspect_libs := $(shell pkg-config --libs $(inspect_loads))

$(obj)/inspect/%.o: inspect/%.c Makefile inspect/inspect.mk
	@mkdir -p $(@D)
	$(call say,CC  )$(CC) $(inspect_flags) $(CPPFLAGS) $(CFLAGS) $(depend) -c -o $@ $<

$(inspect_shared): $(inspect_objects) inspect/libmview-inspect.map $(shared)
	@mkdir -p $(@D)
	$(call say,LD  )$(CC) -shared -Wl,-soname,$(inspect_soname) -Wl,--version-script=inspect/libmview-inspect.map -Wl,-z,defs \
		$(CFLAGS) $(LDFLAGS) -pthread -o $@ $(inspect_objects) -L$(lib) -lmview
	@ln -sf $(@F) $(lib)/$(inspect_soname)
	@ln -sf $(inspect_soname) $(lib)/libmview-inspect.so

$(inspect_static): $(inspect_objects)
	@mkdir -p $(@D)
	@rm -f $@
	$(call say,AR  )$(AR) rcs $@ $^

all: $(inspect_shared) $(inspect_static)

# Its tests are linked with its sanitised objects, and those of libmview.
inspect_mains := $(wildcard inspect/tests/*_test.c)
inspect_tested := $(call objects,$(asan),$(inspect_sources))
inspect_programs := $(patsubst inspect/tests/%.c,$(asan)/inspect_%,$(inspect_mains))

$(asan)/inspect/tests/%.o: inspect/tests/%.c Makefile inspect/inspect.mk
	@mkdir -p $(@D)
	$(call say,CC  )$(CC) $(filter-out -fvisibility=hidden,$(inspect_flags)) -Itests $(asan_flags) $(depend) -c -o $@ $<

$(asan)/inspect/%.o: inspect/%.c Makefile inspect/inspect.mk
	@mkdir -p $(@D)
	$(call say,CC  )$(CC) $(inspect_flags) $(asan_flags) $(depend) -c -o $@ $<

inspect_test_shared := $(call objects,$(asan),$(filter-out %_test.c,$(wildcard inspect/tests/*.c)))

$(inspect_programs): $(asan)/inspect_%: $(asan)/inspect/tests/%.o $(inspect_test_shared) $(inspect_tested) $(asan)/libtested.a
	$(call say,LD  )$(CC) $(asan_flags) $(wraps) -pthread -o $@ $^ -lcmocka $(test_libs) $(inspect_libs)

# In these, the test stands for what it wraps: the kernel that tells of buffers and origins, and a driver of cameras.
comma := ,
$(asan)/inspect_camera_test: wraps := $(wrap_ioctl)
$(asan)/inspect_dma_test: wraps := -Wl,--wrap=mview_device_open -Wl,--wrap=mview_device_close -Wl,--wrap=mview_origin_next -Wl,--wrap=mview_origin_free -Wl,--wrap=mview_open_id

$(asan)/inspect_ring_work_test: wraps := -Wl,--wrap=mview_tobytes
$(asan)/inspect_lens_match_test: wraps := $(patsubst %,-Wl$(comma)--wrap=mview_%,buffer_id buffer_by_id buffer_free origin_by_id origin_free dma_find dma_free)

test-programs: $(inspect_programs)

# Fuzzing of BTF; verify.mk does the same of the core.
inspect_fuzz := btf expr bits lens snapshot recording
inspect_replays := $(inspect_fuzz:%=$(asan)/replay_%)
inspect_fuzzers := $(inspect_fuzz:%=$(obj)/fuzz/%)

$(inspect_fuzz:%=$(asan)/tests/fuzz/%.o): cli_flags += -Iinspect

$(inspect_replays): $(asan)/replay_%: $(asan)/tests/fuzz/%.o $(asan)/tests/fuzz/replay.o $(inspect_tested) $(asan)/libtested.a
	$(call say,LD  )$(CC) $(asan_flags) -pthread -o $@ $^ -lm $(inspect_libs)

test-programs: $(inspect_replays)

$(inspect_fuzzers): $(obj)/fuzz/%: tests/fuzz/%.c $(inspect_sources) $(wildcard inspect/*/*.h) $(static)
	@mkdir -p $(@D)
	$(call say,FUZZ)clang $(filter-out -Wmissing-prototypes,$(inspect_flags)) -I. $(fuzz_flags) -o $@ $(filter %.c,$^) $(static) -lm $(inspect_libs)

fuzzers: $(inspect_fuzzers)

# And in the guest
inspect_guest_mains := $(wildcard inspect/tests/guest/*_test.c)
inspect_guest_programs := $(patsubst inspect/tests/guest/%.c,$(guest)/%,$(inspect_guest_mains))
inspect_guest_shared := $(call objects,$(obj),inspect/tests/holder.c $(filter-out %_test.c,$(wildcard inspect/tests/guest/*.c)))

$(obj)/inspect/tests/%.o: inspect/tests/%.c Makefile inspect/inspect.mk
	@mkdir -p $(@D)
	$(call say,CC  )$(CC) $(filter-out -fvisibility=hidden,$(inspect_flags)) -Itests -Iinspect/tests $(CPPFLAGS) $(CFLAGS) $(depend) -c -o $@ $<

$(inspect_guest_programs): $(guest)/%: $(obj)/inspect/tests/guest/%.o $(inspect_guest_shared) $(inspect_shared)
	@mkdir -p $(@D)
	$(call say,LD  )$(CC) $(CFLAGS) $(LDFLAGS) -Wl,-rpath,'$$ORIGIN/../lib' -o $@ $(filter %.o,$^) -L$(lib) -lmview-inspect -lmview \
		$(inspect_libs) \
		-lcmocka -lm -pthread

guest-programs: $(inspect_guest_programs)

-include $(inspect_objects:.o=.d) $(inspect_tested:.o=.d) $(inspect_mains:%.c=$(asan)/%.d) $(inspect_guest_mains:%.c=$(obj)/%.d) \
	$(inspect_guest_shared:.o=.d) $(inspect_fuzz:%=$(asan)/tests/fuzz/%.d)
