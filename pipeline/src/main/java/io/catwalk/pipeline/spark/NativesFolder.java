package io.catwalk.pipeline.spark;

import io.catwalk.models.natives.PackedNatives;
import io.catwalk.models.natives.UnpackingError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.bytedeco.javacpp.Loader;

/**
 * Where native libraries are unpacked to be loaded: by themselves in {@code java.io.tmpdir}, and in
 * JavaCPP's cache below the user's home. A file system that is mounted noexec lets none be loaded.
 *
 * <p>JavaCPP's cache moves on executors alone: the driver reads its configuration when it has
 * loaded some of JavaCPP's libraries already.
 */
public final class NativesFolder {

  /** Another folder for all of them, on every machine; as any setting of Spark's. */
  public static final String SETTING = "spark.catwalk.natives.folder";

  private static final String SNAPPY = "org.xerial.snappy.tempdir";
  private static final String ZSTD = "ZstdTempFolder";
  private static final String NETTY = "io.netty.native.workdir";
  private static final String JAVACPP = "org.bytedeco.javacpp.cachedir";
  private static final String TEMPORARY = "java.io.tmpdir";

  private NativesFolder() {}

  /**
   * Has this process's libraries unpack there, before any of them is loaded; what the user set for
   * one of them stands.
   *
   * @return what keeps libraries from being loaded, in a line; empty where nothing does
   */
  static Optional<String> use(SparkConf conf) {
    String folder = conf.get(SETTING, "");
    if (!folder.isEmpty()) {
      for (String property : new String[] {SNAPPY, ZSTD, NETTY}) {
        setIfMissing(property, folder);
      }
      setIfMissing(JAVACPP, Path.of(folder, "javacpp").toString());
    }
    return objection();
  }

  private static void setIfMissing(String property, String folder) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, folder);
    }
  }

  /** What keeps native libraries from being loaded in this process; empty where nothing does. */
  public static Optional<String> objection() {
    String temporary = System.getProperty(TEMPORARY);
    Map<Path, String> folders = new LinkedHashMap<>();
    for (String property : new String[] {SNAPPY, ZSTD}) {
      boolean own = System.getProperty(property) != null;
      folders.putIfAbsent(
          Path.of(System.getProperty(property, temporary)), own ? property : TEMPORARY);
    }
    try {
      folders.putIfAbsent(Loader.getCacheDir().toPath(), JAVACPP);
    } catch (IOException e) {
      return Optional.of(
          objection(Path.of(System.getProperty("user.home")), JAVACPP, e.toString()));
    }
    return folders.entrySet().stream()
        .map(folder -> objection(folder.getKey(), folder.getValue()))
        .flatMap(Optional::stream)
        .findFirst()
        .or(NativesFolder::unpacking);
  }

  private static Optional<String> unpacking() {
    try {
      PackedNatives.use();
      return Optional.empty();
    } catch (UnpackingError e) {
      return Optional.of(e.getMessage());
    }
  }

  private static Optional<String> objection(Path folder, String property) {
    try {
      Files.createDirectories(folder);
      Path trial = Files.createTempFile(folder, "catwalk-", ".so");
      try {
        // The system says no for every file of such a mount, whoever asks.
        return trial.toFile().setExecutable(true) && Files.isExecutable(trial)
            ? Optional.empty()
            : Optional.of(objection(folder, property, "the file system is mounted noexec"));
      } finally {
        Files.delete(trial);
      }
    } catch (IOException e) {
      return Optional.of(objection(folder, property, e.toString()));
    }
  }

  private static String objection(Path folder, String property, String reason) {
    return String.format(
        Locale.ROOT,
        "native libraries cannot be loaded from %s = %s: %s; name a folder that allows it on every"
            + " machine (%s)",
        property,
        folder,
        reason,
        property.equals(JAVACPP)
            ? "-D" + JAVACPP + "=/path, for the driver by JAVA_TOOL_OPTIONS"
            : "--set cluster." + SETTING + "=/path");
  }
}
