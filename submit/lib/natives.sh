# What native libraries are told by the environment; sourced after common.sh. A user's own setting of
# any of these variables stands.
# shellcheck shell=bash

set_native_environment() {
  # A Spark task has one core; OpenMP threads beyond it spin and steal the others'.
  export OMP_NUM_THREADS="${OMP_NUM_THREADS:-1}"
  # Large arrays come and go with every operation; in pages of 2 MB instead of 4 KB the kernel has a
  # fifth less to do in a step of lenet-224.
  export GLIBC_TUNABLES="${GLIBC_TUNABLES:-glibc.malloc.hugetlb=1}"
}
