package io.catwalk.pipeline.storage;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.storage.SourceFiles.SourceFile;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitResult;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Predicate;

/**
 * Tells of every file below a folder of the local disk, and of what is there and is none or cannot
 * be read, with the reason: nothing of a source vanishes.
 */
final class SourceVisitor extends SimpleFileVisitor<Path> {

  private final Path top;
  private final String name;
  private final Predicate<SourceFile> goesOn;

  /**
   * @param top a folder, or a single file
   * @param name that paths begin with; may be empty
   * @param goesOn told of each file, whether others are asked for
   */
  SourceVisitor(Path top, String name, Predicate<SourceFile> goesOn) {
    this.top = top;
    this.name = name;
    this.goesOn = goesOn;
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes facts) {
    return skipped(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes facts) {
    if (skipped(file)) {
      return FileVisitResult.CONTINUE;
    }
    if (facts.isOther()) {
      // Reading a pipe would wait until somebody writes to it.
      return problem(file, "a pipe, a socket or a device, no file");
    }
    if (facts.isSymbolicLink()) {
      return problem(file, "a link to what is not there");
    }
    if (!FileNames.isText(file)) {
      return problem(file, nameless(file));
    }
    return tell(file, facts.size(), facts.lastModifiedTime().toMillis(), "");
  }

  /** One reason for all names that are not UTF-8, so that they are told as one. */
  private static String nameless(Path file) {
    if (FileNames.areUtf8()) {
      return "its name is not UTF-8; rename it (convmv does so for many)";
    }
    throw CatwalkException.data(FileNames.advice(file));
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
    boolean nothing = file.equals(top) && !(e instanceof AccessDeniedException);
    return nothing || skipped(file) ? super.visitFileFailed(file, e) : problem(file, reason(e));
  }

  @Override
  public FileVisitResult postVisitDirectory(Path folder, IOException e) throws IOException {
    return e == null ? FileVisitResult.CONTINUE : problem(folder, reason(e));
  }

  /** The system's, without the path. */
  static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof FileSystemLoopException) {
      return "a link to a folder that holds it";
    }
    String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    return reason == null ? e.getClass().getSimpleName() : reason;
  }

  private FileVisitResult problem(Path file, String problem) {
    return tell(file, 0, 0, problem);
  }

  private FileVisitResult tell(Path file, long length, long modified, String problem) {
    boolean more =
        goesOn.test(new SourceFile(LocalDisk.uri(file), path(file), length, modified, problem));
    return more ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
  }

  /** The name alone, where the file is the one that was asked for. */
  private String path(Path file) {
    String below = top.relativize(file).toString();
    if (below.isEmpty()) {
      return name.isEmpty() ? file.getFileName().toString() : name;
    }
    return name.isEmpty() ? below : name + "/" + below;
  }

  private boolean skipped(Path path) {
    return !path.equals(top) && HiddenNames.hidden(path.getFileName().toString());
  }
}
