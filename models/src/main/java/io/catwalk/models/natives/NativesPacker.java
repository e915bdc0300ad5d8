package io.catwalk.models.natives;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Packs the largest libraries of a build's class path for its jar. The build runs it; the same
 * libraries give the same bytes.
 */
public final class NativesPacker {

  /** ND4J's and oneDNN's, of whatever platform: five sixths of all native bytes. */
  private static final Pattern LARGE =
      Pattern.compile(
          "org/(?:nd4j/linalg/cpu/nativecpu/bindings|bytedeco/dnnl)/[^/]+/(lib(nd4jcpu|dnnl)[0-9.]*\\.(?:so|dylib)[0-9.]*)");

  /** Leaves half of what deflate leaves, in seconds. */
  private static final int LEVEL = 9;

  /** Log2 of the bytes that are searched for repetitions: those of libnd4j lie far apart. */
  private static final int WINDOW = 27;

  private final Path folder;
  private final StringBuilder list = new StringBuilder();

  /**
   * @param folder that becomes {@value PackedLibrary#FOLDER} of the jar
   */
  NativesPacker(Path folder) {
    this.folder = folder;
  }

  /**
   * @param arguments the folder to write into, and a class path
   */
  public static void main(String[] arguments) throws IOException {
    new NativesPacker(Path.of(arguments[0]))
        .pack(List.of(arguments[1].split(File.pathSeparator)).stream().map(Path::of).toList());
  }

  void pack(List<Path> classPath) throws IOException {
    Files.createDirectories(folder);
    for (Path jar : classPath) {
      if (jar.toString().endsWith(".jar")) {
        packAll(jar);
      }
    }
    Files.writeString(folder.resolve(PackedLibrary.LIST), list);
  }

  private void packAll(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : zip.stream().map(ZipEntry.class::cast).toList()) {
        Matcher large = LARGE.matcher(entry.getName());
        if (large.matches()) {
          // By its sum, so that a second build finds what the first packed.
          String crc = String.format(Locale.ROOT, "%08x", entry.getCrc());
          Path packed = folder.resolve(large.group(2) + "-" + crc + ".zst");
          if (!Files.exists(packed)) {
            pack(zip, entry, packed);
          }
          // Under a name that the build knows on every platform.
          String named = large.group(2) + ".zst";
          Files.copy(packed, folder.resolve(named), StandardCopyOption.REPLACE_EXISTING);
          list.append(PackedLibrary.line(named, large.group(1), entry.getSize(), crc));
        }
      }
    }
  }

  private static void pack(ZipFile zip, ZipEntry entry, Path packed) throws IOException {
    Path unfinished = packed.resolveSibling(packed.getFileName() + ".unfinished");
    try (InputStream from = zip.getInputStream(entry);
        ZstdOutputStreamNoFinalizer to =
            new ZstdOutputStreamNoFinalizer(Files.newOutputStream(unfinished), LEVEL)) {
      to.setLong(WINDOW);
      to.setChecksum(true);
      from.transferTo(to);
    }
    Files.move(unfinished, packed);
  }
}
