package io.catwalk.pipeline.ingest.format;

import java.util.List;

/**
 * Reads one scan of a JPEG to its end without making pixels of it (ITU-T T.81, F.2 and G.2), to see
 * whether its data suffices and holds nothing but codes.
 *
 * @param parts the components that it holds, with their tables
 * @param units of all its components, or blocks where there is one
 * @param progressive it holds a part of each block's coefficients only
 * @param from the first coefficient, 0 to 63 in the zigzag order
 * @param to the last
 * @param refines it adds a bit to what earlier scans told
 * @param restartInterval in units; 0 for none
 */
record JpegScan(
    List<Part> parts,
    int units,
    boolean progressive,
    int from,
    int to,
    boolean refines,
    int restartInterval) {

  /**
   * @param dc null where the scan holds no first coefficients in full
   * @param ac null where it holds no others
   */
  record Part(JpegComponent component, HuffmanTable dc, HuffmanTable ac) {}

  void read(EntropyReader in) throws BadImageException {
    int interval = restartInterval == 0 ? units : restartInterval;
    int run = 0;
    for (int unit = 0, restart = 0; unit < units; unit++) {
      if (unit > 0 && unit % interval == 0) {
        in.endInterval(restart++ & 7);
        run = 0;
      }
      if (from > 0) {
        run = band(in, unit, run);
      } else {
        for (Part part : parts) {
          blocks(in, part);
        }
      }
    }
    in.endInterval(-1);
    if (from == 0) {
      parts.forEach(part -> part.component.begun = true);
    }
  }

  private void blocks(EntropyReader in, Part part) throws BadImageException {
    JpegComponent component = part.component;
    int count = parts.size() == 1 ? 1 : component.horizontal * component.vertical;
    for (int i = 0; i < count; i++) {
      if (!progressive) {
        in.skipBlock(part.dc, part.ac);
      } else if (refines) {
        in.bits(1);
      } else {
        in.first(part.dc);
      }
    }
  }

  /**
   * Reads a block of a scan without first coefficients, which has one component.
   *
   * @param run blocks that are known to hold nothing new, this one among them
   * @return how many are left of them
   */
  private int band(EntropyReader in, int block, int run) throws BadImageException {
    Part part = parts.get(0);
    if (refines) {
      return refine(in, part.ac, part.component.set(), block, run);
    }
    return run > 0 ? run - 1 : fill(in, part.ac, part.component.set(), block);
  }

  private int fill(EntropyReader in, HuffmanTable ac, long[] set, int block)
      throws BadImageException {
    for (int k = from; k <= to; k++) {
      int entry = in.next(ac);
      int steps = HuffmanTable.steps(entry);
      if (steps >= HuffmanTable.END_OF_BLOCK) {
        return run(in, entry) - 1;
      }
      k += steps;
      if (k > 63) {
        throw in.damaged();
      }
      if (HuffmanTable.hasValue(entry)) {
        set[block] |= 1L << k;
      }
    }
    return 0;
  }

  /** Every coefficient that is not 0 already gets one more bit, others become 1 or -1. */
  private int refine(EntropyReader in, HuffmanTable ac, long[] set, int block, int run)
      throws BadImageException {
    long known = set[block];
    int left = run;
    int k = from;
    for (; left == 0 && k <= to; k++) {
      int entry = in.next(ac);
      int zeros = HuffmanTable.steps(entry);
      if (zeros >= HuffmanTable.END_OF_BLOCK) {
        left = run(in, entry);
        break;
      }
      for (; k <= to; k++) {
        if ((known >>> k & 1) != 0) {
          in.bits(1);
        } else if (--zeros < 0) {
          break;
        }
      }
      if (HuffmanTable.hasValue(entry) && k <= to) {
        set[block] |= 1L << k;
      }
    }
    if (left == 0) {
      return 0;
    }
    long rest = k > to ? 0 : (known >>> k << k) & (-1L >>> (63 - to));
    for (int bits = Long.bitCount(rest); bits > 0; bits -= 16) {
      in.bits(Math.min(16, bits));
    }
    return left - 1;
  }

  private static int run(EntropyReader in, int entry) throws BadImageException {
    int size = HuffmanTable.runSize(entry);
    return (1 << size) + in.bits(size);
  }
}
