package io.catwalk.pipeline.ingest;

import io.catwalk.pipeline.dataset.Digests;
import io.catwalk.pipeline.dataset.QuarantineReason;
import io.catwalk.pipeline.ingest.decode.LargeImages;
import io.catwalk.pipeline.ingest.decode.PixelDecoder.DecodedPixels;
import io.catwalk.pipeline.ingest.entry.Container;
import io.catwalk.pipeline.ingest.entry.EntryReader;
import io.catwalk.pipeline.ingest.entry.SourceImage;
import io.catwalk.pipeline.ingest.format.BadImageException;
import io.catwalk.pipeline.ingest.shard.IngestedImage;
import io.catwalk.pipeline.ingest.source.SplitAssignment;
import io.catwalk.pipeline.storage.SourceFiles;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;
import org.slf4j.LoggerFactory;

/** Reads and decodes one image after the other. Whatever an image is, the next one follows. */
public final class BatchIterator
    implements Iterator<IngestedImage>, TaskCompletionListener, AutoCloseable {

  private final Iterator<ImageBatch> batches;
  private final SourceFiles files;
  private final WatchedDecoder decoder;
  private final int maxMegapixels;
  private final SplitAssignment splits;
  private final ImageCounts counts;
  private final MessageDigest sha256 = Digests.sha256();

  private Container container;
  private Optional<Container.Grid> pixels = Optional.empty();
  private EntryReader reader;
  private Iterator<SourceImage> images = Collections.emptyIterator();

  BatchIterator(
      Iterator<ImageBatch> batches,
      SourceFiles files,
      WatchedDecoder decoder,
      int maxMegapixels,
      SplitAssignment splits,
      ImageCounts counts) {
    this.batches = batches;
    this.files = files;
    this.decoder = decoder;
    this.maxMegapixels = maxMegapixels;
    this.splits = splits;
    this.counts = counts;
  }

  @Override
  public boolean hasNext() {
    while (!images.hasNext() && batches.hasNext()) {
      ImageBatch batch = batches.next();
      closeReader();
      container = batch.container();
      pixels = container.pixels();
      images = batch.images().iterator();
    }
    return images.hasNext();
  }

  @Override
  public IngestedImage next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    counts.done().add(1);
    SourceImage image = images.next();
    try (LargeImages.Pass pass = LargeImages.pass(image.entry().length())) {
      return ingested(image);
    }
  }

  private IngestedImage ingested(SourceImage image) {
    byte[] file;
    try {
      file = read(image);
    } catch (BadImageException e) {
      return bad(image, "", e.reason(), e.getMessage());
    } catch (IOException | IllegalArgumentException e) {
      // Damaged archive entries make the archive library throw either.
      return bad(image, "", QuarantineReason.UNREADABLE, String.valueOf(e.getMessage()));
    }
    String sha = Digests.hex(sha256.digest(file));
    try {
      return good(image, sha, decode(image, file));
    } catch (BadImageException e) {
      return bad(image, sha, e.reason(), e.getMessage());
    }
  }

  private IngestedImage bad(SourceImage image, String sha, QuarantineReason reason, String detail) {
    counts.bad().add(1);
    return IngestedImage.bad(image, sha, reason, detail);
  }

  private byte[] read(SourceImage image) throws IOException, BadImageException {
    LargeImages.requireReadable(image.entry().length(), maxMegapixels);
    if (reader == null) {
      reader = container.open(files);
    }
    try {
      return pixels.isPresent() ? reader.read(image.entry()) : reader.readImage(image.entry());
    } catch (OutOfMemoryError e) {
      throw LargeImages.blame(e, image.entry().length());
    }
  }

  private DecodedPixels decode(SourceImage image, byte[] file) throws BadImageException {
    return pixels.isPresent()
        ? decoder.resize(file, pixels.get().columns(), pixels.get().rows())
        : decoder.decode(image, file);
  }

  private IngestedImage good(SourceImage image, String sha, DecodedPixels pixels) {
    return new IngestedImage(
        image.path(),
        image.label(),
        splits.split(image, sha),
        sha,
        pixels.values(),
        IngestedImage.hash(pixels.values()),
        pixels.sourceWidth(),
        pixels.sourceHeight(),
        null,
        null,
        image.entry().length(),
        image.attributes(),
        true);
  }

  private void closeReader() {
    if (reader == null) {
      return;
    }
    try {
      reader.close();
    } catch (IOException e) {
      // Everything that was wanted of it has been read.
      LoggerFactory.getLogger(BatchIterator.class).debug("Cannot close {}", container, e);
    }
    reader = null;
  }

  @Override
  public void onTaskCompletion(TaskContext context) {
    close();
  }

  @Override
  public void close() {
    closeReader();
    decoder.close();
  }
}
