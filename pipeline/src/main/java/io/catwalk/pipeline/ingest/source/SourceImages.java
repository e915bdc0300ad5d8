package io.catwalk.pipeline.ingest.source;

import io.catwalk.pipeline.config.DatasetConfig;
import io.catwalk.pipeline.config.DatasetConfig.SourceFormat;
import io.catwalk.pipeline.storage.SourceFiles;

/** Decides how a source names its classes and reads the labels accordingly. */
public final class SourceImages {

  private final SourceFiles files;
  private final DatasetConfig config;

  public SourceImages(SourceFiles files, DatasetConfig config) {
    this.files = files;
    this.config = config;
  }

  public LabelledImages of(SourceListing listing) {
    String source = config.source();
    boolean idx =
        config.format() == SourceFormat.IDX
            || config.format() == SourceFormat.AUTO
                && listing.located().stream().anyMatch(IdxFiles::isImages);
    return idx
        ? new IdxSource(files, config.classes(), source).label(listing.located())
        : new NamedImages(config).label(listing);
  }
}
