package io.catwalk.pipeline.evaluate;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network as plain values that can travel to executors, where it is built anew: 4 bytes a
 * parameter and its configuration. What only training needs (the updater's state) stays behind.
 *
 * @param configuration as Deeplearning4j's JSON
 * @param parameters flattened in Deeplearning4j's order, in single precision; never modified
 * @param parametersSha256 lower-case hex, of the parameters as big-endian IEEE 754 singles
 */
record FrozenNetwork(String configuration, float[] parameters, String parametersSha256)
    implements Serializable {

  private static final int CHUNK = 1 << 14;

  static FrozenNetwork of(MultiLayerNetwork network) {
    float[] parameters = network.params().toFloatVector();
    return new FrozenNetwork(
        network.getLayerWiseConfigurations().toJson(), parameters, sha256(parameters));
  }

  /** A new network with these parameters, which shares nothing with any other. */
  MultiLayerNetwork build() {
    MultiLayerConfiguration parsed = MultiLayerConfiguration.fromJson(configuration);
    MultiLayerNetwork network = new MultiLayerNetwork(parsed);
    long[] row = {1, parameters.length};
    network.init(Nd4j.create(parameters, row, 'c').castTo(parsed.getDataType()), false);
    return network;
  }

  private static String sha256(float[] values) {
    MessageDigest digest = newDigest();
    ByteBuffer buffer = ByteBuffer.allocate(CHUNK * Float.BYTES);
    for (int from = 0; from < values.length; from += CHUNK) {
      int to = Math.min(values.length, from + CHUNK);
      buffer.clear();
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
