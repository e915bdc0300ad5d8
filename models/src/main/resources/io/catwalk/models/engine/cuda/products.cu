// Convolutions and dense layers, forward and backward, as products of two matrices of which one is
// gathered from maps on the way ("implicit GEMM"). A block of four warps computes a BM×BN tile, BK
// of the depth at a time; long depths are split among blocks, whose partial sums the last of them
// adds in order.

struct Product {
  const float* a;                // forward: input; otherwise the gradient at the output
  const float* b;                // forward and input gradient: weights; weight gradient: input
  float* out;
  const float* bias;             // forward; 0: none
  float* biasGradient;           // weight gradient; 0: none
  const float* mask;             // input gradient: what the layer in front gave; 0: none
  unsigned char* winners;        // pooled: which of each 2×2 window is the largest, row by row; 0: not pooled
  float* partials;               // [splits][tiles][BM·BN]
  unsigned* arrivals;            // [tiles], zeros
  const int2* taps;              // [channels·window] or, input gradient, [filters·window]
  int m, n, depth, depthOfSplit;
  int channels, height, width;   // of the input
  int filters, outHeight, outWidth;
  int window;                    // weights of one channel
  int rowStride, columnStride, top, left;
  int function;                  // forward: that follows; input gradient: that is in front
};

static constexpr int BK = 32;
static constexpr int PRODUCT_THREADS = 128;

__device__ __forceinline__ float rounded(float v) {
#if TF32 && defined(ON_CPU)
  return toTf32(v);
#elif TF32
  unsigned bits;
  asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(bits) : "f"(v));
  return __uint_as_float(bits);
#else
  return v;
#endif
}

#if TF32 && !defined(ON_CPU)
__device__ __forceinline__ void multiply(float* c, const float* a, const float* b) {
  asm(
      "mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
      : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
      : "r"(__float_as_uint(a[0])), "r"(__float_as_uint(a[1])), "r"(__float_as_uint(a[2])),
        "r"(__float_as_uint(a[3])), "r"(__float_as_uint(b[0])), "r"(__float_as_uint(b[1])));
}
#endif

// An output position. Pooled, the four of each window follow each other.
struct Pixel {
  int image, row, column;
  __device__ __forceinline__ Pixel(const Product& p, int index) {
    if (p.winners != 0) {
      int wide = p.outWidth / 2, window = index / 4, part = index % 4;
      int perImage = p.outHeight / 2 * wide;
      image = window / perImage;
      int at = window - image * perImage;
      row = at / wide * 2 + part / 2;
      column = at % wide * 2 + part % 2;
    } else {
      int perImage = p.outHeight * p.outWidth;
      image = index / perImage;
      int at = index - image * perImage;
      row = at / p.outWidth;
      column = at - row * p.outWidth;
    }
  }
};

// The gradient at a filter's output position, gathered from its window where that was pooled.
__device__ __forceinline__ float deltaAt(const Product& p, int image, int filter, int row, int column) {
  if (p.winners == 0) {
    return p.a[((image * p.filters + filter) * p.outHeight + row) * p.outWidth + column];
  }
  int high = p.outHeight / 2, wide = p.outWidth / 2;
  if (row >= 2 * high || column >= 2 * wide) return 0;
  int at = ((image * p.filters + filter) * high + row / 2) * wide + column / 2;
  return p.winners[at] == row % 2 * 2 + column % 2 ? p.a[at] : 0;
}

