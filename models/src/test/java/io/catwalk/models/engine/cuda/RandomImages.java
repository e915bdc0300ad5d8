package io.catwalk.models.engine.cuda;

import io.catwalk.models.engine.Plan;
import io.catwalk.models.engine.Preparation;
import io.catwalk.models.engine.Session.ImageBytes;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Noise, brighter in the part of the image that its class has: easy to learn. */
record RandomImages(Plan plan, int size) implements ImageBytes {

  private static final int BRIGHTER = 64;

  @Override
  public int label(int position) {
    return position % plan.resultValues();
  }

  @Override
  public void copy(int position, byte[] into, int at) {
    int bytes = plan.size(0);
    byte[] noise = new byte[bytes];
    new Random(position).nextBytes(noise);
    int part = bytes / plan.resultValues();
    for (int i = 0; i < bytes; i++) {
      boolean own = part > 0 && i / part == label(position);
      into[at + i] = (byte) ((noise[i] & 0xff) / 2 + (own ? BRIGHTER : 0));
    }
  }

  Preparation preparation() {
    int channels = plan.input().channels();
    return new Preparation(
        Collections.nCopies(channels, 0.0), Collections.nCopies(channels, 1.0), 0, List.of());
  }

  /** So many positions, mixed. */
  int[] order(int count) {
    Random random = new Random(7);
    return IntStream.range(0, count).map(i -> random.nextInt(size)).toArray();
  }
}
