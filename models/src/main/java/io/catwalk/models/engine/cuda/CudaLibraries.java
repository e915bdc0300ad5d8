package io.catwalk.models.engine.cuda;

import io.catwalk.models.engine.DeviceException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.javacpp.Loader;

/**
 * Finds NVIDIA's libraries on this machine and loads them: the driver's, CUDA's runtime and its
 * compiler. They are no part of the jar.
 */
final class CudaLibraries {

  private static final String LINKER_CACHE = "/etc/ld.so.cache";

  /** In the order in which they are loaded. */
  private static final List<Library> LIBRARIES =
      List.of(
          new Library(
              "libcuda.so.1", "NVIDIA's driver", "install NVIDIA's driver, version 580 or later"),
          new Library("libcudart.so.13", "CUDA's runtime", "install CUDA 13"),
          new Library("libnvrtc.so.13", "CUDA's compiler", "install CUDA 13"));

  private record Library(String file, String what, String remedy) {}

  private CudaLibraries() {}

  /**
   * Loads all of them.
   *
   * @throws DeviceException for the first that is missing or does not load
   */
  static void load() {
    List<Path> folders = folders();
    for (Library library : LIBRARIES) {
      Path file = find(library.file(), folders).orElseThrow(() -> missing(library, folders));
      try {
        System.load(file.toString());
      } catch (UnsatisfiedLinkError e) {
        throw new DeviceException(
            String.format(Locale.ROOT, "device cuda: %s does not load: %s", file, firstLine(e)), e);
      }
    }
    try {
      Loader.load(cudart.class);
      Loader.load(nvrtc.class);
    } catch (LinkageError e) {
      throw new DeviceException(
          String.format(
              Locale.ROOT,
              "device cuda: the bindings of CUDA 13 do not load (%s): expected Linux on x86_64 or arm64",
              firstLine(e)),
          e);
    }
  }

  private static DeviceException missing(Library library, List<Path> folders) {
    return new DeviceException(
        String.format(
            Locale.ROOT,
            "device cuda: %s (%s) was not found in %s nor in %s: %s, or name the folder that it is in"
                + " (cluster.cuda-libraries, or LD_LIBRARY_PATH)",
            library.file(),
            library.what(),
            String.join(", ", folders.stream().map(Path::toString).toList()),
            LINKER_CACHE,
            library.remedy()));
  }

  private static List<Path> folders() {
    Set<String> names = new LinkedHashSet<>();
    names.add(System.getProperty(CudaDevice.LIBRARIES, ""));
    String path = System.getenv("LD_LIBRARY_PATH");
    names.addAll(List.of((path == null ? "" : path).split(File.pathSeparator)));
    names.add("/usr/local/cuda/lib64");
    names.add("/usr/local/nvidia/lib64");
    names.add("/usr/lib64");
    names.remove("");
    return names.stream().map(Path::of).toList();
  }

  private static Optional<Path> find(String file, List<Path> folders) {
    List<Path> candidates = new ArrayList<>();
    folders.forEach(folder -> candidates.add(folder.resolve(file).toAbsolutePath()));
    cached(file).ifPresent(candidates::add);
    return candidates.stream().filter(Files::isRegularFile).findFirst();
  }

  /**
   * Where the dynamic linker would take it from: its cache holds whole paths, each ended by a 0.
   */
  private static Optional<Path> cached(String file) {
    try {
      String cache = Files.readString(Path.of(LINKER_CACHE), StandardCharsets.ISO_8859_1);
      for (String entry : cache.split("\0")) {
        if (entry.startsWith("/") && entry.endsWith("/" + file)) {
          return Optional.of(Path.of(entry));
        }
      }
    } catch (IOException e) {
      // No cache, nothing in it.
    }
    return Optional.empty();
  }

  private static String firstLine(Throwable problem) {
    String message = problem.getMessage() == null ? problem.toString() : problem.getMessage();
    return message.lines().findFirst().orElse("");
  }
}
