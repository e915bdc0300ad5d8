package io.catwalk.pipeline.ingest.shard;

import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.QuarantineReason;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.ingest.entry.SourceImage;
import java.io.Serializable;
import java.util.HexFormat;
import java.util.Map;
import org.apache.commons.codec.digest.MurmurHash3;

/**
 * What became of one image: pixels or a reason.
 *
 * @param path relative to the source
 * @param label index of its class, or -1
 * @param split null for a bad image
 * @param sha256 of its file, hex; empty where it could not be read
 * @param pixels as {@link Example#pixels}; null for a bad image
 * @param pixelHash of the pixels, hex, 128 bits; null for a bad image
 * @param sourceWidth upright, before resizing
 * @param sourceHeight upright, before resizing
 * @param reason null for a good image
 * @param detail null for a good image
 * @param bytes length of its file
 * @param attributes as {@link SourceImage#attributes}
 * @param fresh whether it was read now; if not, it was taken over from a dataset before
 */
@SuppressWarnings("ArrayRecordComponent") // Travels through a shuffle, never compared.
public record IngestedImage(
    String path,
    int label,
    Split split,
    String sha256,
    byte[] pixels,
    String pixelHash,
    int sourceWidth,
    int sourceHeight,
    QuarantineReason reason,
    String detail,
    long bytes,
    Map<String, String> attributes,
    boolean fresh)
    implements Serializable {

  private static final HexFormat HEX = HexFormat.of();

  public static IngestedImage bad(
      SourceImage image, String sha256, QuarantineReason reason, String detail) {
    return new IngestedImage(
        image.path(),
        image.label(),
        null,
        sha256,
        null,
        null,
        0,
        0,
        reason,
        detail,
        image.entry().length(),
        image.attributes(),
        true);
  }

  /** 128 bits of pixels, hex. */
  public static String hash(byte[] pixels) {
    long[] hash = MurmurHash3.hash128x64(pixels);
    return HEX.toHexDigits(hash[0]) + HEX.toHexDigits(hash[1]);
  }

  /** Of another class. */
  public IngestedImage labelled(int other) {
    return with(other, split, fresh);
  }

  /** In another split: to those who store it, it is new. */
  IngestedImage in(Split other) {
    return with(label, other, true);
  }

  private IngestedImage with(int itsLabel, Split itsSplit, boolean isFresh) {
    return new IngestedImage(
        path,
        itsLabel,
        itsSplit,
        sha256,
        pixels,
        pixelHash,
        sourceWidth,
        sourceHeight,
        reason,
        detail,
        bytes,
        attributes,
        isFresh);
  }

  public boolean good() {
    return pixels != null;
  }

  /** Mean of all values, 0 to 1. */
  public double brightness() {
    long sum = 0;
    for (byte pixel : pixels) {
      sum += pixel & 0xff;
    }
    return sum / 255.0 / pixels.length;
  }

  public Example example() {
    return new Example(pixels, label, path, sha256);
  }
}
