# The driver inside the cluster (--deploy-mode cluster); sourced by catwalk. It finds nothing of this
# machine there: its configuration travels, and what it says comes back through storage.
# shellcheck shell=bash disable=SC2154

# What spark-submit adds by itself in every other mode.
add_opens='-XX:+IgnoreUnrecognizedVMOptions'
for package in java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.util java.util.concurrent \
  java.util.concurrent.atomic sun.nio.ch sun.nio.cs sun.security.action sun.util.calendar; do
  add_opens+=" --add-opens=java.base/$package=ALL-UNNAMED"
done

# find_deploy_mode ARGUMENT...: sets deploy_mode to what the command line, CATWALK_SUBMIT_ARGS or the
# installation says, and arguments to the others.
find_deploy_mode() {
  local previous='' word
  deploy_mode="$(spark_default spark.submit.deployMode)"
  arguments=()
  for word in ${CATWALK_SUBMIT_ARGS:-}; do
    case "$previous $word" in
      '--deploy-mode client' | '--deploy-mode cluster') deploy_mode="$word" ;;
      *' --deploy-mode='*) deploy_mode="${word#--deploy-mode=}" ;;
    esac
    previous="$word"
  done
  while [ $# -gt 0 ]; do
    case "$1" in
      --deploy-mode=*) deploy_mode="${1#--deploy-mode=}" ;;
      --deploy-mode)
        [ -n "${2:-}" ] || die "$exit_usage" "--deploy-mode needs a value: client or cluster"
        deploy_mode="$2"
        shift
        ;;
      *) arguments+=("$1") ;;
    esac
    shift
  done
  deploy_mode="${deploy_mode:-client}"
  case "$deploy_mode" in
    client | cluster) ;;
    *) die "$exit_usage" "--deploy-mode $deploy_mode: it must be client or cluster" ;;
  esac
}

# read_configuration ARGUMENT...: sets experiment to the file that --config names, and root and source
# to storage.root and data.source. A mistake in the configuration is told here, before anything starts.
read_configuration() {
  local options=() values status=0
  experiment=''
  if [ "${1:-}" = train-lenet ]; then options=(--config lenet-fashion-mnist); fi
  while [ $# -gt 0 ]; do
    case "$1" in
      --config | -c) experiment="${2:-}" && options=(--config "${2:-}") && shift ;;
      --config=*) experiment="${1#*=}" && options=("$1") ;;
    esac
    shift || break
  done
  values="$(run_plain_in_background config ${options[@]+"${options[@]}"} \
    ${overrides[@]+"${overrides[@]}"} storage.root data.source)" || status=$?
  if [ "$status" != 0 ]; then exit "$status"; fi
  { read -r root && read -r source; } <<<"$values" || true
}

# collect_overrides ARGUMENT...: what else on the command line decides the configuration.
collect_overrides() {
  overrides=()
  while [ $# -gt 0 ]; do
    case "$1" in
      --set | -D | --storage | --master) overrides+=("$1" "${2:-}") && shift ;;
      --set=* | -D?* | --storage=* | --master=*) overrides+=("$1") ;;
    esac
    shift || break
  done
}

