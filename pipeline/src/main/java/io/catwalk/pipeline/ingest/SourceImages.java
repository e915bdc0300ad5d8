package io.catwalk.pipeline.ingest;

import io.catwalk.pipeline.config.DatasetConfig;
import io.catwalk.pipeline.config.DatasetConfig.SourceFormat;
import io.catwalk.pipeline.ingest.SourceListing.Located;
import io.catwalk.pipeline.storage.SourceFiles;
import java.util.List;

/** Decides how a source names its classes and reads the labels accordingly. */
final class SourceImages {

  private final SourceFiles files;
  private final DatasetConfig config;

  SourceImages(SourceFiles files, DatasetConfig config) {
    this.files = files;
    this.config = config;
  }

  LabelledImages of(SourceListing listing) {
    String source = config.source();
    List<Located> images = listing.images();
    SourceFormat format =
        config.format() == SourceFormat.AUTO ? detect(listing, images) : config.format();
    if (format == SourceFormat.IDX) {
      return new IdxSource(files, config.classes(), source).label(listing.located());
    }
    return new NamedImages(format, config.classes(), source).label(listing.someImages(source));
  }

  private static SourceFormat detect(SourceListing listing, List<Located> images) {
    if (listing.located().stream().anyMatch(l -> IdxSource.isImages(l.entry().path()))) {
      return SourceFormat.IDX;
    }
    boolean kaggle =
        images.stream().allMatch(l -> ImageNames.kaggleClass(l.entry().fileName()).isPresent());
    return kaggle ? SourceFormat.KAGGLE : SourceFormat.FOLDERS;
  }
}
