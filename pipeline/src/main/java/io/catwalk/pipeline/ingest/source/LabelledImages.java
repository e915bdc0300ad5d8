package io.catwalk.pipeline.ingest.source;

import io.catwalk.pipeline.config.DatasetConfig.SourceFormat;
import io.catwalk.pipeline.dataset.SourceNotices;
import io.catwalk.pipeline.ingest.entry.SourceImage;
import io.catwalk.pipeline.ingest.entry.SourceImageList;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The images of a source with what their names or indexes say.
 *
 * @param images sorted by path
 * @param classes names in label order
 * @param format never AUTO
 * @param notices what people must know of the source
 */
public record LabelledImages(
    List<SourceImage> images, List<String> classes, SourceFormat format, SourceNotices notices) {

  public LabelledImages {
    images = SourceImageList.of(images);
    classes = List.copyOf(classes);
  }

  LabelledImages with(List<SourceImage> others) {
    return new LabelledImages(others, classes, format, notices);
  }

  /** With one more thing that people must know. */
  public LabelledImages telling(String warning) {
    return new LabelledImages(images, classes, format, notices.with(List.of(warning)));
  }

  /** Without the classes of which there is no image; the others keep their order. */
  public LabelledImages withoutEmptyClasses() {
    boolean[] used = new boolean[classes.size()];
    images.forEach(image -> used[image.label()] = true);
    int[] labels = new int[classes.size()];
    List<String> kept = new ArrayList<>();
    for (int label = 0; label < labels.length; label++) {
      labels[label] = kept.size();
      if (used[label]) {
        kept.add(classes.get(label));
      }
    }
    Iterator<SourceImage> renumbered =
        images.stream().map(image -> image.labelled(labels[image.label()])).iterator();
    return new LabelledImages(SourceImageList.of(renumbered), kept, format, notices);
  }
}
