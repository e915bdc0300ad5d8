// What CUDA C adds to C++, for one thread of a CPU: kernels run block after block. The threads of a
// block are contexts that take turns wherever they meet; those that never meet run one by one.
#define ON_CPU
#include <setjmp.h>
#include <stdint.h>
#include <ucontext.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <string>
#include <vector>

using std::max;
using std::min;

struct int2 { int x, y; };
struct int4 { int x, y, z, w; };
struct float4 { float x, y, z, w; };
struct Index { int x, y, z; };

static Index threadIdx, blockIdx, blockDim, gridDim;

#define __device__
#define __global__
#define __forceinline__ inline
#define __noinline__
#define __align__(bytes) __attribute__((aligned(bytes)))
#define __shared__ static
#define __launch_bounds__(threads)

// A kernel by its name, which takes the bytes of its structure.
typedef void (*Kernel)(const void*);
static std::map<std::string, Kernel>& kernels() {
  static std::map<std::string, Kernel> all;
  return all;
}
struct Registered {
  Registered(const char* name, Kernel kernel) { kernels()[name] = kernel; }
};
#define KERNEL(name, threads, Type)                                       \
  static void name(const Type& p);                                        \
  static Registered registered_##name(#name, +[](const void* structure) { \
    name(*(const Type*)structure);                                        \
  });                                                                     \
  static void name(const Type& p)

// ---- threads of a block

static constexpr int THREADS = 256;
static constexpr size_t STACK = 128 << 10;

struct Thread {
  ucontext_t start;
  jmp_buf where;
  bool begun, done;
};

static Thread threads[THREADS];
static char* stacks = 0;
static jmp_buf scheduler;
static int running;
static Kernel kernel;
static const void* structure;

static void enter(int t) {
  running = t;
  threadIdx.x = t;
}

static void body() {
  kernel(structure);
  threads[running].done = true;
  _longjmp(scheduler, 1);
}

// Lets all other threads of the block come to the same point.
static void meet() {
  if (_setjmp(threads[running].where) == 0) _longjmp(scheduler, 1);
}

static void runBlock() {
  for (int t = 0; t < blockDim.x; t++) threads[t].begun = threads[t].done = false;
  volatile bool left = true;
  while (left) {
    left = false;
    for (volatile int t = 0; t < blockDim.x; t = t + 1) {
      if (threads[t].done) continue;
      enter(t);
      if (_setjmp(scheduler) == 0) {
        if (threads[t].begun) _longjmp(threads[t].where, 1);
        threads[t].begun = true;
        getcontext(&threads[t].start);
        threads[t].start.uc_stack.ss_sp = stacks + t * STACK;
        threads[t].start.uc_stack.ss_size = STACK;
        threads[t].start.uc_link = 0;
        makecontext(&threads[t].start, body, 0);
        setcontext(&threads[t].start);
      }
      if (!threads[t].done) left = true;
    }
  }
}

static void launch(Kernel which, const void* with, Index grid, int count) {
  if (stacks == 0) stacks = (char*)malloc(THREADS * STACK);
  kernel = which;
  structure = with;
  gridDim = grid;
  blockDim = {count, 1, 1};
  for (int z = 0; z < grid.z; z++)
    for (int y = 0; y < grid.y; y++)
      for (int x = 0; x < grid.x; x++) {
        blockIdx = {x, y, z};
        runBlock();
      }
}

// ---- functions of CUDA C

static inline void __syncthreads() { meet(); }
static inline void __threadfence() {}

static uint32_t exchanged[THREADS];

template <class T>
static T __shfl_xor_sync(unsigned, T v, int with) {
  static_assert(sizeof(T) == 4, "numbers of 4 bytes");
  memcpy(&exchanged[threadIdx.x], &v, 4);
  meet();
  T other;
  memcpy(&other, &exchanged[threadIdx.x ^ with], 4);
  meet();
  return other;
}

static inline unsigned atomicAdd(unsigned* at, unsigned v) {
  unsigned before = *at;
  *at += v;
  return before;
}

static inline float __ldcg(const float* at) { return *at; }
static inline float rsqrtf(float x) { return 1 / sqrtf(x); }

// TF32: 10 bits of mantissa, ties away from zero.
static inline float toTf32(float v) {
  uint32_t bits;
  memcpy(&bits, &v, 4);
  bits = (bits + 0x1000u) & ~0x1fffu;
  memcpy(&v, &bits, 4);
  return v;
}

static float given[THREADS][6];

// What a warp's tensor core computes: D[16][8] += A[16][8]·B[8][8], spread over its threads.
static inline void multiply(float* c, const float* a, const float* b) {
  int lane = threadIdx.x % 32, first = threadIdx.x - lane;
  memcpy(given[threadIdx.x], a, 16);
  memcpy(given[threadIdx.x] + 4, b, 8);
  meet();
  for (int q = 0; q < 4; q++) {
    int row = lane / 4 + q / 2 * 8, column = lane % 4 * 2 + q % 2;
    for (int k = 0; k < 8; k++) {
      float left = given[first + row % 8 * 4 + k % 4][row / 8 + k / 4 * 2];
      float right = given[first + column * 4 + k % 4][4 + k / 4];
      c[q] += left * right;
    }
  }
  meet();
}

static inline float rounded(float v) { return toTf32(v); }
