package io.catwalk.pipeline.train.data;

import io.catwalk.models.ImageShape;
import io.catwalk.models.transfer.Transfer;
import io.catwalk.pipeline.dataset.Vectoriser;
import io.catwalk.pipeline.model.NetworkSnapshot;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.LongStream;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * What frozen layers do to images before the trained part of a network sees them.
 *
 * @param front the frozen layers; null where there are none, or examples are features already
 * @param shape of one image's features: channels, height and width, or a number of values
 * @param sha256 of the frozen layers: two trainings that differ in nothing else know each other
 *     apart by it
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by its SHA-256 alone.
public record Extraction(NetworkSnapshot front, long[] shape, String sha256)
    implements Serializable {

  /** The network sees images. */
  public static final Extraction NONE = new Extraction(null, new long[0], "");

  /** Features may take so many times the memory of the image; more are computed each time. */
  private static final int MOST_GROWTH = 16;

  public static Extraction of(Transfer transfer) {
    NetworkSnapshot front = NetworkSnapshot.of(transfer.front());
    return new Extraction(front, transfer.features(), sha256(front));
  }

  private static String sha256(NetworkSnapshot front) {
    MessageDigest digest = DigestUtils.getSha256Digest();
    digest.update(front.configuration().getBytes(StandardCharsets.UTF_8));
    ByteBuffer bytes = ByteBuffer.allocate(front.parameters().length * Float.BYTES);
    bytes.asFloatBuffer().put(front.parameters());
    return HexFormat.of().formatHex(digest.digest(bytes.array()));
  }

  public boolean isNone() {
    return sha256.isEmpty();
  }

  int values() {
    return Math.toIntExact(LongStream.of(shape).reduce(1, (a, b) -> a * b));
  }

  /**
   * Whether features are small enough to be kept instead of images, which are bytes.
   *
   * @param images what they are computed from
   */
  public boolean keeps(ImageShape images) {
    return (long) values() * Float.BYTES <= (long) MOST_GROWTH * images.values();
  }

  /** The same for examples that are features already. */
  public Extraction done() {
    return new Extraction(null, shape, sha256);
  }

  /** How features that are examples become rows of a minibatch: as they are. */
  public Vectoriser vectoriser(int classes) {
    return Vectoriser.plain(new ImageShape(1, values(), 1), classes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Extraction extraction
        && sha256.equals(extraction.sha256)
        && Arrays.equals(shape, extraction.shape)
        && (front == null) == (extraction.front == null);
  }

  @Override
  public int hashCode() {
    return sha256.hashCode();
  }
}
