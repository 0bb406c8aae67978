# The commands of MLink Workbench. `make demo` and `make test` do all the set-up on a bare Debian 12 themselves
# (as root or with sudo); see README.md. MLINK_SETUP=skip leaves the machine's packages alone.
SHELL := /bin/bash
.DEFAULT_GOAL := help
JOBS ?= $(shell nproc)
# CI sets MLINK_CMAKE_FLAGS=-DMLINK_WERROR=ON
export MLINK_CMAKE_FLAGS ?=

.PHONY: help demo test build lint format asan tsan bench clean

help: ## This list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## Set up, build, fetch the black boxes, run the two demo experiments, open the window (or draw it)
	@scripts/setup.sh build run
	@-scripts/fetch_arrow.sh
	@-scripts/fetch_openvino.sh
	@scripts/build.sh release mlink mlink-workbench
	@scripts/fetch.sh
	@datasets/demo/demo.sh

test: ## Set up, build, fetch the black boxes, run every test suite
	@scripts/setup.sh build run test
	@-scripts/fetch_arrow.sh
	@-scripts/fetch_openvino.sh
	@scripts/build.sh release
	@scripts/fetch.sh
	@-datasets/boxes/fetch_models.sh
	@scripts/ctest.sh release

build: ## Build everything (build/release)
	@scripts/setup.sh build test
	@-scripts/fetch_arrow.sh
	@-scripts/fetch_openvino.sh
	@scripts/build.sh release

lint: ## clang-format, clang-tidy, clazy, and the rooms that compute compiled for arm64
	@scripts/setup.sh build test lint
	@scripts/build.sh release
	@scripts/lint.sh
	@scripts/arm64.sh

format: ## Format the C++ files in place
	@scripts/format.sh

asan: ## The suites (but cli, nine minutes of one core there) with AddressSanitizer and UBSan (build/asan)
	@scripts/setup.sh build run test lint
	@scripts/sanitize.sh asan

tsan: ## The suites with threads under ThreadSanitizer (build/tsan)
	@scripts/setup.sh build run test lint
	@scripts/sanitize.sh tsan

bench: ## The benchmarks of tests/bench (build/release)
	@scripts/setup.sh build run test
	@-scripts/fetch_openvino.sh
	@scripts/build.sh release mlink benches
	@scripts/fetch.sh
	@scripts/bench.sh

clean: ## Remove build/ (the fetched black boxes and the demo's experiments stay)
	rm -rf build
