package io.catwalk.pipeline.ingest.format;

/** One colour of a JPEG: how its blocks lie and, in a progressive file, what is known of them. */
final class JpegComponent {

  final int id;

  /** Blocks across and down within a unit of a scan of several components. */
  final int horizontal;

  final int vertical;

  /** Blocks that hold pixels, across and down. */
  final int blocksWide;

  final int blocksHigh;

  /** Its first coefficients have come. */
  boolean begun;

  /** A bit for each coefficient that is not 0, block by block. */
  private long[] set = {};

  JpegComponent(int id, int horizontal, int vertical, int blocksWide, int blocksHigh) {
    this.id = id;
    this.horizontal = horizontal;
    this.vertical = vertical;
    this.blocksWide = blocksWide;
    this.blocksHigh = blocksHigh;
  }

  /** The bits of all blocks, row by row without padding. */
  long[] set() {
    if (set.length == 0) {
      set = new long[blocksWide * blocksHigh];
    }
    return set;
  }
}
