# mod_sistercity. `make help` lists the targets.

APXS := $(shell command -v apxs || command -v apxs2 || echo apxs)
PYTHON := /usr/bin/python3
CC := gcc
WARNINGS := -Wall -Wextra -Wshadow -Wpointer-arith -Wstrict-prototypes -Werror
CFLAGS := -O2 -g
# V=1 shows the commands.
QUIET := $(if $(V),,@)
# The newest of debian/changelog, without Debian's revision, and as others write it: 1.0.0-rc1 for 1.0.0~rc1-1.
UPSTREAM := $(shell sed '1{s/.*(//;s/-[^-]*).*//;q}' debian/changelog)
VERSION := $(subst ~,-,$(UPSTREAM))

SRC := mod_sistercity
OUT := build
GEN := $(OUT)/generated
LIBRARIES := apr-1 apr-util-1 icu-i18n icu-uc jansson libcmark libcrypto libmagic sqlite3
CPPFLAGS := -I$(SRC) -I$(GEN)
# Evaluated when the first recipe needs them, after the packages that answer them are there.
PACKAGE_CFLAGS = $(eval PACKAGE_CFLAGS := $$(shell pkg-config --cflags $(LIBRARIES)))$(PACKAGE_CFLAGS)
PACKAGE_LIBS = $(eval PACKAGE_LIBS := $$(shell pkg-config --libs $(LIBRARIES)) -lcsv -lroaring -lm)$(PACKAGE_LIBS)
HTTPD_CFLAGS = $(eval HTTPD_CFLAGS := -I$$(shell $(APXS) -q INCLUDEDIR))$(HTTPD_CFLAGS)
COMPILE = $(CC) -std=gnu11 $(CFLAGS) $(WARNINGS) -fPIC -fvisibility=hidden $(CPPFLAGS) $(PACKAGE_CFLAGS)

