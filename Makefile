# The words a developer types. Each does its own set-up on a machine with Go and
# Node; what is there already is neither fetched nor built again.
#
#   make run            build and serve the seeds at http://localhost:8080, from data/cairn.gpkg,
#                       which keeps what is changed; STORE= serves without a file
#   make run PORT=9000 ARGS='my.geojson --log-level warn'
#   make test           everything CI checks; says at the end what was left out
#   make build          bin/cairn, with the page inside
#   make bench          a million points over HTTP, against the ceiling and PostGIS (about 15 min)
#   make torture        kill writing processes KILLS (500) times and look what is left
#   make qgis           QGIS itself, without a screen, against a server; installs it
#   make qgis-new       the same with Debian 13's QGIS, in a folder of its own (as root)
#   make fuzz           every fuzz target for FUZZTIME (30s) each
#   make lint           format, vet, types, arrows and sizes
#   make screenshot     the README's picture, from the browser journeys
#   make clean          remove what was made here

SHELL := /bin/bash
.DEFAULT_GOAL := build
.PHONY: run test build bench torture qgis qgis-new fuzz lint screenshot clean page

ARGS ?=
STORE ?= data/cairn.gpkg
KILLS ?= 500
FUZZTIME ?= 30s
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
LDFLAGS := -s -w -X main.release=$(VERSION)

run: build
	$(if $(STORE),mkdir -p $(dir $(STORE)))
	exec bin/cairn serve $(if $(STORE),--store $(STORE) --seed) $(ARGS)

test: build
	.ci/test

build: page
	go build -trimpath -ldflags '$(LDFLAGS)' -o bin/cairn ./cmd/cairn

bench: build
	.ci/install wrk
	.ci/install postgis || true
	go run ./cmd/bench -cairn bin/cairn $(ARGS)
	go run ./cmd/bench writes -cairn bin/cairn
	go run ./cmd/bench listeners -cairn bin/cairn

torture:
	.ci/torture $(KILLS)

qgis: build
	.ci/install qgis
	go test -tags qgis -count=1 -timeout 10m ./cmd/cairn -run TestQGIS -v $(ARGS)

qgis-new: build
	.ci/trixie -c 'import qgis.core'
	QGIS_PYTHON=../../.ci/trixie go test -tags qgis -count=1 -timeout 10m ./cmd/cairn -run TestQGIS -v $(ARGS)

fuzz:
	.ci/fuzz $(FUZZTIME)

lint: page
	.ci/lint

screenshot: build
	.ci/install chromium arabic
	cd web && npm run e2e --silent -- know.spec.ts
	cp web/e2e/shots/claims.png docs/screenshot.png

clean:
	rm -rf bin bench web/node_modules web/e2e/shots
	find web/dist -mindepth 1 -not -name .keep -delete

# The page: made where npm is; without it the binary serves plain HTML instead.
ifeq ($(shell command -v npm),)
page:
	@echo 'make: npm is not here, so the page is left out of the binary (install Node 20.19 or newer)' >&2
	@test "$$CI" != true
else
page: web/dist/index.html
endif

web/dist/index.html: web/node_modules/.package-lock.json web/index.html web/package.json web/vite.config.ts $(shell find web/src web/public -type f 2>/dev/null)
	cd web && npm run build --silent
	@touch $@

web/node_modules/.package-lock.json: web/package-lock.json
	cd web && npm ci --no-progress
	@touch $@
