# Finds the Spark to run with; sourced after build.sh.
# shellcheck shell=bash disable=SC2154  # embedded_spark comes from build.sh

# Sets SPARK_HOME to the user's own Spark where there is one, else to the embedded runtime, and
# spark_part to what must be built for it. Nothing is built here.
choose_spark() {
  spark_part=''
  if [ -n "${SPARK_HOME:-}" ] && [ "$SPARK_HOME" != "$embedded_spark" ]; then
    [ -x "$SPARK_HOME/bin/spark-submit" ] || die "$exit_usage" \
      "SPARK_HOME is $SPARK_HOME, which holds no bin/spark-submit: set it to a Spark 3.5 or 4.0 to 4.2, or unset it to use the embedded one"
    refuse_other_versions
  else
    spark_part=spark
    SPARK_HOME="$embedded_spark"
    export SPARK_SCALA_VERSION=2.13
  fi
  export SPARK_HOME
}

# Only where a spark-core jar tells the version: vendors lay their folders out in other ways.
refuse_other_versions() {
  local jar found=''
  for jar in "$SPARK_HOME"/jars/spark-core_*.jar; do
    case "$(basename "$jar")" in
      spark-core_2.1[23]-3.5.* | spark-core_2.13-4.[012].*) return ;;
      'spark-core_*.jar') return ;;
      *) found="$(basename "$jar" .jar)" ;;
    esac
  done
  die "$exit_cluster" "SPARK_HOME is $SPARK_HOME with ${found}: Catwalk needs Spark 3.5 or 4.0 to 4.2, for Scala 2.12 or 2.13"
}

# spark_default KEY: what the installation's spark-defaults.conf says of it, if anything.
spark_default() {
  local file="${SPARK_CONF_DIR:-$SPARK_HOME/conf}/spark-defaults.conf"
  if [ ! -f "$file" ]; then return; fi
  awk -v key="$1" '{ line = $0; sub(/^[ \t]+/, "", line) }
    index(line, key) == 1 { rest = substr(line, length(key) + 1)
      if (rest ~ /^[ \t=:]/) { sub(/^[ \t]*[=:]?[ \t]*/, "", rest); value = rest } }
    END { print value }' "$file"
}
