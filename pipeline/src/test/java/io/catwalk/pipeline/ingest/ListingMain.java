package io.catwalk.pipeline.ingest;

import io.catwalk.pipeline.columns.LongColumn;
import io.catwalk.pipeline.config.DatasetConfig;
import io.catwalk.pipeline.config.DatasetConfig.SplitRule;
import io.catwalk.pipeline.dataset.HashTable;
import io.catwalk.pipeline.ingest.source.LabelledImages;
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

  public static void main(String... count) {
    long started = System.nanoTime();
    SourceFiles files = MadeUpFileSystem.sources();
    DatasetConfig config = Sources.config("made-up://" + count[0] + "/photos", SplitRule.HASH, "");
    List<SourceFile> listed = files.list(config.source());
    new SourceTables(files, config).fingerprint(listed);
    LabelledImages images =
        new SourceImages(files, config).of(SourceListing.of(files, listed, config.zipEncoding()));
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
}
