package io.catwalk.pipeline.ingest;

import io.catwalk.pipeline.config.DatasetConfig.SourceFormat;
import java.util.List;

/**
 * The images of a source with what their names or indexes say.
 *
 * @param images sorted by path
 * @param classes names in label order
 * @param format never AUTO
 */
record LabelledImages(List<SourceImage> images, List<String> classes, SourceFormat format) {

  LabelledImages {
    images = List.copyOf(images);
    classes = List.copyOf(classes);
  }

  LabelledImages with(List<SourceImage> others) {
    return new LabelledImages(others, classes, format);
  }
}
