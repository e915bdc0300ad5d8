package io.catwalk.pipeline.evaluate;

import io.catwalk.pipeline.model.NetworkSnapshot;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * A network that travels to executors, with a name by which they know it again.
 *
 * @param snapshot its configuration and parameters
 * @param parametersSha256 lower-case hex, of the parameters as big-endian IEEE 754 singles in
 *     Deeplearning4j's order
 */
record FrozenNetwork(NetworkSnapshot snapshot, String parametersSha256) implements Serializable {

  private static final int CHUNK = 1 << 14;

  static FrozenNetwork of(MultiLayerNetwork network) {
    NetworkSnapshot snapshot = NetworkSnapshot.of(network);
    return new FrozenNetwork(snapshot, sha256(snapshot.parameters()));
  }

  private static String sha256(float[] values) {
    MessageDigest digest = newDigest();
    ByteBuffer buffer = ByteBuffer.allocate(CHUNK * Float.BYTES);
    for (int from = 0; from < values.length; from += CHUNK) {
      int to = Math.min(values.length, from + CHUNK);
      buffer.asFloatBuffer().put(Arrays.copyOfRange(values, from, to));
      digest.update(buffer.array(), 0, (to - from) * Float.BYTES);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
