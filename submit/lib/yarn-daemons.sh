# YARN in a local cluster: a ResourceManager, and NodeManagers on the workers' hosts; sourced by
# local-cluster before cluster-daemons.sh.
# shellcheck shell=bash disable=SC2154

# yarn_offset NAME-KIND NUMBER: of a daemon's port.
yarn_offset() {
  case "$1" in
    resourcemanager-rpc) printf 40 ;;
    resourcemanager-http) printf 41 ;;
    resourcemanager-scheduler) printf 42 ;;
    resourcemanager-tracker) printf 43 ;;
    resourcemanager-admin) printf 44 ;;
    nodemanager*-rpc) printf '%d' $((45 + 4 * $2)) ;;
    nodemanager*-http) printf '%d' $((46 + 4 * $2)) ;;
    nodemanager*-localizer) printf '%d' $((47 + 4 * $2)) ;;
    nodemanager*-collector) printf '%d' $((48 + 4 * $2)) ;;
  esac
}

# For applications: drivers and application masters stand beside the executors.
yarn_driver_megabytes=3072

memory_megabytes() {
  case "$memory" in
    *g) printf '%d\n' $((${memory%g} * 1024)) ;;
    *m) printf '%d\n' "${memory%m}" ;;
  esac
}

# yarn_daemon NAME CLASS SETTING...: launches it.
yarn_daemon() {
  local name="$1" class="$2" address java setting settings=()
  shift 2
  address="$(host "$name")" java="$(java_command)"
  for setting in "$@"; do settings+=(-D "$setting"); done
  # Containers find the same Java by JAVA_HOME.
  JAVA_HOME="$(dirname "$(dirname "$(readlink -f "$(command -v "$java")")")")" HADOOP_CONF_DIR="$dir/conf" \
    SPARK_LOCAL_IP="$address" SPARK_LOCAL_HOSTNAME="$address" \
    launch "$name" ${alone[@]+"${alone[@]}"} "$java" -Xmx384m "${small_jvm[@]}" \
    --add-opens=java.base/java.lang=ALL-UNNAMED "-Dcatwalk.daemon=$name" "-Dcatwalk.cluster=$dir" \
    -cp "$dir/conf:$yarn_runtime/conf:$yarn_runtime/jars/*" "org.apache.hadoop.yarn.server.$class" \
    ${settings[@]+"${settings[@]}"}
}

launch_resourcemanager() {
  alone=()
  yarn_daemon resourcemanager resourcemanager.ResourceManager
}

launch_nodemanager() {
  local folder address
  folder="$(host_folder "$1")/yarn" address="$(host "$1")"
  on_its_host "$1"
  yarn_daemon "$1" nodemanager.NodeManager \
    "yarn.nodemanager.hostname=$address" "yarn.nodemanager.bind-host=$address" \
    "yarn.nodemanager.address=$address:$(port "$1" rpc)" \
    "yarn.nodemanager.webapp.address=$address:$(port "$1" http)" \
    "yarn.nodemanager.localizer.address=$address:$(port "$1" localizer)" \
    "yarn.nodemanager.collector-service.address=$address:$(port "$1" collector)" \
    "yarn.nodemanager.local-dirs=$folder/local" "yarn.nodemanager.log-dirs=$folder/logs" \
    "yarn.nodemanager.resource.memory-mb=$(($(memory_megabytes) + yarn_driver_megabytes))" \
    "yarn.nodemanager.resource.cpu-vcores=$((cores + 1))" \
    "yarn.nodemanager.resource-type.yarn.io/gpu=$gpus"
}

property() { printf '  <property><name>%s</name><value>%s</value></property>\n' "$1" "$2"; }

# What clients, daemons and containers must know.
write_yarn_settings() {
  {
    printf '<?xml version="1.0"?>\n<configuration>\n'
    property yarn.resourcemanager.hostname 127.0.0.1
    property yarn.resourcemanager.bind-host 127.0.0.1
    property yarn.resourcemanager.address "127.0.0.1:$(port resourcemanager rpc)"
    property yarn.resourcemanager.scheduler.address "127.0.0.1:$(port resourcemanager scheduler)"
    property yarn.resourcemanager.resource-tracker.address "127.0.0.1:$(port resourcemanager tracker)"
    property yarn.resourcemanager.admin.address "127.0.0.1:$(port resourcemanager admin)"
    property yarn.resourcemanager.webapp.address "127.0.0.1:$(port resourcemanager http)"
    property yarn.resourcemanager.scheduler.class \
      org.apache.hadoop.yarn.server.resourcemanager.scheduler.capacity.CapacityScheduler
    property yarn.scheduler.minimum-allocation-mb 256
    # JVMs reserve far more than they use.
    property yarn.nodemanager.vmem-check-enabled false
    # A developer's disk is often nearly full.
    property yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage 99.5
    property yarn.nodemanager.env-whitelist JAVA_HOME,HADOOP_CONF_DIR,SPARK_LOCAL_IP,SPARK_LOCAL_HOSTNAME
    # Logs stay on the host that wrote them, where a test can look.
    property yarn.nodemanager.delete.debug-delay-sec 3600
    printf '</configuration>\n'
  } >"$dir/conf/yarn-site.xml"
  {
    printf '<?xml version="1.0"?>\n<configuration>\n'
    property yarn.resource-types yarn.io/gpu
    printf '</configuration>\n'
  } >"$dir/conf/resource-types.xml"
  # Else every job would first upload Spark itself, a quarter of a gigabyte.
  mkdir -p "$dir/spark-conf"
  {
    if [ -f "$SPARK_HOME/conf/spark-defaults.conf" ]; then cat "$SPARK_HOME/conf/spark-defaults.conf"; fi
    printf 'spark.yarn.jars local:%s/jars/*\n' "$SPARK_HOME"
  } >"$dir/spark-conf/spark-defaults.conf"
  # Drivers in the cluster take their log settings from there.
  cp "$root/submit/runtime/spark/src/conf/log4j2.properties" "$dir/spark-conf/"
}

yarn_ready() {
  local i
  for ((i = 1; i <= workers; i++)); do daemon_open "nodemanager$i" rpc || return 1; done
  [[ "$(get "http://127.0.0.1:$(port resourcemanager http)/ws/v1/cluster/metrics")" =~ \"activeNodes\":$workers[^0-9] ]]
}
