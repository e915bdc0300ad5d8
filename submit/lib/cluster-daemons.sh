# The daemons of a local cluster: which there are, on which ports, how each starts and when it is
# ready; sourced by local-cluster, which sets dir, base, workers, cores and memory.
# shellcheck shell=bash disable=SC2154

datanodes=2
port_range=60

# daemons: their names in the order to start them.
daemons() {
  local i
  printf 'namenode master'
  for ((i = 1; i <= datanodes; i++)); do printf ' datanode%d' "$i"; done
  if with_history; then printf ' history'; fi
  for ((i = 1; i <= workers; i++)); do printf ' worker%d' "$i"; done
  printf '\n'
}

# port NAME KIND: kinds are rpc, http and, of a DataNode, ipc.
port() {
  local number="${1##*[a-z]}" offset
  case "$1-$2" in
    namenode-rpc) offset=0 ;;
    namenode-http) offset=1 ;;
    master-rpc) offset=2 ;;
    master-http) offset=3 ;;
    history-*) offset=4 ;;
    datanode*-rpc) offset=$((7 + 3 * number)) ;;
    datanode*-http) offset=$((8 + 3 * number)) ;;
    datanode*-ipc) offset=$((9 + 3 * number)) ;;
    worker*-rpc) offset=$((18 + 2 * number)) ;;
    worker*-http) offset=$((19 + 2 * number)) ;;
  esac
  printf '%d\n' "$((base + offset))"
}

ports() {
  local name
  for name in $(daemons); do
    port "$name" rpc
    port "$name" http
    case "$name" in datanode*) port "$name" ipc ;; esac
  done
}

hdfs_url() { printf 'hdfs://127.0.0.1:%d\n' "$(port namenode rpc)"; }
master_url() { printf 'spark://127.0.0.1:%d\n' "$(port master rpc)"; }

addresses() {
  case "$1" in
    namenode) printf '%s  ' "$(hdfs_url)" ;;
    master) printf '%s  ' "$(master_url)" ;;
  esac
  printf 'http://127.0.0.1:%d\n' "$(port "$1" http)"
}

# Small and quick to start. The executors' own JVMs don't inherit it.
small_jvm=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1)

# hdfs_daemon NAME CLASS ARGUMENT...: sets daemon to the command line.
hdfs_daemon() {
  local name="$1" class="$2"
  shift 2
  daemon=("$(java_command)" -Xmx256m "${small_jvm[@]}" "-Dcatwalk.daemon=$name" "-Dcatwalk.cluster=$dir"
    -cp "$hdfs_runtime/conf:$dir/web:$hdfs_runtime/jars/*" "org.apache.hadoop.hdfs.server.$class"
    -D "fs.defaultFS=$(hdfs_url)" -D "hadoop.tmp.dir=$dir/hdfs/tmp"
    # Loopback addresses have no names to look up, and a lost DataNode is to be noticed within seconds.
    -D dfs.namenode.datanode.registration.ip-hostname-check=false
    -D dfs.heartbeat.interval=1 -D dfs.namenode.heartbeat.recheck-interval=1000
    "$@")
}

launch_namenode() {
  local settings=(-D "dfs.namenode.rpc-address=127.0.0.1:$(port namenode rpc)"
    -D "dfs.namenode.http-address=127.0.0.1:$(port namenode http)"
    -D "dfs.replication=$datanodes" -D dfs.namenode.safemode.extension=0)
  if [ ! -d "$dir/hdfs/name" ]; then
    # Formatted beside: a start that is broken off leaves no half of it.
    rm -rf "$dir/hdfs/name.new"
    hdfs_daemon format namenode.NameNode "${settings[@]}" -D "dfs.namenode.name.dir=$dir/hdfs/name.new" \
      -format -nonInteractive
    if ! "${daemon[@]}" </dev/null >"$dir/logs/namenode.log" 2>&1 9>&-; then
      failure="HDFS cannot be formatted" failed=namenode
      return 1
    fi
    mv "$dir/hdfs/name.new" "$dir/hdfs/name"
  fi
  hdfs_daemon namenode namenode.NameNode "${settings[@]}" -D "dfs.namenode.name.dir=$dir/hdfs/name"
  launch namenode "${daemon[@]}"
}

