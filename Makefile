# 'make' prints what there is. Everything that CI does is a target here.
SHELL := /bin/sh
.DEFAULT_GOAL := help

MVN := tools/mvn
JAVA = "$$(tools/find-jdk)/bin/java"
SANDBOX = $(JAVA) -jar sandbox/target/fleetcell-sandbox.jar

.PHONY: help
help: ## prints this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: demo
demo: package ## starts a cluster on this machine and shows the guard at work on real processes (KEEP=1 leaves it running)
	@$(JAVA) -cp sandbox/target/fleetcell-sandbox.jar dev.fleetcell.sandbox.demo.Main

.PHONY: test
test: ## runs every test: units, the real control plane, real node processes
	$(MVN) verify
	@tools/skipped

.PHONY: e2e
e2e: ## runs the end-to-end tests on a kind cluster (needs Docker; KEEP=1 leaves the cluster)
	@e2e/run $(SCENARIOS)

.PHONY: images
images: ## writes the container images, without a daemon: images/target/*.tar, with an SBOM each
	@echo "building (the first time takes some minutes; later ones one minute)"
	@# This layout has one class path, as a start-up cache needs it; Quarkus' usual one loads classes its own way.
	@$(MVN) -q package -DskipTests -Dquarkus.package.jar.aot.enabled=true
	@$(JAVA) --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED -jar images/target/fleetcell-images.jar

.PHONY: check
check: ## format, static analysis and the fast tests
	$(MVN) verify -DskipITs

.PHONY: package
package: ## builds everything, without tests
	@echo "building (the first time takes some minutes; later ones half a minute)"
	@$(MVN) -q package -DskipTests

.PHONY: up
up: package ## starts an empty cluster on this machine until Ctrl-C
	@$(SANDBOX) up

.PHONY: binaries
binaries: package ## provides etcd, kube-apiserver, kube-controller-manager, kube-scheduler and kubectl, and prints their folder
	@$(SANDBOX) binaries

.PHONY: crds
crds: ## writes crds/*.yaml from the Java types
	$(MVN) -q package -pl crds -Dcrds.write=true
	cp crds/*.yaml helm/fleetcell/crds/

.PHONY: docs
docs: ## writes docs/reasons.md from the operator's enums
	$(MVN) -q test -pl crds,sandbox,operator -Dtest=ReasonsPageTest -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.write=true

.PHONY: format
format: ## formats the Java code
	$(MVN) -q spotless:apply

.PHONY: clean
clean: ## removes what was built here (not the cache of Kubernetes binaries)
	rm -rf target */target
