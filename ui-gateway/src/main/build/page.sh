#!/bin/sh
# Builds the page into TARGET/web if its sources, its lock or the contracts changed since the last time.
# Usage: page.sh TARGET MAVEN_REPOSITORY
set -eu
target=$1
export MAVEN_REPO="$2" PMM_WEB_OUT="$target/web"
here=$(cd "$(dirname "$0")" && pwd)
web=$here/../web
protos=$here/../../../../proto/src/main/proto

fingerprint() {
  find "$@" \( -name node_modules -o -path "$web/src/gen" \) -prune -o -type f -print |
    LC_ALL=C sort | tr '\n' '\0' | xargs -0 cksum | cksum
}

now=$(fingerprint "$web" "$protos" "$here")
if [ -f "$target/web.built" ] && [ -f "$target/web/index.html" ] && [ "$(cat "$target/web.built")" = "$now" ]; then
  exit 0
fi

if ! command -v npm >/dev/null 2>&1; then
  cat >&2 <<'WAYS'
The page is built with Node 20.19 or newer, and there is no npm on the PATH. Ways out:
  Debian, Ubuntu: apt install nodejs npm        macOS: brew install node
  any system: https://nodejs.org                or build in the container: docker compose build
WAYS
  exit 1
fi

cd "$web"
lock=$(cksum <package-lock.json)
if [ ! -f node_modules/.pmm-lock ] || [ "$(cat node_modules/.pmm-lock)" != "$lock" ]; then
  npm ci --no-audit --no-fund
  printf '%s\n' "$lock" >node_modules/.pmm-lock
fi
rm -f "$target/web.built"
npm run --silent build
find "$target/web" -type f \( -name '*.js' -o -name '*.css' -o -name '*.svg' \) -exec gzip -9 -n -k -f {} +
# Old hashed names would stay in the jar otherwise.
rm -rf "$target/classes/web"
printf '%s\n' "$now" >"$target/web.built"
