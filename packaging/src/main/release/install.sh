#!/bin/sh
# Installs PMM, own your AI, for this user: no root, no Java, nothing outside PREFIX. Your mind lies elsewhere (~/.pmm) and is never touched.
#
#   sh install.sh [--prefix DIR] [--version V] [--no-train]   installs or upgrades; the version before is kept
#   sh install.sh --rollback [--prefix DIR]                   goes back to the version before
#   sh install.sh --uninstall [--prefix DIR]                  removes the program
#
# PMM_DOWNLOAD_BASE is where the releases lie: an https address, or http on this very machine. What is fetched is unpacked only
# after its checksum and the signature over the checksums were found right, with the key below.
# Exit codes: 0 done, 1 not done (nothing was changed), 2 wrong arguments.
set -eu

release_version='@VERSION@'
release_key='@PUBLIC_KEY@'         # Ed25519, base64 of the SubjectPublicKeyInfo
release_minisign='@MINISIGN_KEY@'  # the same key as minisign writes it
release_fingerprint='@FINGERPRINT@'  # its SHA-256, as README.md and `pmm version` tell it
tls_pins='@TLS_PINS@'              # public keys of the download server and their backups; none: any that the system trusts

say() { printf '%s\n' "$*"; }
fail() { printf 'install: %s\n' "$*" >&2; exit 1; }
usage() { printf 'install: %s\nUsage: install.sh [--prefix DIR] [--version V] [--no-train] | --rollback | --uninstall\n' "$1" >&2; exit 2; }
has() { command -v "$1" >/dev/null 2>&1; }

# platform: as the archives are named.
platform() {
  case $(uname -s) in
    Linux) system=linux ;;
    Darwin) system=macos ;;
    *) fail "this is $(uname -s); PMM comes for Linux and macOS (on Windows: in WSL)" ;;
  esac
  case $(uname -m) in
    x86_64 | amd64) machine=x64 ;;
    aarch64 | arm64) machine=arm64 ;;
    *) fail "this is a $(uname -m) processor; PMM comes for x86_64 and arm64" ;;
  esac
  if [ "$system" = linux ] && has ldd && ldd --version 2>&1 | grep -qi musl; then
    fail "this Linux uses musl; PMM's runtime needs glibc. Docker runs it here: see docker-compose.yml"
  fi
  printf '%s-%s' "$system" "$machine"
}

check_base() {
  case ${PMM_DOWNLOAD_BASE:-} in
    '') fail "no download address is known: set PMM_DOWNLOAD_BASE=https://... (where SHA256SUMS of the releases lies)" ;;
    https://?*) ;;
    http://127.0.0.1 | http://127.0.0.1[:/]* | http://localhost | http://localhost[:/]* | http://\[::1\] | http://\[::1\][:/]*) ;;
    *) fail "PMM_DOWNLOAD_BASE is $PMM_DOWNLOAD_BASE (expected: https://..., or http:// on this machine alone)" ;;
  esac
  PMM_DOWNLOAD_BASE=${PMM_DOWNLOAD_BASE%/}
}

check_tools() {
  has curl || has wget || fail "neither curl nor wget is here. Install one: apt install curl, dnf install curl, brew install curl"
  has tar && has gzip || fail "tar and gzip are needed. Install them: apt install tar gzip"
  if has openssl && openssl version 2>/dev/null | grep -q '^OpenSSL 3'; then
    verifier=openssl
  elif has minisign; then
    verifier=minisign
  else
    fail "neither openssl 3 nor minisign is here to check the signature. Install one: apt install openssl, brew install openssl@3 (and put it on the PATH), or minisign"
  fi
}

# not_fetched EXIT FULL: what fetches ended with EXIT, and means by FULL that it could not write.
not_fetched() {
  [ "$1" != "$2" ] || fail "what $address sends could not be written to $work (is the disk full?). Nothing was installed"
  fail "$address could not be fetched. Nothing was installed"
}

