package io.catwalk.pipeline.spark;

import io.catwalk.models.layers.CachedShapes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which build of libnd4j a JVM loads. JavaCPP takes the one that a system property names and, where
 * that is missing, in silence another: the plain build, ten times slower, or none. So the choice is
 * made here before ND4J is touched, and looked up afterwards.
 */
public enum NativeBinary {
  ONEDNN_AVX512("-onednn-avx512"),
  ONEDNN_AVX2("-onednn-avx2"),
  ONEDNN("-onednn"),
  AVX512("-avx512"),
  AVX2("-avx2"),
  PLAIN("");

  /** JavaCPP's name for the choice. */
  public static final String PROPERTY = "org.bytedeco.javacpp.platform.extension";

  private static final Logger LOG = LoggerFactory.getLogger(NativeBinary.class);
  private static final String FOLDER = "org/nd4j/linalg/cpu/nativecpu/bindings/linux-x86_64";
  private static final Path LOADED = Path.of("/proc/self/maps");
  private static final Pattern LIBRARY =
      Pattern.compile("/(linux|macosx)-[^/-]+(?:_64)?([^/]*)/libnd4jc(pu|uda)\\.");

  private final String extension;

  NativeBinary(String extension) {
    this.extension = extension;
  }

  /** As JavaCPP appends it to the platform, for example {@code -onednn-avx2}. */
  public String extension() {
    return extension;
  }

  /** Whether it computes convolutions by oneDNN. */
  public boolean fast() {
    return extension.startsWith("-onednn");
  }

  /**
   * Chooses for this JVM, unless somebody chose already, this is a build for GPUs, or no Linux on
   * x86-64, where each platform has but one build. To be called before ND4J is.
   */
  public static void choose() {
    CachedShapes.choose();
    boolean several =
        System.getProperty("os.name").equals("Linux")
            && System.getProperty("os.arch").equals("amd64");
    if (!several || Stream.of(values()).noneMatch(NativeBinary::isOnClassPath)) {
      return;
    }
    if (System.getProperty(PROPERTY) == null) {
      best(CpuFeatures.ofThisMachine(), NativeBinary::isOnClassPath)
          .ifPresent(binary -> System.setProperty(PROPERTY, binary.extension));
    }
    String chosen = System.getProperty(PROPERTY, PLAIN.extension);
    if (!chosen.startsWith(ONEDNN.extension)) {
      LOG.warn(
          "libnd4j{} computes convolutions without oneDNN, about ten times slower; build with the"
              + " classifier linux-x86_64-onednn-avx2, or unset -D{}",
          chosen,
          PROPERTY);
    }
  }

  /** The fastest that the processor can run among those that are there. */
  static Optional<NativeBinary> best(CpuFeatures cpu, Predicate<NativeBinary> available) {
    return Stream.of(values()).filter(binary -> binary.runsOn(cpu)).filter(available).findFirst();
  }

  private boolean runsOn(CpuFeatures cpu) {
    if (extension.endsWith("avx512")) {
      return cpu.avx512();
    }
    return !extension.endsWith("avx2") || cpu.avx2();
  }

  private boolean isOnClassPath() {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    return loader.getResource(FOLDER + extension + "/libnd4jcpu.so") != null;
  }

  /**
   * The build that this process has loaded; empty before ND4J is touched, and where the system does
   * not tell.
   */
  public static Optional<NativeBinary> loaded() {
    try (Stream<String> maps = Files.lines(LOADED)) {
      return fromMaps(maps.toList());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * The builds that executors have loaded, as JavaCPP names them, sorted; more than one where
   * processors differ.
   */
  public static List<String> onExecutors(SparkSession session) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    List<Integer> tasks = TellBinary.tasks(spark.defaultParallelism());
    return GpuTasks.of(spark.parallelize(tasks, tasks.size()))
        .mapPartitions(new TellBinary())
        .collect()
        .stream()
        .distinct()
        .sorted()
        .toList();
  }

  static Optional<NativeBinary> fromMaps(List<String> maps) {
    for (String line : maps) {
      Matcher library = LIBRARY.matcher(line);
      if (library.find()) {
        return Stream.of(values())
            .filter(binary -> binary.extension.equals(library.group(2)))
            .findFirst();
      }
    }
    return Optional.empty();
  }
}
