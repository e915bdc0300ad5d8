package io.catwalk.pipeline.ingest;

import io.catwalk.pipeline.ingest.decode.Decoders;
import io.catwalk.pipeline.ingest.shard.IngestedImage;
import io.catwalk.pipeline.ingest.source.SplitAssignment;
import io.catwalk.pipeline.storage.SourceFiles;
import java.nio.file.Path;
import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Reads and decodes batches on an executor; the decoder is built once a task.
 *
 * @param files reads the source
 * @param decoders turn files into pixels
 * @param splits puts an image into its part
 * @param counts images, good or bad, and bad ones alone
 */
record DecodeBatches(
    SourceFiles files, Decoders decoders, SplitAssignment splits, ImageCounts counts)
    implements FlatMapFunction<Iterator<ImageBatch>, IngestedImage> {

  @Override
  public Iterator<IngestedImage> call(Iterator<ImageBatch> batches) {
    WatchedDecoder decoder =
        new WatchedDecoder(
            decoders,
            DecodeNote.in(Path.of(System.getProperty("java.io.tmpdir"))),
            TaskContext.get().attemptNumber() > 0);
    BatchIterator images =
        new BatchIterator(batches, files, decoder, decoders.maxMegapixels(), splits, counts);
    TaskContext.get().addTaskCompletionListener((TaskCompletionListener) images);
    return images;
  }
}
