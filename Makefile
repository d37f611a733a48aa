PYTHON := .venv/bin/python

# A file's tests run one after another, and files side by side.
TESTS := $(PYTHON) -bb -X dev -W error -m pytest --numprocesses auto --dist loadfile

# The theme warns of MkDocs 2 at every build; the versions here are pinned.
export NO_MKDOCS_2_WARNING := 1

.PHONY: help serve build tidy test check sweep report release hosts audit bench lock clean

help:
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

serve: .venv/runtime ## show the site on http://127.0.0.1:8000 and follow every edit
	$(PYTHON) -m mkdocs serve --dirty --dev-addr 127.0.0.1:8000

# The last good site stays until a whole new one is beside it.
build: .venv/runtime ## build the site in site/, or change nothing if anything is wrong
	rm -rf .cache/site.new .cache/site.old
	$(PYTHON) -m mkdocs build --strict --site-dir .cache/site.new
	$(PYTHON) -m evidence finish .cache/site.new
	test ! -e site || mv site .cache/site.old
	mv .cache/site.new site
	rm -rf .cache/site.old

tidy: .venv/runtime ## repair in the tables what needs no judgement: line ends, quotation marks, the order of rows
	@$(PYTHON) -m evidence tidy

test: .venv/dev ## run all tests, those in a browser too
	CHROMIUM="$$(.ci/find-program browser)" && export CHROMIUM && $(TESTS)

check: .venv/dev ## check style, types, tables and pages without a build
	@failed=0; for step in 'ruff format --check' 'ruff check' mypy 'evidence check'; do \
		echo "$$step"; $(PYTHON) -m $$step || failed=1; \
	done; exit $$failed

sweep: .venv/dev build ## run every test on every page where `make test` takes a sample; takes long
	CHROMIUM="$$(.ci/find-program browser)" && OFFICE="$$(.ci/find-program office)" && \
		export CHROMIUM OFFICE && $(TESTS) && EVERY_PAGE="$(CURDIR)/site" $(TESTS) -m every_page

report: .venv/dev ## say what changes for readers: make report BASE=main HEAD=HEAD
	@$(PYTHON) .ci/report.py "$(BASE)" "$(HEAD)"

release: .venv/dev ## release the tables: make release VERSION=1.1.0
	@.ci/release "$(VERSION)"

hosts: .venv/dev build ## build the site with ProperDocs and MaterialX too, and compare every page
	$(PYTHON) .ci/hosts.py

audit: .venv/dev ## look up every library in the public list of known weaknesses
	$(PYTHON) -m pip_audit --requirement requirements-dev.txt \
		--require-hashes --disable-pip --progress-spinner off

bench: .venv/dev ## measure builds, edits and pages: speed, weight, search, Lighthouse, axe and the Nu checker
	CHROMIUM="$$(.ci/find-program browser)" && export CHROMIUM && $(PYTHON) -m tests.bench

LOCK := $(PYTHON) -m uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--fork-strategy fewest --generate-hashes --custom-compile-command 'make lock'

lock: .venv/dev ## write requirements.txt and requirements-dev.txt after a change of pyproject.toml
	$(LOCK) --output-file requirements.txt
	$(LOCK) --output-file requirements-dev.txt --all-extras --constraint requirements.txt

clean: ## remove everything that make made
	rm -rf .venv .cache site

.venv/runtime: requirements.txt .ci/install-libraries
	@.ci/install-libraries runtime

.venv/dev: requirements.txt requirements-dev.txt .ci/install-libraries
	@.ci/install-libraries dev
