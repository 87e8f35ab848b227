# Each target does its own set-up; `python3 tasks.py` does the same without make.
PYTHON ?= python3

.PHONY: demo test check consumers lock bench
demo test check consumers lock:
	$(PYTHON) tasks.py $@

bench:
	$(PYTHON) -m benchmarks
