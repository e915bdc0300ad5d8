package io.catwalk.pipeline.train;

import io.catwalk.pipeline.model.ModelArchive;
import io.catwalk.pipeline.model.TrainedModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Small archives in memory. */
public final class Archives {

  private Archives() {}

  /** What {@link ModelArchive} writes. */
  public static byte[] bytes(TrainedModel model) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ModelArchive.write(model, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
