package io.catwalk.pipeline.model;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.archive.Entry;
import io.catwalk.pipeline.archive.ModelZip;
import io.catwalk.pipeline.archive.StoredNetwork;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.util.ModelSerializer;

/**
 * {@code model.zip}: Deeplearning4j's own format, readable by its {@link ModelSerializer}, with the
 * model's card as one more entry.
 */
public final class ModelArchive {

  private static final String CARD = Entry.CARD.path();

  /** Bytes; a class takes those of its name. */
  private static final int MAX_CARD = 8 << 20;

  private ModelArchive() {}

  /**
   * Writes the archive, with the updater's state, so that training can go on from it. Half a
   * gigabyte passes through a file of the local disk, not through the heap.
   *
   * @param out stays open
   */
  public static void write(TrainedModel model, OutputStream out) throws IOException {
    Path plain = Files.createTempFile("catwalk-model", ".zip");
    try {
      ModelSerializer.writeModel(model.network(), plain.toFile(), true);
      try (ZipInputStream in = new ZipInputStream(Files.newInputStream(plain))) {
        ZipOutputStream zip = new ZipOutputStream(out);
        for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
          put(zip, entry.getName(), in);
        }
        put(zip, CARD, new ByteArrayInputStream(Json.write(model.card())));
        zip.finish();
      }
    } finally {
      Files.delete(plain);
    }
  }

  private static void put(ZipOutputStream out, String name, InputStream content)
      throws IOException {
    ZipEntry entry = new ZipEntry(name);
    // The same model always gives the same bytes.
    entry.setTime(0);
    out.putNextEntry(entry);
    content.transferTo(out);
    out.closeEntry();
  }

  /**
   * Reads an archive that may come from anywhere: it holds {@link Entry}'s entries and nothing
   * else, each no longer than it must be.
   *
   * @param where the file's name, for messages
   * @throws CatwalkException (data) when the bytes are no such archive
   */
  public static TrainedModel read(byte[] bytes, String where) {
    try (ModelZip zip = ModelZip.open(bytes, where)) {
      ModelCard card =
          Json.read(zip.read(Entry.CARD, MAX_CARD), ModelCard.class, where + "!/" + CARD);
      card.objection()
          .ifPresent(
              reason -> {
                throw zip.complaint(Entry.CARD, reason);
              });
      return new TrainedModel(
          card, new StoredNetwork(zip).read(card.shape(), card.classes().size()));
    }
  }
}