// Where an element of a tile is loaded: threads side by side along the rows, or along the depth.
template <int ROWS, bool ALONG_DEPTH>
struct Spread {
  static constexpr int COUNT = ROWS * BK / PRODUCT_THREADS;
  static constexpr int PITCH = ALONG_DEPTH ? BK + 4 : ROWS + 8;
  static constexpr int SIZE = ALONG_DEPTH ? ROWS * PITCH : BK * PITCH;
  __device__ static __forceinline__ int row(int i) {
    return ALONG_DEPTH ? threadIdx.x / BK + i * (PRODUCT_THREADS / BK) : threadIdx.x % ROWS;
  }
  __device__ static __forceinline__ int depth(int i) {
    return ALONG_DEPTH ? threadIdx.x % BK : threadIdx.x / ROWS + i * (PRODUCT_THREADS / ROWS);
  }
  __device__ static __forceinline__ int at(int row, int depth) {
    return ALONG_DEPTH ? row * PITCH + depth : depth * PITCH + row;
  }
};

// Rows: output positions; columns: filters; depth: (channel, row, column) of the window.
struct ConvForward {
  static constexpr bool A_ALONG_DEPTH = false, B_ALONG_DEPTH = true, POSITIONS = true;
  int base, row, column;
  __device__ ConvForward(const Product& p, int m) {
    Pixel at(p, m < p.m ? m : 0);
    row = m < p.m ? at.row * p.rowStride - p.top : -(1 << 20);
    column = at.column * p.columnStride - p.left;
    base = (at.image * p.channels * p.height + row) * p.width + column;
  }
  __device__ void at(const Product& p, int depth, int end) {}
  __device__ float a(const Product& p, int m, int depth, int end) {
    if (depth >= end) return 0;
    int2 tap = p.taps[depth];
    unsigned y = row + (tap.y >> 16), x = column + (tap.y & 0xffff);
    return y < (unsigned)p.height && x < (unsigned)p.width ? p.a[base + tap.x] : 0;
  }
  __device__ float b(const Product& p, int n, int depth, int end) {
    return n < p.n && depth < end ? p.b[(long long)n * p.depth + depth] : 0;
  }
};

// Rows: input positions; columns: channels; depth: (filter, row, column) of the window.
struct ConvInputGradient {
  static constexpr bool A_ALONG_DEPTH = false, B_ALONG_DEPTH = true, POSITIONS = true;
  int image, row, column, weight;
  __device__ ConvInputGradient(const Product& p, int m) {
    int perImage = p.height * p.width, index = m < p.m ? m : 0;
    image = index / perImage;
    int at = index - image * perImage;
    row = m < p.m ? at / p.width + p.top : -(1 << 20);
    column = at % p.width + p.left;
  }
  __device__ void at(const Product& p, int depth, int end) {
    int filter = depth / p.window;
    weight = filter * p.channels * p.window + depth - filter * p.window;
  }
  __device__ float a(const Product& p, int m, int depth, int end) {
    if (depth >= end) return 0;
    int2 tap = p.taps[depth];
    int y = row - (tap.y >> 16), x = column - (tap.y & 0xffff);
    if (p.rowStride > 1 || p.columnStride > 1) {
      if (y < 0 || x < 0 || y % p.rowStride != 0 || x % p.columnStride != 0) return 0;
      y /= p.rowStride;
      x /= p.columnStride;
    }
    if ((unsigned)y >= (unsigned)p.outHeight || (unsigned)x >= (unsigned)p.outWidth) return 0;
    return deltaAt(p, image, tap.x, y, x);
  }
  __device__ float b(const Product& p, int n, int depth, int end) {
    return n < p.n && depth < end ? p.b[weight + n * p.window] : 0;
  }
};

// Rows: filters; columns: (channel, row, column) of the window, and the bias; depth: output positions.
struct ConvWeightGradient {
  static constexpr bool A_ALONG_DEPTH = true, B_ALONG_DEPTH = true, POSITIONS = false;
  int image, outRow, outColumn, base, row, column;
  __device__ ConvWeightGradient(const Product& p, int m) {}
  __device__ void at(const Product& p, int depth, int end) {
    Pixel at(p, depth < end ? depth : 0);
    image = at.image;
    outRow = at.row;
    outColumn = at.column;
    row = outRow * p.rowStride - p.top;
    column = outColumn * p.columnStride - p.left;
    base = (image * p.channels * p.height + row) * p.width + column;
  }
  __device__ float a(const Product& p, int m, int depth, int end) {
    return m < p.m && depth < end ? deltaAt(p, image, m, outRow, outColumn) : 0;
  }
  __device__ float b(const Product& p, int n, int depth, int end) {
    if (depth >= end || n >= p.n) return 0;
    if (n == p.channels * p.window) return 1;
    int2 tap = p.taps[n];
    unsigned y = row + (tap.y >> 16), x = column + (tap.y & 0xffff);
    return y < (unsigned)p.height && x < (unsigned)p.width ? p.b[base + tap.x] : 0;
  }
};

