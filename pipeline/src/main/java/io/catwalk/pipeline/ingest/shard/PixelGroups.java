package io.catwalk.pipeline.ingest.shard;

import java.util.ArrayList;
import java.util.List;
import scala.Tuple2;

/** Groups of a bucket's files by their bytes; files of the same bytes come one after the other. */
final class PixelGroups {

  private final List<Tuple2<String, BucketFinding>> closed = new ArrayList<>();
  private String sha256;
  private String pixelHash;
  private PixelGroup open;

  void add(IngestedImage image) {
    PixelGroup group = PixelGroup.of(image);
    if (image.sha256().equals(sha256)) {
      open = open.withTwin(group);
      return;
    }
    close();
    sha256 = image.sha256();
    pixelHash = image.pixelHash();
    open = group;
  }

  private void close() {
    if (open != null) {
      closed.add(new Tuple2<>(pixelHash, BucketFinding.of(open)));
    }
  }

  /** By the hash of their pixels; nothing may be added after that. */
  List<Tuple2<String, BucketFinding>> all() {
    close();
    open = null;
    return closed;
  }
}
