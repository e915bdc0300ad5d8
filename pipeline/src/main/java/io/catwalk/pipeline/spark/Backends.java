package io.catwalk.pipeline.spark;

import io.catwalk.pipeline.CatwalkException;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.nd4j.linalg.factory.Nd4jBackend;

/**
 * What ND4J computes with: the one backend that the build has packed. With two of them it would
 * take one by a priority that nobody sees.
 *
 * @param names simple names of the backends on the class path
 */
record Backends(List<String> names) {

  private static final String CUDA = "JCublasBackend";

  /** Those of this process; none is started. */
  static Backends onClassPath() {
    return new Backends(
        ServiceLoader.load(Nd4jBackend.class).stream()
            .map(provider -> provider.type().getSimpleName())
            .distinct()
            .collect(Collectors.toList()));
  }

  /**
   * Refuses a build that computes on something else than was asked for.
   *
   * @throws CatwalkException (usage) where the build is the wrong one
   */
  void check(boolean gpu) {
    if (names.size() != 1) {
      throw CatwalkException.usage(
          "expected exactly one ND4J backend on the class path, found "
              + (names.isEmpty() ? "none" : String.join(" and ", names))
              + ": build with mvn package for processors or mvn -Pcuda package for GPUs");
    }
    boolean cuda = names.contains(CUDA);
    if (gpu && !cuda) {
      throw CatwalkException.usage(
          "train.accelerator = gpu, but this build of Catwalk computes on processors: build it with"
              + " mvn -Pcuda package, or set train.accelerator = cpu");
    }
    if (!gpu && cuda) {
      throw CatwalkException.usage(
          "train.accelerator = cpu, but this build of Catwalk computes on GPUs: set"
              + " train.accelerator = gpu, or build it with mvn package");
    }
  }
}
