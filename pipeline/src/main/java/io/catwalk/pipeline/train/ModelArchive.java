package io.catwalk.pipeline.train;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
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

  /** The archive's bytes, with the updater's state, so that training can go on from it. */
  public static byte[] write(TrainedModel model) {
    try {
      ByteArrayOutputStream plain = new ByteArrayOutputStream();
      ModelSerializer.writeModel(model.network(), plain, true);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(plain.toByteArray()));
          ZipOutputStream out = new ZipOutputStream(bytes)) {
        for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
          put(out, entry.getName(), in.readAllBytes());
        }
        put(out, CARD, Json.write(model.card()));
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory failed", e);
    }
  }

  private static void put(ZipOutputStream out, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    // The same model always gives the same bytes.
    entry.setTime(0);
    out.putNextEntry(entry);
    out.write(content);
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
