package io.catwalk.pipeline.ingest;

import io.catwalk.pipeline.ingest.entry.Container;
import io.catwalk.pipeline.ingest.entry.ContainerGroups;
import io.catwalk.pipeline.ingest.entry.SourceImage;
import io.catwalk.pipeline.ingest.source.TarStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The images that one task reads, all from one container, in reading order: many small files, so
 * that a task's fixed cost is shared.
 */
record ImageBatch(Container container, List<SourceImage> images) implements Serializable {

  private static final int MOST_IMAGES = 2_048;
  private static final long MOST_BYTES = 256L << 20;
  private static final int LEAST_IMAGES = 32;
  private static final int TASKS_PER_CORE = 4;

  /**
   * A stream is read from its start by each of its batches: more of them would cost more than they
   * bring.
   */
  private static final int BATCHES_PER_STREAM = 8;

  /** On the driver it is a part of the list of all images, which takes less memory than a copy. */
  private Object writeReplace() {
    return new ImageBatch(container, List.copyOf(images));
  }

  /**
   * @param cores that will work on them
   */
  static List<ImageBatch> of(List<SourceImage> images, int cores) {
    int wanted = Math.max(LEAST_IMAGES, images.size() / (cores * TASKS_PER_CORE) + 1);
    List<ImageBatch> batches = new ArrayList<>();
    Map<Container, List<SourceImage>> groups = ContainerGroups.ofImages(images);
    groups.forEach(
        (container, group) -> {
          boolean stream = container instanceof TarStream;
          int least = stream ? group.size() / BATCHES_PER_STREAM + 1 : 1;
          int size = stream ? Math.max(least, wanted) : Math.min(MOST_IMAGES, wanted);
          cut(container, group, size, stream ? Long.MAX_VALUE : MOST_BYTES, batches);
        });
    return batches;
  }

  private static void cut(
      Container container,
      List<SourceImage> images,
      int mostImages,
      long mostBytes,
      List<ImageBatch> batches) {
    int from = 0;
    long bytes = 0;
    for (int at = 0; at < images.size(); at++) {
      if (at > from && (at - from >= mostImages || bytes >= mostBytes)) {
        batches.add(new ImageBatch(container, images.subList(from, at)));
        from = at;
        bytes = 0;
      }
      bytes += images.get(at).entry().length();
    }
    batches.add(new ImageBatch(container, images.subList(from, images.size())));
  }
}
