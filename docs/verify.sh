#!/bin/sh
# Checks the hash chain of a mind.db with a shell, sqlite3 and sha256sum: sh verify.sh mind.db
# Slow and simple on purpose: one line of the format after the other, as file-format.md gives it.
# Exit code 0: whole, 1: broken (the first bad event is named), 2: could not be checked.
set -eu
db=${1:?usage: verify.sh mind.db}
[ -s "$db" ] || { echo "$db: no such file, or empty" >&2; exit 2; }
command -v sha256sum >/dev/null || sha256sum() { shasum -a 256 "$@"; }

ask() { sqlite3 -batch -readonly "$db" "$1"; }
hash() { sha256sum | cut -c 1-64; }
# Bytes from hex, by octal escapes: the one form that every printf knows.
bytes() { printf "$(printf %s "$1" | sed 's/../0x& /g' | xargs -r printf '\\%03o')"; }

# commitment ID PART: "-", what is left of a forgotten part, or the hash over salt and text.
commitment() {
  case $(ask "SELECT typeof($2) || ' ' || ifnull(length($2_salt), 0) FROM events WHERE id = $1") in
    'text 16')
      { printf 'pmm/%s/1\n' "$2"
        bytes "$(ask "SELECT lower(hex($2_salt)) || lower(hex(CAST($2 AS BLOB))) FROM events WHERE id = $1")"
      } | hash ;;
    'null 0')
      kept=$(ask "SELECT commitment FROM redactions WHERE event_id = $1 AND part = '$2'")
      printf %s "${kept:--}" ;;
    *) printf 'malformed' ;;
  esac
}

count=$(ask "SELECT count(*) FROM events") || { echo "$db: no mind file" >&2; exit 2; }
prev=- id=1
while [ "$id" -le "$count" ]; do
  row=$(ask "SELECT CAST(round(ts * 1000) AS INTEGER) || ' ' || kind || ' ' || ifnull(prev_hash, '-') || ' ' || hash FROM events WHERE id = $id")
  [ -n "$row" ] || { echo "BROKEN: event $id is missing"; exit 1; }
  set -f; set -- $row; set +f
  c=$(commitment "$id" content) m=$(commitment "$id" meta)
  seal=$(printf 'pmm/event/1\n%s\n%s\n%s\n%s\n%s\n%s\n' "$id" "$1" "$2" "$c" "$m" "$prev" | hash)
  [ "$3" = "$prev" ] || { echo "BROKEN: event $id does not link to the one before"; exit 1; }
  [ "$4" = "$seal" ] || { echo "BROKEN: event $id is not what was sealed"; exit 1; }
  prev=$seal id=$((id + 1))
done
# What is forgotten is gone, and an event says so; in a snapshot that event may lie beyond its end.
unlogged=$(ask "SELECT r.event_id || ' ' || r.part FROM redactions r LEFT JOIN events e ON e.id = r.event_id
  WHERE e.id IS NULL OR CASE r.part WHEN 'content' THEN e.content ELSE e.meta END IS NOT NULL OR (r.by_event <= $count AND NOT EXISTS (
    SELECT 1 FROM events b, json_each(b.meta, '\$.forgets') f WHERE b.id = r.by_event AND b.kind = 'redaction'
      AND f.value ->> 'event' = r.event_id AND f.value ->> 'part' = r.part)) LIMIT 1")
[ -z "$unlogged" ] || { echo "BROKEN: forgotten without an event that says so: $unlogged"; exit 1; }
echo "WHOLE: $count events, $(ask 'SELECT count(*) FROM redactions') parts forgotten"
echo "head $prev"