# fetch NAME FILE
fetch() {
  address=$PMM_DOWNLOAD_BASE/$version/$1
  if has curl; then
    set -- --fail --silent --show-error --location --retry 2 --connect-timeout 20 --output "$2"
    case $address in
      https:*)
        set -- "$@" --proto =https --proto-redir =https --tlsv1.2
        [ -z "$tls_pins" ] || set -- "$@" --pinnedpubkey "$tls_pins"
        ;;
      *) set -- "$@" --max-redirs 0 ;;
    esac
    curl "$@" "$address" || not_fetched $? 23
  else
    set -- --quiet --tries=3 --timeout=60 --output-document="$2"
    case $address in
      https:*)
        set -- "$@" --https-only --secure-protocol=TLSv1_2
        [ -z "$tls_pins" ] || set -- "$@" --pinnedpubkey="$tls_pins"
        ;;
      *) set -- "$@" --max-redirect=0 ;;
    esac
    wget "$@" "$address" || not_fetched $? 3
  fi
}

check_signature() {
  case $verifier in
    openssl)
      fetch SHA256SUMS.sig "$work/SHA256SUMS.sig"
      {
        echo "-----BEGIN PUBLIC KEY-----"
        echo "$release_key"
        echo "-----END PUBLIC KEY-----"
      } >"$work/key.pem"
      openssl pkeyutl -verify -pubin -inkey "$work/key.pem" -rawin -in "$work/SHA256SUMS" -sigfile "$work/SHA256SUMS.sig" >/dev/null 2>&1
      ;;
    minisign)
      fetch SHA256SUMS.minisig "$work/SHA256SUMS.minisig"
      minisign -Vqm "$work/SHA256SUMS" -x "$work/SHA256SUMS.minisig" -P "$release_minisign" >/dev/null 2>&1
      ;;
  esac || fail "the signature over $version's checksums is not of PMM's release key. Do not use these files. Nothing was installed"
}

sha256() {
  if has sha256sum; then
    sha256sum "$1"
  elif has shasum; then
    shasum -a 256 "$1"
  else
    openssl dgst -sha256 -r "$1"
  fi | cut -d ' ' -f 1
}

# signed_sum NAME: what was signed; nothing else is worth fetching.
signed_sum() {
  sum=$(awk -v name="$1" '$2 == name || $2 == "*" name { print $1 }' "$work/SHA256SUMS")
  [ -n "$sum" ] || fail "the release $version has no $1 (it has: $(awk '{ printf "%s ", $2 }' "$work/SHA256SUMS")). Nothing was installed"
  printf '%s' "$sum"
}

# point_to VERSION: the command is one link, and a link is replaced at once or not at all.
point_to() {
  mkdir -p "$prefix/bin"
  ln -s "../lib/pmm/$1/bin/pmm" "$prefix/bin/.pmm.$$" && mv -f "$prefix/bin/.pmm.$$" "$prefix/bin/pmm" || {
    rm -f "$prefix/bin/.pmm.$$"
    fail "$prefix/bin/pmm could not be written"
  }
}

