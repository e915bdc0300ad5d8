# Spark's history server, which shows finished applications; sourced by local-cluster after
# cluster-daemons.sh. A file named history in the cluster's folder says that it was asked for.
# shellcheck shell=bash disable=SC2154

with_history() { [ -f "$dir/history" ]; }

events_url() { printf '%s/spark-events\n' "$(hdfs_url)"; }

# start_history: where it was asked for and does not run; returns once it answers.
start_history() {
  if ! with_history || running history; then return; fi
  # It does not start without its folder.
  if ! "$(java_command)" -Xmx256m "${small_jvm[@]}" -cp "$dir/conf:$SPARK_HOME/jars/*" org.apache.hadoop.fs.FsShell \
    -mkdir -p "$(events_url)" </dev/null >"$dir/logs/history.log" 2>&1 9>&-; then
    failure="the folder of Spark's events cannot be made" failed=history
    return 1
  fi
  SPARK_DAEMON_MEMORY=256m SPARK_DAEMON_JAVA_OPTS="${small_jvm[*]} -Dcatwalk.daemon=history" \
    SPARK_LOCAL_IP=127.0.0.1 SPARK_PUBLIC_DNS=127.0.0.1 HADOOP_CONF_DIR="$dir/conf" \
    SPARK_HISTORY_OPTS="-Dspark.history.fs.logDirectory=$(events_url) -Dspark.history.ui.port=$(port history http) -Dspark.history.fs.update.interval=2s" \
    launch history "$SPARK_HOME/bin/spark-class" org.apache.spark.deploy.history.HistoryServer
  wait_until 90 "it answered" history history_ready
}

history_ready() { [[ "$(get "http://127.0.0.1:$(port history http)/api/v1/version")" == *spark* ]]; }

# history_environment: what jobs need for it to see them.
history_environment() {
  if ! with_history; then return; fi
  printf 'export CATWALK_SUBMIT_ARGS=%q\n' \
    "--conf spark.eventLog.enabled=true --conf spark.eventLog.dir=$(events_url)${CATWALK_SUBMIT_ARGS:+ $CATWALK_SUBMIT_ARGS}"
}