# A path without a scheme is of this machine, unless the cluster's settings make it theirs. Who writes
# file: may mean a folder that is mounted everywhere.
names_one_machine() {
  case "$1" in *:/*) return 1 ;; esac
  ! grep -qs 'fs\.defaultFS' "${HADOOP_CONF_DIR:-/nowhere}/core-site.xml"
}

check_reach() {
  case "$master" in
    spark://* | yarn | k8s://*) ;;
    *) die "$exit_usage" "--deploy-mode cluster takes --master spark://HOST:PORT, yarn or k8s://URL" ;;
  esac
  if names_one_machine "$root"; then
    die "$exit_usage" "storage.root = $root is a folder of one machine, where the driver is on another: give --storage a URI such as hdfs://HOST:PORT/FOLDER, or use --deploy-mode client"
  fi
  if [ -n "$source" ] && names_one_machine "$source" && [ -e "$source" ]; then
    die "$exit_usage" "data.source = $source lies on this machine, where the driver is on another: copy it to the cluster's storage, or use --deploy-mode client"
  fi
}

# hdfs ARGUMENT...: as hdfs dfs, by Spark's own jars, for at most hdfs_seconds. It insists on a
# core-site.xml, which Java finds in $work where the installation has none.
hdfs_seconds=600
hdfs() {
  timeout "$hdfs_seconds" "$(java_command)" -Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 "-Dlog4j2.configurationFile=$log_settings" \
    -cp "${HADOOP_CONF_DIR:-$SPARK_HOME/conf}:$SPARK_HOME/jars/*:$work" org.apache.hadoop.fs.FsShell "$@"
}

# travelling_name: the experiment's file name in letters that no option of spark-submit takes for its own.
travelling_name() { basename "$experiment" | tr -c 'A-Za-z0-9._\n-' '_'; }

# ship_experiment: the file that --config names goes along; sets shipped to its name over there.
ship_experiment() {
  shipped=''
  if [ -z "$experiment" ] || [ ! -f "$experiment" ]; then return; fi
  if grep -Eq '^[[:space:]]*include[[:space:](]' "$experiment"; then
    die "$exit_usage" "$experiment includes other files, which cannot go along to the driver: put all into one, or use --deploy-mode client"
  fi
  shipped="$(travelling_name)"
  cp "$experiment" "$work/$shipped"
  case "$master" in
    spark://*) ;;
    *) submit+=(--files "$work/$shipped") ;;
  esac
}

# submission ARGUMENT...: makes the mailbox and puts there what a standalone master hands not on from
# this machine; prints the URIs of mailbox, application and experiment.
submission() {
  "$(java_command)" -Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 "-Dlog4j2.configurationFile=$log_settings" \
    -cp "${HADOOP_CONF_DIR:-$SPARK_HOME/conf}:$application_jar:$SPARK_HOME/jars/*" "$main_class" \
    submission --root "$root" --mailbox "$mailbox" "$@"
}

# ship: sets mailbox to its URI, and application_jar and shipped to where the driver finds them.
ship() {
  local options=() uris stored_jar stored_experiment status=0
  ship_experiment
  case "$master" in
    # The driver makes the mailbox itself, as whoever it is in its image.
    k8s://*) mailbox="$root/submissions/$mailbox" && return ;;
    spark://*)
      case "$application_jar" in *://*) ;; *) options+=(--jar "$application_jar") ;; esac
      if [ -n "$shipped" ]; then options+=(--file "$work/$shipped"); fi
      # The driver reads and writes as this user, where storage takes everybody at his word.
      export HADOOP_USER_NAME="${HADOOP_USER_NAME:-$(id -un)}"
      ;;
  esac
  uris="$(submission ${options[@]+"${options[@]}"})" || status=$?
  if [ "$status" != 0 ]; then exit "$status"; fi
  { read -r mailbox && read -r stored_jar && read -r stored_experiment; } <<<"$uris"
  mailbox_made=yes
  if [ "$stored_jar" != - ]; then application_jar="$stored_jar"; fi
  if [ "$stored_experiment" != - ]; then shipped="$stored_experiment"; fi
}

# replace_experiment: in arguments.
replace_experiment() {
  local i
  if [ -z "$shipped" ]; then return; fi
  for i in "${!arguments[@]}"; do
    case "${arguments[i]}" in
      --config | -c) arguments[i + 1]="$shipped" ;;
      --config=*) arguments[i]="--config=$shipped" ;;
    esac
  done
}

# environment_of_the_driver: what set_native_environment set holds there as well.
environment_of_the_driver() {
  local name prefix
  case "$master" in
    yarn) prefix=spark.yarn.appMasterEnv ;;
    k8s://*) prefix=spark.kubernetes.driverEnv ;;
    # A standalone master hands the whole environment on.
    *) return ;;
  esac
  for name in OMP_NUM_THREADS GLIBC_TUNABLES; do
    if [ -n "${!name:-}" ]; then setting "$prefix.$name" "${!name}"; fi
  done
  # As on executors: names beyond ASCII.
  setting "$prefix.LC_ALL" C.UTF-8
}

# prepare_cluster_mode ARGUMENT...: sets mailbox, and completes submit, application_jar and arguments.
prepare_cluster_mode() {
  collect_overrides "$@"
  read_configuration "$@"
  check_reach
  work="$(mktemp -d)"
  printf '<configuration/>\n' >"$work/core-site.xml"
  mailbox_made=''
  trap clean_up EXIT
  mailbox="$(date -u +%Y%m%dT%H%M%S)-$$-$RANDOM"
  ship
  submit+=(--deploy-mode cluster --conf "spark.catwalk.mailbox=$mailbox")
  # Whoever started it waits, and hears how it ended.
  setting spark.standalone.submit.waitAppCompletion true
  # What a driver did not survive once it does not survive the second time.
  setting spark.yarn.maxAppAttempts 1
  setting spark.kubernetes.file.upload.path "$root/submissions"
  environment_of_the_driver
  replace_experiment
}

# clean_up: what was not handed to a driver.
clean_up() {
  if [ -n "$mailbox_made" ]; then hdfs -rm -r -f -skipTrash "$mailbox" >/dev/null 2>&1 || true; fi
  rm -rf "$work"
}

# leave CODE: the driver goes on alone, and empties its mailbox itself.
leave() {
  trap '' INT TERM
  # The signal may have come while the errors of a command went nowhere.
  exec 2>&3
  hdfs_seconds=20
  say "the driver goes on in the cluster"
  # It may have ended just now: then nobody else empties the mailbox.
  if [ -n "$mailbox_made" ] && hdfs -touchz "$mailbox/nobody-waits" 2>/dev/null \
    && ! hdfs -test -e "$mailbox/said" 2>/dev/null; then
    mailbox_made=''
  fi
  exit "$1"
}

# submit_and_wait: runs spark-submit, tells what the driver said and ends with its exit code.
submit_and_wait() {
  local code=0 said
  exec 3>&2
  trap 'leave 130' INT
  trap 'leave 143' TERM
  "$SPARK_HOME/bin/spark-submit" "${submit[@]}" "$application_jar" ${arguments[@]+"${arguments[@]}"} \
    2>"$work/submit.log" >&2 || code=$?
  if hdfs -get "$mailbox/said" "$work/said" 2>/dev/null; then
    cat "$work/said/stderr" >&2
    cat "$work/said/stdout"
    read -r code <"$work/said/exit-code"
  elif [ "$code" != 0 ]; then
    cat "$work/submit.log" >&2
    said="$(grep -o 'application_[0-9_]*' "$work/submit.log" | head -n 1 || true)"
    say "the driver in the cluster ended without a word${said:+; its log: yarn logs -applicationId $said}"
    code="$exit_cluster"
  else
    say "the driver in the cluster ended well; what it said did not come back"
  fi
  mailbox_made=yes
  exit "$code"
}
