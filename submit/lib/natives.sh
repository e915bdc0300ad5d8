# Chooses the native libraries' variants by the processor; sourced after common.sh. A user's own
# setting of any of these variables stands.
# shellcheck shell=bash

has_cpu_flag() { [ -r /proc/cpuinfo ] && grep -q -m 1 -w -- "$1" /proc/cpuinfo; }

# choose_natives HERE: HERE is yes where every executor runs on this machine. Elsewhere no more is
# taken for granted than AVX2: kernels that a processor lacks kill the executor.
choose_natives() {
  # A Spark task has one core; OpenMP threads beyond it spin and steal the others'.
  export OMP_NUM_THREADS="${OMP_NUM_THREADS:-1}"
  # Large arrays come and go with every operation; in pages of 2 MB instead of 4 KB the kernel has a
  # fifth less to do in a step of lenet-224.
  export GLIBC_TUNABLES="${GLIBC_TUNABLES:-glibc.malloc.hugetlb=1}"
  # OpenBLAS takes slow kernels for processors newer than itself. The choice changes the
  # last bits of a sum, so it is one for driver and executors.
  if [ -z "${OPENBLAS_CORETYPE:-}" ]; then
    if [ "$1" = yes ] && has_cpu_flag avx512f; then
      export OPENBLAS_CORETYPE=SkylakeX
    elif has_cpu_flag avx2; then
      export OPENBLAS_CORETYPE=Haswell
    fi
  fi
}
