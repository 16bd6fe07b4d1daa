# shellcheck shell=bash
# Images: found, pulled, kept, written without a builder. Sourced after lib.sh by the scripts that need it.

image_property() {
  local value
  value=$(sed -n "s/^$1=//p" "$HERE/images.properties")
  [ -n "$value" ] || fail "images.properties has no $1"
  printf '%s\n' "$value"
}

# kept IMAGE FILE: whether an image that was built here is there; loads it from FILE in the cache if it only is there.
kept() {
  has_image "$1" && return 0
  [ -f "$2" ] && command -v zstd >/dev/null || return 1
  say "loading $1 from the cache"
  if zstd -dc "$2" | docker load >/dev/null && has_image "$1"; then
    touch "$2"
    return 0
  fi
  say "$2 is damaged, it will be made again"
  rm -f "$2"
  return 1
}

# keep IMAGE FILE: so that the image outlives the daemon's data. The file gets its name only when it is complete. What has not
# been used for 30 days goes.
keep() {
  mkdir -p "$(dirname "$2")"
  docker save "$1" | zstd -q -f -3 -T0 -o "$2.part"
  mv "$2.part" "$2"
  find "$(dirname "$2")" -name '*.tar.zst' -mtime +30 -delete
}

# pulled IMAGE: whether a published image is there, or could be pulled within ten minutes.
pulled() {
  local log
  may_download || return 1
  has_image "$1" && return 0
  say "pulling $1"
  log=$(mktemp)
  if timeout 600 docker pull -q "$1" >"$log" 2>&1 9>&-; then
    rm -f "$log"
    return 0
  fi
  say "it cannot be pulled: $(tail -n 1 "$log")"
  rm -f "$log"
  return 1
}

# Debian's mirror that this machine's apt uses for its own release, whatever the format of its sources.
debian_mirror() {
  local mirror release
  release=$(os_release VERSION_CODENAME)
  # shellcheck disable=SC2016
  mirror=$(apt-get indextargets --format '$(ORIGIN) $(LABEL) $(CODENAME) $(COMPONENT) $(REPO_URI)' 'Created-By: Packages' |
    awk -v release="$release" '$1 == "Debian" && $2 == "Debian" && $3 == release && $4 == "main" && !n++ {print $5}')
  [ -n "$mirror" ] || fail "apt knows no mirror of Debian $release main: run apt-get update, and see /etc/apt/sources.list.d" "$UNAVAILABLE"
  printf '%s\n' "$mirror"
}

# can_build WHAT: fails with advice where an image cannot be built from Debian packages.
can_build() {
  is_debian || fail "the $1 cannot be pulled, and only a Debian machine can build it: make a registry reachable for the Docker daemon (a mirror or a proxy), or run this on Debian" "$UNAVAILABLE"
  [ "$(id -u)" = 0 ] || fail "the $1 cannot be pulled, and only root can build it: make a registry reachable for the Docker daemon, or run this as root" "$UNAVAILABLE"
}

# debian_root FOLDER PACKAGE,...: a root file system of this machine's Debian release with those packages.
debian_root() {
  local log=$1.log proxy mirror
  mkdir -p "$CACHE/debian/debs"
  [ -n "$(apt-get indextargets 'Created-By: Packages' --format x)" ] || apt-get update -q >/dev/null
  mirror=$(debian_mirror)
  # debootstrap knows only the environment, apt its own configuration.
  proxy=$(apt-config dump --format '%v' Acquire::http::Proxy)
  http_proxy=${http_proxy:-$proxy} debootstrap --force-check-gpg --cache-dir="$CACHE/debian/debs" --variant=minbase \
    --include="$2" "$(os_release VERSION_CODENAME)" "$1" "$mirror" >"$log" 2>&1 9>&- ||
    { tail -n 20 "$log" >&2; fail "debootstrap failed; its last lines are above"; }
}

# Names this machine: what is built from its packages depends on it.
machine() { printf '%s\n' "$(uname -m)" "$(os_release ID)" "$(os_release VERSION_CODENAME)"; }

# working_folder WHAT: sets WORK to a new folder, which goes with this script; for the holder of the lock WHAT, who also removes
# what a killed one left.
working_folder() {
  local left
  for left in "$CACHE/$1".making-*; do remove "$left"; done
  WORK=$(mktemp -d "$CACHE/$1.making-XXXXXX")
  trap 'remove "$WORK"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
}

# remove FOLDER: debootstrap, when it is killed, leaves /proc and /sys mounted in there.
remove() {
  [ -d "$1" ] || return 0
  awk -v below="$1/" 'index($5, below) == 1 {print $5}' /proc/self/mountinfo | sort -r | xargs -r umount -l
  rm -rf --one-file-system "$1"
}

# archive IMAGE FOLDER CONFIG FILE: writes the folder as an image of one layer that 'docker load' and 'ctr images import'
# take. CONFIG is its configuration in JSON, such as {"Entrypoint": ["/pause"]}.
archive() {
  local work diff
  work=$(mktemp -d "$(dirname "$4")/archive.XXXXXX")
  tar -C "$2" --numeric-owner --sort=name -cf "$work/layer.tar" .
  diff=$(sha256sum <"$work/layer.tar" | cut -d' ' -f1)
  jq -n --argjson config "$3" --arg diff "sha256:$diff" --arg arch "$(dpkg --print-architecture)" \
    '{architecture: $arch, os: "linux", created: "1970-01-01T00:00:00Z", config: $config,
      rootfs: {type: "layers", diff_ids: [$diff]}}' >"$work/config.json"
  jq -n --arg image "$1" '[{Config: "config.json", RepoTags: [$image], Layers: ["layer.tar"]}]' >"$work/manifest.json"
  tar -C "$work" -cf "$4" manifest.json config.json layer.tar
  rm -rf "$work"
}
