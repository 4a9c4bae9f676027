# Every target is one line of bootstrap.py, so that it can be run where there is no make: python3 bootstrap.py run
PYTHON ?= python3
ARGS ?=

.PHONY: run test lint bench measure lock install
run test lint bench measure lock install:
	@$(PYTHON) bootstrap.py $@ $(ARGS)
