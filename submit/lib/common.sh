# What every script here needs; sourced, never run. The one who sources it has set `root`, the
# project's directory, and the options -euo pipefail.
# shellcheck shell=bash

# The exit codes of the catwalk command.
# shellcheck disable=SC2034  # each script uses some of them
readonly exit_bug=1 exit_usage=2 exit_data=3 exit_cluster=4

program="$(basename "$0")"

# read_names_as_utf8: schedulers start programs in no locale. The charset is ASCII then, and Java cannot read a file whose
# name holds anything else.
read_names_as_utf8() {
  local found
  case "$(locale charmap 2>/dev/null || true)" in
    '' | ANSI_X3.4-1968 | US-ASCII) ;;
    *) return ;;
  esac
  found="$(locale -a 2>/dev/null | utf8_locale || true)"
  # Without the program locale nobody can tell which there are.
  if [ -n "$found" ] || ! command -v locale >/dev/null; then export LC_ALL="${found:-C.UTF-8}"; fi
}

# utf8_locale: the one of the locales on stdin that changes nothing but the charset, or English, or any.
utf8_locale() {
  awk 'tolower($0) ~ /\.utf-?8$/ { kind = /^C\./ ? 1 : /^en_/ ? 2 : 3; if (!(kind in found)) found[kind] = $0 }
    END { if (1 in found) print "C.UTF-8"; else if (2 in found) print found[2]; else if (3 in found) print found[3] }'
}
read_names_as_utf8

say() { printf '%s: %s\n' "$program" "$*" >&2; }

# die CODE MESSAGE...
die() {
  local code="$1"
  shift
  say "$*"
  exit "$code"
}

# java_command: prints the java to run.
java_command() {
  local java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
  command -v "$java" >/dev/null || die "$exit_usage" "no Java found: install Java 17, or set JAVA_HOME to it"
  printf '%s\n' "$java"
}

# The text of a script's head comment is its help.
print_head_comment() { sed -n '2,/^[^#]/{/^#/!d;s/^# \{0,1\}//;p;}' "$0"; }