// Rows: images; columns: outputs; depth: inputs.
struct DenseForward {
  static constexpr bool A_ALONG_DEPTH = true, B_ALONG_DEPTH = true, POSITIONS = false;
  __device__ DenseForward(const Product& p, int m) {}
  __device__ void at(const Product& p, int depth, int end) {}
  __device__ float a(const Product& p, int m, int depth, int end) {
    return m < p.m && depth < end ? p.a[(long long)m * p.depth + depth] : 0;
  }
  __device__ float b(const Product& p, int n, int depth, int end) {
    return n < p.n && depth < end ? p.b[(long long)n * p.depth + depth] : 0;
  }
};

// Rows: images; columns: inputs; depth: outputs.
struct DenseInputGradient {
  static constexpr bool A_ALONG_DEPTH = true, B_ALONG_DEPTH = false, POSITIONS = false;
  __device__ DenseInputGradient(const Product& p, int m) {}
  __device__ void at(const Product& p, int depth, int end) {}
  __device__ float a(const Product& p, int m, int depth, int end) {
    return m < p.m && depth < end ? p.a[(long long)m * p.depth + depth] : 0;
  }
  __device__ float b(const Product& p, int n, int depth, int end) {
    return n < p.n && depth < end ? p.b[(long long)depth * p.n + n] : 0;
  }
};

// Rows: outputs; columns: inputs, and the bias; depth: images.
struct DenseWeightGradient {
  static constexpr bool A_ALONG_DEPTH = false, B_ALONG_DEPTH = false, POSITIONS = false;
  __device__ DenseWeightGradient(const Product& p, int m) {}
  __device__ void at(const Product& p, int depth, int end) {}
  __device__ float a(const Product& p, int m, int depth, int end) {
    return m < p.m && depth < end ? p.a[(long long)depth * p.m + m] : 0;
  }
  __device__ float b(const Product& p, int n, int depth, int end) {
    if (depth >= end || n >= p.n) return 0;
    return n == p.channels ? 1 : p.b[(long long)depth * p.channels + n];
  }
};

// ---- what becomes of a finished element

__device__ __forceinline__ void finish(const Product& p, ConvForward, int m, int n, float v) {
  bool inside = m < p.m && n < p.n;
  v = activated(p.function, inside && p.bias != 0 ? v + p.bias[n] : v);
  if (p.winners == 0) {
    int pixels = p.outHeight * p.outWidth, image = m / pixels;
    if (inside) p.out[(long long)(image * p.filters + n) * pixels + m - image * pixels] = v;
    return;
  }
  int winner = m % 4;
  for (int w = 4; w <= 8; w *= 2) {
    float other = __shfl_xor_sync(0xffffffffu, v, w);
    int its = __shfl_xor_sync(0xffffffffu, winner, w);
    if (other > v || (other == v && its < winner)) {
      v = other;
      winner = its;
    }
  }
  if (inside && m % 4 == 0) {
    int windows = p.outHeight / 2 * (p.outWidth / 2), image = m / 4 / windows;
    long long at = (long long)(image * p.filters + n) * windows + m / 4 - image * windows;
    p.out[at] = v;
    p.winners[at] = winner;
  }
}

