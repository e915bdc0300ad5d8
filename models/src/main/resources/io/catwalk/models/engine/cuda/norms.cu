// Batch normalisation of maps by channel, with relu or without and with 2×2 max pooling or without.
// Statistics: a block takes a slice of one channel, the last of a channel's blocks adds up.

struct Norm {
  const float* x;
  float* y;                    // pooled: the windows' largest
  unsigned char* winners;      // pooled: which of each 2×2 window; 0: not pooled
  const float* dy;             // backward: gradient behind the function, at y
  float* dx;
  const float* mask;           // backward: what the layer in front gave; 0: none
  const float* gamma;          // 0: fixed
  const float* beta;           // 0: fixed
  float* gammaGradient;        // 0: none
  float* betaGradient;         // 0: none
  float* runningMean;          // 0: is left as it is
  float* runningVariance;      // or its decimal log deviation
  float* mean;                 // of the minibatch or, in inference, what is normalised by; [channels]
  float* scale;                // 1 / deviation; [channels]
  float* sums;                 // backward: [2·channels]
  float* partials;             // [2·slices·channels]
  unsigned* arrivals;          // [channels], zeros
  int images, channels, height, width, slices, function, maskFunction, isLogDeviation;
  float fixedGamma, fixedBeta, epsilon, decay;
};

static constexpr int NORM_THREADS = 256;

__device__ __forceinline__ float gammaOf(const Norm& p, int c) { return p.gamma == 0 ? p.fixedGamma : p.gamma[c]; }
__device__ __forceinline__ float betaOf(const Norm& p, int c) { return p.beta == 0 ? p.fixedBeta : p.beta[c]; }

// Positions [from, to) of a channel's images·pixels numbers that this block has.
struct Slice {
  int from, to;
  __device__ Slice(int count, int slices) {
    int each = ((count + slices - 1) / slices + NORM_THREADS - 1) / NORM_THREADS * NORM_THREADS;
    from = min(count, (int)blockIdx.y * each);
    to = min(count, from + each);
  }
};

// Adds a channel's slices in order; true in the last block, which has the sums in both.
__device__ __forceinline__ bool sumOfSlices(const Norm& p, float& first, float& second) {
  __shared__ float shared[2][NORM_THREADS / 32];
  __shared__ int isLast;
  int c = blockIdx.x;
  first = sumOfBlock(first, shared[0]);
  second = sumOfBlock(second, shared[1]);
  if (p.slices == 1) return true;
  if (threadIdx.x == 0) {
    p.partials[2 * (c * p.slices + blockIdx.y)] = first;
    p.partials[2 * (c * p.slices + blockIdx.y) + 1] = second;
  }
  if (!lastToArrive(p.arrivals + c, p.slices, &isLast)) return false;
  first = second = 0;
  for (int s = 0; s < p.slices; s++) {
    first += __ldcg(p.partials + 2 * (c * p.slices + s));
    second += __ldcg(p.partials + 2 * (c * p.slices + s) + 1);
  }
  return true;
}

// Mean and 1 / deviation of each channel, and the running ones moved towards them. Grid: channels, slices.
KERNEL(normStatistics, NORM_THREADS, Norm) {
  int c = blockIdx.x, pixels = p.height * p.width, count = p.images * pixels;
  const float* x = p.x + (long long)c * pixels;
  const int stride = p.channels * pixels;
  // Sums of what is left of a number of the channel's own: close to the mean, nothing cancels out.
  float origin = x[0], first = 0, second = 0;
  Slice slice(count, p.slices);
#pragma unroll 8
  for (int e = slice.from + threadIdx.x; e < slice.to; e += NORM_THREADS) {
    int image = e / pixels;
    float d = x[(long long)image * stride + e - image * pixels] - origin;
    first += d;
    second += d * d;
  }
  if (!sumOfSlices(p, first, second) || threadIdx.x != 0) return;
  float shift = first / count, mean = origin + shift;
  float variance = fmaxf(second / count - shift * shift, 0);
  p.mean[c] = mean;
  p.scale[c] = rsqrtf(variance + p.epsilon);
  if (p.runningMean == 0) return;
  p.runningMean[c] = p.decay * p.runningMean[c] + (1 - p.decay) * mean;
  float running = p.runningVariance[c];
  if (p.isLogDeviation) running = exp10f(2 * running);
  running = p.decay * running + (1 - p.decay) * variance;
  p.runningVariance[c] = p.isLogDeviation ? 0.5f * log10f(running) : running;
}

// What inference normalises by. Grid: channels / 256.
KERNEL(normRunning, NORM_THREADS, Norm) {
  int c = blockIdx.x * NORM_THREADS + threadIdx.x;
  if (c >= p.channels) return;
  float variance = p.runningVariance[c];
  if (p.isLogDeviation) variance = exp10f(2 * variance);
  p.mean[c] = p.runningMean[c];
  p.scale[c] = rsqrtf(variance + p.epsilon);
}

