package io.catwalk.pipeline.export;

import io.catwalk.pipeline.run.ModelReference;
import java.util.Optional;

/**
 * Which model leaves, and as what.
 *
 * @param layout of what is written
 * @param out the file or, for Triton, the model repository; empty puts it into storage
 * @param name of the model where it serves; empty takes its run's or its registry's
 * @param force replaces what is there
 */
public record ExportRequest(
    ModelReference model,
    Layout layout,
    Optional<String> out,
    Optional<String> name,
    boolean force) {

  /** The format of the model. */
  public enum Format {
    /** Open Neural Network Exchange. */
    ONNX
  }

  /** What is written. */
  public enum Layout {
    /** The model alone. */
    FILE,
    /** A folder of a model repository of the Triton Inference Server. */
    TRITON
  }
}
