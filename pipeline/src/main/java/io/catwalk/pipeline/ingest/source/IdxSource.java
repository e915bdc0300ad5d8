package io.catwalk.pipeline.ingest.source;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.config.DatasetConfig.SourceFormat;
import io.catwalk.pipeline.dataset.SourceNotices;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.ingest.entry.Container;
import io.catwalk.pipeline.ingest.entry.EntryReader;
import io.catwalk.pipeline.ingest.entry.Located;
import io.catwalk.pipeline.ingest.entry.SourceEntry;
import io.catwalk.pipeline.ingest.entry.SourceImage;
import io.catwalk.pipeline.storage.SourceFiles;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Finds the MNIST files of a source, checks them from end to end and lists their images. Format:
 * LeCun, Cortes and Burges, "The MNIST database of handwritten digits" (1998).
 *
 * @param files reads them
 * @param configured names of the labels in order; empty names them "0", "1" and so on, and leaves
 *     out those without an image
 * @param source as configured, for messages
 */
public record IdxSource(SourceFiles files, List<String> configured, String source) {

  public LabelledImages label(List<Located> located) {
    List<IdxFiles.Part> parts = new IdxFiles(files, source).parts(located);
    List<SourceImage> images = new ArrayList<>();
    int highest = 0;
    for (IdxFiles.Part part : parts) {
      byte[] labels = labels(part.labels());
      for (byte label : labels) {
        highest = Math.max(highest, label & 0xff);
      }
      images.addAll(images(part.images(), labels, part.split()));
    }
    LabelledImages labelled =
        new LabelledImages(
            images, classes(highest), SourceFormat.IDX, notices(located, 2 * parts.size()));
    return configured.isEmpty() ? labelled.withoutEmptyClasses() : labelled;
  }

  /** What is no file of the set, and copies of its files. */
  private static SourceNotices notices(List<Located> located, int used) {
    LeftOut leftOut = new LeftOut();
    int idx = 0;
    for (Located file : located) {
      if (IdxFiles.isIdx(file)) {
        idx++;
      } else {
        leftOut.file(file.entry().fileName());
      }
    }
    for (int copy = used; copy < idx; copy++) {
      leftOut.add("copies of IDX files");
    }
    return new SourceNotices(leftOut.counts(), List.of());
  }

  private static String plain(Located file) {
    return file.entry().path().replaceFirst("\\.gz$", "");
  }

  private List<String> classes(int highest) {
    if (configured.isEmpty()) {
      List<String> names = new ArrayList<>();
      for (int i = 0; i <= highest; i++) {
        names.add(Integer.toString(i));
      }
      return names;
    }
    if (highest >= configured.size()) {
      throw CatwalkException.data(
          String.format(
              Locale.ROOT,
              "%s holds label %d, data.classes names only the labels 0 to %d",
              source,
              highest,
              configured.size() - 1));
    }
    return configured;
  }

  private List<SourceImage> images(Located file, byte[] labels, Split split) {
    IdxHeader header = check(file, 3);
    if (header.count() != labels.length) {
      throw CatwalkException.data(
          String.format(
              Locale.ROOT,
              "%s holds %d images, its labels file holds %d labels",
              file.entry().path(),
              header.count(),
              labels.length));
    }
    int rows = header.sizes().get(1);
    int columns = header.sizes().get(2);
    Container container = new IdxImages(file.container(), file.entry(), rows, columns);
    int size = rows * columns;
    List<SourceImage> images = new ArrayList<>();
    for (int i = 0; i < labels.length; i++) {
      String path = String.format(Locale.ROOT, "%s#%05d", plain(file), i);
      long position = header.length() + (long) i * size;
      SourceEntry entry = new SourceEntry(path, "", position, size);
      images.add(new SourceImage(container, entry, labels[i] & 0xff, split));
    }
    return images;
  }

  private byte[] labels(Located file) {
    IdxHeader header = check(file, 1);
    try (EntryReader reader = file.container().open(files);
        var in = IdxImages.content(reader, file.entry())) {
      in.skipNBytes(header.length());
      return in.readNBytes(header.count());
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** Reads the file to its end, since its header promises a length. */
  private IdxHeader check(Located file, int dimensions) {
    String path = file.entry().path();
    try (EntryReader reader = file.container().open(files);
        DataInputStream in =
            new DataInputStream(
                new BufferedInputStream(IdxImages.content(reader, file.entry()), 1 << 16))) {
      IdxHeader header = IdxHeader.read(in, dimensions, path);
      checkPayload(in, header, path);
      return header;
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static void checkPayload(DataInputStream in, IdxHeader header, String path)
      throws IOException {
    byte[] buffer = new byte[1 << 16];
    long found = 0;
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        found += n;
      }
    } catch (EOFException e) {
      throw IdxHeader.tooLittle(path, "is a gzip file that ends early", e);
    }
    if (found < header.payload()) {
      throw IdxHeader.tooLittle(
          path,
          String.format(Locale.ROOT, "ends after %d of %d bytes", found, header.payload()),
          null);
    }
    if (found > header.payload()) {
      throw CatwalkException.data(
          String.format(
              Locale.ROOT,
              "%s holds too much data: %d bytes follow the %d that its header announces",
              path,
              found - header.payload(),
              header.payload()));
    }
  }

  private static CatwalkException unreadable(Located file, IOException e) {
    return CatwalkException.data("Cannot read " + file.entry().path() + ": " + e.getMessage(), e);
  }
}
