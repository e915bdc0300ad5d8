// What goes through maps number by number: pooling of any windows, activation functions, dropout,
// means, and the preparation of a minibatch.

static constexpr int MAP_THREADS = 256;

struct Pooling {
  const float* x;
  float* y;
  int* winners;                // position of each window's largest in its map; −1: the window sees none
  const float* dy;
  float* dx;
  const float* mask;
  int maps, height, width, outHeight, outWidth;
  int windowHeight, windowWidth, rowStride, columnStride, top, left, rowDilation, columnDilation;
  int isMean, maskFunction;
};

// One thread a number of y. Padding is no part of a window.
KERNEL(poolForward, MAP_THREADS, Pooling) {
  unsigned at = blockIdx.x * MAP_THREADS + threadIdx.x;
  int outs = p.outHeight * p.outWidth;
  if (at >= (unsigned)(p.maps * outs)) return;
  int map = at / outs, position = at - map * outs;
  int row = position / p.outWidth * p.rowStride - p.top, column = position % p.outWidth * p.columnStride - p.left;
  const float* x = p.x + (long long)map * p.height * p.width;
  float best = 0, sum = 0;
  int winner = -1, count = 0;
  for (int r = 0; r < p.windowHeight; r++) {
    for (int s = 0; s < p.windowWidth; s++) {
      int i = row + r * p.rowDilation, j = column + s * p.columnDilation;
      if (i < 0 || i >= p.height || j < 0 || j >= p.width) continue;
      float v = x[i * p.width + j];
      sum += v;
      count++;
      if (winner < 0 || v > best) {
        best = v;
        winner = i * p.width + j;
      }
    }
  }
  p.y[at] = p.isMean ? (count > 0 ? sum / count : 0) : best;
  if (!p.isMean) p.winners[at] = winner;
}

// One thread a number of dx: it looks at all windows that can have seen it, in order.
KERNEL(poolBackward, MAP_THREADS, Pooling) {
  unsigned at = blockIdx.x * MAP_THREADS + threadIdx.x;
  int pixels = p.height * p.width, outs = p.outHeight * p.outWidth;
  if (at >= (unsigned)(p.maps * pixels)) return;
  int map = at / pixels, position = at - map * pixels;
  int i = position / p.width + p.top, j = position % p.width + p.left;
  float sum = 0;
  for (int r = 0; r < p.windowHeight; r++) {
    int y = i - r * p.rowDilation;
    if (y < 0 || y % p.rowStride != 0 || y / p.rowStride >= p.outHeight) continue;
    for (int s = 0; s < p.windowWidth; s++) {
      int x = j - s * p.columnDilation;
      if (x < 0 || x % p.columnStride != 0 || x / p.columnStride >= p.outWidth) continue;
      int row = y / p.rowStride, column = x / p.columnStride;
      long long out = (long long)map * outs + row * p.outWidth + column;
      if (!p.isMean) {
        if (p.winners[out] == position) sum += p.dy[out];
        continue;
      }
      int top = row * p.rowStride - p.top, left = column * p.columnStride - p.left, high = 0, wide = 0;
      for (int q = 0; q < p.windowHeight; q++) high += top + q * p.rowDilation >= 0 && top + q * p.rowDilation < p.height;
      for (int q = 0; q < p.windowWidth; q++) wide += left + q * p.columnDilation >= 0 && left + q * p.columnDilation < p.width;
      sum += p.dy[out] / (high * wide);
    }
  }
  p.dx[at] = masked(sum, p.mask, p.maskFunction, at);
}

struct Elementwise {
  const float* x;
  float* y;
  const float* gradient;       // backward: at the output; y is then the gradient at the input; sum: the other
  const float* mask;           // backward: what the layer in front gave; 0: none
  const int* keys;             // dropout: of all dropouts in all steps, 2 each
  const int* step;             // step of the round, 0-based
  unsigned count, unused;
  int function, maskFunction, keyStride, keyOffset, threshold, pixels;
  float scale;
};

KERNEL(activateForward, MAP_THREADS, Elementwise) {
  unsigned at = blockIdx.x * MAP_THREADS + threadIdx.x;
  if (at < p.count) p.y[at] = activated(p.function, p.x[at]);
}

// x: the function's result or, of SCALED_TANH, GELU and SWISH, its input.
KERNEL(activateBackward, MAP_THREADS, Elementwise) {
  unsigned at = blockIdx.x * MAP_THREADS + threadIdx.x;
  if (at < p.count) p.y[at] = masked(p.gradient[at] * derivative(p.function, p.x[at]), p.mask, p.maskFunction, at);
}

// y = f(x + gradient).
KERNEL(addForward, MAP_THREADS, Elementwise) {
  unsigned at = blockIdx.x * MAP_THREADS + threadIdx.x;
  if (at < p.count) p.y[at] = activated(p.function, p.x[at] + p.gradient[at]);
}

// The gradient at one of two that were added up.
KERNEL(addBackward, MAP_THREADS, Elementwise) {
  unsigned at = blockIdx.x * MAP_THREADS + threadIdx.x;
  if (at < p.count) p.y[at] = masked(p.gradient[at], p.mask, p.maskFunction, at);
}

// Another gradient at a value that several read.
KERNEL(accumulate, MAP_THREADS, Elementwise) {
  unsigned at = blockIdx.x * MAP_THREADS + threadIdx.x;
  if (at < p.count) p.y[at] += masked(p.gradient[at], p.mask, p.maskFunction, at);
}

