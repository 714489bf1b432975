# SPDX-License-Identifier: MIT
#
# The whole build: one file, no recursion into directories, no list of sources
# to keep.  Sources are found; what is generated lies in build/gen; each object
# knows its headers (-MMD).
#
#   make            debug build (ASan, UBSan): build/debug/almoner, .../test
#   make release    build/almoner, stripped
#   make test       install what is missing, build both, lint, run everything
#   make demo       a made-up council on http://127.0.0.1:8080
#   make ledger     acknowledged writes under every fault (SIZE=small | medium | large)
#   make failover   the same on many machines, one after the other broken (as root)
#   make lint  plans  papers  reporting  analyze
#        bench  install  deb  clean                            (V=1 shows the commands)

MAKEFLAGS += --no-builtin-rules
.SUFFIXES:
.DELETE_ON_ERROR:
.SECONDARY:
.DEFAULT_GOAL := debug

VERSION := 0.1.0
PREFIX  ?= /usr/local
CC      := $(if $(filter default,$(origin CC)),gcc,$(CC))
B       := build
Q       := $(if $V,,@)

# ---- what there is ---------------------------------------------------------
TEST_C  := $(filter-out t/ledger/%,$(wildcard src/*/test_*.c t/*.c t/*/*.c))
APP_C   := $(filter-out $(TEST_C),$(wildcard src/*.c src/*/*.c))
SQL     := $(wildcard src/*/*.sql)
SCHEMA  := $(sort $(wildcard schema/*.sql))
VIEWS   := schema/views/reporting.sql
VOCAB_H := $(shell grep -lE '^VOCAB[^_A-Z]' src/*/*.h 2>/dev/null)

SQL_H   := $(SQL:src/%.sql=$B/gen/%.sql.h)
SQL_C   := $(SQL_H:.h=.c)
GEN_H   := $(SQL_H) $B/gen/db/ids.h
GEN_C   := $(SQL_C) $B/gen/db/schema.c $B/gen/db/reporting.c $B/gen/db/statements.c $B/gen/assets.c

# ---- flags -----------------------------------------------------------------
PACKAGES := libmicrohttpd sqlite3 libpq libsodium libseccomp jansson libcurl xlsxwriter zlib
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
        -Wwrite-strings -Wswitch-enum -Wvla -Wformat=2 -Wno-missing-field-initializers \
        -Wno-overlength-strings
ROOTS  := -D_GNU_SOURCE -Isrc -I$B/gen -I. -DALM_VERSION='"$(VERSION)"'
COMMON := -std=gnu17 $(WARN) -Werror -fPIE -fno-strict-aliasing -MMD -MP $(ROOTS)
# Found when first needed, so that `make test` may install them before.
PKG_CFLAGS = $(eval PKG_CFLAGS := $(shell pkg-config --cflags $(PACKAGES)))$(PKG_CFLAGS)
PKG_LIBS   = $(eval PKG_LIBS := $(shell pkg-config --libs $(PACKAGES)) -lm)$(PKG_LIBS)

debug_FLAGS   := -Og -g -fno-omit-frame-pointer -fsanitize=address,undefined \
                 -fno-sanitize-recover=undefined
release_FLAGS := -O3 -g1 -flto=auto -D_FORTIFY_SOURCE=2 -fstack-protector-strong
debug_LINK    := -pie -fsanitize=address,undefined
release_LINK  := -pie -flto=auto -Wl,-z,relro,-z,now,-z,noexecstack -Wl,--as-needed

# ---- C ---------------------------------------------------------------------
objects = $(patsubst %.c,$B/$1/%.o,$(patsubst $B/%,%,$2))

define FLAVOUR
$B/$1/%.o: %.c | $(GEN_H)
	@mkdir -p $$(@D)
	@echo 'cc   $1 $$<'
	$(Q)$$(CC) $(COMMON) $($1_FLAGS) $$(PKG_CFLAGS) $$(CFLAGS) -c -o $$@ $$<
