// What all kernels share. Compiled by NVRTC and nvcc for GPUs, and by g++ for tests on a CPU, where
// a header defines what CUDA C adds to C++. Each kernel takes one structure by value.
//
// No float is added atomically and every sum has a fixed order, so that the same input gives the
// same bits. TF32 is 1 where products go through tensor cores, rounded to TF32.

#ifndef TF32
#define TF32 0
#endif

#ifndef KERNEL
#define KERNEL(name, threads, Type) \
  extern "C" __global__ void __launch_bounds__(threads) name(const Type p)
#endif

enum Function { IDENTITY, RELU, LEAKY_RELU, ELU, TANH, SCALED_TANH, SIGMOID, GELU, SWISH };

// An activation function. SCALED_TANH: 1.7159 times a rational approximation of tanh(2x/3).
__device__ __noinline__ float curved(int function, float x) {
  switch (function) {
    case LEAKY_RELU:
      return x > 0 ? x : 0.01f * x;
    case ELU:
      return x > 0 ? x : expm1f(x);
    case TANH:
      return tanhf(x);
    case SCALED_TANH: {
      float z = x * (2.0f / 3.0f), a = fabsf(z);
      float t = 1 - 1 / (1 + a + z * z + 1.41645f * z * z * z * z);
      return 1.7159f * (z < 0 ? -t : t);
    }
    case SIGMOID:
      return 1 / (1 + expf(-x));
    case GELU:
      return x / (1 + expf(-1.702f * x));
    case SWISH:
      return x / (1 + expf(-x));
    default:
      return x;
  }
}

// The same, with what most networks have at hand.
__device__ __forceinline__ float activated(int function, float x) {
  if (function == IDENTITY) return x;
  return function == RELU ? (x > 0 ? x : 0) : curved(function, x);
}

// Derivative of an activation function where its result is y; of SCALED_TANH, GELU and SWISH, where
// its input is y.
__device__ __noinline__ float slope(int function, float y) {
  switch (function) {
    case LEAKY_RELU:
      return y > 0 ? 1 : 0.01f;
    case ELU:
      return y > 0 ? 1 : y + 1;
    case TANH:
      return 1 - y * y;
    case SCALED_TANH: {
      float z = y * (2.0f / 3.0f), a = fabsf(z);
      float d = 1 + a + z * z + 1.41645f * z * z * z * z;
      return 1.7159f * (2.0f / 3.0f) * (1 + 2 * a + 4 * 1.41645f * a * a * a) / (d * d);
    }
    case SIGMOID:
      return y * (1 - y);
    case GELU:
    case SWISH: {
      float a = function == GELU ? 1.702f : 1.0f, s = 1 / (1 + expf(-a * y));
      return s + a * y * s * (1 - s);
    }
    default:
      return 1;
  }
}

__device__ __forceinline__ float derivative(int function, float y) {
  if (function == IDENTITY) return 1;
  return function == RELU ? (y > 0 ? 1 : 0) : slope(function, y);
}

// v times the derivative at mask[at]; v alone where there is nothing in front to go back through.
__device__ __forceinline__ float masked(float v, const float* mask, int function, long long at) {
  return mask == 0 ? v : v * derivative(function, mask[at]);
}

// Sum over the block, the same bits in every thread; at most 1024 threads, a multiple of 32.
__device__ __forceinline__ float sumOfBlock(float v, float* shared) {
  for (int w = 16; w > 0; w >>= 1) v += __shfl_xor_sync(0xffffffffu, v, w);
  __syncthreads();
  if (threadIdx.x % 32 == 0) shared[threadIdx.x / 32] = v;
  __syncthreads();
  float sum = 0;
  for (int w = 0; w < (int)blockDim.x / 32; w++) sum += shared[w];
  return sum;
}

// Whether this block is the last of so many to arrive; the counter is 0 again afterwards. What the
// others wrote before is visible to the last one.
__device__ __forceinline__ bool lastToArrive(unsigned* arrivals, unsigned blocks, int* shared) {
  __threadfence();
  __syncthreads();
  if (threadIdx.x == 0) {
    *shared = atomicAdd(arrivals, 1u) == blocks - 1;
    if (*shared) *arrivals = 0;
  }
  __syncthreads();
  __threadfence();
  return *shared != 0;
}
