# Where the parts lie, and builds with Maven what a checkout has not built yet; sourced after common.sh.
# shellcheck shell=bash disable=SC2154  # root is set by the script that sources this

# A release, unpacked, has its parts in lib/.
if [ -d "$root/lib/spark" ]; then
  released=yes
  application_jar="${CATWALK_JAR:-$root/lib/catwalk.jar}"
  embedded_spark="$root/lib/spark"
  log_settings="$embedded_spark/conf/log4j2.properties"
else
  released=no
  application_jar="${CATWALK_JAR:-$root/pipeline/target/catwalk.jar}"
  embedded_spark="$root/submit/runtime/spark/target"
  # shellcheck disable=SC2034  # for catwalk, where another Spark than the embedded one runs
  log_settings="$root/submit/runtime/spark/src/conf/log4j2.properties"
fi
hdfs_runtime="$root/submit/runtime/hdfs/target"
yarn_runtime="$root/submit/runtime/yarn/target"
if [ -n "${CATWALK_DAEMONS:-}" ]; then hdfs_runtime="$CATWALK_DAEMONS/hdfs" yarn_runtime="$CATWALK_DAEMONS/yarn"; fi

# A part is whole once its last piece is there: a zip archive ends with its directory, whose first
# bytes are PK 5 6; the runtimes' own files are copied after their jars.
is_built() {
  case "$1" in
    application)
      case "$application_jar" in *://*) return ;; esac
      [ -f "$application_jar" ] && [ "$(tail -c 22 "$application_jar" | head -c 2)" = PK ]
      ;;
    spark)
      [ -x "$embedded_spark/bin/spark-class" ] && [ -x "$embedded_spark/bin/spark-submit" ] \
        && [ -f "$embedded_spark/conf/log4j2.properties" ]
      ;;
    hdfs) [ -f "$hdfs_runtime/conf/log4j.properties" ] ;;
    yarn) [ -f "$yarn_runtime/conf/log4j.properties" ] ;;
  esac
}

module_of() {
  case "$1" in
    application) printf 'pipeline\n' ;;
    spark) printf 'submit/runtime/spark\n' ;;
    hdfs) printf 'submit/runtime/hdfs\n' ;;
    yarn) printf 'submit/runtime/yarn\n' ;;
  esac
}

# Two starts at once must not build into the same folders: the second waits for the first.
lock_build() {
  local lock="$root/submit/runtime/target/build.lock" owner
  mkdir -p "$(dirname "$lock")"
  if command -v flock >/dev/null; then
    exec 9>"$lock"
    flock -n 9 || { say "another start is building, waiting for it"; flock 9; }
    return
  fi
  until mkdir "$lock.d" 2>/dev/null; do
    owner="$(cat "$lock.d/pid" 2>/dev/null || true)"
    if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then rm -rf "$lock.d"; fi
    sleep 1
  done
  printf '%s\n' "$$" >"$lock.d/pid"
}

unlock_build() {
  if command -v flock >/dev/null; then
    exec 9>&-
  else
    rm -rf "$root/submit/runtime/target/build.lock.d"
  fi
}

missing_modules() {
  local part modules=''
  for part in "$@"; do
    is_built "$part" || modules="$modules,$(module_of "$part")"
  done
  printf '%s\n' "${modules#,}"
}

# ensure_built PART...: application, spark (the embedded runtime), hdfs or yarn. CATWALK_BUILD=never forbids it.
ensure_built() {
  local modules
  modules="$(missing_modules "$@")"
  if [ -z "$modules" ]; then return; fi
  if [ -n "${CATWALK_JAR:-}" ] && ! is_built application; then
    die "$exit_usage" "CATWALK_JAR names $CATWALK_JAR, which is no whole jar file"
  fi
  if [ "$released" = yes ]; then
    die "$exit_usage" "$(is_built application && printf %s "$embedded_spark" || printf %s "$application_jar") is missing or cut off: unpack the tarball of this release again"
  fi
  if [ "${CATWALK_BUILD:-missing}" = never ]; then
    die "$exit_usage" "not built: $modules, and CATWALK_BUILD=never forbids to build it here: run mvn package in $root"
  fi
  command -v mvn >/dev/null \
    || die "$exit_usage" "not built yet: $modules. That takes Maven 3.8.7 or newer and a JDK 17; no mvn was found"
  lock_build
  modules="$(missing_modules "$@")"
  if [ -n "$modules" ]; then
    say "building $modules once, by Maven (some minutes where its repository is empty)"
    if ! mvn -B -q -ntp -Dstyle.color=never -f "$root/pom.xml" -pl "$modules" -am -DskipTests package 9>&- </dev/null 1>&2; then
      unlock_build
      die "$exit_bug" "the build failed, see above"
    fi
    modules="$(missing_modules "$@")"
    if [ -n "$modules" ]; then die "$exit_bug" "Maven built $modules but left it incomplete: run mvn clean package in $root"; fi
  fi
  unlock_build
}
