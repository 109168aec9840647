# A few words for tests in POSIX sh; to be sourced. Each test file ends with `finish`.

passed=0 failed=0
work=$(mktemp -d "${TMPDIR:-/tmp}/pmm-test.XXXXXX")
trap 'rm -rf "$work"' EXIT

# check NAME COMMAND...: the command succeeds.
check() {
  name=$1
  shift
  if "$@" >"$work/.out" 2>&1; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "FAILED: $name"
    sed 's/^/    /' "$work/.out"
  fi
}

# same EXPECTED ACTUAL
same() {
  [ "$1" = "$2" ] || {
    echo "expected: $1"
    echo "actual:   $2"
    return 1
  }
}

# has TEXT PART
has() {
  case $1 in
    *"$2"*) ;;
    *)
      echo "expected in it: $2"
      echo "actual:         $1"
      return 1
      ;;
  esac
}

# eventually COMMAND...: succeeds within ten seconds.
eventually() {
  tries=100
  until "$@" >/dev/null 2>&1; do
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] || {
      "$@"
      return
    }
    sleep 0.1
  done
}

not() {
  ! "$@"
}

finish() {
  name=${0##*/}
  [ "$name" != run ] || name=$(basename "$(dirname "$0")")
  echo "$name: $passed passed, $failed failed"
  [ "$failed" = 0 ]
}
