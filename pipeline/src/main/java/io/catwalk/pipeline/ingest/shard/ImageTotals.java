package io.catwalk.pipeline.ingest.shard;

import io.catwalk.pipeline.dataset.DatasetGrowth;
import java.io.Serializable;

/** Sums over images, whole numbers alone. */
final class ImageTotals implements Serializable {

  private static final long serialVersionUID = 1L;

  private long images;
  private long bad;
  private long widths;
  private long heights;
  private long brightness;
  private long values;

  void add(IngestedImage image) {
    if (!image.good()) {
      bad++;
      return;
    }
    images++;
    widths += image.sourceWidth();
    heights += image.sourceHeight();
    values += image.pixels().length;
    for (byte pixel : image.pixels()) {
      brightness += pixel & 0xff;
    }
  }

  void merge(ImageTotals other) {
    images += other.images;
    bad += other.bad;
    widths += other.widths;
    heights += other.heights;
    brightness += other.brightness;
    values += other.values;
  }

  DatasetGrowth.Totals totals() {
    return new DatasetGrowth.Totals(
        images, bad, mean(widths, images), mean(heights, images), mean(brightness, values) / 255);
  }

  private static double mean(long sum, long count) {
    return count == 0 ? 0 : (double) sum / count;
  }
}
