package io.catwalk.pipeline.ingest.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads the blocks of a baseline JPEG's scan (ITU-T T.81, annex F.2). Behind the last data it reads
 * zeros and keeps count of them, so that a block needs no test for the end.
 */
public final class EntropyReader {

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] data;
  private int at;

  /** The next bits, the first of them highest, and how many there are. */
  private long buffer;

  private int bits;
  private int invented;

  public EntropyReader(byte[] data, int from) {
    this.data = data;
    this.at = from;
  }

  /**
   * Adds one block's coefficients to the sums that its basis asks for.
   *
   * @param previousDc of the component's last block
   * @return its own
   */
  public int block(HuffmanTable dc, HuffmanTable ac, BlockBasis basis, float[] sums, int previousDc)
      throws BadImageException {
    int level = previousDc + first(dc);
    float[] weight = basis.weight;
    int[] fold = basis.fold;
    sums[0] += level * weight[0];
    int k = 1;
    int needed = basis.needed;
    long buffer = this.buffer;
    int bits = this.bits;
    while (k < needed) {
      if (bits < 32) {
        this.buffer = buffer;
        this.bits = bits;
        refill();
        buffer = this.buffer;
        bits = this.bits;
      }
      int entry = ac.entry(buffer);
      if (entry == 0) {
        throw damaged();
      }
      int length = entry & 63;
      int value = entry >> 20;
      buffer <<= length;
      bits -= length;
      int size = entry >>> 14 & 15;
      if (size != 0) {
        value = HuffmanTable.extend((int) (buffer >>> 64 - size), size);
        buffer <<= size;
        bits -= size;
      }
      k += entry >>> 6 & 255;
      sums[fold[k]] += value * weight[k];
      k++;
    }
    this.buffer = buffer;
    this.bits = bits;
    if (k < 64) {
      k = skip(ac, k);
    }
    if (k > 64 && !endsBlock(k)) {
      throw damaged();
    }
    return level;
  }

  /** Reads over the rest of a block. */
  private int skip(HuffmanTable ac, int from) throws BadImageException {
    int[] skips = ac.skips();
    long buffer = this.buffer;
    int bits = this.bits;
    int k = from;
    while (k < 64) {
      if (bits < 32) {
        this.buffer = buffer;
        this.bits = bits;
        refill();
        buffer = this.buffer;
        bits = this.bits;
      }
      int skip = skips[(int) (buffer >>> 64 - HuffmanTable.SKIP_LOOK)];
      int length = skip & 63;
      int reached = k + (skip >>> 6);
      if (length == 0 || reached > 64 && !endsBlock(reached)) {
        int entry = ac.entry(buffer);
        if (entry == 0) {
          throw damaged();
        }
        length = (entry & 63) + (entry >>> 14 & 15);
        reached = k + (entry >>> 6 & 255) + 1;
      }
      buffer <<= length;
      bits -= length;
      k = reached;
    }
    this.buffer = buffer;
    this.bits = bits;
    return k;
  }

  /** Reads over a block of a file that is not progressive. */
  void skipBlock(HuffmanTable dc, HuffmanTable ac) throws BadImageException {
    first(dc);
    int reached = skip(ac, 1);
    if (reached > 64 && !endsBlock(reached)) {
      throw damaged();
    }
  }

  /** A block that is full needs no end: what follows belongs to the next. */
  private static boolean endsBlock(int reached) {
    return reached > HuffmanTable.END_OF_BLOCK && reached <= HuffmanTable.END_OF_BLOCK + 64;
  }

  /**
   * @return what a table says of the next bits, which are then read, with the value that may follow
   */
  int next(HuffmanTable table) throws BadImageException {
    if (bits < 32) {
      refill();
    }
    int entry = table.entry(buffer);
    if (entry == 0) {
      throw damaged();
    }
    drop((entry & 63) + (entry >>> 14 & 15));
    return entry;
  }

  /**
   * @param count 0 to 16
   */
  int bits(int count) throws BadImageException {
    if (count == 0) {
      return 0;
    }
    if (bits < 32) {
      refill();
    }
    int value = (int) (buffer >>> 64 - count);
    drop(count);
    return value;
  }

  /** Where the marker stands that ended the data, or at a place before it. */
  int at() {
    return at;
  }

  /**
   * Reads a block's first coefficient.
   *
   * @return how far it lies from that of the block before
   */
  int first(HuffmanTable dc) throws BadImageException {
    if (bits < 32) {
      refill();
    }
    int entry = dc.entry(buffer);
    if (entry == 0) {
      throw damaged();
    }
    drop(entry & 63);
    int size = entry >>> 14 & 15;
    if (size == 0) {
      return entry >> 20;
    }
    int value = HuffmanTable.extend((int) (buffer >>> 64 - size), size);
    drop(size);
    return value;
  }

  private void drop(int count) {
    buffer <<= count;
    bits -= count;
  }

  private static boolean hasFf(int word) {
    return (word & (~word - 0x01010101) & 0x80808080) != 0;
  }

  /** To at least 32 bits, more than the longest code and value take together. */
  private void refill() throws BadImageException {
    if (at + 4 <= data.length) {
      int next = (int) INT.get(data, at);
      if (!hasFf(next)) {
        buffer |= (next & 0xffffffffL) << 32 - bits;
        bits += 32;
        at += 4;
        return;
      }
    }
    refillByBytes();
  }

  /** An 0xff is followed by a stuffed 0; by anything else it is a marker, which ends the data. */
  private void refillByBytes() throws BadImageException {
    if (bits < invented) {
      throw damaged(); // at once: so that a large image of no data takes no time
    }
    while (bits <= 56) {
      long next = 0;
      if (at < data.length && (data[at] != -1 || at + 1 < data.length && data[at + 1] == 0)) {
        next = data[at] & 0xff;
        at += data[at] == -1 ? 2 : 1;
      } else {
        invented += 8;
      }
      buffer |= next << 56 - bits;
      bits += 8;
    }
  }

  /**
   * Ends an interval: its data must have sufficed.
   *
   * @param restart 0 to 7, the number of the marker that must follow; -1 for none
   */
  public void endInterval(int restart) throws BadImageException {
    if (bits < invented) {
      throw damaged();
    }
    buffer = 0;
    bits = 0;
    invented = 0;
    if (restart < 0) {
      return;
    }
    while (at + 1 < data.length && (data[at] != -1 || data[at + 1] == 0 || data[at + 1] == -1)) {
      at++;
    }
    if (at + 1 >= data.length || (data[at + 1] & 0xff) != 0xd0 + restart) {
      throw damaged();
    }
    at += 2;
  }

  BadImageException damaged() {
    return BadImageException.corrupt("JPEG data damaged before byte " + at);
  }
}