launch_datanode() {
  mkdir -p "$dir/hdfs/$1"
  hdfs_daemon "$1" datanode.DataNode -D "dfs.datanode.data.dir=$dir/hdfs/$1" -D dfs.datanode.hostname=127.0.0.1 \
    -D "dfs.datanode.address=127.0.0.1:$(port "$1" rpc)" -D "dfs.datanode.http.address=127.0.0.1:$(port "$1" http)" \
    -D "dfs.datanode.ipc.address=127.0.0.1:$(port "$1" ipc)"
  launch "$1" "${daemon[@]}"
}

# spark_daemon NAME CLASS ARGUMENT...: launches it.
spark_daemon() {
  local name="$1" class="$2"
  shift 2
  SPARK_DAEMON_MEMORY=256m SPARK_DAEMON_JAVA_OPTS="${small_jvm[*]} -Dcatwalk.daemon=$name" \
    SPARK_LOCAL_IP=127.0.0.1 SPARK_LOCAL_HOSTNAME=127.0.0.1 SPARK_LOCAL_DIRS="$dir/work/$name/tmp" \
    HADOOP_CONF_DIR="$dir/conf" \
    SPARK_WORKER_OPTS='-Dspark.worker.cleanup.enabled=true -Dspark.worker.cleanup.interval=600 -Dspark.worker.cleanup.appDataTtl=7200' \
    launch "$name" "$SPARK_HOME/bin/spark-class" "org.apache.spark.deploy.$class" --host 127.0.0.1 \
    --port "$(port "$name" rpc)" --webui-port "$(port "$name" http)" "$@"
}

launch_worker() {
  mkdir -p "$dir/work/$1/tmp"
  spark_daemon "$1" worker.Worker --cores "$cores" --memory "$memory" --work-dir "$dir/work/$1" "$(master_url)"
}

# What clients and executors must know; where HDFS is they learn from the URI. With two DataNodes
# there is none to replace a lost one in a file that is being written.
write_client_settings() {
  mkdir -p "$dir/conf"
  # Hadoop's own shell refuses to start without this file. It names no default file system, so that paths without a scheme
  # stay local.
  printf '<?xml version="1.0"?>\n<configuration/>\n' >"$dir/conf/core-site.xml"
  cat >"$dir/conf/hdfs-site.xml" <<XML
<?xml version="1.0"?>
<configuration>
  <property><name>dfs.replication</name><value>$datanodes</value></property>
  <property><name>dfs.client.block.write.replace-datanode-on-failure.policy</name><value>NEVER</value></property>
</configuration>
XML
}

hdfs_ready() {
  local state i
  for ((i = 1; i <= datanodes; i++)); do port_open "$(port "datanode$i" ipc)" || return 1; done
  state="$(get "http://127.0.0.1:$(port namenode http)/jmx?qry=Hadoop:service=NameNode,name=FSNamesystemState")"
  [[ "$state" =~ \"NumLiveDataNodes\"\ *:\ *$datanodes[^0-9] ]] && [[ "$state" =~ \"FSState\"\ *:\ *\"Operational\" ]]
}

workers_ready() {
  local i
  for ((i = 1; i <= workers; i++)); do port_open "$(port "worker$i" rpc)" || return 1; done
  [[ "$(get "http://127.0.0.1:$(port master http)/json/")" =~ \"aliveworkers\"\ *:\ *$workers[^0-9] ]]
}

# start_daemons: those that don't run, until all are ready; sets failure and failed where one is not.
start_daemons() {
  local name data='' work=''
  mkdir -p "$dir/web/webapps/hdfs" "$dir/web/webapps/datanode" "$dir/hdfs" "$dir/work"
  write_client_settings
  for name in $(daemons); do
    case "$name" in
      datanode*) data="$data $name" ;;
      worker*) work="$work $name" ;;
    esac
  done
  running master || spark_daemon master master.Master
  running namenode || launch_namenode || return 1
  # A DataNode or a worker that starts before its master answers waits 5 seconds to try again.
  wait_until 60 "it answered" namenode port_open "$(port namenode rpc)" || return 1
  for name in $data; do running "$name" || launch_datanode "$name"; done
  wait_until 60 "it answered" master port_open "$(port master rpc)" || return 1
  for name in $work; do running "$name" || launch_worker "$name"; done
  wait_until 90 "HDFS was ready" "namenode$data" hdfs_ready || return 1
  wait_until 90 "the workers were ready" "master$work" workers_ready
}
