# A Debian 12 with next to nothing on it; to be sourced after check.sh, with $root set. Needs root and debootstrap.

# bare_debian DIR: makes one in DIR, from a copy that the first call keeps in packaging/target.
bare_debian() {
  bare_kept=$root/packaging/target/debian-bookworm.tar
  if [ ! -s "$bare_kept" ]; then
    mkdir -p "$root/packaging/target"
    mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | head -n 1)
    {
      debootstrap --variant=minbase --include=ca-certificates,curl,openssl bookworm "$1.new" "$mirror" &&
        tar -C "$1.new" -cf "$bare_kept.part" . && mv "$bare_kept.part" "$bare_kept" && rm -rf "$1.new"
    } >"$work/debian.log" 2>&1 || {
      tail -n 20 "$work/debian.log" >&2
      return 1
    }
  fi
  mkdir -p "$1" && tar -C "$1" -xpf "$bare_kept"
}
