// Convolutions and dense layers, forward and backward, as products of two matrices of which one is
// gathered from maps on the way ("implicit GEMM"). A block of warps computes a BM×BN tile, BK
// of the depth at a time, while what the next steps need is on its way to shared memory. Long depths
// are split among blocks, whose partial sums are added in order: by the last of them, or by a kernel
// of its own where there are many.

struct Product {
  const float* a;                // forward: input; otherwise the gradient at the output
  const float* b;                // forward and input gradient: weights; weight gradient: input
  float* out;
  const float* bias;             // forward; 0: none
  float* biasGradient;           // weight gradient; 0: none
  const float* mask;             // input gradient: what the layer in front gave; 0: none
  unsigned char* winners;        // pooled: which of each 2×2 window is the largest, row by row; 0: not pooled
  float* partials;               // [splits][tiles][BM·BN]
  unsigned* arrivals;            // [tiles], zeros; 0: the sums are added by another kernel
  const int2* taps;
  int m, n, depth, depthOfSplit, splits, across;
  int channels, height, width;   // of the input
  int filters, outHeight, outWidth;
  int window;                    // weights of one channel
  int rowStride, columnStride, top, left;
  int function;                  // forward: that follows; input gradient: that is in front
};

static constexpr int BK = 16;

__device__ const float ONE = 1;

// ---- what differs between compilers and GPUs

// Copies one number, or four that lie side by side, to shared memory, or zeros; they are there after arrived().
template <int NUMBERS>
__device__ __forceinline__ void fetch(float* to, const float* from, bool is) {
#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 800
  unsigned there = (unsigned)__cvta_generic_to_shared(to);
  int bytes = is ? 4 * NUMBERS : 0;
  if (NUMBERS == 4) asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" ::"r"(there), "l"(from), "r"(bytes));
  else asm volatile("cp.async.ca.shared.global [%0], [%1], 4, %2;" ::"r"(there), "l"(from), "r"(bytes));
#else
  for (int i = 0; i < NUMBERS; i++) to[i] = is ? from[i] : 0;
#endif
}

// Ends what belongs to one stage.
__device__ __forceinline__ void fetched() {
#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 800
  asm volatile("cp.async.commit_group;");
#endif
}

// Waits until the oldest stage is there.
template <int STAGES>
__device__ __forceinline__ void arrived() {
#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 800
  asm volatile("cp.async.wait_group %0;" ::"n"(STAGES - 2));
#endif
}

#if TF32 && !defined(ON_CPU)
// Tensor cores cut off what TF32 has no room for; half of the last place makes that rounding.
__device__ __forceinline__ float rounded(float v) { return __uint_as_float(__float_as_uint(v) + 0x1000u); }

__device__ __forceinline__ void multiply(float* c, const float* a, const float* b) {
  asm("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
      : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
      : "r"(__float_as_uint(a[0])), "r"(__float_as_uint(a[1])), "r"(__float_as_uint(a[2])),
        "r"(__float_as_uint(a[3])), "r"(__float_as_uint(b[0])), "r"(__float_as_uint(b[1])));
}
#endif

// ---- where the numbers are

// An output position. Pooled, the four of each window follow each other.
struct Pixel {
  int image, row, column;
  __device__ __forceinline__ Pixel(const Product& p, int index) {
    if (p.winners != 0) {
      int wide = p.outWidth / 2, window = index / 4, part = index % 4;
      int perImage = p.outHeight / 2 * wide;
      image = window / perImage;
      int at = window - image * perImage;
      row = at / wide;
      column = (at - row * wide) * 2 + part % 2;
      row = row * 2 + part / 2;
    } else {
      int perImage = p.outHeight * p.outWidth;
      image = index / perImage;
      int at = index - image * perImage;
      row = at / p.outWidth;
      column = at - row * p.outWidth;
    }
  }
};

