package io.catwalk.pipeline.ingest.format;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Tells from the first bytes of a file whether it is an image, also of a kind not decoded. */
public final class ImageSignatures {

  /** Bytes that are enough. */
  public static final int LENGTH = 18;

  private static final Set<Integer> BMP_HEADERS = Set.of(12, 16, 40, 52, 56, 64, 108, 124);
  private static final Set<String> STILLS =
      Set.of("heic", "heix", "heim", "heis", "mif1", "msf1", "avif", "avis");

  private ImageSignatures() {}

  /**
   * @param head the first {@link #LENGTH} bytes, or all where there are fewer
   */
  public static boolean match(byte[] head) {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    return text.startsWith("\u00ff\u00d8\u00ff")
        || text.startsWith("\u0089PNG\r\n\u001a\n")
        || text.startsWith("GIF87a")
        || text.startsWith("GIF89a")
        || text.startsWith("RIFF") && text.startsWith("WEBP", 8)
        || text.startsWith("II*\0")
        || text.startsWith("MM\0*")
        || text.startsWith("8BPS\0\u0001")
        || text.startsWith("\0\0\0\fjP  ")
        || text.startsWith("\0\0\0\fJXL ")
        || text.startsWith("ftyp", 4) && text.length() >= 12 && still(text.substring(8, 12))
        || bitmap(text);
  }

  private static boolean still(String brand) {
    return STILLS.contains(brand);
  }

  /** Two letters alone may begin a text: the size of the header that follows must be one. */
  private static boolean bitmap(String text) {
    return text.startsWith("BM")
        && text.length() >= LENGTH
        && text.startsWith("\0\0", 16)
        && BMP_HEADERS.contains(text.charAt(14) | text.charAt(15) << 8);
  }
}