// y = f(gamma·(x − mean)·scale + beta), one thread a number of y.
KERNEL(normApply, NORM_THREADS, Norm) {
  unsigned at = blockIdx.x * NORM_THREADS + threadIdx.x;
  int high = p.winners != 0 ? p.height / 2 : p.height, wide = p.winners != 0 ? p.width / 2 : p.width;
  int outs = high * wide;
  if (at >= (unsigned)(p.images * p.channels * outs)) return;
  int map = at / outs, c = map % p.channels;
  float factor = gammaOf(p, c) * p.scale[c], mean = p.mean[c], beta = betaOf(p, c);
  if (p.winners == 0) {
    p.y[at] = activated(p.function, (p.x[at] - mean) * factor + beta);
    return;
  }
  int position = at - map * outs, row = position / wide, column = position - row * wide;
  const float* x = p.x + ((long long)map * p.height + 2 * row) * p.width + 2 * column;
  float best = 0;
  int winner = 0;
  for (int i = 0; i < 4; i++) {
    float v = activated(p.function, (x[i / 2 * p.width + i % 2] - mean) * factor + beta);
    if (i == 0 || v > best) {
      best = v;
      winner = i;
    }
  }
  p.y[at] = best;
  p.winners[at] = winner;
}

// Sums of the gradient and of gradient · normalised x, which are those of beta and gamma. Grid: channels, slices.
KERNEL(normGradientSums, NORM_THREADS, Norm) {
  int c = blockIdx.x;
  int high = p.winners != 0 ? p.height / 2 : p.height, wide = p.winners != 0 ? p.width / 2 : p.width;
  int outs = high * wide, count = p.images * outs;
  float mean = p.mean[c], scale = p.scale[c], first = 0, second = 0;
  Slice slice(count, p.slices);
#pragma unroll 4
  for (int e = slice.from + threadIdx.x; e < slice.to; e += NORM_THREADS) {
    int image = e / outs, position = e - image * outs, map = image * p.channels + c;
    long long at = (long long)map * outs + position;
    float d = p.dy[at], x;
    if (p.winners == 0) {
      x = p.x[at];
    } else {
      int row = position / wide, column = position - row * wide, winner = p.winners[at];
      x = p.x[((long long)map * p.height + 2 * row + winner / 2) * p.width + 2 * column + winner % 2];
    }
    first += d;
    second += d * (x - mean) * scale;
  }
  if (!sumOfSlices(p, first, second) || threadIdx.x != 0) return;
  p.sums[2 * c] = first;
  p.sums[2 * c + 1] = second;
  if (p.betaGradient != 0) p.betaGradient[c] = first;
  if (p.gammaGradient != 0) p.gammaGradient[c] = second;
}

// dx: one thread a number of x, or four of a row where rows are a multiple of four.
KERNEL(normInputGradient, NORM_THREADS, Norm) {
  const int together = p.width % 4 == 0 ? 4 : 1;
  unsigned at = (blockIdx.x * NORM_THREADS + threadIdx.x) * together;
  int pixels = p.height * p.width;
  if (at >= (unsigned)(p.images * p.channels * pixels)) return;
  int map = at / pixels, c = map % p.channels, position = at - map * pixels;
  int row = position / p.width, column = position - row * p.width;
  float scale = p.scale[c], mean = p.mean[c], share = 1.0f / ((float)p.images * pixels);
  float factor = gammaOf(p, c) * scale, first = share * p.sums[2 * c], second = share * p.sums[2 * c + 1];
  float x[4], d[4];
  if (together == 4) {
    float4 four = *(const float4*)(p.x + at);
    x[0] = four.x, x[1] = four.y, x[2] = four.z, x[3] = four.w;
  } else {
    x[0] = p.x[at];
  }
  if (p.winners == 0 && together == 4) {
    float4 four = *(const float4*)(p.dy + at);
    d[0] = four.x, d[1] = four.y, d[2] = four.z, d[3] = four.w;
  } else if (p.winners == 0) {
    d[0] = p.dy[at];
  } else {
    int window = (map * (p.height / 2) + row / 2) * (p.width / 2) + column / 2;
#pragma unroll
    for (int i = 0; i < 4; i++)
      if (i < together)
        d[i] = p.winners[window + (column % 2 + i) / 2] == row % 2 * 2 + (column + i) % 2 ? p.dy[window + (column % 2 + i) / 2] : 0;
  }
#pragma unroll
  for (int i = 0; i < 4; i++)
    if (i < together)
      d[i] = masked(factor * (d[i] - first - (x[i] - mean) * scale * second), p.mask, p.maskFunction, at + i);
  if (together == 4) *(float4*)(p.dx + at) = float4{d[0], d[1], d[2], d[3]};
  else p.dx[at] = d[0];
}
