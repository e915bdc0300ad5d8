package io.catwalk.pipeline.ingest;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.config.DatasetConfig.ResizeMode;
import io.catwalk.pipeline.storage.SourceFiles;
import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Reads and decodes batches on an executor; the decoder is built once a task.
 *
 * @param files reads the source
 * @param shape what images become
 * @param resize how
 * @param maxMegapixels larger images are not decoded
 * @param splits puts an image into its part
 * @param counts images, good or bad, and bad ones alone
 */
record DecodeBatches(
    SourceFiles files,
    ImageShape shape,
    ResizeMode resize,
    int maxMegapixels,
    SplitAssignment splits,
    ImageCounts counts)
    implements FlatMapFunction<Iterator<ImageBatch>, IngestedImage> {

  @Override
  public Iterator<IngestedImage> call(Iterator<ImageBatch> batches) {
    ImageDecoder decoder = new ImageDecoder(shape, resize, maxMegapixels);
    BatchIterator images = new BatchIterator(batches, files, decoder, splits, counts);
    TaskContext.get().addTaskCompletionListener((TaskCompletionListener) images);
    return images;
  }
}
