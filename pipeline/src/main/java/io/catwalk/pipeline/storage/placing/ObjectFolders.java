package io.catwalk.pipeline.storage.placing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.catwalk.pipeline.Json;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * Folders that are published where nothing renames one in a step. {@code .NAME.publishing}, which
 * one process alone can write, decides whose folder it will be and says what belongs to it. From
 * then on anybody can move the files, and whoever looks for the folder does where the first died:
 * all move the same files to the same places. {@code NAME/_SUCCESS} is written last, and holds the
 * name that the folder had under construction.
 */
final class ObjectFolders {

  private static final String DECIDED = ".publishing";

  private final FileSystem files;
  private final Placing placing;

  ObjectFolders(FileSystem files, Placing placing) {
    this.files = files;
    this.placing = placing;
  }

  /**
   * The content of {@code .NAME.publishing}.
   *
   * @param staging name of the folder under construction
   * @param files of it, by their paths in it, with their lengths in bytes
   */
  record Plan(String staging, Map<String, Long> files) {}

  Placing.Sealed seal(Path staging) throws IOException {
    // Spark writes one when it has written a table; here it comes last, and says whose folder it
    // is.
    files.delete(new Path(staging, Placing.SUCCESS), false);
    Plan plan = new Plan(staging.getName(), lengths(staging));
    return target -> publish(plan, target);
  }

  private boolean publish(Plan plan, Path target) throws IOException {
    byte[] decided = Json.write(plan);
    while (!files.exists(target) || settle(target)) {
      if (placing.create(decision(target), decided)) {
        Optional<String> winner = winner(target);
        if (winner.isEmpty()) {
          move(plan, target);
          winner = winner(target);
        }
        files.delete(decision(target), false);
        return winner.equals(Optional.of(plan.staging()));
      }
      settle(target);
    }
    return false;
  }

  boolean settle(Path folder, List<String> names) throws IOException {
    boolean any = false;
    for (String name : names) {
      if (name.startsWith(".") && name.endsWith(DECIDED)) {
        any |= settle(new Path(folder, name.substring(1, name.length() - DECIDED.length())));
      }
    }
    return any;
  }

  /** Ends a publication that was decided; false where there is none. */
  boolean settle(Path target) throws IOException {
    if (target.isRoot()) {
      return false;
    }
    Path decision = decision(target);
    Optional<byte[]> decided = find(decision);
    if (decided.isEmpty()) {
      return false;
    }
    if (winner(target).isEmpty()) {
      move(Json.read(decided.get(), Plan.class, decision.toString()), target);
    }
    files.delete(decision, false);
    return true;
  }

  /** Where a file is gone, with the folder under construction, nothing is published. */
  private void move(Plan plan, Path target) throws IOException {
    Path staging = new Path(target.getParent(), plan.staging());
    if (!files.exists(target)) {
      tryToRename(staging, target);
    }
    Map<String, Long> moved = lengths(target);
    for (Map.Entry<String, Long> file : plan.files().entrySet()) {
      long length = file.getValue();
      if (!Long.valueOf(length).equals(moved.get(file.getKey()))
          && !moved(new Path(staging, file.getKey()), new Path(target, file.getKey()), length)) {
        if (winner(target).isEmpty()) {
          files.delete(target, true);
        }
        return;
      }
    }
    placing.create(new Path(target, Placing.SUCCESS), plan.staging().getBytes(UTF_8));
    files.delete(staging, true);
  }

  /** Many files at once, where the store's client can; what it leaves out comes one by one. */
  private void tryToRename(Path staging, Path target) {
    try {
      files.rename(staging, target);
    } catch (IOException e) {
      // Another moves the same files, or one by one will tell what is wrong.
    }
  }

  private boolean moved(Path from, Path to, long length) throws IOException {
    try {
      files.mkdirs(to.getParent());
      files.rename(from, to);
    } catch (FileNotFoundException e) {
      // Another was quicker, or nobody can move it any more.
    } catch (IOException e) {
      if (!isThere(to, length)) {
        throw e;
      }
    }
    return isThere(to, length);
  }

  private boolean isThere(Path file, long length) throws IOException {
    try {
      return files.getFileStatus(file).getLen() == length;
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  private Map<String, Long> lengths(Path folder) throws IOException {
    Map<String, Long> lengths = new TreeMap<>();
    String prefix = folder + "/";
    try {
      RemoteIterator<LocatedFileStatus> all = files.listFiles(folder, true);
      while (all.hasNext()) {
        LocatedFileStatus file = all.next();
        lengths.put(file.getPath().toString().substring(prefix.length()), file.getLen());
      }
    } catch (FileNotFoundException e) {
      // None of its files is there.
    }
    return lengths;
  }

  private Optional<String> winner(Path target) throws IOException {
    return find(new Path(target, Placing.SUCCESS)).map(bytes -> new String(bytes, UTF_8));
  }

  private Optional<byte[]> find(Path file) throws IOException {
    try (InputStream in = files.open(file)) {
      return Optional.of(in.readAllBytes());
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  private static Path decision(Path target) {
    return new Path(target.getParent(), "." + target.getName() + DECIDED);
  }
}