__device__ __forceinline__ void finish(const Product& p, ConvInputGradient, int m, int n, float v) {
  if (m >= p.m || n >= p.n) return;
  int pixels = p.height * p.width, image = m / pixels;
  long long at = (long long)(image * p.channels + n) * pixels + m - image * pixels;
  p.out[at] = masked(v, p.mask, p.function, at);
}

__device__ __forceinline__ void finishGradient(const Product& p, int m, int n, int weights, float v) {
  if (m >= p.m || n >= p.n) return;
  if (n < weights) p.out[(long long)m * weights + n] = v;
  else p.biasGradient[m] = v;
}

__device__ __forceinline__ void finish(const Product& p, ConvWeightGradient, int m, int n, float v) {
  finishGradient(p, m, n, p.channels * p.window, v);
}

__device__ __forceinline__ void finish(const Product& p, DenseWeightGradient, int m, int n, float v) {
  finishGradient(p, m, n, p.channels, v);
}

__device__ __forceinline__ void finish(const Product& p, DenseForward, int m, int n, float v) {
  if (m >= p.m || n >= p.n) return;
  p.out[(long long)m * p.n + n] = activated(p.function, p.bias == 0 ? v : v + p.bias[n]);
}

__device__ __forceinline__ void finish(const Product& p, DenseInputGradient, int m, int n, float v) {
  if (m >= p.m || n >= p.n) return;
  long long at = (long long)m * p.n + n;
  p.out[at] = masked(v, p.mask, p.function, at);
}

// ---- the product itself; a warp computes WM×WN of the tile

