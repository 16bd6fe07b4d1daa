# shellcheck shell=bash
# What the scripts of this folder share; they source it.
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
ROOT=$(cd "$HERE/../.." && pwd)
# One clock for a script and those that it calls.
export E2E_STARTED=${E2E_STARTED:-$(date +%s)}
# Docker's own code for "cannot run here" (EX_UNAVAILABLE); whoever gets it may skip.
UNAVAILABLE=69

# Tells people what happens; standard output is for results.
say() { printf '[%4d s] %s\n' "$(($(date +%s) - E2E_STARTED))" "$*" >&2; }

# fail MESSAGE [CODE]
fail() {
  printf '%s: %s\n' "$(basename "$0")" "$1" >&2
  exit "${2:-1}"
}

# Like the sandbox's CacheDirectory.
if [ -n "${FLEETCELL_CACHE:-}" ]; then
  CACHE=$FLEETCELL_CACHE
else
  CACHE=${HOME:?HOME is not set; set it, or FLEETCELL_CACHE}/.cache/fleetcell
fi
mkdir -p "$CACHE"
CACHE=$(cd "$CACHE" && pwd)

# FLEETCELL_DOWNLOAD=never: nothing is taken from release sites and image registries.
may_download() {
  case ${FLEETCELL_DOWNLOAD:-auto} in
    auto) return 0 ;;
    never) return 1 ;;
    *) fail "FLEETCELL_DOWNLOAD is '$FLEETCELL_DOWNLOAD'; it may be auto or never" 64 ;;
  esac
}

# The daemon that ./docker starts. Sockets have short paths, so they cannot live in the cache.
OWN_DOCKER_RUN=/run/fleetcell-docker
OWN_DOCKER_SOCKET=$OWN_DOCKER_RUN/docker.sock

# Whether a daemon answers within 20 s.
docker_answers() { timeout 20 docker version --format '{{.Server.Version}}' >/dev/null 2>&1; }

# Points DOCKER_HOST to a daemon that answers, or fails.
find_docker() {
  command -v docker >/dev/null && docker_answers && return 0
  if [ -z "${DOCKER_HOST:-}" ] && [ -S "$OWN_DOCKER_SOCKET" ]; then
    export DOCKER_HOST=unix://$OWN_DOCKER_SOCKET
    docker_answers && return 0
    unset DOCKER_HOST
  fi
  return 1
}

use_docker() { find_docker || fail "no Docker daemon answers; $HERE/docker says what to do" "$UNAVAILABLE"; }

has_image() { docker image inspect "$1" >/dev/null 2>&1; }

# java_command: a JDK 25, as the Makefile finds it.
java_command() { printf '%s/bin/java\n' "$("$ROOT/tools/find-jdk")"; }

# binaries NAME...: provides programs and prints their folders, one a line; a program is in the first that has it.
binaries() {
  local jar=$ROOT/sandbox/target/fleetcell-sandbox.jar
  [ -f "$jar" ] || fail "$jar is missing: run 'make package' first"
  "$(java_command)" -jar "$jar" binaries "$@"
}

# version KEY: from the sandbox's pinned versions.
version() {
  local value
  value=$(sed -n "s/^$1=//p" "$ROOT/sandbox/go/versions.properties")
  [ -n "$value" ] || fail "sandbox/go/versions.properties has no $1"
  printf '%s\n' "$value"
}

# hash_of FILE...: one short hash of the files' content and of what stands on standard input.
hash_of() { { cat -- "$@"; cat; } | sha256sum | cut -c1-12; }

# locked NAME: waits until no other script has the lock of that name; it ends with this process.
locked() {
  exec 9>"$CACHE/.$1.lock"
  flock -n 9 && return 0
  say "another process is at work on the $1; waiting for it"
  flock -w 7200 9 || fail "the lock $CACHE/.$1.lock has been held for 2 hours; is its holder stuck?"
}

# need_packages PACKAGE...: fails unless all of these Debian packages are there; as root with FLEETCELL_START_DOCKER=1 it installs them.
need_packages() {
  local missing=() package
  for package in "$@"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)" = installed ] || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  if [ "$(id -u)" != 0 ] || [ "${FLEETCELL_START_DOCKER:-}" != 1 ]; then
    fail "missing: ${missing[*]}. Install them (apt-get install --no-install-recommends ${missing[*]}), or let this script do it: run it as root with FLEETCELL_START_DOCKER=1" "$UNAVAILABLE"
  fi
  say "installing ${missing[*]}"
  apt_install "${missing[@]}"
}

# No service may start on installation: the daemon that Debian's package would start is not the one wanted here.
apt_install() {
  local log
  log=$(mktemp)
  if ! { apt-get update -q && DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -q -y --no-install-recommends "$@"; } >"$log" 2>&1 9>&-; then
    tail -n 20 "$log" >&2
    rm -f "$log"
    fail "apt-get could not install $*"
  fi
  rm -f "$log"
}

# os_release KEY: what /etc/os-release says, such as bookworm for VERSION_CODENAME; nothing where it does not say.
os_release() { if [ -r /etc/os-release ]; then (. /etc/os-release && printf '%s\n' "${!1:-}"); fi; }

is_debian() { [ "$(os_release ID)" = debian ]; }

# cluster_settings NAME: sets NAME, KUBECONFIG and AUDIT.
cluster_settings() {
  NAME=$1
  [[ $NAME =~ ^[a-z0-9][a-z0-9-]{0,30}$ ]] || fail "'$NAME' is no name for a cluster: up to 31 lower-case letters, digits and '-'" 64
  local prefix=$ROOT/e2e/target/$NAME.
  [ "$NAME" != fleetcell ] || prefix=$ROOT/e2e/target/
  OWN_KUBECONFIG=${prefix}kubeconfig
  export KUBECONFIG=${KUBECONFIG:-$OWN_KUBECONFIG}
  [[ $KUBECONFIG = /* ]] || KUBECONFIG=$PWD/$KUBECONFIG
  case $KUBECONFIG in
    *:* | "${HOME:-}/.kube/config") fail "KUBECONFIG is $KUBECONFIG; name a single file other than your own ~/.kube/config, or unset it" 64 ;;
  esac
  AUDIT=${E2E_AUDIT:-${prefix}audit}
  [[ $AUDIT = /* ]] || AUDIT=$PWD/$AUDIT
}

# Puts kind and kubectl of the pinned versions first in PATH; PROGRAMS is what was added.
use_programs() {
  PROGRAMS=$(binaries kubectl kind | paste -sd:)
  export PATH=$PROGRAMS:$PATH
}