$B/$1/gen/%.o: $B/gen/%.c | $(GEN_H)
	@mkdir -p $$(@D)
	@echo 'cc   $1 $$<'
	$(Q)$$(CC) $(COMMON) $($1_FLAGS) $$(PKG_CFLAGS) $$(CFLAGS) -c -o $$@ $$<
$B/$1/almoner: $(call objects,$1,$(APP_C) $(GEN_C))
	@echo 'link $$@'
	$(Q)$$(CC) $($1_LINK) $$(LDFLAGS) -o $$@ $$^ $$(PKG_LIBS)
$B/$1/test: $(call objects,$1,$(filter-out src/main.c,$(APP_C)) $(GEN_C) $(TEST_C))
	@echo 'link $$@'
	$(Q)$$(CC) $($1_LINK) $$(LDFLAGS) -o $$@ $$^ $$(PKG_LIBS)
endef
$(eval $(call FLAVOUR,debug))
$(eval $(call FLAVOUR,release))

# What bench/standing.sh measures: the program's own objects, and one that asks.
$B/release/standing: $(call objects,release,bench/standing.c $(filter-out src/main.c,$(APP_C)) \
		$(GEN_C))
	@echo 'link $@'
	$(Q)$(CC) $(release_LINK) $(LDFLAGS) -o $@ $^ $(PKG_LIBS)

$B/almoner: $B/release/almoner
	$(Q)strip -o $@ $<

# A program NAME of the build is tools/NAME.c and, if any, tools/NAME_*.c.
.SECONDEXPANSION:
$B/tools/%: tools/%.c $$(wildcard tools/$$*_*.c) $$(wildcard tools/$$*.h)
	@mkdir -p $(@D)
	@echo 'tool $@'
	$(Q)$(CC) -std=gnu17 $(WARN) -Werror -O1 -g -D_GNU_SOURCE -Isrc \
		-o $@ $(filter %.c,$^) -lsqlite3 -lz

# The ledger's checker, and what stands between the program and its disk: they
# share no code with the program, whose harm they are to see.
LEDGER := $B/ledger/check $B/ledger/fault.so

