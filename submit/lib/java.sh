# Which Java will do; sourced after spark.sh.
# shellcheck shell=bash disable=SC2154  # exit codes come from common.sh

oldest_java=17

# java_feature JAVA: 17 of version 17.0.9, 8 of 1.8.0_372; nothing where it does not tell. A JDK's own file says it without
# starting it.
java_feature() {
  local home version
  home="$(dirname "$(dirname "$(readlink -f "$(command -v "$1")")")")"
  version="$(sed -n 's/^JAVA_VERSION="\(.*\)"$/\1/p' "$home/release" 2>/dev/null || true)"
  if [ -z "$version" ]; then version="$("$1" -version 2>&1 | sed -n 's/^.* version "\([^"]*\)".*$/\1/p' || true)"; fi
  version="${version#1.}"
  printf '%s\n' "${version%%[!0-9]*}"
}

# newest_java: that the Spark in SPARK_HOME runs on; others end in a stack trace of its own before anything of Catwalk begins.
newest_java() {
  local jar
  for jar in "$SPARK_HOME"/jars/spark-core_2.13-4.2.*.jar; do
    if [ -f "$jar" ]; then
      printf '25\n'
      return
    fi
  done
  printf '21\n'
}

# refuse_other_javas: sets java to the one to run and java_version to its number; after choose_spark.
refuse_other_javas() {
  local newest
  java="$(java_command)"
  java_version="$(java_feature "$java")"
  newest="$(newest_java)"
  if [ -n "$java_version" ] && { [ "$java_version" -lt "$oldest_java" ] || [ "$java_version" -gt "$newest" ]; }; then
    die "$exit_usage" "$java is Java $java_version: with the Spark in $SPARK_HOME Catwalk runs on Java $oldest_java to $newest; set JAVA_HOME to one"
  fi
}
