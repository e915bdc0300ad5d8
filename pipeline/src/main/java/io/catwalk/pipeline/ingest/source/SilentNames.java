package io.catwalk.pipeline.ingest.source;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.columns.LongColumn;
import io.catwalk.pipeline.dataset.HashTable;
import io.catwalk.pipeline.ingest.entry.Container;
import io.catwalk.pipeline.ingest.entry.ContainerGroups;
import io.catwalk.pipeline.ingest.entry.EntryReader;
import io.catwalk.pipeline.ingest.entry.Located;
import io.catwalk.pipeline.ingest.entry.SourceEntry;
import io.catwalk.pipeline.ingest.format.ImageSignatures;
import io.catwalk.pipeline.storage.SourceFiles;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/**
 * Looks into files whose names do not say what they are, on the driver: their first bytes tell
 * images from others.
 *
 * @param files reads the source
 */
record SilentNames(SourceFiles files) {

  /** A storage takes its time for each file, and waits for none of the others. */
  private static final int AT_ONCE = 16;

  private static final int FILES_A_CALL = 256;

  /** The paths of those that are images; a file that cannot be read is none. */
  HashTable images(List<Located> silent) {
    List<Callable<LongColumn>> calls = new ArrayList<>();
    Map<Container, List<Located>> containers = ContainerGroups.ofLocated(silent);
    containers.forEach(
        (container, entries) -> {
          // What can only be read from its start is read once.
          int step = container instanceof PlainFiles ? FILES_A_CALL : entries.size();
          for (int from = 0; from < entries.size(); from += step) {
            List<Located> some = entries.subList(from, Math.min(from + step, entries.size()));
            calls.add(() -> among(container, some));
          }
        });
    return inParallel(calls);
  }

  /** Hashes of paths. */
  private LongColumn among(Container container, List<Located> entries) {
    LongColumn images = new LongColumn();
    try (EntryReader reader = container.open(files)) {
      String last = "";
      boolean image = false;
      for (Located located : entries) {
        SourceEntry entry = located.entry();
        // Links to one file follow one another, and an archive gives its start only once.
        String place = entry.position() + " " + entry.name();
        if (!place.equals(last)) {
          image = ImageSignatures.match(head(reader, entry));
          last = place;
        }
        if (image) {
          images.add(HashTable.hash(entry.path()));
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      // A damaged archive: what was found before stands, and reading tells of the rest.
      return images;
    }
    return images;
  }

  private static byte[] head(EntryReader reader, SourceEntry entry) {
    try (InputStream in = reader.stream(entry)) {
      return in.readNBytes(ImageSignatures.LENGTH);
    } catch (IOException e) {
      return new byte[0];
    }
  }

  private static HashTable inParallel(List<Callable<LongColumn>> calls) {
    if (calls.isEmpty()) {
      return HashTable.EMPTY;
    }
    LongStream.Builder images = LongStream.builder();
    ExecutorService threads = Executors.newFixedThreadPool(Math.min(AT_ONCE, calls.size()));
    try {
      // Ends: each call reads a few bytes a file, or one archive, from a storage with limits.
      for (Future<LongColumn> found : threads.invokeAll(calls)) {
        found.get().stream().forEach(images);
      }
      return HashTable.ofHashes(images.build());
    } catch (ExecutionException e) {
      throw CatwalkException.among(e).orElseThrow(() -> new IllegalStateException(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while files were looked into", e);
    } finally {
      threads.shutdownNow();
    }
  }
}