template <class Kind, int BM, int BN, int WM, int WN>
__device__ __forceinline__ void product(const Product& p) {
  typedef Spread<BM, Kind::A_ALONG_DEPTH> A;
  typedef Spread<BN, Kind::B_ALONG_DEPTH> B;
  constexpr int ROWS = WM / 16, COLUMNS = WN / 8;
  __shared__ float as[2][A::SIZE];
  __shared__ float bs[2][B::SIZE];
  __shared__ int isLast;
  const int m0 = blockIdx.x * BM, n0 = blockIdx.y * BN;
  const int from = blockIdx.z * p.depthOfSplit;
  const int end = min(p.depth, from + p.depthOfSplit);
  const int lane = threadIdx.x % 32, warp = threadIdx.x / 32;
  const int wm = warp % (BM / WM) * WM, wn = warp / (BM / WM) * WN;
  const int quarter = lane % 4, eighth = lane / 4;
  Kind kind(p, m0 + (Kind::POSITIONS ? A::row(0) : 0));
  float ra[A::COUNT], rb[B::COUNT];
  float sums[ROWS][COLUMNS][4];
#pragma unroll
  for (int i = 0; i < ROWS; i++)
#pragma unroll
    for (int j = 0; j < COLUMNS; j++)
#pragma unroll
      for (int q = 0; q < 4; q++) sums[i][j][q] = 0;

  int side = 0;
  for (int k0 = from - BK; k0 < end; k0 += BK) {
    const bool more = k0 + BK < end;
    if (more) {
      kind.at(p, k0 + BK + B::depth(0), end);
#pragma unroll
      for (int i = 0; i < A::COUNT; i++) ra[i] = kind.a(p, m0 + A::row(i), k0 + BK + A::depth(i), end);
#pragma unroll
      for (int i = 0; i < B::COUNT; i++) rb[i] = kind.b(p, n0 + B::row(i), k0 + BK + B::depth(i), end);
    }
    if (k0 >= from) {
      const float* ta = as[side ^ 1];
      const float* tb = bs[side ^ 1];
#if TF32
#pragma unroll
      for (int k = 0; k < BK; k += 8) {
        float fa[ROWS][4], fb[COLUMNS][2];
#pragma unroll
        for (int i = 0; i < ROWS; i++)
#pragma unroll
          for (int q = 0; q < 4; q++)
            fa[i][q] = ta[A::at(wm + i * 16 + eighth + q % 2 * 8, k + quarter + q / 2 * 4)];
#pragma unroll
        for (int j = 0; j < COLUMNS; j++)
#pragma unroll
          for (int q = 0; q < 2; q++) fb[j][q] = tb[B::at(wn + j * 8 + eighth, k + quarter + q * 4)];
#pragma unroll
        for (int i = 0; i < ROWS; i++)
#pragma unroll
          for (int j = 0; j < COLUMNS; j++) multiply(sums[i][j], fa[i], fb[j]);
      }
#else
#pragma unroll 4
      for (int k = 0; k < BK; k++) {
        float fa[ROWS][2], fb[COLUMNS][2];
#pragma unroll
        for (int i = 0; i < ROWS; i++)
#pragma unroll
          for (int q = 0; q < 2; q++) fa[i][q] = ta[A::at(wm + i * 16 + eighth + q * 8, k)];
#pragma unroll
        for (int j = 0; j < COLUMNS; j++)
#pragma unroll
          for (int q = 0; q < 2; q++) fb[j][q] = tb[B::at(wn + j * 8 + quarter * 2 + q, k)];
#pragma unroll
        for (int i = 0; i < ROWS; i++)
#pragma unroll
          for (int j = 0; j < COLUMNS; j++)
#pragma unroll
            for (int q = 0; q < 4; q++) sums[i][j][q] += fa[i][q / 2] * fb[j][q % 2];
      }
#endif
    }
    if (more) {
#pragma unroll
      for (int i = 0; i < A::COUNT; i++) as[side][A::at(A::row(i), A::depth(i))] = rounded(ra[i]);
#pragma unroll
      for (int i = 0; i < B::COUNT; i++) bs[side][B::at(B::row(i), B::depth(i))] = rounded(rb[i]);
    }
    __syncthreads();
    side ^= 1;
  }

  if (gridDim.z > 1) {
    const int tile = blockIdx.y * gridDim.x + blockIdx.x, tiles = gridDim.x * gridDim.y;
    float* mine = p.partials + ((long long)blockIdx.z * tiles + tile) * (BM * BN) + threadIdx.x;
#pragma unroll
    for (int i = 0; i < ROWS * COLUMNS * 4; i++)
      mine[i * PRODUCT_THREADS] = sums[i / (4 * COLUMNS)][i / 4 % COLUMNS][i % 4];
    if (!lastToArrive(p.arrivals + tile, gridDim.z, &isLast)) return;
#pragma unroll
    for (int i = 0; i < ROWS * COLUMNS * 4; i++) sums[i / (4 * COLUMNS)][i / 4 % COLUMNS][i % 4] = 0;
    const float* all = p.partials + (long long)tile * (BM * BN) + threadIdx.x;
    const long long step = (long long)tiles * (BM * BN);
    constexpr int TOGETHER = ROWS * COLUMNS >= 16 ? 1 : 16 / (ROWS * COLUMNS);
#pragma unroll TOGETHER
    for (int z = 0; z < (int)gridDim.z; z++)
#pragma unroll
      for (int i = 0; i < ROWS * COLUMNS * 4; i++)
        sums[i / (4 * COLUMNS)][i / 4 % COLUMNS][i % 4] += __ldcg(all + z * step + i * PRODUCT_THREADS);
  }

#pragma unroll
  for (int i = 0; i < ROWS; i++)
#pragma unroll
    for (int j = 0; j < COLUMNS; j++)
#pragma unroll
      for (int q = 0; q < 4; q++)
        finish(p, kind, m0 + wm + i * 16 + eighth + q / 2 * 8, n0 + wn + j * 8 + quarter * 2 + q % 2, sums[i][j][q]);
}

// Only those that a network needs are compiled.
#define PRODUCT(Kind, BM, BN, WM, WN) \
  KERNEL(Kind##_##BM##_##BN, PRODUCT_THREADS, Product) { product<Kind, BM, BN, WM, WN>(p); }
