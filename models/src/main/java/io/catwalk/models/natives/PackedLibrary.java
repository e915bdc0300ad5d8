package io.catwalk.models.natives;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A native library as it lies in the jar: compressed by Zstandard, and named in a list beside it.
 *
 * @param loader of the class path on which it lies
 * @param resource where it lies packed
 * @param name of its file, such as libnd4jcpu.so
 * @param size in bytes, unpacked
 * @param crc CRC-32 of the unpacked bytes, in hex
 */
record PackedLibrary(ClassLoader loader, String resource, String name, long size, String crc) {

  static final String FOLDER = "io/catwalk/natives/";

  /** In the folder. A line a library: resource, name, size and CRC-32, separated by spaces. */
  static final String LIST = "list";

  /** Those of a class path; none where nothing was packed. */
  static List<PackedLibrary> listed(ClassLoader loader) throws IOException {
    try (InputStream list = loader.getResourceAsStream(FOLDER + LIST)) {
      List<PackedLibrary> libraries = new ArrayList<>();
      if (list != null) {
        String text = new String(list.readAllBytes(), StandardCharsets.UTF_8);
        for (String line : text.lines().toList()) {
          libraries.add(read(loader, line.split(" ")));
        }
      }
      return libraries;
    }
  }

  private static PackedLibrary read(ClassLoader loader, String[] line) {
    return new PackedLibrary(loader, FOLDER + line[0], line[1], Long.parseLong(line[2]), line[3]);
  }

  /** A line of the list, as {@link #listed} reads it. */
  static String line(String resource, String name, long size, String crc) {
    return String.join(" ", resource, name, Long.toString(size), crc) + "\n";
  }

  /** Its bytes, unpacked. Damage is an exception while they are read. */
  InputStream open() throws IOException {
    InputStream packed = loader.getResourceAsStream(resource);
    if (packed == null) {
      throw new FileNotFoundException(resource + " is missing");
    }
    return new ZstdInputStreamNoFinalizer(packed);
  }
}
