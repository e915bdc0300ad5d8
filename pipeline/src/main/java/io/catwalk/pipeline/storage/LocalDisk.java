package io.catwalk.pipeline.storage;

import io.catwalk.pipeline.storage.SourceFiles.SourceFile;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The local disk by the system's own calls: Hadoop's client asks several times about each file,
 * which takes longer than reading a small one.
 */
final class LocalDisk {

  private static final String SCHEME = "file:";

  private LocalDisk() {}

  static boolean holds(String uri) {
    return uri.startsWith(SCHEME + "/");
  }

  /**
   * @param uri as Hadoop writes it: nothing in it is escaped
   */
  static byte[] read(String uri) throws IOException {
    try {
      return Files.readAllBytes(path(uri));
    } catch (java.nio.file.NoSuchFileException e) {
      // As Hadoop's client says it.
      java.io.FileNotFoundException told =
          new java.io.FileNotFoundException("File " + uri + " does not exist");
      told.initCause(e);
      throw told;
    } catch (java.nio.file.FileSystemException e) {
      throw new IOException(SourceVisitor.reason(e), e);
    }
  }

  /**
   * Tells of every file at or below a path that is not hidden, links followed, and what is there
   * and cannot be read.
   *
   * @param uri of a folder or file
   * @param name that its files' paths begin with; may be empty
   */
  static void collect(String uri, String name, Consumer<SourceFile> found) throws IOException {
    walk(
        uri,
        name,
        file -> {
          found.accept(file);
          return true;
        });
  }

  /** A file at or below a path that is not hidden, as soon as one is found. */
  static Optional<String> any(String uri) throws IOException {
    List<String> found = new ArrayList<>();
    walk(
        uri,
        "",
        file -> {
          if (file.problem().isEmpty()) {
            found.add(file.uri());
          }
          return found.isEmpty();
        });
    return found.stream().findFirst();
  }

  /**
   * @param goesOn told of each file, whether others are asked for
   */
  private static void walk(String uri, String name, Predicate<SourceFile> goesOn)
      throws IOException {
    Path top = path(uri);
    Files.walkFileTree(
        top,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new SourceVisitor(top, name, goesOn));
  }

  static String uri(Path path) {
    return SCHEME + path;
  }

  private static Path path(String uri) throws IOException {
    String path = uri.substring(SCHEME.length());
    try {
      return Path.of(path);
    } catch (InvalidPathException e) {
      throw new IOException(FileNames.advice(path), e);
    }
  }
}
