package io.catwalk.pipeline.train;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;

/**
 * {@code model.zip}: Deeplearning4j's own format, readable by its {@link ModelSerializer}, with the
 * model's card as one more entry.
 */
public final class ModelArchive {

  private static final String CARD = "catwalk.json";

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
   * @param where the file's name, for messages
   * @throws CatwalkException (data) when the bytes are no such archive
   */
  public static TrainedModel read(byte[] bytes, String where) {
    ModelCard card = Json.read(cardOf(bytes, where), ModelCard.class, where + "!/" + CARD);
    try {
      MultiLayerNetwork network =
          ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(bytes), true);
      return new TrainedModel(card, network);
    } catch (IOException | RuntimeException e) {
      // Deeplearning4j answers a damaged archive with whatever its parser throws.
      throw CatwalkException.data(
          where + ": not a whole Deeplearning4j model (" + e.getMessage() + ")", e);
    }
  }

  private static byte[] cardOf(byte[] bytes, String where) {
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (entry.getName().equals(CARD)) {
          return in.readAllBytes();
        }
      }
    } catch (IOException e) {
      throw CatwalkException.data(where + ": not a whole zip archive (" + e.getMessage() + ")", e);
    }
    throw CatwalkException.data(
        where + ": holds no " + CARD + "; expected a model.zip that Catwalk wrote");
  }
}