# installed: the version that the command leads to; nothing where there is none of ours.
installed() {
  link=$(readlink "$prefix/bin/pmm" 2>/dev/null) || return 0
  case $link in
    ../lib/pmm/*/bin/pmm)
      link=${link#../lib/pmm/}
      printf '%s' "${link%/bin/pmm}"
      ;;
  esac
}

check_place() {
  if { [ -e "$prefix/bin/pmm" ] || [ -L "$prefix/bin/pmm" ]; } && [ -z "$(installed)" ]; then
    fail "$prefix/bin/pmm is there already and is none of this installer's. Move it away, or use --prefix"
  fi
  mkdir -p "$programs" 2>/dev/null && [ -w "$programs" ] || fail "$programs cannot be written (expected: a folder of yours; choose one with --prefix)"
}

install() {
  name=$(platform)
  check_base
  check_tools
  check_place
  before=$(installed)
  # What an installer left that was killed.
  rm -rf "$programs"/.new.*
  work=$(mktemp -d "$programs/.new.XXXXXX") || fail "no folder could be made in $programs (is the disk full?)"
  trap 'rm -rf "$work"' EXIT
  trap 'exit 1' HUP INT TERM

  archive=pmm-$version-$name.tar.gz
  say "Fetching $archive"
  fetch SHA256SUMS "$work/SHA256SUMS"
  check_signature
  wanted=$(signed_sum "$archive")
  fetch "$archive" "$work/$archive"
  [ "$(sha256 "$work/$archive")" = "$wanted" ] ||
    fail "$archive is damaged or was changed: its SHA-256 is not the one that was signed. Nothing was installed"
  say "Checksum and signature are right, by the release key $release_fingerprint. Unpacking"
  tar -xzf "$work/$archive" -C "$work" || fail "$archive could not be unpacked into $programs (is the disk full?). Nothing was installed"
  new=$work/pmm-$version
  "$new/bin/pmm" version >/dev/null || fail "the new version does not run on this machine. Nothing was installed"
  if [ "$train" = yes ]; then
    say "Preparing quick starts (some seconds; $programs/$version/aot can be deleted)"
  fi
  rm -rf "$programs/$version.old"
  [ ! -e "$programs/$version" ] || mv "$programs/$version" "$programs/$version.old"
  mv "$new" "$programs/$version"
  # A cache holds the place it was made at.
  [ "$train" = no ] || "$programs/$version/bin/train" || say "Starts stay as they are: everything else works."
  point_to "$version"
  rm -rf "$programs/$version.old"
  if [ -n "$before" ] && [ "$before" != "$version" ]; then
    printf '%s\n' "$before" >"$programs/before"
    # One version back is kept.
    for old in "$programs"/*/; do
      old=${old%/}
      case ${old##*/} in "$version" | "$before") ;; *) rm -rf "$old" ;; esac
    done
    say "Upgraded from $before, which is kept: install.sh --rollback. What runs is the old one until: pmm restart"
  fi
  say "PMM $version is installed in $prefix."
  case :$PATH: in
    *":$prefix/bin:"*) say "Begin with: pmm start" ;;
    *) say "Begin with: $prefix/bin/pmm start        ($prefix/bin is not on your PATH)" ;;
  esac
}

rollback() {
  before=$(cat "$programs/before" 2>/dev/null) || fail "there is no version before in $programs"
  now=$(installed)
  [ -x "$programs/$before/bin/pmm" ] || fail "$programs/$before is not there any more"
  point_to "$before"
  printf '%s\n' "$now" >"$programs/before"
  say "The command is $before again; $now is kept. What runs is $now until: pmm restart"
}

uninstall() {
  now=$(installed)
  [ -n "$now" ] || [ -d "$programs" ] || fail "nothing of PMM is installed in $prefix"
  [ -z "$now" ] || "$prefix/bin/pmm" stop || fail "PMM still runs and could not be stopped: pmm stop. Nothing was removed"
  [ -z "$now" ] || rm -f "$prefix/bin/pmm"
  rm -rf "$programs"
  say "PMM is removed from $prefix. Your mind was not touched: it lies in ${PMM_HOME:-$HOME/.pmm}."
}

main() {
  prefix=${HOME:?}/.local version=$release_version train=yes action=install
  while [ $# -gt 0 ]; do
    case $1 in
      --prefix | --version)
        [ $# -gt 1 ] && [ -n "$2" ] || usage "$1 without a value"
        if [ "$1" = --prefix ]; then prefix=$2; else version=$2; fi
        shift
        ;;
      --no-train) train=no ;;
      --rollback) action=rollback ;;
      --uninstall) action=uninstall ;;
      *) usage "$1 is not known" ;;
    esac
    shift
  done
  case $prefix in /*) ;; *) prefix=$PWD/$prefix ;; esac
  case $version in '' | *[!0-9A-Za-z.+-]* | .*) usage "--version $version (expected: such as 1.2.0)" ;; esac
  programs=$prefix/lib/pmm
  "$action"
}

# Nothing is done before the whole script has arrived.
main "$@"
