# Deletes what applications left in a local cluster's folders; sourced by local-cluster, which sets dir.
# shellcheck shell=bash disable=SC2154

# used FOLDER: whether a process works there. Executors and drivers do in their own.
used() {
  local cwd
  for cwd in /proc/[0-9]*/cwd; do
    case "$(readlink "$cwd" 2>/dev/null || true)" in "$1" | "$1"/*) return 0 ;; esac
  done
  return 1
}

# delete_copies: the jars that Spark copied for each executor and driver of an application that has
# ended. Their logs stay. What is younger than a minute may belong to one that is just starting.
delete_copies() {
  local jar
  [ -r /proc/self/cwd ] || return 0
  while IFS= read -r jar; do
    used "$(dirname "$jar")" || rm -f "$jar"
  done < <(find "$dir"/hosts/*/spark -mindepth 3 -name '*.jar' -type f -mmin +1 2>/dev/null)
}

# delete_leftovers: once no daemon runs, everything that belonged to its processes alone: copied jars,
# shuffle files, what YARN localised. Logs and HDFS stay.
delete_leftovers() {
  find "$dir"/hosts/*/spark -mindepth 3 -name '*.jar' -type f -delete 2>/dev/null || true
  rm -rf "$dir"/hosts/*/tmp/* "$dir"/hosts/*/yarn/local/* "$dir"/work/master/tmp/* 2>/dev/null || true
}

# tell_what_stays: a line a folder that holds anything.
tell_what_stays() {
  local what folder size
  while read -r what folder; do
    if [ -n "$(ls -A "$dir/$folder" 2>/dev/null)" ]; then
      size="$(du -sh "$dir/$folder" 2>/dev/null | cut -f 1)"
      say "stays: $size of $what in $dir/$folder"
    fi
  done <<'FOLDERS'
HDFS's files hdfs
the daemons' logs logs
the applications' logs hosts
FOLDERS
  say "to begin with an empty HDFS: rm -rf $(printf %q "$dir")"
}
