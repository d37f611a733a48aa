PYTHON := .venv/bin/python

# A file's tests run one after another, and files side by side.
TESTS := $(PYTHON) -bb -X dev -W error -m pytest --numprocesses auto --dist loadfile

# The theme warns of MkDocs 2 at every build; the versions here are pinned.
export NO_MKDOCS_2_WARNING := 1

.PHONY: help serve test sweep build addresses manifest release check tidy bench report lock oldest newest audit clean

help:
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' Makefile

serve: .venv/ready ## show the site on http://127.0.0.1:8000 and follow every edit
	$(PYTHON) -m mkdocs serve --dev-addr 127.0.0.1:8000

test: .venv/ready ## run all tests, those in a browser too
	CHROMIUM="$$(.ci/browser)" && export CHROMIUM && $(TESTS)

sweep: .venv/ready ## look at every page and edit where the tests look at a sample, and open the workbooks in LibreOffice
	CHROMIUM="$$(.ci/browser)" && OFFICE="$$(.ci/office)" && export CHROMIUM OFFICE && \
		EVERY_PAGE=1 $(TESTS) tests/browser tests/office/opens.py \
		tests/test_hardening.py tests/test_metadata.py tests/test_valid.py

oldest: .venv/ready ## check and test with the oldest libraries that pyproject.toml allows
	.ci/allowed oldest
	$(MAKE) check test PYTHON=.cache/oldest/bin/python

newest: .venv/ready ## check and test with the newest libraries that pyproject.toml allows
	.ci/allowed newest
	$(MAKE) check test PYTHON=.cache/newest/bin/python

# The last good site stays until a whole new one stands beside it.
build: .venv/ready ## make the site in site/, or change nothing if anything is wrong
	rm -rf .cache/site.new .cache/site.old
	$(PYTHON) -m mkdocs build --strict --site-dir .cache/site.new
	$(PYTHON) -m evidence finish .cache/site.new
	test ! -e site || mv site .cache/site.old
	mv .cache/site.new site
	rm -rf .cache/site.old

# What was published may never lead nowhere: a release adds what is new.
addresses: build ## add the addresses of the site to data/urls.txt, which only grows
	$(PYTHON) -m evidence addresses site

manifest: .venv/ready ## record every value and address as released, in data/released.json
	$(PYTHON) -m evidence manifest

release: .venv/ready ## date the changes, record values and addresses: make release VERSION=1.1.0
	.ci/release "$(VERSION)" "$(DATE)"

check: .venv/ready ## check style, types and tables without a build
	@failed=0; for step in 'ruff format --check' 'ruff check' mypy 'evidence check'; do \
		echo "$$step"; $(PYTHON) -m $$step || failed=1; \
	done; exit $$failed

tidy: .venv/ready ## repair in the tables what needs no judgement: line ends, quotation marks, the order of rows
	@$(PYTHON) -m evidence tidy

audit: .venv/ready ## look up every library of requirements.txt in the list of known weaknesses
	$(PYTHON) -m pip_audit --requirement requirements.txt --require-hashes --disable-pip --progress-spinner off

# Whoever reviews a change reads this: make report BASE=main HEAD=HEAD
report: .venv/ready ## say what changes for readers between two revisions or folders, BASE and HEAD
	@$(PYTHON) -m evidence report --output .cache/report -- "$(BASE)" "$(HEAD)"

bench: .venv/ready ## time the pages on a telephone, and the build
	$(PYTHON) -m tests.bench

lock: .venv/ready ## write requirements.txt anew after a change of pyproject.toml
	$(PYTHON) -m uv pip compile pyproject.toml --output-file requirements.txt --quiet \
		--universal --python-version 3.11 --fork-strategy fewest --all-extras --generate-hashes \
		--custom-compile-command 'make lock'

clean: ## remove everything that make made
	rm -rf .venv .cache site

.venv/ready: requirements.txt .ci/venv
	@.ci/venv
