package io.catwalk.pipeline.ingest.format;

/** Finds a JPEG's markers (ITU-T T.81, B.1.1.2). */
final class JpegMarkers {

  private JpegMarkers() {}

  /**
   * Stray bytes between segments are skipped, stuffed ones among them, as decoders do.
   *
   * @param from where a marker should begin
   * @return where its second byte stands, the code
   */
  static int next(Bytes bytes, int from) throws BadImageException {
    int at = from;
    do {
      while (bytes.u8(at) != 0xff) {
        at++;
      }
      while (bytes.u8(at) == 0xff) {
        at++;
      }
    } while (bytes.u8(at) == 0);
    return at;
  }
}
