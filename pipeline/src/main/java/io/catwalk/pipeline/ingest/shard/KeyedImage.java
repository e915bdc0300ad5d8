package io.catwalk.pipeline.ingest.shard;

import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.ingest.source.SourceEntry;
import io.catwalk.pipeline.ingest.source.SourceImage;
import io.catwalk.pipeline.ingest.source.SourceListing.Located;
import io.catwalk.pipeline.storage.SourceFiles.SourceFile;
import java.util.Map;

/**
 * An image whose class nobody knows, and what tells it from all others.
 *
 * @param key of the file that holds it, its length and time of change, and its place therein
 */
public record KeyedImage(SourceImage image, String key) {

  /**
   * @param files by their URIs
   */
  public static KeyedImage of(Located located, Map<String, SourceFile> files) {
    SourceEntry entry = located.entry();
    SourceFile origin = files.get(located.container().origin(entry));
    return new KeyedImage(
        new SourceImage(located.container(), entry, -1, Split.TEST),
        String.join(
            "\0",
            origin.uri(),
            Long.toString(origin.length()),
            Long.toString(origin.modified()),
            Long.toString(entry.position())));
  }
}
