# What people type is what CI runs. `make` alone lists the targets.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.9
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PORT

.PHONY: help setup setup-dev run test test-sqlite test-postgres drill check format lock docs fonts system-test bench messages clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

setup: $(VENV)/.run ## prepare .venv with .venv/bin/gongkai
setup-dev: $(VENV)/.dev ## prepare .venv with everything the tests need

# uv installs in a third of the time; pip does the same where uv cannot be had. Both check every hash.
define install
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet uv==$(UV_VERSION) 2>/dev/null || true
	@if test -x $(BIN)/uv; then VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --require-hashes -r $(1); \
	 else $(BIN)/python -m pip install --quiet --require-hashes --only-binary :all: -r $(1); fi
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable . 2>/dev/null \
	 || { echo "无法把 gongkai 装入 $(VENV)：请删除 $(VENV) 后重试 make setup。"; exit 1; }
endef

$(VENV)/.run: requirements.lock pyproject.toml
	$(call install,requirements.lock)
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml | $(VENV)/.run
	$(call install,requirements-dev.lock)
	@touch $@

run: setup fonts ## start the product with demonstration data (PORT=8000)
	@exec $(BIN)/gongkai serve --demo --port $(PORT)

test: setup-dev fonts system-test check test-sqlite test-postgres ## everything, on both databases

test-sqlite: setup-dev
	@$(BIN)/pytest -q -n 2 --dist worksteal -m "not drill"

test-postgres: setup-dev
	@$(BIN)/python tests/with_postgres.py $(BIN)/pytest -q -n 2 --dist worksteal -m "not drill and not browser" tests/apps tests/web/portal

drill: setup-dev ## the long forms of fuzz, histories and faults
	@$(BIN)/pytest -q -n 2 -m drill
	@$(BIN)/python tests/with_postgres.py $(BIN)/pytest -q -n 2 --dist worksteal -m "not drill and not browser" tests/web

check: setup-dev ## lint, templates, types, arrows
	@$(BIN)/ruff check . && $(BIN)/ruff format --check --quiet . || { echo "用 make format 整理格式。"; exit 1; }
	@git ls-files -z 'src/*.html' | xargs -0 -r $(BIN)/djade --check --target-version 5.2
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports

format: setup-dev ## format Python and templates
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet . ; git ls-files -z 'src/*.html' | xargs -0 -r $(BIN)/djade --target-version 5.2

docs: setup-dev ## write the generated reference pages anew
	@$(BIN)/python -m gongkai.law.reference docs/reference/law
	@$(BIN)/python -m gongkai.law.annual_report.reference docs/reference/checks.md
	@$(BIN)/python -m gongkai.cli.reference docs/reference

messages: setup-dev ## collect interface strings and compile the English overlay
	@cd src/gongkai && ../../$(BIN)/python -m django makemessages --settings django.conf.global_settings -l en --no-wrap --no-location --no-obsolete
	@find src -name django.po -execdir msgfmt -o django.mo django.po \;

lock: ## write the locks anew from pyproject.toml
	@$(BIN)/uv pip compile --quiet --python-version 3.11 --generate-hashes --no-emit-index-url --only-binary :all: --no-header pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile --quiet --python-version 3.11 --generate-hashes --no-emit-index-url --only-binary :all: --no-header -c requirements.lock pyproject.toml --group dev -o requirements-dev.lock

bench: setup-dev ## print every headline ratio
	@for script in bench/*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

# Chinese fonts for PDF. Without them everything else works, and the PDF commands say what is missing.
fonts:
	@ls /usr/share/fonts/opentype/noto/Noto*CJK* var/fonts/* >/dev/null 2>&1 || $(MAKE) --no-print-directory .apt PACKAGES=fonts-noto-cjk FOR="PDF 导出（中文字体）"

# What only tests need: a browser, a private PostgreSQL, gettext for the catalogue test.
system-test:
	@{ command -v chromium && ls /usr/lib/*/libatomic.so.1; } >/dev/null 2>&1 || $(MAKE) --no-print-directory .apt PACKAGES="chromium libatomic1" FOR="浏览器测试"
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || { \
	  test "$$(id -u)" != 0 || { mkdir -p /etc/postgresql-common && echo 'create_main_cluster = false' > /etc/postgresql-common/createcluster.conf; }; \
	  $(MAKE) --no-print-directory .apt PACKAGES=postgresql-15 FOR="PostgreSQL 测试"; }
	@command -v msgfmt >/dev/null 2>&1 || $(MAKE) --no-print-directory .apt PACKAGES=gettext FOR="界面文字测试"

.PHONY: .apt
.apt:
	@if test "$$(id -u)" = 0 && command -v apt-get >/dev/null; then \
	  (apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $(PACKAGES)) >var-apt.log 2>&1 \
	  && rm -f var-apt.log || echo "未能安装 $(PACKAGES)：$(FOR)不可用，其余功能不受影响。详见 var-apt.log。"; \
	else echo "缺少系统包 $(PACKAGES)：$(FOR)不可用，其余功能不受影响。请管理员执行 apt-get install $(PACKAGES)。"; fi

clean: ## remove the environment and all local data
	@rm -rf $(VENV) var .mypy_cache .ruff_cache
