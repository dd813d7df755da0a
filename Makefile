# The builder's door. A target is one line; what needs more lives in scripts/.
# Options go through: make run ARGS='--port 50052', make test ARGS='-pl disk -am'.

ARGS ?=
ROUNDS ?= 100
SEED ?=
FS ?= ext4
AGAINST ?=
OUT ?= target/bench
rounds = --rounds $(ROUNDS) $(if $(SEED),--seed $(SEED)) $(if $(AGAINST),--against $(AGAINST))

# What the runnable files are made from. Directories are among them, so that a deletion counts too.
sources := $(shell find pom.xml .mvn */pom.xml */src/main scripts/build -not -name '.*.sw?' 2>/dev/null)

.PHONY: build run test bench report jmh sim mutants fuzz demo check crash-lab power-cut-lab tiny-disk-lab \
	bad-disk-lab interrupt-lab low-memory-lab history-lab races stress golden fmt dist clean help
.DEFAULT_GOAL := build

build: target/built ## compile everything and make bin/ runnable (the default)

target/built: $(sources)
	@scripts/build

run: build ## start lbserver with durable data under ./data, building it first when needed
	@exec bin/lbserver $(ARGS)

test: ## check the format, compile with all warnings as errors, run every test, print the counts
	@scripts/test $(ARGS)

golden: ## rewrite what the golden scripts expect, for you to read as a diff
	@scripts/mvn -Dorg.slf4j.simpleLogger.defaultLogLevel=warn -Dlongboat.golden=rewrite test $(ARGS)

demo: build ## the assignment's test: a server, ten clients, every answer verified, the totals
	@bin/lbbench demo $(ARGS)

check: build ## clients at once on every door, every answer held against what they expect; make check ARGS='--door e --operations 5000'
	@bin/lbbench check $(ARGS)

crash-lab: build ## kill a server under load again and again, ROUNDS=100 SEED=... AGAINST=redis,etcd; nothing may be lost
	@bin/lbbench crash $(rounds) $(ARGS)

power-cut-lab: build ## the same with power cuts on a file system of its own, FS=ext4 or xfs; needs root
	@bin/lbbench power-cut --fs $(FS) $(rounds) $(ARGS)

tiny-disk-lab: build ## fill a server's small disk, empty it, until it takes writes again, ROUNDS=40 FS=ext4 or xfs; needs root
	@bin/lbbench tiny-disk --fs $(FS) $(rounds) $(ARGS)

bad-disk-lab: build ## make the disk of a loaded server answer EIO, ROUNDS=50 SEED=...; needs root, nbdkit, nbdfuse
	@bin/lbbench bad-disk $(rounds) $(ARGS)

interrupt-lab: build ## interrupt threads at an embedded store, a thousand times a round, ROUNDS=100 SEED=...
	@bin/lbbench interrupt $(rounds) $(ARGS)

low-memory-lab: build ## load a server that has little memory: it serves, refuses or ends, ROUNDS=20 SEED=...
	@bin/lbbench low-memory $(rounds) $(ARGS)

history-lab: ## kill a server under clients that fight for a few keys; one order must explain all they were told, ROUNDS=100 SEED=...
	@ROOM=server TEST=ServerHistoryTest COUNT='$(ROUNDS)' SEED='$(SEED)' BASE='$(BASE)' scripts/sim

stress: ## let threads race for what they share, under jcstress; MODE=quick or tough, STRUCTURE=PinCount for one
	@MODE='$(MODE)' STRUCTURE='$(STRUCTURE)' scripts/stress

races: ## let Lincheck interleave the threads of what they share, minutes; COUNT scenarios of each (5)
	@COUNT='$(or $(COUNT),5)' scripts/races

bench: build ## the three experiments beside the peers, briefly: minutes; figures, plots and a page in OUT=target/bench
	@bin/lbbench all --out $(OUT) $(ARGS)

report: build ## the same in full, an hour and a half and 45 GB of disk; ended, it goes on where it was
	@bin/lbbench all --full --out $(or $(REPORT),target/report) --page docs/report.md $(ARGS)

jmh: build ## the microbenchmarks; make jmh ARGS=TableBench
	@scripts/jmh $(ARGS)

sim: ## run the engine's seeded proofs at length; make sim COUNT=1000, make sim SEED=42
	@SEED='$(SEED)' COUNT='$(COUNT)' BASE='$(BASE)' THREADS='$(THREADS)' TEST='$(TEST)' scripts/sim

mutants: ## plant bugs in the engine and its disk, and print which proof finds each, and how fast
	@TEST=MutantsTest scripts/sim

fuzz: ## coverage-guided fuzzing of every decoder, SECONDS=60 each; make fuzz TARGET=engine/ENTRY
	@SECONDS_EACH='$(or $(SECONDS),60)' TARGET='$(TARGET)' scripts/fuzz

fmt: ## format all sources
	@scripts/mvn -q spotless:apply

dist: build ## pack what runs into target/longboat-VERSION.tar.gz; it needs only a Java 25 runtime
	@scripts/dist

clean: ## remove everything that was built, and no data
	@rm -rf target */target

help: ## list these targets
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/make \1|\2/p' Makefile | awk -F'|' '{ printf "%-16s %s\n", $$1, $$2 }'
