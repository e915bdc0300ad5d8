package io.catwalk.pipeline.ingest.entry;

import io.catwalk.pipeline.columns.LongColumn;
import io.catwalk.pipeline.columns.Selection;
import io.catwalk.pipeline.dataset.HashTable;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.storage.SourceFiles.SourceFile;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Images whose classes nobody knows, each with the hash of what tells it from all others, and from
 * what it was before its file was changed.
 */
public final class KeyedImages {

  private final List<SourceImage> images;
  private final LongColumn keys;

  private KeyedImages(List<SourceImage> images, LongColumn keys) {
    this.images = images;
    this.keys = keys;
  }

  /**
   * @param files that were listed, sorted by URI
   * @param original the file of which one of these may be a copy
   * @param known keys of images that are left out
   */
  public static KeyedImages of(
      List<Located> entries,
      List<SourceFile> files,
      UnaryOperator<SourceFile> original,
      HashTable known) {
    Origins origins = new Origins(files);
    LongColumn keys = new LongColumn();
    List<Located> unknown =
        Selection.of(
            entries,
            i -> {
              Located each = entries.get(i);
              SourceFile file = origins.of(each.container(), each.entry()).orElseThrow();
              long key = key(original.apply(file), each.entry());
              boolean isNew = !known.containsHash(key);
              if (isNew) {
                keys.add(key);
              }
              return isNew;
            });
    Iterator<SourceImage> images =
        unknown.stream()
            .map(each -> new SourceImage(each.container(), each.entry(), -1, Split.TEST))
            .iterator();
    return new KeyedImages(SourceImageList.of(images), keys);
  }

  /** Of the file, its length and time of change, and the entry's place therein. */
  private static long key(SourceFile file, SourceEntry entry) {
    return HashTable.hash(
        String.join(
            "\0",
            file.uri(),
            Long.toString(file.length()),
            Long.toString(file.modified()),
            Long.toString(entry.position())));
  }

  public List<SourceImage> images() {
    return images;
  }

  /**
   * Keys of some of the images.
   *
   * @param from index of the first
   * @param to index behind the last
   * @param but paths of images that are left out
   */
  public HashTable keys(int from, int to, Set<String> but) {
    return HashTable.ofHashes(
        IntStream.range(from, to)
            .filter(i -> !but.contains(images.get(i).path()))
            .mapToLong(keys::get));
  }
}
