# Starts, watches and ends processes that go on after the script; sourced after common.sh. The one
# who sources it has set dir, the folder that holds their logs and who they are.
# shellcheck shell=bash disable=SC2154

# identity PID: prints what tells this process from a later one of the same number; fails where
# there is none, or none but a zombie.
identity() {
  local stat fields
  if [ -r /proc/self/stat ]; then
    { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
    # After the name, which may hold anything, come the state and, 19 fields on, the start time.
    read -r -a fields <<<"${stat##*) }"
    [ "${fields[0]}" != Z ] && printf '%s\n' "${fields[19]}"
  else
    ps -o lstart= -p "$1" 2>/dev/null | tr -s ' ' '-' | grep .
  fi
}

# running NAME: sets pid and is true where the daemon that was started under this name still runs.
running() {
  local born
  pid=''
  { read -r pid born <"$dir/pids/$1"; } 2>/dev/null || return 1
  [ -n "$born" ] && [ "$(identity "$pid")" = "$born" ]
}

# launch NAME COMMAND...: in a session of its own, so that no Ctrl-C meant for others reaches it.
launch() {
  local name="$1" log="$dir/logs/$1.log" detach=nohup
  shift
  if command -v setsid >/dev/null; then detach=setsid; fi
  if [ -f "$log" ]; then mv -f "$log" "$log.1"; fi
  # 9 is the lock of the one who starts; a daemon must not keep it.
  "$detach" "$@" </dev/null >"$log" 2>&1 9>&- &
  pid=$!
  printf '%s %s\n' "$pid" "$(identity "$pid")" >"$dir/pids/.$name"
  mv "$dir/pids/.$name" "$dir/pids/$name"
}

# wait_until SECONDS WHAT NAMES COMMAND...: until the command succeeds; sets failure and fails where
# time runs out or one of the daemons (space-separated) ends first.
wait_until() {
  local deadline=$((SECONDS + $1)) what="$2" names="$3" name
  shift 3
  until "$@"; do
    for name in $names; do
      if ! running "$name"; then
        failure="$name ended before $what"
        failed="$name"
        return 1
      fi
    done
    if [ "$SECONDS" -ge "$deadline" ]; then
      failure="waited in vain until $what"
      failed="${names%% *}"
      return 1
    fi
    sleep 0.1
  done
}

# end NAME...: asks all to end, waits, and kills those that don't within 15 seconds.
end() {
  local name deadline=$((SECONDS + 15)) signal=TERM
  for name in "$@"; do
    if running "$name"; then kill -TERM "$pid" 2>/dev/null || true; fi
  done
  for name in "$@"; do
    while running "$name"; do
      if [ "$SECONDS" -ge "$deadline" ]; then signal=KILL; fi
      if [ "$signal" = KILL ]; then kill -KILL "$pid" 2>/dev/null || true; fi
      sleep 0.1
    done
    rm -f "$dir/pids/$name"
  done
}

# port_open HOST PORT
port_open() { (exec 3<>"/dev/tcp/$1/$2") 2>/dev/null; }

# get URL: nothing where nobody answers.
get() { curl -s --noproxy '*' --max-time 5 "$1" || true; }