// The gradient at the output positions of one pixel, filter by filter.
struct Delta {
  const float* values;
  int step;
  bool is;
  __device__ __forceinline__ Delta(const Product& p, int image, int row, int column, bool inside) {
    is = inside && (unsigned)row < (unsigned)p.outHeight && (unsigned)column < (unsigned)p.outWidth;
    step = p.outHeight * p.outWidth;
    values = p.a + (is ? image * p.filters * step + row * p.outWidth + column : 0);
  }
  __device__ __forceinline__ bool at(int filter, const float*& from) const {
    from = values + filter * step;
    return is;
  }
};

// Where a tile's numbers are loaded, NUMBERS that lie side by side at once: threads side by side
// along the rows, or along the depth.
template <int ROWS, bool ALONG_DEPTH, int NUMBERS, int THREADS>
struct Spread {
  static constexpr int LOADS = ROWS * BK / NUMBERS;
  static constexpr int COUNT = (LOADS + THREADS - 1) / THREADS;
  static constexpr int PITCH = ALONG_DEPTH ? BK + 4 : ROWS + 8;
  static constexpr int SIZE = ALONG_DEPTH ? ROWS * PITCH : BK * PITCH;
  static constexpr int SIDE = (ALONG_DEPTH ? BK : ROWS) / NUMBERS;
  // Whether this thread has a load i.
  __device__ static __forceinline__ bool has(int i) {
    return LOADS % THREADS == 0 || threadIdx.x + i * THREADS < LOADS;
  }
  __device__ static __forceinline__ int row(int i) {
    return ALONG_DEPTH ? threadIdx.x / SIDE + i * (THREADS / SIDE) : threadIdx.x % SIDE * NUMBERS;
  }
  __device__ static __forceinline__ int depth(int i) {
    return ALONG_DEPTH ? threadIdx.x % SIDE * NUMBERS : threadIdx.x / SIDE + i * (THREADS / SIDE);
  }
  __device__ static __forceinline__ int at(int row, int depth) {
    return ALONG_DEPTH ? row * PITCH + depth : depth * PITCH + row;
  }
};

// ---- what becomes of a finished number

