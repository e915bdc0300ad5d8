package io.catwalk.pipeline.ingest.layout;

import io.catwalk.pipeline.config.DatasetConfig.SourceFormat;
import io.catwalk.pipeline.dataset.Split;
import java.util.List;
import java.util.Optional;

/**
 * What the paths of a source's images say.
 *
 * @param format by which they were read, never AUTO or IDX
 * @param labels one an image, in the order in which they were given
 * @param notes sentences that people must know
 */
public record Reading(SourceFormat format, List<Label> labels, List<String> notes) {

  public Reading {
    labels = List.copyOf(labels);
    notes = List.copyOf(notes);
  }

  /**
   * What one path says.
   *
   * @param className empty where the image lies in a part whose classes nobody tells, such as
   *     Kaggle's {@code test1}
   * @param split empty where no folder names one
   * @param folder path of the folder that names the class, relative to the source; of a part
   *     without classes, that part; empty where the file's own name tells
   */
  public record Label(Optional<String> className, Optional<Split> split, String folder) {

    static Label unlabelled(ImagePath image) {
      int last = image.folders().size() - 1;
      return new Label(Optional.empty(), image.split(), image.folderPath(last));
    }
  }
}
