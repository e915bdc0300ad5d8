package io.catwalk.pipeline.ingest.format;

/**
 * A chunk of an extended WebP (RFC 9649, 2.3 and 2.7).
 *
 * @param at where its four letters stand
 * @param data where its content begins
 * @param end behind its content, and at most behind what RIFF counts
 * @param next where the next one begins, if any does
 */
record WebpChunk(int at, int data, int end, long next) {

  /** Where the first one begins. */
  static final int FIRST = 12;

  private static final int HEADER = 8;

  /** Behind the last byte that RIFF counts. */
  static int riffEnd(Bytes bytes) throws BadImageException {
    long riff = bytes.u32(4, true);
    bytes.require(HEADER, riff);
    return (int) (HEADER + riff);
  }

  static boolean begins(long at, int riffEnd) {
    return at + HEADER <= riffEnd;
  }

  static WebpChunk read(Bytes bytes, int at, int riffEnd) throws BadImageException {
    long size = bytes.u32(at + 4, true);
    int data = at + HEADER;
    long next = data + size + (size & 1); // chunks begin at even places
    return new WebpChunk(at, data, (int) Math.min(riffEnd, data + size), next);
  }
}
