# The daemons of a local cluster: which there are, on which hosts and ports, how each starts and when
# it is ready; sourced by local-cluster, which sets dir, base, workers, cores, memory, yarn, gpus and hidden.
# shellcheck shell=bash disable=SC2154

datanodes=2
port_range=100

# daemons: their names in the order to start them.
daemons() {
  local i
  printf 'namenode master'
  if [ "$yarn" = yes ]; then printf ' resourcemanager'; fi
  for ((i = 1; i <= datanodes; i++)); do printf ' datanode%d' "$i"; done
  if with_history; then printf ' history'; fi
  for ((i = 1; i <= workers; i++)); do printf ' worker%d' "$i"; done
  if [ "$yarn" = yes ]; then
    for ((i = 1; i <= workers; i++)); do printf ' nodemanager%d' "$i"; done
  fi
  printf '\n'
}

# host NAME: executors get addresses of their own, as on machines of their own. Only Linux has all
# of 127.0.0.0/8 on its loopback.
host() {
  case "$1" in
    worker* | nodemanager*) if [ -r /proc/self/stat ]; then printf '127.0.0.%d\n' $((1 + ${1##*[a-z]})); return; fi ;;
  esac
  printf '127.0.0.1\n'
}

# host_folder NAME: what the host's disk would be.
host_folder() { printf '%s/hosts/%d\n' "$dir" "${1##*[a-z]}"; }

# port NAME KIND: kinds are rpc, http, of a DataNode ipc, and those of yarn-daemons.sh.
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
    *) offset="$(yarn_offset "$1-$2" "$number")" ;;
  esac
  printf '%d\n' "$((base + offset))"
}

# addresses_of NAME KIND...: HOST PORT, a line each.
addresses_of() {
  local name="$1" kind
  shift
  for kind in "$@"; do printf '%s %s\n' "$(host "$name")" "$(port "$name" "$kind")"; done
}

# ports: HOST PORT of each daemon, a line each.
ports() {
  local name
  for name in $(daemons); do
    case "$name" in
      datanode*) addresses_of "$name" rpc http ipc ;;
      resourcemanager) addresses_of "$name" rpc http scheduler tracker admin ;;
      nodemanager*) addresses_of "$name" rpc http localizer collector ;;
      *) addresses_of "$name" rpc http ;;
    esac
  done
}

hdfs_url() { printf 'hdfs://127.0.0.1:%d\n' "$(port namenode rpc)"; }
master_url() { printf 'spark://127.0.0.1:%d\n' "$(port master rpc)"; }

addresses() {
  case "$1" in
    namenode) printf '%s  ' "$(hdfs_url)" ;;
    master) printf '%s  ' "$(master_url)" ;;
  esac
  printf 'http://%s:%d\n' "$(host "$1")" "$(port "$1" http)"
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