__device__ __forceinline__ void finishForward(const Product& p, int m, int n, float v) {
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

__device__ __forceinline__ void finishInputGradient(const Product& p, int m, int n, float v) {
  if (m >= p.m || n >= p.n) return;
  int pixels = p.height * p.width, image = m / pixels;
  long long at = (long long)(image * p.channels + n) * pixels + m - image * pixels;
  p.out[at] = masked(v, p.mask, p.function, at);
}

__device__ __forceinline__ void finishWeightGradient(const Product& p, int m, int n, float v) {
  int weights = p.channels * p.window;
  if (m >= p.m || n >= p.n) return;
  if (n < weights) p.out[(long long)m * weights + n] = v;
  else p.biasGradient[m] = v;
}

// ---- the kinds of products
//
// a and b tell where a number of either matrix is, and whether it is anything but 0: then alone it is
// read. step: the next part of the depth, which this thread reads from depthOfA and depthOfB on.
// columnOf: what b wants to know of a column.

// Rows: output positions; columns: filters; depth: (channel, row, column) of the window.
struct ConvForward {
  static constexpr bool A_ALONG_DEPTH = false, B_ALONG_DEPTH = true, POSITIONS = true;
  static constexpr int A_NUMBERS = 1, B_NUMBERS = 1;
  int base, row, column;
  __device__ ConvForward(const Product& p, int m, int n, int from) {
    Pixel at(p, m < p.m ? m : 0);
    row = at.row * p.rowStride - p.top;
    column = at.column * p.columnStride - p.left;
    base = (at.image * p.channels * p.height + row) * p.width + column;
  }
  __device__ static int2 columnOf(const Product& p, int n) { return {n * p.depth, n < p.n}; }
  __device__ void step(const Product& p, int depthOfA, int depthOfB, int end) {}
  __device__ bool a(const Product& p, int m, int depth, int end, const float*& from) {
    int2 tap = p.taps[depth < end ? depth : 0];
    unsigned y = row + (tap.y >> 16), x = column + (tap.y & 0xffff);
    from = p.a + (base + tap.x);
    return depth < end && y < (unsigned)p.height && x < (unsigned)p.width;
  }
  __device__ bool b(const Product& p, int2 column, int depth, int end, const float*& from) {
    from = p.b + (column.x + depth);
    return column.y && depth < end;
  }
  __device__ static void finish(const Product& p, int m, int n, float v) { finishForward(p, m, n, v); }
};

// The same where channels are a multiple of BK: depth: (row, column, channel), so that a step has one
// row and column of the window. Weights [filter][row][column][channel].
struct TapForward : ConvForward {
  static constexpr int B_NUMBERS = 4;
  const float* pixel;
  int tap, channel, pixels;
  bool is;
  __device__ TapForward(const Product& p, int m, int n, int from) : ConvForward(p, m, n, from) {
    pixels = p.height * p.width;
    tap = from / p.channels;
    channel = from - tap * p.channels - BK;
    if (channel >= 0) move(p, tap);
    else tap--, channel += p.channels;
  }
  __device__ void move(const Product& p, int to) {
    int2 at = p.taps[to];
    unsigned y = row + (at.y >> 16), x = column + (at.y & 0xffff);
    is = y < (unsigned)p.height && x < (unsigned)p.width;
    pixel = p.a + (base + at.x);
  }
  __device__ void step(const Product& p, int depthOfA, int depthOfB, int end) {
    channel += BK;
    if (channel < p.channels) return;
    channel = 0;
    move(p, ++tap);
  }
  __device__ bool a(const Product& p, int m, int depth, int end, const float*& from) {
    from = pixel + (channel + depth % BK) * pixels;
    return is;
  }
  __device__ bool b(const Product& p, int2 column, int depth, int end, const float*& from) {
    from = p.b + (column.x + depth);
    return column.y;
  }
};

// Rows: input positions; columns: channels; depth: (filter, row, column) of the window.
struct ConvInputGradient {
  static constexpr bool A_ALONG_DEPTH = false, B_ALONG_DEPTH = true, POSITIONS = true;
  static constexpr int A_NUMBERS = 1, B_NUMBERS = 1;
  int image, row, column, weight;
  __device__ ConvInputGradient(const Product& p, int m, int n, int from) {
    int perImage = p.height * p.width, index = m < p.m ? m : 0;
    image = index / perImage;
    int at = index - image * perImage;
    row = at / p.width;
    column = at - row * p.width + p.left;
    row += p.top;
  }
  __device__ static int2 columnOf(const Product& p, int n) { return {n * p.window, n < p.n}; }
  __device__ void step(const Product& p, int depthOfA, int depthOfB, int end) {
    int filter = depthOfB / p.window;
    weight = depthOfB < end ? filter * p.channels * p.window + depthOfB - filter * p.window : 0;
  }
  __device__ bool a(const Product& p, int m, int depth, int end, const float*& from) {
    int2 tap = p.taps[depth < end ? depth : 0];
    int y = row - (tap.y >> 16), x = column - (tap.y & 0xffff);
    bool is = depth < end && y >= 0 && x >= 0;
    if (p.rowStride > 1 || p.columnStride > 1) {
      is = is && y % p.rowStride == 0 && x % p.columnStride == 0;
      y /= p.rowStride;
      x /= p.columnStride;
    }
    return Delta(p, image, y, x, is).at(tap.x, from);
  }
  __device__ bool b(const Product& p, int2 column, int depth, int end, const float*& from) {
    from = p.b + (weight + column.x);
    return column.y && depth < end;
  }
  __device__ static void finish(const Product& p, int m, int n, float v) { finishInputGradient(p, m, n, v); }
};

// The same where filters are a multiple of BK and strides are 1: depth: (row, column, filter).
// Weights [filter][row][column][channel]. Wide where channels are a multiple of 4.
template <int NUMBERS>
struct TapInputGradientBy : ConvInputGradient {
  static constexpr bool B_ALONG_DEPTH = false;
  static constexpr int B_NUMBERS = NUMBERS;
  Delta delta;
  int tap, filter;
  __device__ TapInputGradientBy(const Product& p, int m, int n, int from)
      : ConvInputGradient(p, m, n, from), delta(p, 0, 0, 0, false) {
    tap = from / p.filters;
    filter = from - tap * p.filters - BK;
    if (filter >= 0) move(p, tap);
    else tap--, filter += p.filters;
  }
  __device__ static int2 columnOf(const Product& p, int n) { return {n, n < p.n}; }
  __device__ void move(const Product& p, int to) {
    int2 at = p.taps[to];
    delta = Delta(p, image, row - (at.y >> 16), column - (at.y & 0xffff), true);
  }
  __device__ void step(const Product& p, int depthOfA, int depthOfB, int end) {
    filter += BK;
    if (filter < p.filters) return;
    filter = 0;
    move(p, ++tap);
  }
  __device__ bool a(const Product& p, int m, int depth, int end, const float*& from) {
    return delta.at(filter + depth % BK, from);
  }
  __device__ bool b(const Product& p, int2 column, int depth, int end, const float*& from) {
    from = p.b + (((filter + depth % BK) * p.window + tap) * p.channels + column.x);
    return column.y;
  }
};

typedef TapInputGradientBy<1> TapInputGradient;
typedef TapInputGradientBy<4> WideTapInputGradient;

// Rows: filters; columns: (channel, row, column) of the window, and the bias; depth: output positions.
// Wide where output positions of an image are a multiple of 4.
template <int NUMBERS>
struct ConvWeightGradientBy {
  static constexpr bool A_ALONG_DEPTH = true, B_ALONG_DEPTH = true, POSITIONS = false;
  static constexpr int A_NUMBERS = NUMBERS, B_NUMBERS = 1;
  int image, outRow, outColumn;  // of b
  int imageOfA, indexOfA;
  int base, row, column;
  bool begun;
  Delta delta;
  __device__ ConvWeightGradientBy(const Product& p, int m, int n, int from) : begun(false), delta(p, 0, 0, 0, false) {}
  // Of the bias and beyond: a tap that is beyond every map.
  __device__ static int2 columnOf(const Product& p, int n) {
    if (n < p.channels * p.window) return p.taps[n];
    return {n == p.channels * p.window, 0x7fff << 16};
  }
  // Divides once and counts from there on.
  __device__ void step(const Product& p, int depthOfA, int depthOfB, int end) {
    const int pixels = p.outHeight * p.outWidth;
    if (!begun) {
      Pixel at(p, depthOfB);
      image = at.image;
      outRow = at.row;
      outColumn = at.column;
      imageOfA = depthOfA / pixels;
      indexOfA = depthOfA - imageOfA * pixels;
      begun = true;
    } else {
      outColumn += BK;
      while (outColumn >= p.outWidth) outColumn -= p.outWidth, outRow++;
      while (outRow >= p.outHeight) outRow -= p.outHeight, image++;
      indexOfA += BK;
      while (indexOfA >= pixels) indexOfA -= pixels, imageOfA++;
    }
    delta.is = depthOfA < end;
    delta.values = p.a + (imageOfA * p.filters * pixels + indexOfA);
    row = outRow * p.rowStride - p.top;
    column = outColumn * p.columnStride - p.left;
    base = (image * p.channels * p.height + row) * p.width + column;
    if (depthOfB >= end) row = -(1 << 20);
  }
  __device__ bool a(const Product& p, int m, int depth, int end, const float*& from) {
    return delta.at(m, from) && m < p.m;
  }
  __device__ bool b(const Product& p, int2 tap, int depth, int end, const float*& from) {
    unsigned y = row + (tap.y >> 16), x = column + (tap.y & 0xffff);
    bool is = y < (unsigned)p.height && x < (unsigned)p.width;
    from = p.b + (base + tap.x);
    // Of the bias a one wherever there is an output position.
    if (tap.y != 0x7fff << 16) return is;
    from = &ONE;
    return tap.x == 1 && row > -(1 << 19);
  }
  __device__ static void finish(const Product& p, int m, int n, float v) { finishWeightGradient(p, m, n, v); }
};

// The same where channels are a multiple of a tile's columns, output positions of an image are one of 4
// and there is no bias: columns: (row, column, channel), so that a tile has one row and column of the
// window.
struct TapWeightGradient : ConvWeightGradientBy<4> {
  int2 tap;
  const float* pixel;
  bool is;
  __device__ TapWeightGradient(const Product& p, int m, int n, int from)
      : ConvWeightGradientBy<4>(p, m, n, from), tap(p.taps[n / p.channels]) {}
  __device__ static int2 columnOf(const Product& p, int n) { return {n % p.channels * p.height * p.width, 0}; }
  __device__ void step(const Product& p, int depthOfA, int depthOfB, int end) {
    ConvWeightGradientBy<4>::step(p, depthOfA, depthOfB, end);
    unsigned y = row + (tap.y >> 16), x = column + (tap.y & 0xffff);
    is = y < (unsigned)p.height && x < (unsigned)p.width;
    pixel = p.b + (base + tap.x);
  }
  __device__ bool b(const Product& p, int2 column, int depth, int end, const float*& from) {
    from = pixel + column.x;
    return is;
  }
  __device__ static void finish(const Product& p, int m, int n, float v) {
    int at = n / p.channels;
    if (m < p.m && n < p.n) p.out[((long long)m * p.channels + n - at * p.channels) * p.window + at] = v;
  }
};

typedef ConvWeightGradientBy<1> ConvWeightGradient;
typedef ConvWeightGradientBy<4> WideConvWeightGradient;

// Rows: images; columns: outputs; depth: inputs.
struct DenseForward {
  static constexpr bool A_ALONG_DEPTH = true, B_ALONG_DEPTH = true, POSITIONS = false;
  static constexpr int A_NUMBERS = 1, B_NUMBERS = 1;
  __device__ DenseForward(const Product& p, int m, int n, int from) {}
  __device__ static int2 columnOf(const Product& p, int n) { return {n, n < p.n}; }
  __device__ void step(const Product& p, int depthOfA, int depthOfB, int end) {}
  __device__ bool a(const Product& p, int m, int depth, int end, const float*& from) {
    from = p.a + ((long long)m * p.depth + depth);
    return m < p.m && depth < end;
  }
  __device__ bool b(const Product& p, int2 column, int depth, int end, const float*& from) {
    from = p.b + ((long long)column.x * p.depth + depth);
    return column.y && depth < end;
  }
  __device__ static void finish(const Product& p, int m, int n, float v) {
    if (m >= p.m || n >= p.n) return;
    p.out[(long long)m * p.n + n] = activated(p.function, p.bias == 0 ? v : v + p.bias[n]);
  }
};

// Rows: images; columns: inputs; depth: outputs.
struct DenseInputGradient {
  static constexpr bool A_ALONG_DEPTH = true, B_ALONG_DEPTH = false, POSITIONS = false;
  static constexpr int A_NUMBERS = 1, B_NUMBERS = 1;
  __device__ DenseInputGradient(const Product& p, int m, int n, int from) {}
  __device__ static int2 columnOf(const Product& p, int n) { return {n, n < p.n}; }
  __device__ void step(const Product& p, int depthOfA, int depthOfB, int end) {}
  __device__ bool a(const Product& p, int m, int depth, int end, const float*& from) {
    from = p.a + ((long long)m * p.depth + depth);
    return m < p.m && depth < end;
  }
  __device__ bool b(const Product& p, int2 column, int depth, int end, const float*& from) {
    from = p.b + ((long long)depth * p.n + column.x);
    return column.y && depth < end;
  }
  __device__ static void finish(const Product& p, int m, int n, float v) {
    if (m >= p.m || n >= p.n) return;
    long long at = (long long)m * p.n + n;
    p.out[at] = masked(v, p.mask, p.function, at);
  }
};

// Rows: outputs; columns: inputs, and the bias; depth: images.
struct DenseWeightGradient {
  static constexpr bool A_ALONG_DEPTH = false, B_ALONG_DEPTH = false, POSITIONS = false;
  static constexpr int A_NUMBERS = 1, B_NUMBERS = 1;
  __device__ DenseWeightGradient(const Product& p, int m, int n, int from) {}
  __device__ static int2 columnOf(const Product& p, int n) { return {n, n < p.n}; }
  __device__ void step(const Product& p, int depthOfA, int depthOfB, int end) {}
  __device__ bool a(const Product& p, int m, int depth, int end, const float*& from) {
    from = p.a + ((long long)depth * p.m + m);
    return m < p.m && depth < end;
  }
  __device__ bool b(const Product& p, int2 column, int depth, int end, const float*& from) {
    from = column.x == p.channels ? &ONE : p.b + ((long long)depth * p.channels + column.x);
    return column.y && depth < end;
  }
  __device__ static void finish(const Product& p, int m, int n, float v) { finishWeightGradient(p, m, n, v); }
};

// ---- the product itself; a warp computes WM×WN of the tile

// One step of the depth.
template <class A, class B, int ROWS, int COLUMNS>
__device__ __forceinline__ void multiplyTiles(
    const float* ta, const float* tb, int wm, int wn, float (&sums)[ROWS][COLUMNS][4]) {
  const int lane = threadIdx.x % 32, quarter = lane % 4, eighth = lane / 4;
#if TF32
#pragma unroll
  for (int k = 0; k < BK; k += 8) {
    float fa[ROWS][4], fb[COLUMNS][2];
#pragma unroll
    for (int i = 0; i < ROWS; i++)
#pragma unroll
      for (int q = 0; q < 4; q++)
        fa[i][q] = rounded(ta[A::at(wm + i * 16 + eighth + q % 2 * 8, k + quarter + q / 2 * 4)]);
#pragma unroll
    for (int j = 0; j < COLUMNS; j++)
#pragma unroll
      for (int q = 0; q < 2; q++) fb[j][q] = rounded(tb[B::at(wn + j * 8 + eighth, k + quarter + q * 4)]);
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

template <class Kind, int BM, int BN, int WM, int WN>
struct Work {
  static constexpr int THREADS = BM / WM * (BN / WN) * 32;
  typedef Spread<BM, Kind::A_ALONG_DEPTH, Kind::A_NUMBERS, THREADS> A;
  typedef Spread<BN, Kind::B_ALONG_DEPTH, Kind::B_NUMBERS, THREADS> B;
  static constexpr int STAGES = BM + BN > 128 ? 3 : 4;
  static constexpr int ROWS = WM / 16, COLUMNS = WN / 8, EACH = ROWS * COLUMNS * 4;

  // Row and column in the tile of this thread's number i of EACH.
  __device__ static __forceinline__ int row(int i) {
    int lane = threadIdx.x % 32, warp = threadIdx.x / 32;
    return warp % (BM / WM) * WM + i / (4 * COLUMNS) * 16 + lane / 4 + i % 4 / 2 * 8;
  }
  __device__ static __forceinline__ int column(int i) {
    int lane = threadIdx.x % 32, warp = threadIdx.x / 32;
    return warp / (BM / WM) * WN + i / 4 % COLUMNS * 8 + lane % 4 * 2 + i % 2;
  }

  __device__ static __forceinline__ void run(const Product& p) {
    __shared__ __align__(16) float as[STAGES][A::SIZE];
    __shared__ __align__(16) float bs[STAGES][B::SIZE];
    __shared__ int isLast;
    const int m0 = blockIdx.x * BM, n0 = blockIdx.y * BN;
    const int from = blockIdx.z * p.depthOfSplit, end = min(p.depth, from + p.depthOfSplit);
    const int wm = threadIdx.x / 32 % (BM / WM) * WM, wn = threadIdx.x / 32 / (BM / WM) * WN;
    Kind kind(p, m0 + (Kind::POSITIONS ? A::row(0) : 0), n0, from);
    int2 columns[B::COUNT];
#pragma unroll
    for (int i = 0; i < B::COUNT; i++) columns[i] = Kind::columnOf(p, n0 + B::row(i));
    float sums[ROWS][COLUMNS][4];
#pragma unroll
    for (int i = 0; i < EACH; i++) sums[i / (4 * COLUMNS)][i / 4 % COLUMNS][i % 4] = 0;

    for (int k0 = from - (STAGES - 1) * BK, stage = 0; k0 < end; k0 += BK, stage = (stage + 1) % STAGES) {
      if (k0 >= from) {
        arrived<STAGES>();
        __syncthreads();
      }
      const int next = k0 + (STAGES - 1) * BK;
      if (next < end) {
        const float* source;
        kind.step(p, next + A::depth(0), next + B::depth(0), end);
#pragma unroll
        for (int i = 0; i < A::COUNT; i++) {
          if (!A::has(i)) continue;
          bool is = kind.a(p, m0 + A::row(i), next + A::depth(i), end, source);
          fetch<Kind::A_NUMBERS>(&as[stage][A::at(A::row(i), A::depth(i))], source, is);
        }
#pragma unroll
        for (int i = 0; i < B::COUNT; i++) {
          if (!B::has(i)) continue;
          bool is = kind.b(p, columns[i], next + B::depth(i), end, source);
          fetch<Kind::B_NUMBERS>(&bs[stage][B::at(B::row(i), B::depth(i))], source, is);
        }
      }
      fetched();
      if (k0 >= from) {
        const int oldest = (stage + 1) % STAGES;
        multiplyTiles<A, B, ROWS, COLUMNS>(as[oldest], bs[oldest], wm, wn, sums);
      }
    }

    if (gridDim.z > 1) {
      const int tile = blockIdx.y * gridDim.x + blockIdx.x;
      float* mine = p.partials + ((long long)blockIdx.z * gridDim.x * gridDim.y + tile) * (BM * BN) + threadIdx.x;
#pragma unroll
      for (int i = 0; i < EACH; i++) mine[i * THREADS] = sums[i / (4 * COLUMNS)][i / 4 % COLUMNS][i % 4];
      if (p.arrivals == 0 || !lastToArrive(p.arrivals + tile, gridDim.z, &isLast)) return;
      const float* all = p.partials + (long long)tile * (BM * BN) + threadIdx.x;
#pragma unroll
      for (int i = 0; i < EACH; i++) sums[i / (4 * COLUMNS)][i / 4 % COLUMNS][i % 4] = 0;
      for (int z = 0; z < p.splits; z++, all += (long long)gridDim.x * gridDim.y * (BM * BN))
#pragma unroll
        for (int i = 0; i < EACH; i++)
          sums[i / (4 * COLUMNS)][i / 4 % COLUMNS][i % 4] += __ldcg(all + i * THREADS);
    }
#pragma unroll
    for (int i = 0; i < EACH; i++)
      Kind::finish(p, m0 + row(i), n0 + column(i), sums[i / (4 * COLUMNS)][i / 4 % COLUMNS][i % 4]);
  }

  // Grid: tiles, EACH.
  __device__ static __forceinline__ void addUp(const Product& p) {
    int tile = blockIdx.x, i = blockIdx.y;
    const float* all = p.partials + (long long)tile * (BM * BN) + i * THREADS + threadIdx.x;
    float v = 0;
#pragma unroll 16
    for (int z = 0; z < p.splits; z++) v += __ldcg(all + (long long)z * gridDim.x * (BM * BN));
    Kind::finish(p, tile % p.across * BM + row(i), tile / p.across * BN + column(i), v);
  }
};

// Only those that a network needs are compiled.
#define PRODUCT(Kind, BM, BN, WM, WN)                          \
  KERNEL(Kind##_##BM##_##BN, (BM / WM * (BN / WN) * 32), Product) { \
    Work<Kind, BM, BN, WM, WN>::run(p);                        \
  }                                                            \
  KERNEL(Kind##_##BM##_##BN##_sum, (BM / WM * (BN / WN) * 32), Product) { \
    Work<Kind, BM, BN, WM, WN>::addUp(p);                      \
  }
