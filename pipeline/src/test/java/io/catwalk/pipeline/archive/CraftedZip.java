package io.catwalk.pipeline.archive;

import io.catwalk.models.Hyperparameters;
import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelCatalog;
import io.catwalk.pipeline.model.ModelCard;
import io.catwalk.pipeline.model.TrainedModel;
import io.catwalk.pipeline.train.Archives;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.learning.config.Adam;

/** A sound archive of a small network, in which something is changed by who means harm. */
public final class CraftedZip {

  private record Part(String name, byte[] content) {}

  private final List<Part> parts = new ArrayList<>();

  private CraftedZip() {}

  /** What {@link io.catwalk.pipeline.model.ModelArchive} writes. */
  public static byte[] sound() {
    ImageShape shape = new ImageShape(16, 16, 1);
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            ModelCatalog.get("lenet5")
                .configure(shape, new Hyperparameters(2, 1, new Adam(0.001))));
    network.init();
    ModelCard card =
        new ModelCard(
            1,
            "lenet5",
            List.of("cat", "dog"),
            shape,
            "fit",
            List.of(0.5),
            List.of(0.25),
            "pets",
            "ab12",
            false);
    return Archives.bytes(new TrainedModel(card, network));
  }

  /** A sound one, to change. */
  public static CraftedZip start() {
    CraftedZip zip = new CraftedZip();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(sound()))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        zip.parts.add(new Part(entry.getName(), in.readAllBytes()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return zip;
  }

  /** One entry more, even where there is one of that name. */
  public CraftedZip with(String name, byte[] content) {
    parts.add(new Part(name, content));
    return this;
  }

  /** With this as what Deeplearning4j takes for a preprocessor, and deserialises. */
  public CraftedZip withObject(Object object) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return with("preprocessor.bin", bytes.toByteArray());
  }

  /** Sets in sets, whose hash codes take 2^depth steps. */
  public static Set<Object> nested(int depth) {
    Set<Object> root = new HashSet<>();
    Set<Object> left = root;
    Set<Object> right = new HashSet<>();
    for (int i = 0; i < depth; i++) {
      Set<Object> nextLeft = new HashSet<>();
      Set<Object> nextRight = new HashSet<>();
      nextLeft.add("not equal");
      left.add(nextLeft);
      left.add(nextRight);
      right.add(nextLeft);
      right.add(nextRight);
      left = nextLeft;
      right = nextRight;
    }
    return root;
  }

  CraftedZip without(Entry entry) {
    parts.removeIf(part -> part.name().equals(entry.path()));
    return this;
  }

  CraftedZip edit(Entry entry, UnaryOperator<String> change) {
    return change(
        entry,
        bytes ->
            change
                .apply(new String(bytes, StandardCharsets.UTF_8))
                .getBytes(StandardCharsets.UTF_8));
  }

  CraftedZip change(Entry entry, UnaryOperator<byte[]> change) {
    parts.replaceAll(
        part ->
            part.name().equals(entry.path())
                ? new Part(part.name(), change.apply(part.content()))
                : part);
    return this;
  }

  public byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(bytes)) {
      for (Part part : parts) {
        out.putArchiveEntry(new ZipArchiveEntry(part.name()));
        out.write(part.content());
        out.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
