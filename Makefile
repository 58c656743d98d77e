# Builds yichuang. Everyday use goes through ./run and ./test; this file is what they call.
#   make                     release build in build/release
#   make SANITIZE=1          ASan and UBSan build in build/sanitize
#   make unit                unit tests of the chosen build (all *_test.c), with their summary lines
#   make unit-calendar       unit tests of one module
# Sources are found by pattern: a new file in src/<module>/ needs no line here. MODULES is the house order (tools/check_order).
# DESKS are the rooms beside the case; none of them knows another.
DESKS := accounts seals certificates meetings enquiries agency packages reform exchange notices
MODULES := base store http ledger calendar people catalog process documents pictures cases desk $(DESKS) window pages api yichuang

ifdef FUZZ
B ?= build/fuzz
OPT := -O1 -g -fsanitize=address,undefined,fuzzer-no-link -fno-sanitize-recover=all -fno-omit-frame-pointer -Wno-unused-command-line-argument
COMPILER := clang
else ifdef SANITIZE
B ?= build/sanitize
OPT := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
else
B ?= build/release
OPT := -O2 -g -D_FORTIFY_SOURCE=2
endif
CC := $(shell command -v ccache >/dev/null && echo ccache) $(or $(COMPILER),gcc)
PACKAGES := libmicrohttpd sqlite3 jansson libcrypto libsodium pangocairo pangoft2 fontconfig cairo-pdf libqrencode libzip expat libseccomp zlib libcurl
PKG_CFLAGS := $(shell pkg-config --cflags $(PACKAGES)) 
PKG_LIBS := $(shell pkg-config --libs $(PACKAGES)) -lxlsxwriter -lm -lpthread
CFLAGS := -std=gnu11 -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Werror=implicit-function-declaration -Wno-missing-field-initializers $(OPT) \
	-fstack-protector-strong -fcf-protection $(if $(FUZZ),,-ftrivial-auto-var-init=zero) -fPIE -Isrc -I$(B)/gen $(PKG_CFLAGS) $(EXTRA_CFLAGS)
LDFLAGS := -pie -Wl,-z,relro,-z,now $(OPT)

SOURCES := $(foreach m,$(MODULES),$(filter-out %_test.c,$(wildcard src/$(m)/*.c)))
TESTS := $(foreach m,$(MODULES),$(wildcard src/$(m)/*_test.c))
LIB_SOURCES := $(filter-out src/yichuang/main.c,$(SOURCES))
# Objects stand in a directory named like their module; those of yichuang in cmd, because $(B)/yichuang is the program.
object_of = $(patsubst $(B)/yichuang/%,$(B)/cmd/%,$(patsubst src/%,$(B)/%,$(1)))
place = $(patsubst yichuang,cmd,$(1))
LIB_OBJECTS := $(call object_of,$(LIB_SOURCES:.c=.o))
UNIT := $(call object_of,$(TESTS:_test.c=_test))

all: $(B)/yichuang $(B)/verify_receipt

# Files embedded into the binary (schema, templates, messages, styles, data of the demonstration district).
EMBED := $(sort $(wildcard schema/*.sql) $(wildcard web/templates/*.html web/templates/*/*.html web/messages/*.txt web/*.html web/dist/* web/dist/*/*) $(wildcard data/*/*))
$(B)/gen/embed.c: tools/embed $(EMBED)
	@mkdir -p $(@D)
	@sh tools/embed $(EMBED) > $@.tmp && mv $@.tmp $@
$(B)/gen/embed.o: $(B)/gen/embed.c
	@$(CC) -std=gnu11 -O0 -c $< -o $@

$(B)/%.o: src/%.c
	@mkdir -p $(@D)
	@echo "  CC $<"
	@$(CC) $(CFLAGS) -MMD -MP -c $< -o $@

$(B)/cmd/%.o: src/yichuang/%.c
	@mkdir -p $(@D)
	@echo "  CC $<"
	@$(CC) $(CFLAGS) -MMD -MP -c $< -o $@

$(B)/libyichuang.a: $(LIB_OBJECTS) $(B)/gen/embed.o
	@rm -f $@ && ar rcs $@ $^

$(B)/yichuang: $(B)/cmd/main.o $(B)/libyichuang.a
	@echo "  LD $@"
	@[ ! -d $@ ] || rm -r $@
	@$(CC) $(LDFLAGS) $< $(B)/libyichuang.a $(PKG_LIBS) -o $@

# The citizen's verifier links none of the server.
$(B)/verify_receipt: tools/verify_receipt.c
	@mkdir -p $(@D)
	@$(CC) -std=gnu11 -Wall -Wextra $(OPT) -fPIE $< $(LDFLAGS) -lcrypto -ljansson -o $@

# A module's test links the objects of its own module and of those below it, so a half-written neighbour above does no harm.
upto = $(if $(filter $(1),$(firstword $(2))),$(firstword $(2)),$(firstword $(2)) $(call upto,$(1),$(wordlist 2,99,$(2))))
define unit_rule
$(B)/test-$(1).a: $$(filter $$(foreach m,$(call upto,$(1),$(MODULES)),$(B)/$$(call place,$$(m))/%),$(LIB_OBJECTS)) $(B)/gen/embed.o
	@rm -f $$@ && ar rcs $$@ $$^
$(filter $(B)/$(call place,$(1))/%,$(UNIT)): %: %.o $(B)/test-$(1).a
	@$(CC) $(LDFLAGS) $$< $(B)/test-$(1).a $(PKG_LIBS) -lcmocka -o $$@
unit-$(1): $(filter $(B)/$(call place,$(1))/%,$(UNIT))
	@for t in $$^; do $$$$t || exit 1; done
endef
$(foreach m,$(MODULES),$(eval $(call unit_rule,$(m))))
unit: $(UNIT)
	@for t in $^; do $$t || exit 1; done

unit-programs: $(UNIT)

# Benchmarks: every bench/*.c is a program of its own, linked with the whole library.
BENCH := $(patsubst bench/%.c,$(B)/bench/%,$(wildcard bench/*.c))
$(B)/bench/%: bench/%.c $(B)/libyichuang.a
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) $(LDFLAGS) $< $(B)/libyichuang.a $(PKG_LIBS) -o $@
bench: $(BENCH)

# Fuzzers: clang's libFuzzer with ASan and UBSan over the library built the same way (make FUZZ=1 fuzz).
FUZZERS := $(patsubst tests/fuzz/%.c,$(B)/%,$(wildcard tests/fuzz/fuzz_*.c))
$(B)/fuzz_%: tests/fuzz/fuzz_%.c $(B)/libyichuang.a
	@$(CC) $(CFLAGS) $(LDFLAGS) -fsanitize=fuzzer $< $(B)/libyichuang.a $(PKG_LIBS) -o $@
fuzz: $(FUZZERS)

# The simulator: one program of several files, linked with the whole library.
$(B)/simulator: $(wildcard tests/simulator/*.c tests/simulator/*.h) $(B)/libyichuang.a
	@echo "  CC tests/simulator"
	@$(CC) $(CFLAGS) $(LDFLAGS) $(filter %.c,$^) $(B)/libyichuang.a $(PKG_LIBS) -o $@
simulator: $(B)/simulator

clean:
	rm -rf build
-include $(LIB_OBJECTS:.o=.d) $(UNIT:=.d) $(B)/cmd/main.d
.PHONY: all unit unit-programs bench fuzz simulator clean
.SECONDARY:
