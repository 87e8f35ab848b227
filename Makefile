# Each target does its own set-up; `python3 tasks.py` does the same without make.
PYTHON ?= python3

.PHONY: demo test coverage check consumers lock bench
demo test coverage check consumers lock:
	$(PYTHON) tasks.py $@

bench:
	$(PYTHON) -m benchmarks
