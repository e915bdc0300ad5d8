package io.catwalk.pipeline.runs;

import io.catwalk.pipeline.StoredDocument;
import java.util.List;

/**
 * Small pictures of some examples, for people who look at a run later, without the dataset and
 * without the model: {@code examples.json}. All mistakes, at most {@link ExampleChoice#LISTED}, and
 * a sample of every class.
 *
 * @param schemaVersion of this document
 * @param pictures each example once
 */
public record ExampleGallery(int schemaVersion, List<Picture> pictures) implements StoredDocument {

  /** The schema that this version writes. */
  public static final int SCHEMA_VERSION = 1;

  public ExampleGallery {
    pictures = List.copyOf(pictures);
  }

  /**
   * One example. The maps tell what the network looked at when it predicted what it did; they lie
   * over the picture, stretched to its size, and are transparent where nothing mattered.
   *
   * @param path as in the predictions
   * @param sha256 as in the predictions
   * @param width of the picture, in pixels
   * @param height of the picture, in pixels
   * @param image PNG or JPEG
   * @param gradCam PNG of Grad-CAM; null where the network has no feature maps, or the example is
   *     not one of {@link ExampleChoice#explained}
   * @param saliency PNG of the gradient at the input; null where it could not be computed, likewise
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  public record Picture(
      String path,
      String sha256,
      int width,
      int height,
      byte[] image,
      byte[] gradCam,
      byte[] saliency) {}
}
