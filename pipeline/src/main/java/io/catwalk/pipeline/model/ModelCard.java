package io.catwalk.pipeline.model;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.StoredDocument;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * What a stored model says of itself: an entry of {@code model.zip}, so that prediction needs no
 * other file.
 *
 * @param schemaVersion of this document
 * @param model the network's name in the catalog
 * @param classes names in label order
 * @param shape of the images it takes
 * @param resize how images become that shape: fit, crop, stretch or pad
 * @param mean that is taken from each pixel in 0 to 1, a channel: the training split's, or 0
 * @param standardDeviation by which the rest is divided, a channel: the training split's, or 1
 * @param dataset name of the dataset that it was trained on
 * @param datasetVersion content hash of that
 * @param synthetic trained on drawn pictures
 */
public record ModelCard(
    int schemaVersion,
    String model,
    List<String> classes,
    ImageShape shape,
    String resize,
    List<Double> mean,
    List<Double> standardDeviation,
    String dataset,
    String datasetVersion,
    boolean synthetic)
    implements Serializable, StoredDocument {

  /** The schema that this version writes. */
  public static final int SCHEMA_VERSION = 1;

  /** Why no model could have this card, and what would be right; empty where one can. */
  public Optional<String> objection() {
    return CardCheck.objection(this);
  }
}
