package io.catwalk.pipeline.ingest;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import scala.Tuple2;

/** Counts files that hold the same bytes or, once resized, the same pixels, on the executors. */
final class DuplicateSearch {

  private static final int SHOWN = 20;

  private DuplicateSearch() {}

  /**
   * @param images partitioned by {@link ShardPartitioner}, so that files of the same bytes lie in
   *     one partition
   */
  static DatasetManifest.Duplicates among(JavaRDD<IngestedImage> images) {
    return images
        .filter(new ShardRows.Good())
        .mapPartitionsToPair(new GroupByBytes())
        .reduceByKey(new MergeGroups(), images.getNumPartitions())
        .values()
        .aggregate(new Totals(), new AddGroup(), new MergeTotals())
        .duplicates();
  }

  /** Pixel hash → files with the same bytes. */
  private record GroupByBytes()
      implements PairFlatMapFunction<Iterator<IngestedImage>, String, PixelGroup> {
    @Override
    public Iterator<Tuple2<String, PixelGroup>> call(Iterator<IngestedImage> images) {
      Map<String, Tuple2<String, PixelGroup>> bySha256 = new HashMap<>();
      while (images.hasNext()) {
        IngestedImage image = images.next();
        bySha256.merge(
            image.sha256(),
            new Tuple2<>(image.pixelHash(), PixelGroup.of(image)),
            (one, other) -> new Tuple2<>(one._1, one._2.withTwin(other._2)));
      }
      return bySha256.values().iterator();
    }
  }

  /** Different bytes, same pixels. */
  private record MergeGroups() implements Function2<PixelGroup, PixelGroup, PixelGroup> {
    @Override
    public PixelGroup call(PixelGroup one, PixelGroup other) {
      return one.with(other);
    }
  }

  /** One more group. */
  private record AddGroup() implements Function2<Totals, PixelGroup, Totals> {
    @Override
    public Totals call(Totals totals, PixelGroup group) {
      return totals.add(group);
    }
  }

  /** Two parts. */
  private record MergeTotals() implements Function2<Totals, Totals, Totals> {
    @Override
    public Totals call(Totals totals, Totals other) {
      return totals.merge(other);
    }
  }

  /** What goes into the manifest. */
  private static final class Totals implements Serializable {

    private static final long serialVersionUID = 1L;

    private long sameBytes;
    private long samePixels;
    private long acrossSplits;
    private final TreeMap<String, PixelGroup> shown = new TreeMap<>();

    Totals add(PixelGroup group) {
      if (group.files() > 1) {
        sameBytes += group.sameBytes();
        samePixels += group.contents() > 1 ? group.files() : 0;
        acrossSplits += group.acrossSplits() ? group.files() : 0;
        show(group);
      }
      return this;
    }

    private void show(PixelGroup group) {
      shown.put(group.first(), group);
      if (shown.size() > SHOWN) {
        shown.pollLastEntry();
      }
    }

    Totals merge(Totals other) {
      sameBytes += other.sameBytes;
      samePixels += other.samePixels;
      acrossSplits += other.acrossSplits;
      other.shown.values().forEach(this::show);
      return this;
    }

    DatasetManifest.Duplicates duplicates() {
      List<List<String>> examples =
          shown.values().stream().map(group -> List.of(group.first(), group.last())).toList();
      return new DatasetManifest.Duplicates(sameBytes, samePixels, acrossSplits, examples);
    }
  }
}
