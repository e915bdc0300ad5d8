package io.catwalk.pipeline.model;

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
 * A network on its way to an executor: what it computes, not how it was trained.
 *
 * @param configuration as JSON
 * @param parameters flattened, as {@link MultiLayerNetwork#params()} gives them
 */
public record NetworkSnapshot(String configuration, float[] parameters) implements Serializable {

  private static final int CHUNK = 1 << 14;

  public static NetworkSnapshot of(MultiLayerNetwork network) {
    return new NetworkSnapshot(
        network.getLayerWiseConfigurations().toJson(), network.params().toFloatVector());
  }

  /** A network of its own for the caller: networks are not safe for two threads. */
  public MultiLayerNetwork restore() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(MultiLayerConfiguration.fromJson(configuration));
    network.init(Nd4j.create(parameters, new long[] {1, parameters.length}, 'c'), false);
    return network;
  }

  /**
   * SHA-256 of the parameters as big-endian IEEE 754 singles in Deeplearning4j's order, lower-case
   * hex: two networks that share it are the same.
   */
  public String parametersSha256() {
    MessageDigest digest = newDigest();
    ByteBuffer buffer = ByteBuffer.allocate(CHUNK * Float.BYTES);
    for (int from = 0; from < parameters.length; from += CHUNK) {
      int to = Math.min(parameters.length, from + CHUNK);
      buffer.asFloatBuffer().put(Arrays.copyOfRange(parameters, from, to));
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