# on_its_host NAME: sets alone to what a command must be preceded by where hosts see nothing of each
# other's disks, nor of the folder that is to be hidden from all of them.
on_its_host() {
  alone=()
  if [ -z "$hidden" ]; then return; fi
  # shellcheck disable=SC2016  # for the shell in there
  alone=(unshare --mount --propagation private /bin/sh -ec '
    own="$1" hosts="$2" hidden="$3"
    shift 3
    for other in "$hosts"/*; do
      if [ "$other" != "$own" ]; then mount -t tmpfs -o ro,size=4k hidden "$other"; fi
    done
    mount -t tmpfs -o ro,size=4k hidden "$hidden"
    exec "$@"' host "$(host_folder "$1")" "$dir/hosts" "$hidden")
}

# spark_daemon NAME FOLDER CLASS ARGUMENT...: launches it.
spark_daemon() {
  local name="$1" folder="$2" class="$3" address
  shift 3
  address="$(host "$name")"
  SPARK_DAEMON_MEMORY=256m SPARK_DAEMON_JAVA_OPTS="${small_jvm[*]} -Dcatwalk.daemon=$name" \
    SPARK_LOCAL_IP="$address" SPARK_LOCAL_HOSTNAME="$address" SPARK_LOCAL_DIRS="$folder/tmp" \
    HADOOP_CONF_DIR="$dir/conf" \
    SPARK_WORKER_OPTS='-Dspark.worker.cleanup.enabled=true -Dspark.worker.cleanup.interval=600 -Dspark.worker.cleanup.appDataTtl=7200' \
    launch "$name" ${alone[@]+"${alone[@]}"} "$SPARK_HOME/bin/spark-class" "org.apache.spark.deploy.$class" \
    --host "$address" --port "$(port "$name" rpc)" --webui-port "$(port "$name" http)" "$@"
}

launch_master() {
  alone=()
  spark_daemon master "$dir/work/master" master.Master
}

launch_worker() {
  local folder
  folder="$(host_folder "$1")"
  on_its_host "$1"
  write_gpus "$1"
  spark_daemon "$1" "$folder" worker.Worker --cores "$cores" --memory "$memory" --work-dir "$folder/spark" \
    --properties-file "$folder/worker.conf" "$(master_url)"
}

# write_gpus WORKER: GPUs that only pretend to be there, for trials of how a cluster hands them out.
write_gpus() {
  local folder script i addresses=''
  folder="$(host_folder "$1")" script="$(host_folder "$1")/gpus"
  printf '# The pretended devices of this host.\n' >"$folder/worker.conf"
  if [ "$gpus" = 0 ]; then return; fi
  # Numbers that no other host has, so that a mix-up shows.
  for ((i = 0; i < gpus; i++)); do addresses="$addresses, \"$(((${1##*[a-z]} - 1) * gpus + i))\""; done
  printf '#!/bin/sh\necho '\''{"name": "gpu", "addresses": [%s]}'\''\n' "${addresses#, }" >"$script"
  chmod +x "$script"
  printf 'spark.worker.resource.gpu.amount %d\nspark.worker.resource.gpu.discoveryScript %s\n' \
    "$gpus" "$script" >>"$folder/worker.conf"
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
  if [ "$yarn" = yes ]; then write_yarn_settings; fi
}

# daemon_open NAME KIND
daemon_open() { port_open "$(host "$1")" "$(port "$1" "$2")"; }

hdfs_ready() {
  local state i
  for ((i = 1; i <= datanodes; i++)); do daemon_open "datanode$i" ipc || return 1; done
  state="$(get "http://127.0.0.1:$(port namenode http)/jmx?qry=Hadoop:service=NameNode,name=FSNamesystemState")"
  [[ "$state" =~ \"NumLiveDataNodes\"\ *:\ *$datanodes[^0-9] ]] && [[ "$state" =~ \"FSState\"\ *:\ *\"Operational\" ]]
}

workers_ready() {
  local i
  for ((i = 1; i <= workers; i++)); do daemon_open "worker$i" rpc || return 1; done
  [[ "$(get "http://127.0.0.1:$(port master http)/json/")" =~ \"aliveworkers\"\ *:\ *$workers[^0-9] ]]
}

# start_daemons: those that don't run, until all are ready; sets failure and failed where one is not.
start_daemons() {
  local name data='' work='' nodes=''
  mkdir -p "$dir/web/webapps/hdfs" "$dir/web/webapps/datanode" "$dir/hdfs" "$dir/work/master/tmp"
  write_client_settings
  for name in $(daemons); do
    case "$name" in
      datanode*) data="$data $name" ;;
      worker*) work="$work $name" && mkdir -p "$(host_folder "$name")"/{tmp,spark,yarn} ;;
      nodemanager*) nodes="$nodes $name" ;;
    esac
  done
  running master || launch_master
  if [ "$yarn" = yes ]; then running resourcemanager || launch_resourcemanager; fi
  running namenode || launch_namenode || return 1
  # A DataNode or a worker that starts before its master answers waits 5 seconds to try again.
  wait_until 60 "it answered" namenode daemon_open namenode rpc || return 1
  for name in $data; do running "$name" || launch_datanode "$name"; done
  wait_until 60 "it answered" master daemon_open master rpc || return 1
  for name in $work; do running "$name" || launch_worker "$name"; done
  if [ "$yarn" = yes ]; then
    wait_until 60 "it answered" resourcemanager daemon_open resourcemanager tracker || return 1
    for name in $nodes; do running "$name" || launch_nodemanager "$name"; done
  fi
  wait_until 90 "HDFS was ready" "namenode$data" hdfs_ready || return 1
  wait_until 90 "the workers were ready" "master$work" workers_ready || return 1
  if [ "$yarn" = yes ]; then wait_until 90 "YARN was ready" "resourcemanager$nodes" yarn_ready; fi
}
