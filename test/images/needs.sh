# For the scripts beside it: what they cannot do without. Exit code 77, and one line, where it is missing.
cannot() { printf 'NOT RUN: %s\n' "$1" >&2; exit 77; }
needs() {
  [ "$(id -u)" = 0 ] || cannot 'containers cannot be made without root'
  for program in "$@"; do command -v "$program" > /dev/null || cannot "$program is not installed"; done
}