ROOMS := model language view store present
# Rooms have smaller rooms, and these may have one more: no room is deeper.
sources_in = $(wildcard $(addprefix $(SRC)/$(1)/,*.c */*.c */*/*.c))
ROOM_SOURCES := $(foreach room,$(ROOMS),$(call sources_in,$(room)))
CATALOGUES := $(wildcard $(SRC)/language/po/*.po)
SCHEMA_SOURCES := $(wildcard sql/*.sql sql/*/*.sql sql/*.txt sql/*.csv $(SRC)/model/entities/*.def) $(SRC)/model/entity.c
EMBEDDED := $(SRC)/language/table/workbook.py $(SRC)/present/page/sistercity.css $(addprefix $(SRC)/present/office/sistercity-admin,.css .js) \
  $(SRC)/httpd/describe/openapi.json
GENERATED := $(GEN)/catalogues.c $(GEN)/schema.c $(GEN)/stylesheet.c $(GEN)/admin_stylesheet.c $(GEN)/admin_script.c $(GEN)/openapi.c $(GEN)/workbook_script.c
CORE_OBJECTS := $(ROOM_SOURCES:$(SRC)/%.c=$(OUT)/%.o) $(GENERATED:.c=.o) $(GEN)/outlines.o
HTTPD_OBJECTS := $(patsubst $(SRC)/%.c,$(OUT)/%.o,$(call sources_in,httpd))
TOOL_OBJECTS := $(patsubst $(SRC)/%.c,$(OUT)/%.o,$(call sources_in,tool))
UNIT_TESTS := $(patsubst tests/unit/%.c,$(OUT)/unit/%,$(wildcard tests/unit/test_*.c))
ALL_SOURCES := $(wildcard $(addprefix $(SRC)/,*/*.c */*/*.c */*/*/*.c */*.h */*/*.h */*/*/*.h */*/*.def) tests/unit/*.c)

.PHONY: all module tool unit
all: module tool
module: $(OUT)/mod_sistercity.so
tool: $(OUT)/sistercityctl
unit: $(UNIT_TESTS)

$(OUT)/libsistercity.a: $(CORE_OBJECTS)
	$(QUIET)rm -f $@ && ar rcs $@ $^

# nodelete: ICU's caches would leak once more with every graceful reload that unloads the module.
# Bsymbolic: a new version that a reload brings must not use the variables of the one that stayed.
$(OUT)/mod_sistercity.so: $(HTTPD_OBJECTS) $(OUT)/libsistercity.a
	$(QUIET)$(CC) -shared -Wl,-z,nodelete,-z,relro,-z,now -Wl,-Bsymbolic -o $@.new $^ $(PACKAGE_LIBS) $(LDFLAGS) && mv $@.new $@

$(OUT)/sistercityctl: $(TOOL_OBJECTS) $(OUT)/libsistercity.a
	$(QUIET)$(CC) -o $@ $^ $(PACKAGE_LIBS) $(LDFLAGS)

# The one that needs more than the rooms below httpd.
$(OUT)/unit/test_progress: $(OUT)/httpd/form/import_progress.o
$(OUT)/unit/test_progress: CPPFLAGS += $(HTTPD_CFLAGS)

$(OUT)/unit/%: tests/unit/%.c $(OUT)/libsistercity.a
	@mkdir -p $(@D)
	$(QUIET)$(COMPILE) -MMD -MP -Itests/unit -o $@ $< $(filter %.o,$^) $(OUT)/libsistercity.a -lcmocka $(PACKAGE_LIBS) $(LDFLAGS)

$(HTTPD_OBJECTS): $(OUT)/%.o: $(SRC)/%.c
	@mkdir -p $(@D); echo "CC $<"
	$(QUIET)$(COMPILE) $(HTTPD_CFLAGS) -MMD -MP -c -o $@ $<

$(OUT)/generated/%.o: $(OUT)/generated/%.c
	$(QUIET)$(COMPILE) -MMD -MP -c -o $@ $<

$(OUT)/%.o: $(SRC)/%.c
	@mkdir -p $(@D); echo "CC $<"
	$(QUIET)$(COMPILE) -MMD -MP -c -o $@ $<

$(GEN)/catalogues.c: $(SRC)/scripts/catalogues.py $(CATALOGUES) | $(GEN)/.
	$(PYTHON) $(SRC)/scripts/catalogues.py $(CATALOGUES) > $@.new && mv $@.new $@

OUTLINES := $(SRC)/scripts/outlines.py $(SRC)/present/picture/outlines.txt
$(GEN)/outlines.c: $(OUTLINES) | $(GEN)/.
	$(PYTHON) $(OUTLINES) > $@.new && mv $@.new $@

# Also to look at: the whole schema as it is, and the migrations.
$(GEN)/%.sql: $(SRC)/scripts/schema.py $(SCHEMA_SOURCES) | $(GEN)/.
	$(PYTHON) $< $(subst _, ,$*) > $@.new && mv $@.new $@

DIALECTS := sqlite postgresql sqlite_migrations postgresql_migrations
$(GEN)/schema.c: $(SRC)/scripts/embed.py $(SRC)/store/db/schema.h $(DIALECTS:%=$(GEN)/%.sql)
	$(PYTHON) $< sql store/db/schema.h $(foreach name,$(DIALECTS),sc_sql_$(name) $(GEN)/$(name).sql) > $@.new && mv $@.new $@

$(GEN)/stylesheet.c: $(SRC)/scripts/embed.py $(SRC)/present/page/sistercity.css | $(GEN)/.
	$(PYTHON) $< file present/write/frame.h sc_stylesheet $(word 2,$^) > $@.new && mv $@.new $@

$(GEN)/admin_stylesheet.c: $(SRC)/scripts/embed.py $(SRC)/present/office/sistercity-admin.css | $(GEN)/.
	$(PYTHON) $< file present/write/frame.h sc_admin_stylesheet $(word 2,$^) > $@.new && mv $@.new $@

$(GEN)/admin_script.c: $(SRC)/scripts/embed.py $(SRC)/present/office/sistercity-admin.js | $(GEN)/.
	$(PYTHON) $< file present/write/frame.h sc_admin_script $(word 2,$^) > $@.new && mv $@.new $@

$(GEN)/openapi.c: $(SRC)/scripts/embed.py $(SRC)/httpd/describe/openapi.json | $(GEN)/.
	$(PYTHON) $< text httpd/describe/openapi.h sc_openapi $(word 2,$^) > $@.new && mv $@.new $@

$(GEN)/workbook_script.c: $(SRC)/scripts/embed.py $(SRC)/language/table/workbook.py | $(GEN)/.
	$(PYTHON) $< string language/table/workbook.h sc_workbook_script $(word 2,$^) > $@.new && mv $@.new $@

# The build id changes whenever any source does: validators of responses contain it.
$(GEN)/version.h: $(ALL_SOURCES) $(CATALOGUES) $(EMBEDDED) $(OUTLINES) Makefile | $(GEN)/.
	@printf '#define SC_VERSION "%s"\n#define SC_BUILD_ID "%s"\n' $(VERSION) \
	  "$$(cat $(sort $(filter-out |,$^)) | sha256sum | cut -c1-12)" > $@

# Those that name it.
$(patsubst $(SRC)/%.c,$(OUT)/%.o,$(shell grep -rl --include=*.c version.h $(SRC))): $(GEN)/version.h

$(GEN)/.:
	@mkdir -p $@

-include $(shell find $(OUT) -name '*.d' 2>/dev/null)

.PHONY: run stop test clients bench soak scan cluster asan pools tsan valgrind fuzz packages-% install deb package-test package-test-here pot pot-file format clean help
packages-%:
	@$(SRC)/scripts/install_packages $*

# The packages come first; what needs their answers (pkg-config, apxs) is a make of its own.
run: packages-run
	@$(MAKE) --no-print-directory all
	@conf/demo/serve start

stop:
	@conf/demo/serve stop

# T selects: a path below tests/, or words that a test's name has. make test T=partners
JOBS := $(shell nproc)
# More than there are processors: tests also wait, for the second after which an edit must be seen, or for a server to start.
WORKERS := $(shell echo $$(($(JOBS) + ($(JOBS) + 1) / 2)))
# What fails is run once more, and the summary counts it as rerun: among thousands of tests beside real servers one meets an
# unlucky moment of the machine. What is broken fails twice. Each worker would take ten seconds to look at the tests if their
# bytecode were not kept.
PYTEST := PYTHONDONTWRITEBYTECODE= $(PYTHON) -m pytest -q -p no:cacheprovider -n $(WORKERS) --dist loadgroup --reruns 1 -rR
test: packages-test
	@$(MAKE) --no-print-directory -j$(JOBS) all unit $(OUT)/node_modules/.done
	@$(PYTEST) $(if $(findstring /,$(T)),$(T),tests --ignore=tests/clients $(if $(T),-k "$(T)"))

# What other people's programs make of what is published; tests/clients/README.md. Lighthouse measures time: it has the machine to itself.
clients: packages-clients
	@$(MAKE) --no-print-directory -j$(JOBS) all $(OUT)/clients/node_modules/.done
	@$(PYTEST) tests/clients $(if $(T),-k "$(T)",--ignore=tests/clients/test_lighthouse.py)
	@$(if $(T),,$(PYTEST) -n 0 tests/clients/test_lighthouse.py)

# SIZES=4000,35000,400000 ROUNDS=3 SECONDS=2 DATABASES=sqlite,postgresql DATA=DIR BASELINE=DIR; tests/bench/README.md
bench: packages-bench
	@$(MAKE) --no-print-directory all
	@$(PYTHON) tests/bench/run.py

# Edits, imports and uploads while httpd is killed and its file locked and restored, SECONDS=1800 SEED=1; then power cuts, CUTS=1000
soak: packages-test
	@$(MAKE) --no-print-directory -j$(JOBS) all
	@$(PYTHON) tests/soak/run.py
	@$(PYTHON) tests/soak/power.py

# sqlmap and wapiti at every address of the sample registry, on both databases. SECONDS=60 for each of wapiti's attacks
scan: packages-scan
	@$(MAKE) --no-print-directory -j$(JOBS) all
	@$(PYTHON) tests/scan/run.py

# Two httpds behind haproxy, PostgreSQL with a standby, a cache, then Patroni: what readers and editors see while one thing
# after the other is away. DRILLS=WORD,… runs some; CACHE=redis; STAY=1 only starts it, until Ctrl-C.
cluster: packages-cluster
	@$(MAKE) --no-print-directory -j$(JOBS) all
	@$(PYTHON) tests/cluster/run.py

$(OUT)/clients/node_modules/.done: tests/clients/package.json
	@mkdir -p $(OUT)/clients && cp $< $(OUT)/clients/package.json
	cd $(OUT)/clients && npm install --no-audit --no-fund --no-package-lock --loglevel=error
	@touch $@

# The HTML checker and the accessibility checker, which Debian does not have.
$(OUT)/node_modules/.done: tests/browser/package.json
	@mkdir -p $(OUT) && cp $< $(OUT)/package.json
	cd $(OUT) && npm install --no-audit --no-fund --no-package-lock --loglevel=error
	@touch $@

# The C, tool and server tests with the address and undefined-behavior sanitizers in everything.
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=undefined
asan: packages-test
	@$(MAKE) --no-print-directory -j$(JOBS) OUT=$(OUT)/asan CFLAGS="-O1 -g -U_FORTIFY_SOURCE $(SANITIZE)" \
	  LDFLAGS="$(SANITIZE)" all unit
	@ASAN_OPTIONS=detect_leaks=0 SISTERCITY_BUILD=$(OUT)/asan \
	  SISTERCITY_HTTPD_ENV="LD_PRELOAD=$$($(CC) -print-file-name=libasan.so):$$($(CC) -print-file-name=libubsan.so) ASAN_OPTIONS=detect_leaks=0" \
	  $(PYTEST) $(if $(T),$(T),tests/unit tests/tool tests/server)

# With an APR whose pools are debugged, and the C library's checks of memory: what runs over the end of a pool's memory, or is used
# after the pool was cleared, ends the process. Of the server tests, those of what is read, written and refused.
POOL_TESTS := $(addprefix tests/server/test_,admin.py data.py forms.py hostile.py http.py include.py security.py)
pools: packages-pools
	@$(SRC)/scripts/build_apr $(OUT)/pools --enable-pool-debug=yes
	@$(MAKE) --no-print-directory -j$(JOBS) all
	@SISTERCITY_HTTPD_ENV="LD_LIBRARY_PATH=$(abspath $(OUT)/pools/lib) LD_PRELOAD=libc_malloc_debug.so.0 MALLOC_CHECK_=3 MALLOC_PERTURB_=165" \
	  $(PYTEST) $(if $(T),$(T),$(POOL_TESTS))

# Threads of the event MPM that read and edit at once, on both databases, with the thread sanitizer in the module and in APR. SECONDS=60
tsan: packages-pools
	@setarch -R $(SRC)/scripts/build_apr $(OUT)/tsan/apr CFLAGS="-O1 -g -fsanitize=thread"
	@$(MAKE) --no-print-directory -j$(JOBS) OUT=$(OUT)/tsan CFLAGS="-O1 -g -U_FORTIFY_SOURCE -fsanitize=thread" LDFLAGS=-fsanitize=thread module
	@$(MAKE) --no-print-directory -j$(JOBS) tool
	@SISTERCITY_BUILD=$(OUT)/tsan SISTERCITYCTL=$(OUT)/sistercityctl \
	  SISTERCITY_HTTPD_ENV="LD_LIBRARY_PATH=$(abspath $(OUT)/tsan/apr/lib) LD_PRELOAD=$$($(CC) -print-file-name=libtsan.so) \
	  TSAN_OPTIONS=suppressions=$(abspath tests/soak/threads.supp)" \
	  setarch -R $(PYTHON) tests/soak/threads.py

# The C tests under valgrind; T=WORD runs those that have it in their names.
valgrind: packages-valgrind
	@$(MAKE) --no-print-directory -j$(JOBS) unit
	@SISTERCITY_UNIT_UNDER="valgrind --quiet --error-exitcode=99 --num-callers=30" $(PYTEST) tests/unit/test_units.py $(if $(T),-k "$(T)")

# Each fuzzer for FUZZ_SECONDS from its seeds in tests/fuzz/seeds; what it found interesting stays in build/fuzz/corpus. Then the
# driver that lies. FUZZ=WORD runs the fuzzers that have it in their names. Leaks are not looked for: what only a pool refers to would be one.
FUZZ_SECONDS := 60
ANSWERS := 2
FUZZERS := $(patsubst tests/fuzz/%.c,$(OUT)/%,$(wildcard tests/fuzz/fuzz_*$(FUZZ)*.c))
FUZZ_HTTPD := $(addprefix $(OUT)/httpd/,answer/input.o answer/parameters.o answer/route.o form/multipart.o)
fuzz: packages-fuzz
	@$(MAKE) --no-print-directory -j$(JOBS) OUT=$(OUT)/fuzz CC=clang CFLAGS="-O1 -g -U_FORTIFY_SOURCE -fsanitize=fuzzer-no-link,address,undefined" fuzzers
	@for fuzzer in $(FUZZERS:$(OUT)/fuzz_%=%); do \
	  mkdir -p $(OUT)/fuzz/corpus/$$fuzzer && \
	  echo "$$fuzzer" && ASAN_OPTIONS=detect_leaks=0 $(OUT)/fuzz/fuzz_$$fuzzer -max_total_time=$(FUZZ_SECONDS) -max_len=4096 -verbosity=0 -print_final_stats=1 \
	    -artifact_prefix=$(OUT)/fuzz/ $(OUT)/fuzz/corpus/$$fuzzer tests/fuzz/seeds/$$fuzzer || exit 1; done
	@FUZZ_KEEP=$(OUT)/fuzz $(PYTHON) tests/fuzz/workbooks.py $(FUZZ_SECONDS)
	@$(MAKE) --no-print-directory -j$(JOBS) all
	@ANSWERS=$(ANSWERS) $(PYTHON) -m pytest -q -s -p no:cacheprovider tests/server/test_answers.py

.PHONY: fuzzers
fuzzers: $(FUZZERS)
$(OUT)/libparsers.a: $(FUZZ_HTTPD)
	$(QUIET)rm -f $@ && ar rcs $@ $^
$(OUT)/fuzz_%: tests/fuzz/fuzz_%.c $(wildcard tests/fuzz/*.h) $(OUT)/libparsers.a $(OUT)/libsistercity.a
	@echo "FUZZ $<"
	$(QUIET)$(COMPILE) $(HTTPD_CFLAGS) -fsanitize=fuzzer -Itests/fuzz -o $@ $< $(OUT)/libparsers.a $(OUT)/libsistercity.a $(PACKAGE_LIBS)

install: all
	install -d $(DESTDIR)$(shell $(APXS) -q LIBEXECDIR) $(DESTDIR)/usr/bin $(DESTDIR)/usr/share/man/man1
	install -m 644 $(OUT)/mod_sistercity.so $(DESTDIR)$(shell $(APXS) -q LIBEXECDIR)
	install -m 755 $(OUT)/sistercityctl $(DESTDIR)/usr/bin
	install -m 644 $(SRC)/tool/sistercityctl.1 $(DESTDIR)/usr/share/man/man1

# In a copy of the tree: what building leaves behind stays out of it. Debian 12's lintian does not know the policy of Debian 13.
DEB := $(OUT)/deb
PACK := tar --sort=name --owner=0 --group=0 --numeric-owner --mode=u+rw,go=rX
deb: packages-deb
	@rm -rf $(DEB) && mkdir -p $(DEB)/mod-sistercity
	@$(PACK) -c --exclude=./$(OUT) --exclude=./.git --exclude=./.run --exclude='*.pyc' . | tar -x -C $(DEB)/mod-sistercity
	@$(PACK) -c --mtime="$$(dpkg-parsechangelog -S Date)" --exclude=./debian --transform='s,^\.,mod-sistercity-$(UPSTREAM),S' -C $(DEB)/mod-sistercity . | \
	  gzip -9n >$(DEB)/mod-sistercity_$(UPSTREAM).orig.tar.gz
	cd $(DEB)/mod-sistercity && dpkg-buildpackage --build=full --unsigned-source --unsigned-changes --unsigned-buildinfo
	lintian --pedantic --fail-on error,warning,info,pedantic --suppress-tags newer-standards-version $(DEB)/*.changes
	@ls -1 $(DEB)/*.deb

# In fresh trees of both releases: builds the packages twice, does what the README says, sets up, upgrades, and asks Debian's own judges.
package-test:
	@for release in bookworm trixie; do tests/debian/run $$release package-test-here || exit 1; done

# Changes the system it runs in. T names some of them, for packages that are built already.
PACKAGE_TESTS := reproducible installed setup next upgraded autopkgtest piuparts
package-test-here: packages-package $(if $(T),,deb)
	@for test in $(or $(T),$(PACKAGE_TESTS)); do echo "$$test:" && tests/package/$$test $(DEB) || exit 1; done

POT := $(SRC)/language/po/sistercity.pot
pot-file:
	xgettext --language=C --from-code=UTF-8 --add-location=file --add-comments=TRANSLATORS --no-wrap --sort-by-file \
	  --package-name=mod_sistercity --package-version=$(VERSION) \
	  --keyword=N_ --keyword=C_:1c,2 --keyword=sc_text:2 --keyword=sc_text_in:2c,3 \
	  --keyword=sc_textf:3 --keyword=sc_text_n:3,4 --keyword=sc_say:2 --keyword=sc_sayf:2 --keyword=sc_say_n:2,3 --keyword=SC_TOTAL:1,2 -o $(POT) \
	  $(sort $(ROOM_SOURCES) $(call sources_in,httpd) $(wildcard $(SRC)/model/entities/*.def))

# Every text for translators, from the sources; then each catalogue brought up to it.
pot: pot-file
	for po in $(CATALOGUES); do \
	  msgmerge --quiet --no-wrap --add-location=file --no-fuzzy-matching --update --backup=none $$po $(POT); done

# The version that Debian 12 and 13 both have.
CLANG_FORMAT := clang-format-19
format:
	@$(CLANG_FORMAT) -i $(filter-out %.def $(SRC)/model/entities/%,$(ALL_SOURCES))

clean:
	rm -rf $(OUT)

help:
	@echo "make run      a city's site with the sample registry on http://127.0.0.1:8080"
	@echo "              PORT=, DATA=DIR (import DIR instead of the sample), DETACH=1; make stop ends it"
	@echo "make test     every test, WORKERS=$(WORKERS) at a time; T=PATH or T=WORD runs some"
	@echo "make clients  what calendars, feed readers and others see; T=WORD runs some"
	@echo "make asan     the C, tool and server tests under sanitizers"
	@echo "make pools    server tests with an APR whose pools are debugged, and the C library's checks of memory"
	@echo "make tsan     reads and edits at once on both databases under the thread sanitizer, SECONDS=60 each"
	@echo "make valgrind the C tests under valgrind; T=WORD runs some"
	@echo "make fuzz     each fuzzer for FUZZ_SECONDS=60, then a driver that lies, ANSWERS=2 times about each answer"
	@echo "make soak     edits, imports and uploads for half an hour, SECONDS=, while httpd is killed and its file locked and restored;"
	@echo "              then power cuts, CUTS=1000"
	@echo "make scan     sqlmap and wapiti look for holes at every address, on both databases"
	@echo "make cluster  the site on many hosts of this machine, with drills; DRILLS=WORD,... runs some, STAY=1 only starts it"
	@echo "make bench    speed and memory beside PHP, Flask and plain files; SIZES=, ROUNDS=, SECONDS=, DATA=DIR, BASELINE=DIR"
	@echo "make          the module and sistercityctl, in build/"
	@echo "make install  into the httpd that apxs names"
	@echo "make deb      the Debian packages, in build/deb/, past lintian"
	@echo "make package-test  in fresh trees of Debian 12 and 13, as root: builds them twice, installs, sets up, upgrades and purges,"
	@echo "              with piuparts and autopkgtest"
	@echo "make pot      message catalogues from the sources"
	@echo "make format   the sources as .clang-format says"
	@echo "make clean    removes build/"
