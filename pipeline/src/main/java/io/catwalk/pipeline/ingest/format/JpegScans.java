package io.catwalk.pipeline.ingest.format;

/**
 * Counts the scans of a JPEG. A decoder passes all its blocks once a scan, whether the scan holds
 * data or not: a file of a megabyte of empty ones would keep it busy for minutes.
 */
public final class JpegScans {

  /** Encoders that search for the best progression write up to about twenty. */
  public static final int MOST = 64;

  private JpegScans() {}

  /**
   * @return how many there are
   * @throws BadImageException (unsupported) when there are more than {@link #MOST}
   */
  public static int count(Bytes bytes) throws BadImageException {
    byte[] data = bytes.data();
    int scans = 0;
    for (int at = 2; at + 1 < data.length; ) {
      int marker = data[at + 1] & 0xff;
      boolean isMarker = data[at] == (byte) 0xff && marker != 0 && marker != 0xff;
      if (!isMarker || marker == 0x01 || marker >= 0xd0 && marker <= 0xd8) {
        at += isMarker ? 2 : 1;
        continue;
      }
      if (marker == 0xd9) {
        return scans;
      }
      if (marker == 0xda && ++scans > MOST) {
        throw BadImageException.unsupported("JPEG of more than " + MOST + " scans");
      }
      at += 2 + (at + 3 < data.length ? bytes.u16(at + 2, false) : 0);
    }
    return scans;
  }
}
