package io.catwalk.pipeline.storage;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

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
    }
  }

  /**
   * Adds every file below a folder that is not hidden; links are followed.
   *
   * @param uri of the folder
   * @param name that its files' paths begin with; may be empty
   */
  static void collect(String uri, String name, List<SourceFiles.SourceFile> found)
      throws IOException {
    Path folder = path(uri);
    Files.walkFileTree(
        folder,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new SimpleFileVisitor<>() {

          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes facts) {
            boolean skipped = !directory.equals(folder) && hidden(directory);
            return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes facts) {
            if (!hidden(file)) {
              String below = folder.relativize(file).toString();
              found.add(
                  new SourceFiles.SourceFile(
                      SCHEME + file,
                      name.isEmpty() ? below : name + "/" + below,
                      facts.size(),
                      facts.lastModifiedTime().toMillis()));
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** A file below a folder that is not hidden, as soon as one is found. */
  static Optional<String> any(String uri) throws IOException {
    try (DirectoryStream<Path> children = Files.newDirectoryStream(path(uri), p -> !hidden(p))) {
      for (Path child : children) {
        Optional<String> found =
            Files.isDirectory(child) ? any(SCHEME + child) : Optional.of(SCHEME + child);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private static boolean hidden(Path path) {
    return HiddenNames.hidden(path.getFileName().toString());
  }

  private static Path path(String uri) {
    return Path.of(uri.substring(SCHEME.length()));
  }
}