__device__ __forceinline__ unsigned mixed(unsigned bits) {
  bits ^= bits >> 16;
  bits *= 0x85EBCA6Bu;
  bits ^= bits >> 13;
  bits *= 0xC2B2AE35u;
  return bits ^ (bits >> 16);
}

// What DropoutMask keeps. The same for values and for gradients.
__device__ __forceinline__ float kept(const Elementwise& p, float v, long long at) {
  const int* keys = p.keys + *p.step * p.keyStride + p.keyOffset;
  return mixed(mixed((unsigned)at + keys[0]) ^ keys[1]) >> 8 < (unsigned)p.threshold ? v * p.scale : 0;
}

KERNEL(dropForward, MAP_THREADS, Elementwise) {
  unsigned at = blockIdx.x * MAP_THREADS + threadIdx.x;
  if (at < p.count) p.y[at] = kept(p, p.x[at], at);
}

KERNEL(dropBackward, MAP_THREADS, Elementwise) {
  unsigned at = blockIdx.x * MAP_THREADS + threadIdx.x;
  if (at < p.count) p.y[at] = masked(kept(p, p.gradient[at], at), p.mask, p.maskFunction, at);
}

// The mean of each map, a warp each.
KERNEL(meanForward, MAP_THREADS, Elementwise) {
  unsigned map = blockIdx.x * (MAP_THREADS / 32) + threadIdx.x / 32;
  float sum = 0;
  if (map < p.count)
    for (int i = threadIdx.x % 32; i < p.pixels; i += 32) sum += p.x[map * p.pixels + i];
  for (int w = 16; w > 0; w >>= 1) sum += __shfl_xor_sync(0xffffffffu, sum, w);
  if (map < p.count && threadIdx.x % 32 == 0) p.y[map] = sum / p.pixels;
}

KERNEL(meanBackward, MAP_THREADS, Elementwise) {
  unsigned at = blockIdx.x * MAP_THREADS + threadIdx.x;
  if (at < p.count) p.y[at] = masked(p.gradient[at / p.pixels] / p.pixels, p.mask, p.maskFunction, at);
}

struct Gathering {
  const unsigned char* images; // of all examples
  const int* labels;           // −1: not known
  const int* order;            // positions of examples, from the round's first on
  const int* step;
  const float* table;          // [channels][256]
  const float* targets;        // [classes][classes]
  float* x;
  float* y;                    // [minibatch][classes]
  int minibatch, channels, pixels, classes, first;
};

static constexpr int GATHERED = 4;

// A minibatch of the order: bytes become what the table has for them. Grid: images, parts of an image.
KERNEL(gather, MAP_THREADS, Gathering) {
  int example = p.order[p.first + *p.step * p.minibatch + blockIdx.x], numbers = p.channels * p.pixels;
  const unsigned char* image = p.images + (long long)example * numbers;
  float* x = p.x + (long long)blockIdx.x * numbers;
  int from = blockIdx.y * MAP_THREADS * GATHERED + threadIdx.x, bytes[GATHERED];
#pragma unroll
  for (int i = 0; i < GATHERED; i++) {
    int at = from + i * MAP_THREADS;
    bytes[i] = at < numbers ? at / p.pixels * 256 + image[at] : 0;
  }
#pragma unroll
  for (int i = 0; i < GATHERED; i++) {
    int at = from + i * MAP_THREADS;
    if (at < numbers) x[at] = p.table[bytes[i]];
  }
  if (blockIdx.y > 0) return;
  int label = p.labels[example];
  for (int i = threadIdx.x; i < p.classes; i += MAP_THREADS)
    p.y[(long long)blockIdx.x * p.classes + i] = label < 0 ? 0 : p.targets[(long long)label * p.classes + i];
}

struct Reordering {
  const float* parameters;
  float* weights;
  const int4* filters;         // a block each: first parameter, first weight, channels, window
};

// Weights [filter][channel][window] as [filter][window][channel].
KERNEL(reorder, MAP_THREADS, Reordering) {
  int4 f = p.filters[blockIdx.x];
  for (int i = threadIdx.x; i < f.z * f.w; i += MAP_THREADS) {
    int tap = i / f.z, channel = i - tap * f.z;
    p.weights[f.y + i] = p.parameters[f.x + channel * f.w + tap];
  }
}

struct Unpooling {
  const float* pooled;         // gradients at the largest of each 2×2 window
  const unsigned char* winners;
  float* full;
  int maps, height, width;
};

// The gradient in front of a pooling by 2×2, one thread a number.
KERNEL(unpool, MAP_THREADS, Unpooling) {
  unsigned at = blockIdx.x * MAP_THREADS + threadIdx.x;
  int pixels = p.height * p.width;
  if (at >= (unsigned)(p.maps * pixels)) return;
  int map = at / pixels, position = at - map * pixels, row = position / p.width, column = position - row * p.width;
  float v = 0;
  if (row < p.height / 2 * 2 && column < p.width / 2 * 2) {
    int window = (map * (p.height / 2) + row / 2) * (p.width / 2) + column / 2;
    if (p.winners[window] == row % 2 * 2 + column % 2) v = p.pooled[window];
  }
  p.full[at] = v;
}
