# plumbline: `make help` lists the targets.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PREFIX ?= /usr/local
BINARY := .build/release/plumbline
FORMATTED := $(wildcard Sources Tests Plugins) Package.swift

.PHONY: help setup demo test test-core test-engines engines pepxml build install lint bench bench-drift torture bench-deconv fuzz
.PHONY: bench-truths check-data clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "  make %-12s %s\n", $$1, $$2 }'

setup: ## install what the build needs, if it is missing
	@.ci/setup

build: setup ## release build of the command
	swift build -c release --product plumbline

demo: build ## four formats, a full run on real data, and the drift between two runs
	Fixtures/demo.sh $(BINARY)

test: test-core test-engines ## debug build and all tests, those of the neural engines too

test-core: setup ## the same without the neural engines, which need libtorch
	swift build --build-tests
	swift test --skip-build --parallel

engines: ## the neural second-opinion engines: libtorch and a release build of Plugins/Torch
	@.ci/setup engines
	swift build -c release --package-path Plugins/Torch

pepxml: ## the Python packages of Plugins/PepXML, in a .venv of its own; its cases are tested then
	@.ci/setup pepxml

test-engines: ## tests of the neural engines
	@.ci/setup engines
	swift test --package-path Plugins/Torch

lint: ## swift-format, strict
	swift format lint --strict -r -p $(FORMATTED)

install: build ## install into PREFIX (default /usr/local)
	install -d "$(DESTDIR)$(PREFIX)/bin" "$(DESTDIR)$(PREFIX)/share/plumbline"
	install -m 755 $(BINARY) "$(DESTDIR)$(PREFIX)/bin/plumbline"
	cp -R Mappings "$(DESTDIR)$(PREFIX)/share/plumbline/"
	find Plugins -mindepth 2 -maxdepth 2 -type f -not -name README.md -not -name Package.swift -not -name known-gaps.txt | \
	  while read -r file; do \
	    install -D -m "$$(test -x "$$file" && echo 755 || echo 644)" "$$file" "$(DESTDIR)$(PREFIX)/share/plumbline/$$file"; \
	  done

bench: build ## figures of the command beside floors; ONLY=prefix SCALE=0.1 REPEATS=3
	swift build -c release --package-path Tests/Performance
	Tests/Performance/.build/release/Bench --binary $(BINARY) --checkout . --inputs .build/bench \
	  --only "$(ONLY)" --scale "$(or $(SCALE),1)" --repeats "$(or $(REPEATS),3)"

bench-drift: build ## planted causes and null changes of drift at full size: PAIRS=34 of each kind
	swift build --build-tests
	PLUMBLINE_BINARY="$(abspath $(BINARY))" PLUMBLINE_DRIFT_PAIRS="$(or $(PAIRS),34)" \
	  swift test --skip-build --filter DriftSuiteTests

bench-deconv: build ## ranks scenarios with known targets: SCENARIOS=36 SEED=20251122 FIRST=0 NETWORK=file DIR=folder MORE=options
	@.ci/setup numpy
	python3 Tests/BenchDeconv/bench.py --binary $(BINARY) --network "$(or $(NETWORK),Fixtures/ucec-msi/ppi.tsv.gz)" \
	  --dir "$(or $(DIR),.build/bench-deconv)" --scenarios "$(or $(SCENARIOS),36)" --seed "$(or $(SEED),20251122)" \
	  --first "$(or $(FIRST),0)" $(MORE)

bench-truths: build ## ranks real tumours with known targets: DIR=folder of CPTAC tables MORE=options
	@test -n "$(DIR)" || { echo "usage: make bench-truths DIR=folder" >&2; exit 2; }
	python3 Tests/BenchTruths/bench.py --binary $(BINARY) --data "$(DIR)" --dir .build/bench-truths $(MORE)

torture: build ## KILLS=50 runs killed at seeded moments, KILLS faults, a crowd of 8 x OPERATIONS=200; full size: 500 and 1000
	swift build --build-tests
	PLUMBLINE_BINARY="$(abspath $(BINARY))" PLUMBLINE_FAULTS="$(or $(KILLS),50)" \
	  swift test --skip-build --filter EndToEndTests.FaultTests
	PLUMBLINE_CROWD="$(or $(OPERATIONS),200)" swift test --skip-build --filter CrowdTests

fuzz: setup ## libFuzzer and address sanitizer over each reader; SECONDS_EACH=60 FORMAT=gtf
	Tests/Fuzz/run.sh "$(or $(SECONDS_EACH),60)" "$(FORMAT)"

check-data: setup ## read every file below DIR and print every count that is not as its truth says
	@test -n "$(DIR)" || { echo "usage: make check-data DIR=folder" >&2; exit 2; }
	swift run -c release DataCheck "$(DIR)"

clean: ## remove build and run output
	rm -rf .build Tests/*/.build Plugins/*/.build runs
