package io.catwalk.pipeline.dataset;

import java.io.Serializable;
import java.util.Map;

/**
 * One image, ready to be a row of a minibatch.
 *
 * @param pixels uint8, channels × height × width (CHW; red, green, blue), never modified
 * @param label index into the manifest's classes, or -1 where it is not known
 * @param path where the image came from, relative to the source
 * @param sha256 of the image's file, lower-case hex
 * @param facts null where nobody asked for them, as in training
 * @param weight what it counts in a training's loss and gradient, 0 or more
 * @param target what a network should answer, one number a class; empty where that is the label
 */
public record Example(
    byte[] pixels,
    int label,
    String path,
    String sha256,
    ImageFacts facts,
    float weight,
    float[] target)
    implements Serializable {

  private static final float[] LABEL = {};

  /** That counts as much as any other. */
  public Example(byte[] pixels, int label, String path, String sha256, ImageFacts facts) {
    this(pixels, label, path, sha256, facts, 1, LABEL);
  }

  /** Without its facts. */
  public Example(byte[] pixels, int label, String path, String sha256) {
    this(pixels, label, path, sha256, null);
  }

  /** The same that counts so much. */
  public Example weighing(float other) {
    return new Example(pixels, label, path, sha256, facts, other, target);
  }

  /** The same with another target. */
  public Example answering(float[] other) {
    return new Example(pixels, label, path, sha256, facts, weight, other);
  }

  /** What tells it from all others, in every run over the same data. */
  public String key() {
    return key(sha256, path);
  }

  /** Of the file's digest, and its path where that has twins. */
  public static String key(String sha256, String path) {
    return sha256 + ' ' + path;
  }

  /**
   * What is known of an image beside its pixels and its class; by these a report finds out where a
   * model is weak.
   *
   * @param sourceWidth in pixels, upright, before resizing
   * @param sourceHeight in pixels, upright, before resizing
   * @param brightness mean of all values, 0 to 1
   * @param attributes further columns of the table that divides the data, name → value; empty where
   *     there are none
   */
  public record ImageFacts(
      int sourceWidth, int sourceHeight, double brightness, Map<String, String> attributes)
      implements Serializable {

    public ImageFacts {
      attributes = Map.copyOf(attributes);
    }
  }
}
