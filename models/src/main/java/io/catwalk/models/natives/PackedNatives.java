package io.catwalk.models.natives;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;

/**
 * Has JavaCPP load the libraries that lie packed in the jar, from where {@link Unpacking} has put
 * them. Where none are packed, as on the class path of a build, JavaCPP finds them itself.
 */
public final class PackedNatives {

  /** Where JavaCPP looks beside the class path. */
  private static final String PATH = "org.bytedeco.javacpp.platform.preloadpath";

  /** Seconds are usual; a busy disk may take some more. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private PackedNatives() {}

  /**
   * To be called before the first library is loaded, by any thread; later calls cost nothing.
   *
   * @throws UnpackingError in one line, where the cache cannot be written or the jar is damaged
   */
  public static void use() {
    Once.OUTCOME
        .problem()
        .ifPresent(
            problem -> {
              throw new UnpackingError(problem);
            });
  }

  /** What the first call did. */
  private record Outcome(Optional<String> problem) {}

  private static final class Once {

    static final Outcome OUTCOME = look();

    private static Outcome look() {
      try {
        List<PackedLibrary> libraries = PackedLibrary.listed(PackedNatives.class.getClassLoader());
        if (!libraries.isEmpty()) {
          Path folder = new Unpacking(Loader.getCacheDir().toPath(), PATIENCE).unpack(libraries);
          System.setProperty(PATH, folder.toString());
          Loader.loadProperties(true);
        }
        return new Outcome(Optional.empty());
      } catch (IOException e) {
        return new Outcome(Optional.of(e.getMessage()));
      } catch (LinkageError e) {
        // Zstandard's own library is unpacked where temporary files are.
        return new Outcome(
            Optional.of(
                "native libraries cannot be unpacked: Zstandard cannot be loaded: "
                    + e
                    + "; -DZstdTempFolder=/path (for the driver by JAVA_TOOL_OPTIONS) names a folder whose file system is not mounted noexec"));
      }
    }
  }
}
