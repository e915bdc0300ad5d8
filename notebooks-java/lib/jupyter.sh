# Where the notebooks' own kernel lies and which Jupyter runs it; sourced after common.sh.
# shellcheck shell=bash disable=SC2154  # root is set by the script that sources this

notebooks="$root/notebooks-java"
# Everything that setup makes. The user's own kernels and settings lie elsewhere and are not touched.
jupyter_home="$notebooks/target/jupyter"
kernel_name=catwalk-java
# shellcheck disable=SC2034  # run and setup use them
kernel_jar="$jupyter_home/lib/rapaio-jupyter-kernel.jar" kernel_fix="$jupyter_home/lib/loop-thread.jar"

# Jupyter finds the kernel by JUPYTER_PATH; what it writes by itself goes into our folder too.
use_own_kernel() {
  export JUPYTER_PATH="$jupyter_home${JUPYTER_PATH:+:$JUPYTER_PATH}"
  export JUPYTER_CONFIG_DIR="$jupyter_home/config" JUPYTER_RUNTIME_DIR="$jupyter_home/runtime"
  export JUPYTER_DATA_DIR="$jupyter_home/data" IPYTHONDIR="$jupyter_home/ipython"
  export JUPYTER_PLATFORM_DIRS=1 PYTHONWARNINGS=ignore
}

require_setup() {
  [ -f "$jupyter_home/kernels/$kernel_name/kernel.json" ] && [ -f "$kernel_jar" ] && [ -f "$kernel_fix" ] \
    || die "$exit_usage" "the Java kernel is not set up: run notebooks-java/setup first"
}

# has_jupyter COMMAND...: whether Jupyter has all of these, for example nbconvert.
has_jupyter() {
  local command
  for command in "$@"; do command -v "jupyter-$command" >/dev/null || return 1; done
}
