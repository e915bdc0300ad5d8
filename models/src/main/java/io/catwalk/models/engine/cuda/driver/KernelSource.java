package io.catwalk.models.engine.cuda.driver;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;

/** CUDA C for kernels of these names, from the files among the resources. */
public final class KernelSource {

  private static final String FOLDER = "/io/catwalk/models/engine/cuda/";

  private static final String COMMON = read("common.cu");
  private static final String PRODUCTS = read("products.cu");
  private static final String OTHERS = read("norms.cu") + read("maps.cu") + read("steps.cu");

  private static final List<String> KINDS =
      List.of(
          "ConvForward",
          "TapForward",
          "ConvInputGradient",
          "TapInputGradient",
          "WideTapInputGradient",
          "ConvWeightGradient",
          "WideConvWeightGradient",
          "TapWeightGradient",
          "DenseForward",
          "DenseInputGradient",
          "DenseWeightGradient");

  private KernelSource() {}

  /** Names of all products that a network can need. */
  static List<String> products() {
    return KINDS.stream().flatMap(kind -> Tile.kernels(kind).stream()).toList();
  }

  /** All kernels that there are. */
  public static String all() {
    return of(products()) + OTHERS;
  }

  /** What a compiler needs for all of them. */
  static String of(Collection<String> kernels) {
    StringBuilder source = new StringBuilder(COMMON);
    if (kernels.stream().anyMatch(KernelSource::isProduct)) {
      source.append(PRODUCTS);
      kernels.stream()
          .filter(KernelSource::isProduct)
          .map(Tile::declaration)
          .distinct()
          .sorted()
          .forEach(declaration -> source.append(declaration).append('\n'));
    }
    if (!kernels.stream().allMatch(KernelSource::isProduct)) {
      source.append(OTHERS);
    }
    return source.toString();
  }

  static boolean isProduct(String kernel) {
    return kernel.contains("_");
  }

  private static String read(String name) {
    try (InputStream in = KernelSource.class.getResourceAsStream(FOLDER + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8) + "\n";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
