# Gremium: alles, was man zum Ausführen und Prüfen braucht.
# Nötig ist nur Python ab 3.11 (python3), make und ein Paketverzeichnis.

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
RUN_STAMP := .venv/.run
DEV_STAMP := .venv/.dev
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --require-hashes
PYTEST := $(BIN)/python -m pytest

.PHONY: help run test coverage test-slow test-slow-postgres test-postgres test-postgres-all e2e check format requirements screenshots clean

help: ## diese Übersicht
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## (.*)/make \1\t\2/' | expand -t 22

run: $(RUN_STAMP) ## das Programm mit echten und Beispieldaten starten (PORT=8000)
	@PORT=$(PORT) $(BIN)/python manage.py run_demo

test: $(DEV_STAMP) ## alle Tests auf SQLite
	@$(PYTEST) -n auto

coverage: $(DEV_STAMP) ## alle Tests auf SQLite, mit den Zeilen, die keiner von ihnen erreicht
	@$(PYTEST) -n auto --cov --cov-report=term-missing

test-slow: $(DEV_STAMP) ## die langsamen Tests
	@$(PYTEST) -m slow

# The names of tests that need PostgreSQL say so.
test-slow-postgres: $(DEV_STAMP) ## die langsamen Tests für PostgreSQL: viele Abstürze, einige Minuten
	@tests/postgres.sh $(PYTEST) -m slow -k on_postgres

# What is named on_sqlite runs in a process of its own with a file, whatever the database of the tests.
test-postgres: $(DEV_STAMP) ## auf PostgreSQL, was dort anders sein kann (DATABASE_URL oder ein Wegwerf-Server)
	@tests/postgres.sh $(PYTEST) -n auto -m "not e2e and not slow and not alike" -k "not on_sqlite"

test-postgres-all: $(DEV_STAMP) ## alle Tests auf PostgreSQL, für die Nacht
	@tests/postgres.sh $(PYTEST) -n auto -k "not on_sqlite"

e2e: $(DEV_STAMP) ## das laufende Programm in einem echten Browser (Chromium)
	@$(PYTEST) tests/e2e -m e2e -n auto --dist loadfile

check: $(DEV_STAMP) ## Stil, Vorlagen, Systemprüfungen, fehlende Migrationen
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@git ls-files -z '*.html' | xargs -0 -r $(BIN)/djade --check --target-version 5.2
	@$(BIN)/python -W error manage.py check --fail-level WARNING
	@$(BIN)/python manage.py makemigrations --check --dry-run

format: $(DEV_STAMP) ## Python und Vorlagen in Form bringen
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@git ls-files -z '*.html' | xargs -0 -r $(BIN)/djade --target-version 5.2

# Extras stay in the pins: without them pip takes the newest release for „coverage[toml]“ and then finds no hash.
requirements: $(DEV_STAMP) ## requirements*.txt neu festschreiben
	@for name in requirements requirements-dev; do \
	  $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes \
	    --only-binary :all: --no-header --no-strip-extras --quiet $$name.in -o $$name.txt || exit 1; \
	done

screenshots: $(DEV_STAMP) ## die Bilder der README neu aufnehmen
	@$(BIN)/python -m docs.screenshots

clean: ## Umgebung und Zwischenstände entfernen; Daten in var/ bleiben
	@rm -rf .venv .pytest_cache .ruff_cache .coverage htmlcov
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/pyvenv.cfg:
	@command -v $(PYTHON) >/dev/null || { echo "Python fehlt: Bitte Python 3.11 oder neuer installieren, oder make PYTHON=/pfad/zu/python3." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "$$($(PYTHON) --version) ist zu alt: nötig ist Python 3.11 oder neuer (make PYTHON=/pfad/zu/python3.11)." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	  || { echo "Das Modul venv fehlt. Debian und Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@echo "Lege .venv an …"
	@$(PYTHON) -m venv .venv
	@touch $@

$(RUN_STAMP): requirements.txt .venv/pyvenv.cfg
	@echo "Installiere die festgeschriebenen Pakete …"
	@$(PIP) -r requirements.txt
	@touch $@

$(DEV_STAMP): requirements-dev.txt .venv/pyvenv.cfg
	@echo "Installiere die festgeschriebenen Pakete für Tests und Prüfungen …"
	@$(PIP) -r requirements-dev.txt
	@touch $@ $(RUN_STAMP)
