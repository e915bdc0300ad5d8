// The end of a step: loss, clipping, updaters.

static constexpr int STEP_THREADS = 256;

struct SoftmaxLoss {
  const float* logits;         // [images][classes]
  const float* targets;        // [images][classes]
  float* gradient;             // at the logits; 0: none wanted
  float* probabilities;        // 0: none wanted
  float* losses;               // one a step; 0: none wanted
  float* partials;             // one a block
  unsigned* arrivals;
  const int* step;
  int images, classes;
  float clip;
};

// A warp an image; the last block adds up the blocks' losses.
KERNEL(softmaxLoss, STEP_THREADS, SoftmaxLoss) {
  __shared__ float shared[STEP_THREADS / 32];
  __shared__ int isLast;
  int image = blockIdx.x * (STEP_THREADS / 32) + threadIdx.x / 32, lane = threadIdx.x % 32;
  bool is = image < p.images;
  const float* z = p.logits + (long long)(is ? image : 0) * p.classes;
  const float* t = p.targets + (long long)(is ? image : 0) * p.classes;
  float most = z[0];
  for (int c = lane; c < p.classes; c += 32) most = fmaxf(most, z[c]);
  for (int w = 16; w > 0; w >>= 1) most = fmaxf(most, __shfl_xor_sync(0xffffffffu, most, w));
  float sum = 0, weight = 0;
  for (int c = lane; c < p.classes; c += 32) {
    sum += expf(z[c] - most);
    if (p.targets != 0) weight += t[c];
  }
  for (int w = 16; w > 0; w >>= 1) {
    sum += __shfl_xor_sync(0xffffffffu, sum, w);
    weight += __shfl_xor_sync(0xffffffffu, weight, w);
  }
  float loss = 0;
  for (int c = lane; is && c < p.classes; c += 32) {
    float probability = expf(z[c] - most) / sum;
    long long at = (long long)image * p.classes + c;
    if (p.probabilities != 0) p.probabilities[at] = probability;
    if (p.targets == 0) continue;
    if (p.gradient != 0) p.gradient[at] = (probability * weight - t[c]) / p.images;
    if (t[c] != 0) {
      float log = p.clip > 0 ? logf(fminf(fmaxf(probability, p.clip), 1 - p.clip)) : z[c] - most - logf(sum);
      loss -= t[c] * log;
    }
  }
  if (p.losses == 0) return;
  loss = sumOfBlock(loss, shared);
  if (threadIdx.x == 0) p.partials[blockIdx.x] = loss;
  if (!lastToArrive(p.arrivals, gridDim.x, &isLast) || threadIdx.x != 0) return;
  loss = 0;
  for (int b = 0; b < (int)gridDim.x; b++) loss += __ldcg(p.partials + b);
  p.losses[*p.step] = loss / p.images;
}

// Neighbouring parameters that are trained the same way.
struct Segment {
  long long offset, state, second; // of the first parameter, of its state, of Adam's second moments
  int count, rule, coefficients;   // coefficients: index of the block that has them
  float penalty;
  int isDecoupled, unused;
};

enum Rule { SGD, NESTEROVS, ADAM, RMSPROP, NONE };

struct Update {
  float* parameters;
  float* state;
  const float* gradient;
  const Segment* segments;
  const int2* pieces;          // a block each: segment, first number in it
  const float* coefficients;   // of all blocks in all steps, 5 each: learning rate, step, first, second, epsilon
  int* step;
  float* partials;             // one a block
  unsigned* arrivals;
  float* length;               // of the clipped gradient
  int coefficientStride;
  float clipValue, clipNorm;   // 0: none
};

static constexpr int PIECE = 1024;

__device__ __forceinline__ float clipped(const Update& p, float g) {
  return p.clipValue > 0 ? fminf(fmaxf(g, -p.clipValue), p.clipValue) : g;
}

// Length of the whole gradient, but of running statistics.
KERNEL(gradientLength, STEP_THREADS, Update) {
  __shared__ float shared[STEP_THREADS / 32];
  __shared__ int isLast;
  int2 piece = p.pieces[blockIdx.x];
  Segment s = p.segments[piece.x];
  float sum = 0;
  for (int i = piece.y + threadIdx.x; i < min(s.count, piece.y + PIECE); i += STEP_THREADS) {
    float g = clipped(p, p.gradient[s.offset + i]);
    sum += g * g;
  }
  sum = sumOfBlock(sum, shared);
  if (threadIdx.x == 0) p.partials[blockIdx.x] = sum;
  if (!lastToArrive(p.arrivals, gridDim.x, &isLast)) return;
  sum = 0;
  for (int b = threadIdx.x; b < (int)gridDim.x; b += STEP_THREADS) sum += __ldcg(p.partials + b);
  sum = sumOfBlock(sum, shared);
  if (threadIdx.x == 0) *p.length = sqrtf(sum);
}

// All parameters' updaters. The last block ends the step.
KERNEL(update, STEP_THREADS, Update) {
  __shared__ int isLast;
  int2 piece = p.pieces[blockIdx.x];
  Segment s = p.segments[piece.x];
  const float* c = p.coefficients + *p.step * p.coefficientStride + 5 * s.coefficients;
  float rate = c[0], step = c[1], first = c[2], second = c[3], epsilon = c[4];
  float shrink = 1;
  if (p.clipNorm > 0 && *p.length > p.clipNorm) shrink = p.clipNorm / *p.length;
  constexpr int EACH = PIECE / STEP_THREADS;
  float w[EACH], g[EACH], m[EACH], v[EACH];
#pragma unroll
  for (int k = 0; k < EACH; k++) {
    int i = piece.y + threadIdx.x + k * STEP_THREADS;
    bool is = i < s.count;
    w[k] = is ? p.parameters[s.offset + i] : 0;
    g[k] = is ? p.gradient[s.offset + i] : 0;
    m[k] = is && s.rule != SGD ? p.state[s.state + i] : 0;
    v[k] = is && s.rule == ADAM ? p.state[s.second + i] : 0;
  }
#pragma unroll
  for (int k = 0; k < EACH; k++) {
    int i = piece.y + threadIdx.x + k * STEP_THREADS;
    if (i >= s.count) continue;
    float d = clipped(p, g[k]) * shrink, u;
    if (!s.isDecoupled) d += s.penalty * w[k];
    if (s.rule == ADAM) {
      m[k] = first * m[k] + (1 - first) * d;
      v[k] = second * v[k] + (1 - second) * d * d;
      u = step * m[k] / (sqrtf(v[k]) + epsilon);
      p.state[s.second + i] = v[k];
    } else if (s.rule == NESTEROVS) {
      float before = m[k];
      m[k] = first * before - step * d;
      u = first * before - (1 + first) * m[k];
    } else if (s.rule == RMSPROP) {
      m[k] = first * m[k] + (1 - first) * d * d;
      u = step * d / (sqrtf(m[k]) + epsilon);
    } else {
      u = step * d;
    }
    if (s.rule != SGD) p.state[s.state + i] = m[k];
    if (s.isDecoupled) u += s.penalty * rate * w[k];
    p.parameters[s.offset + i] = w[k] - u;
  }
  if (lastToArrive(p.arrivals, gridDim.x, &isLast) && threadIdx.x == 0) ++*p.step;
}
