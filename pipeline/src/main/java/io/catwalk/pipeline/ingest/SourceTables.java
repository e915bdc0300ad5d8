package io.catwalk.pipeline.ingest;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.config.DatasetConfig;
import io.catwalk.pipeline.config.DatasetConfig.SplitRule;
import io.catwalk.pipeline.ingest.source.LabelCorrections;
import io.catwalk.pipeline.ingest.source.LabelledImages;
import io.catwalk.pipeline.ingest.source.SplitTable;
import io.catwalk.pipeline.storage.SourceFiles;
import io.catwalk.pipeline.storage.SourceFiles.SourceFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The tables that a user gives with a source: of its splits, and of its wrong labels. */
final class SourceTables {

  private final SourceFiles files;
  private final DatasetConfig config;
  private final LabelCorrections corrections;

  /**
   * @throws CatwalkException (data) when a table of wrong labels cannot be read
   */
  SourceTables(SourceFiles files, DatasetConfig config) {
    this.files = files;
    this.config = config;
    this.corrections = LabelCorrections.read(config.corrections(), files);
  }

  /** {@link Fingerprint} of a listing of the source, of the tables and of the settings. */
  String fingerprint(List<SourceFile> listed) {
    List<SourceFile> table =
        config.split() == SplitRule.FILE ? files.list(config.splitFile()) : List.of();
    return Fingerprint.of(List.of(listed, table), config, corrections.digests());
  }

  /**
   * The images that a dataset is made of, with their splits and labels.
   *
   * @throws CatwalkException (data) when a table does not fit the source
   */
  LabelledImages apply(LabelledImages found) {
    LabelledImages images = config.split() == SplitRule.FILE ? divided(found) : found;
    if (corrections.digests().isEmpty()) {
      return images;
    }
    LabelledImages corrected = corrections.apply(images);
    // Classes that the user names stay, with or without images, as they do without a table.
    return config.classes().isEmpty() ? withoutEmptyClasses(corrected) : corrected;
  }

  private static LabelledImages withoutEmptyClasses(LabelledImages corrected) {
    LabelledImages rest = corrected.withoutEmptyClasses();
    List<String> gone = new ArrayList<>(corrected.classes());
    gone.removeAll(rest.classes());
    if (gone.isEmpty()) {
      return rest;
    }
    return rest.telling(
        "data.exclude and data.relabel leave no image of " + String.join(", ", gone));
  }

  private LabelledImages divided(LabelledImages found) {
    String name = config.splitFile();
    try {
      // A table of some of the classes makes a dataset of those.
      return SplitTable.parse(name, files.read(name)).apply(found).withoutEmptyClasses();
    } catch (IOException e) {
      throw CatwalkException.data("Cannot read data.split = " + name + ": " + e.getMessage(), e);
    }
  }
}
