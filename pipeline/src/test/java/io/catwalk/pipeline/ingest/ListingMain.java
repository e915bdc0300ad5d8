package io.catwalk.pipeline.ingest;

import io.catwalk.pipeline.columns.LongColumn;
import io.catwalk.pipeline.config.DatasetConfig;
import io.catwalk.pipeline.config.DatasetConfig.Corrections;
import io.catwalk.pipeline.config.DatasetConfig.SplitRule;
import io.catwalk.pipeline.dataset.HashTable;
import io.catwalk.pipeline.ingest.source.LabelledImages;
import io.catwalk.pipeline.ingest.source.LimitedSample;
import io.catwalk.pipeline.ingest.source.SourceImages;
import io.catwalk.pipeline.ingest.source.SourceListing;
import io.catwalk.pipeline.storage.MadeUpFileSystem;
import io.catwalk.pipeline.storage.SourceFiles;
import io.catwalk.pipeline.storage.SourceFiles.SourceFile;
import java.util.List;

/**
 * All that an ingest's driver does with a source before its tasks start, in the memory that its
 * process was given. Prints the images, the batches and the seconds.
 */
final class ListingMain {

  private static final int CORES = 16;

  private ListingMain() {}

  /**
   * @param arguments the source, and perhaps how many images are taken, a table of those that are
   *     not, and one of those that are of another class
   */
  public static void main(String... arguments) {
    long started = System.nanoTime();
    SourceFiles files = MadeUpFileSystem.sources();
    DatasetConfig config = config(arguments);
    List<SourceFile> listed = files.list(config.source());
    SourceTables tables = new SourceTables(files, config);
    tables.fingerprint(listed);
    SourceListing listing = SourceListing.of(files, listed, config.zipEncoding());
    LabelledImages images =
        new LimitedSample(config.limit(), config.seed())
            .of(tables.apply(new SourceImages(files, config).of(listing)));
    LongColumn hashes = StoredImages.hashes(images, listed);
    HashTable known = HashTable.ofHashes(hashes.stream());
    List<ImageBatch> batches = ImageBatch.of(images.images(), CORES);
    long inBatches = batches.stream().mapToLong(batch -> batch.images().size()).sum();
    System.out.printf(
        "= %d images, %d of class 9, %d known, %d in batches, like %s%n",
        images.images().size(),
        images.images().stream().filter(image -> image.label() == 9).count(),
        known.size(),
        inBatches,
        images.images().get(images.images().size() - 1).path());
    System.out.printf("%.1f s%n", (System.nanoTime() - started) / 1e9);
  }

  private static DatasetConfig config(String... arguments) {
    String source = arguments[0];
    return arguments.length == 1
        ? Sources.config(source, SplitRule.HASH, "")
        : Sources.config(
            source,
            SplitRule.HASH,
            "",
            Long.parseLong(arguments[1]),
            16,
            List.of(),
            50,
            new Corrections(arguments[2], arguments[3]));
  }
}
