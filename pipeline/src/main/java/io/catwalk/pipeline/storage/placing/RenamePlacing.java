package io.catwalk.pipeline.storage.placing;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Writes beside the place, and renames. */
final class RenamePlacing implements Placing {

  private static final Pattern UNFINISHED = Pattern.compile("\\..+\\.[0-9a-f-]{36}\\.tmp");

  private final FileSystem files;
  private final Renaming renaming;

  RenamePlacing(FileSystem files) {
    this.files = files;
    this.renaming = Renaming.on(files);
  }

  @Override
  public void write(Path target, Content content) throws IOException {
    put(
        target,
        content,
        (beside, place) -> {
          renaming.replace(beside, place);
          return true;
        });
  }

  @Override
  public boolean create(Path target, byte[] content) throws IOException {
    return put(target, out -> out.write(content), this::placed);
  }

  /** What is in the way of a folder above it is another matter, and nothing to try again. */
  private boolean placed(Path beside, Path target) throws IOException {
    try {
      renaming.place(beside, target);
      return true;
    } catch (FileAlreadyExistsException e) {
      discard(beside, e);
      return false;
    }
  }

  private interface Move {
    boolean from(Path beside, Path target) throws IOException;
  }

  private boolean put(Path target, Content content, Move move) throws IOException {
    Path beside =
        new Path(target.getParent(), "." + target.getName() + "." + UUID.randomUUID() + ".tmp");
    try {
      try (NewFile out = NewFile.create(files, beside, false)) {
        content.writeTo(out);
        out.hsync();
      }
      return move.from(beside, target);
    } catch (IOException | RuntimeException e) {
      discard(beside, e);
      throw e;
    }
  }

  private void discard(Path leftover, Exception because) {
    try {
      files.delete(leftover, false);
    } catch (IOException e) {
      because.addSuppressed(e);
    }
  }

  @Override
  public void begin(Path staging) throws IOException {
    files.mkdirs(staging);
  }

  @Override
  public Sealed seal(Path staging) throws IOException {
    write(new Path(staging, SUCCESS), out -> {});
    return target -> {
      try {
        renaming.place(staging, target);
        return true;
      } catch (FileAlreadyExistsException e) {
        return false;
      }
    };
  }

  @Override
  public void delete(Path path) throws IOException {
    files.delete(path, true);
  }

  @Override
  public boolean settle(Path folder, List<String> names) {
    return false;
  }

  @Override
  public void settle(Path sought) {}

  @Override
  public void discardUnfinished(Path folder) throws IOException {
    for (FileStatus file : files.listStatus(folder)) {
      if (UNFINISHED.matcher(file.getPath().getName()).matches()) {
        files.delete(file.getPath(), true);
      }
    }
  }
}
