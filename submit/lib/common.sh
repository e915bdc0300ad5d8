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
  case "$(locale charmap 2>/dev/null || true)" in
    '' | ANSI_X3.4-1968 | US-ASCII) export LC_ALL=C.UTF-8 ;;
  esac
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
  command -v "$java" >/dev/null || die "$exit_usage" "no Java found: install a JDK 17, or set JAVA_HOME to one"
  printf '%s\n' "$java"
}

# The text of a script's head comment is its help.
print_head_comment() { sed -n '2,/^[^#]/{/^#/!d;s/^# \{0,1\}//;p;}' "$0"; }
