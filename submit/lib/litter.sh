# Deletes what applications left in a local cluster's folders; sourced by local-cluster, which sets dir.
# shellcheck shell=bash disable=SC2154

# delete_copies: the jars that Spark copied for each executor and driver of an application that has
# ended; executors and drivers work in the folders of their copies. Logs stay. What is younger than a
# minute may belong to one that is just starting.
delete_copies() {
  local jar used
  [ -r /proc/self/cwd ] || return 0
  used="$(readlink /proc/[0-9]*/cwd 2>/dev/null || true)"
  while IFS= read -r jar; do
    grep -qxF -- "$(dirname "$jar")" <<<"$used" || rm -f "$jar"
  done < <(find "$dir"/hosts/*/spark -mindepth 2 -name '*.jar' -type f -mmin +1 2>/dev/null)
}

# delete_leftovers: once no daemon runs, everything that belonged to its processes alone: copied jars,
# shuffle files, what YARN localised. Logs and HDFS stay.
delete_leftovers() {
  find "$dir"/hosts/*/spark -mindepth 2 -name '*.jar' -type f -delete 2>/dev/null || true
  rm -rf "$dir"/hosts/*/tmp/* "$dir"/hosts/*/yarn/local/* "$dir"/work/master/tmp/* 2>/dev/null || true
}

# tell_what_stays: a line a folder that holds anything.
tell_what_stays() {
  local what folder size
  while read -r folder what; do
    if [ -n "$(ls -A "$dir/$folder" 2>/dev/null)" ]; then
      size="$(du -sh "$dir/$folder" 2>/dev/null | cut -f 1)"
      say "stays: $size of $what in $dir/$folder"
    fi
  done <<'FOLDERS'
hdfs HDFS's files
logs the daemons' logs
hosts the applications' logs
FOLDERS
  say "to begin with an empty HDFS: rm -rf $(printf %q "$dir")"
}
