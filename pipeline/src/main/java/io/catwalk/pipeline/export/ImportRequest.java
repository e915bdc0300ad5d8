package io.catwalk.pipeline.export;

import io.catwalk.pipeline.config.DatasetConfig.ResizeMode;
import java.util.List;
import java.util.Optional;

/**
 * Which file of ONNX becomes a model, and what the file does not say of itself.
 *
 * @param onnx path or URI of the file
 * @param out path or URI of the {@code model.zip}
 * @param name of the network; empty takes the file's
 * @param classes by what names them
 * @param pixels what becomes of images before the network sees them
 * @param force replaces what is there
 */
public record ImportRequest(
    String onnx, String out, Optional<String> name, Classes classes, Pixels pixels, boolean force) {

  /** The classes, in the order of the network's outputs. */
  public sealed interface Classes {

    /** Their names. */
    record Named(List<String> names) implements Classes {}

    /** Path or URI of a text in UTF-8, a name a line. */
    record Listed(String file) implements Classes {}
  }

  /**
   * As the network was trained.
   *
   * @param resize how an image becomes as large as the network's
   * @param mean that is taken from each pixel in 0 to 1: one number, or one a channel
   * @param deviation by which the rest is divided: likewise
   */
  public record Pixels(ResizeMode resize, List<Double> mean, List<Double> deviation) {}
}