$B/ledger/check: t/ledger/check.c t/ledger/cut.c $(wildcard t/ledger/*.h)
	@mkdir -p $(@D)
	@echo 'tool $@'
	$(Q)$(CC) -std=gnu17 $(WARN) -Werror -O1 -g $(ROOTS) \
		-o $@ $(filter %.c,$^) -lsqlite3 -lsodium

$B/ledger/fault.so: t/ledger/fault.c t/ledger/record.h
	@mkdir -p $(@D)
	@echo 'tool $@'
	$(Q)$(CC) -std=gnu17 $(WARN) -Werror -O1 -g $(ROOTS) -fPIC -shared -o $@ $< -ldl

# ---- SQL -------------------------------------------------------------------
# mksql writes into build/made; what came out the same leaves build/gen alone,
# so that a comment in a room's header does not compile the world again.
keep = cmp -s $1 $2 || cp $1 $2

$B/made/%.sql.c: src/%.sql $B/tools/mksql $(SCHEMA) $(VOCAB_H)
	@mkdir -p $(@D)
	@echo 'sql  $<'
	$(Q)$B/tools/mksql sql $B/made/$*.sql $< -- $(SCHEMA) -- $(VOCAB_H)

$B/gen/%.sql.h $B/gen/%.sql.c: $B/made/%.sql.c
	@mkdir -p $(@D)
	@$(call keep,$(<:.c=.h),$B/gen/$*.sql.h) && $(call keep,$<,$B/gen/$*.sql.c)

$B/made/db/ids.h: $B/tools/mksql $(SCHEMA)
	@mkdir -p $(@D)
	$(Q)$B/tools/mksql ids $@ -- $(SCHEMA)

$B/gen/db/ids.h: $B/made/db/ids.h
	@mkdir -p $(@D)
	@$(call keep,$<,$@)

$B/gen/db/schema.c: $B/tools/mksql $(SCHEMA)
	@mkdir -p $(@D)
	$(Q)$B/tools/mksql schema $@ -- $(SCHEMA)

$B/made/db/reporting.c: $B/tools/mksql $(VIEWS) $(SCHEMA) $(VOCAB_H)
	@mkdir -p $(@D)
	@echo 'sql  $(VIEWS)'
	$(Q)$B/tools/mksql views $@ $(VIEWS) -- $(SCHEMA) -- $(VOCAB_H)

$B/gen/db/reporting.c: $B/made/db/reporting.c
	@mkdir -p $(@D)
	@$(call keep,$<,$@)

$B/gen/db/statements.c: $B/tools/mksql $(SQL)
	@mkdir -p $(@D)
	$(Q)$B/tools/mksql list $@ -- $(SQL)

# ---- style sheet, scripts, pictures ----------------------------------------
# Compiled from pinned npm packages, which never enter the tree.  The order of
# ASSETS matters: what is named by another comes first.
NPM      := $B/npm/node_modules
PICTURES := $(wildcard assets/*.svg assets/*.png)
FRONTEND := $(NPM)/govuk-frontend/dist/govuk
COMPLETE := $(NPM)/accessible-autocomplete
ASSETS   := govuk-frontend.min.js=$(FRONTEND)/govuk-frontend.min.js \
            accessible-autocomplete.min.js=$(COMPLETE)/dist/accessible-autocomplete.min.js \
            licences.txt=$B/gen/licences.txt $(foreach p,$(PICTURES),$(notdir $p)=$p) \
            almoner.css=$B/gen/almoner.css almoner.js=assets/almoner.js

$B/npm/installed: assets/package.json assets/package-lock.json
	@echo 'npm  ci (pinned by assets/package-lock.json)'
	$(Q)mkdir -p $(@D) && cp $^ $(@D) && cd $(@D) && \
		npm ci --ignore-scripts --omit=optional --no-audit --no-fund --loglevel=error
	@touch $@

$B/gen/almoner.css: $(wildcard assets/*.scss) $B/npm/installed
	@mkdir -p $(@D)
	@echo 'sass assets/almoner.scss'
	$(Q)node $(NPM)/sass/sass.js --load-path=$(NPM) --no-source-map --quiet-deps \
		--style=compressed assets/almoner.scss $@

# Their licences ask to travel with what is made of them.
$B/gen/licences.txt: LICENSE $B/npm/installed
	@mkdir -p $(@D)
	$(Q)( echo Almoner; echo; cat LICENSE; echo; \
		echo 'In its style sheet and scripts: govuk-frontend and accessible-autocomplete'; \
		echo '(which holds Preact and core-js, under the MIT licence too)'; echo; \
		cat $(COMPLETE)/LICENSE.txt ) > $@

$B/gen/assets.c: $B/tools/mkasset $B/gen/almoner.css $B/gen/licences.txt \
                 assets/almoner.js $(PICTURES)
	$(Q)$B/tools/mkasset $@ $(ASSETS)

# ---- targets ---------------------------------------------------------------
LISTEN ?= 127.0.0.1:8080
DEMO   := $B/demo-council

debug: $B/debug/almoner $B/debug/test
release: $B/almoner

lint: $B/tools/lint
	$(Q)$B/tools/lint

# What the statements read and sort beyond what they were asked for.
plans: $B/debug/test
	$(Q)T_GOLDEN=write $B/debug/test plans_are_as_they_were
	$(Q)git --no-pager diff --stat -- t/golden/plans.txt
	$(Q)T_TEST=$B/debug/test t/pg/run plans

# From each paragraph of the councils' papers to the journeys that show it.
papers:
	$(Q)tools/papers > doc/papers.md

# The second half of the guide for readers of the views: what each column means.
reporting:
	$(Q)tools/reporting

# As many at once as there are processors, unless the caller said how many.
JOBS = $(if $(filter -j%,$(MAKEFLAGS)),,-j$(shell nproc))

# What cannot even be built is one failure, and the last line says so.
test:
	$(Q)tools/deps test
	$(Q)$(MAKE) $(JOBS) --no-print-directory debug release $B/tools/lint $(LEDGER) || \
		{ echo '0 passed, 1 failed'; exit 1; }
	$(Q)t/run

# Acknowledged writes under every fault.  The small one is part of `make test`;
# the large one keeps what it found.
SIZE ?= large
ledger:
	$(Q)tools/deps test
	$(Q)$(MAKE) $(JOBS) --no-print-directory release $(LEDGER)
	$(Q)mkdir -p doc/measured && ALMONER=$B/almoner LEDGER_TOOLS=$B/ledger \
		LEDGER_WRITE=$(if $(filter small,$(SIZE)),,doc/measured/ledger.md) \
		node t/ledger/run.mjs $(SIZE) $(SEED)

# Three database machines and two for the application, in a network of their own
# (namespaces: as root).  Not part of `make test`: it takes ten minutes a round.
ROUNDS ?= 1
failover:
	$(Q)tools/deps failover
	$(Q)$(MAKE) $(JOBS) --no-print-directory release $(LEDGER)
	$(Q)mkdir -p doc/measured && ALMONER=$B/almoner LEDGER_TOOLS=$B/ledger \
		FAILOVER_WRITE=doc/measured/failover.md \
		unshare -n -- node t/failover/drill.mjs $(ROUNDS) $(SEED)

# `almoner demo` says who may sign in and how; kept beside the council it made.
demo:
	$(Q)tools/deps build
	$(Q)$(MAKE) $(JOBS) --no-print-directory release
	$(Q)if [ ! -d $(DEMO) ]; then \
		echo 'Making a demonstration council in $(DEMO) ...'; rm -rf $(DEMO).new; \
		$B/almoner demo $(DEMO).new > $(DEMO).txt || { cat $(DEMO).txt; exit 1; }; \
		mv $(DEMO).new $(DEMO); fi
	$(Q)[ ! -f $(DEMO).txt ] || sed 's|127\.0\.0\.1:8080|$(LISTEN)|g' $(DEMO).txt
	$(Q)echo 'Serving on http://$(LISTEN)   (Ctrl-C stops it)'
	$(Q)exec $B/almoner serve --data $(DEMO) --listen $(LISTEN)

bench:
	$(Q)tools/deps test
	$(Q)$(MAKE) $(JOBS) --no-print-directory release
	$(Q)bench/run

# Slow, and it may be wrong: read what it says, change what it is right about.
analyze: $(GEN_H)
	$(Q)for f in $(APP_C); do echo "analyze $$f"; \
		$(CC) -std=gnu17 $(WARN) $(ROOTS) $(PKG_CFLAGS) \
			-O1 -fanalyzer -c -o /dev/null $$f; done
	$(Q)! command -v cppcheck >/dev/null || \
		cppcheck -q --enable=warning,portability -Isrc -I$B/gen $(APP_C)

install: release $B/gen/licences.txt
	install -D -m 755 $B/almoner $(DESTDIR)$(PREFIX)/bin/almoner
	install -D -m 644 packaging/almoner.1 $(DESTDIR)$(PREFIX)/share/man/man1/almoner.1
	install -D -m 644 $B/gen/licences.txt $(DESTDIR)$(PREFIX)/share/doc/almoner/copyright
	install -d $(DESTDIR)$(PREFIX)/share/doc/almoner/cluster
	install -m 644 packaging/roles.sql $(DESTDIR)$(PREFIX)/share/doc/almoner
	install -m 644 packaging/cluster/* $(DESTDIR)$(PREFIX)/share/doc/almoner/cluster
	install -d $(DESTDIR)$(PREFIX)/lib/systemd/system
	sed 's|@PREFIX@|$(PREFIX)|' packaging/almoner.service \
		> $(DESTDIR)$(PREFIX)/lib/systemd/system/almoner.service

deb: release
	$(Q)rm -rf $B/deb
	$(Q)$(MAKE) --no-print-directory install DESTDIR=$B/deb PREFIX=/usr
	$(Q)packaging/mkdeb $B/deb $(VERSION) $B

clean:
	rm -rf $B

.PHONY: debug release lint papers reporting plans test ledger failover demo bench analyze install \
	deb clean

-include $(shell find $B/debug $B/release -name '*.d' 2>/dev/null)
