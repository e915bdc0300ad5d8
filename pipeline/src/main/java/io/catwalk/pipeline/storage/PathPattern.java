package io.catwalk.pipeline.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.GlobExpander;
import org.apache.hadoop.fs.GlobFilter;
import org.apache.hadoop.fs.Path;

/**
 * A path, or a pattern with Hadoop's globs ({@code * ? [a-z] {a,b}}). Names may hold the same
 * characters, and colons: at each step what has just that name comes before what the pattern
 * matches. Hadoop's own search breaks at any name with a colon beside those that it looks for.
 */
final class PathPattern {

  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:/");
  private static final Pattern GLOB = Pattern.compile("[*?\\[{\\\\]");
  private static final Pattern ESCAPED = Pattern.compile("\\\\(.)");

  /**
   * What was found, sorted by path.
   *
   * @param pattern whether the matches were looked for by a pattern, not by a name
   */
  record Found(List<FileStatus> matches, boolean pattern) {

    Found(Collection<FileStatus> matches, boolean pattern) {
      this(List.copyOf(matches), pattern);
    }
  }

  private final FileSystem files;
  private final Path path;

  /**
   * @throws IllegalArgumentException for what is neither path nor URI
   */
  PathPattern(String text, Configuration configuration) throws IOException {
    Path given = path(text);
    NameNodeProbe.check(given, configuration);
    this.files = FileSystems.of(given, configuration);
    this.path = files.makeQualified(given);
  }

  /**
   * A colon makes a scheme only before a slash: {@code 10:30.jpg} is a name.
   *
   * @throws IllegalArgumentException for what is neither path nor URI
   */
  static Path path(String text) {
    return SCHEME.matcher(text).lookingAt() ? new Path(text) : new Path(null, null, text);
  }

  FileSystem files() {
    return files;
  }

  /** With its scheme. */
  Path qualified() {
    return path;
  }

  /**
   * @throws IllegalArgumentException for a pattern that is none
   */
  Found find() throws IOException {
    Optional<FileStatus> itself = status(path);
    String text = path.toUri().getPath();
    if (itself.isPresent() || !GLOB.matcher(text).find()) {
      return new Found(itself.stream().toList(), false);
    }
    TreeMap<Path, FileStatus> matches = new TreeMap<>();
    for (String pattern : GlobExpander.expand(text)) {
      for (FileStatus match : matches(pattern)) {
        matches.put(match.getPath(), match);
      }
    }
    return new Found(matches.values(), true);
  }

  private List<FileStatus> matches(String pattern) throws IOException {
    Path root = new Path(path.toUri().getScheme(), path.toUri().getAuthority(), "/");
    List<FileStatus> found = List.of(files.getFileStatus(root));
    for (String step : pattern.split("/")) {
      if (step.isEmpty()) {
        continue;
      }
      List<FileStatus> next = new ArrayList<>();
      for (FileStatus folder : found) {
        if (folder.isDirectory()) {
          next.addAll(below(folder.getPath(), step));
        }
      }
      found = next;
    }
    return found;
  }

  private List<FileStatus> below(Path folder, String step) throws IOException {
    Optional<FileStatus> itself = status(child(folder, step));
    if (itself.isPresent() || !GLOB.matcher(step).find()) {
      return itself.stream().toList();
    }
    GlobFilter filter = filter(step);
    if (!filter.hasPattern()) {
      String plain = ESCAPED.matcher(step).replaceAll("$1");
      return status(child(folder, plain)).stream().toList();
    }
    return Arrays.stream(files.listStatus(folder))
        .filter(status -> filter.accept(status.getPath()))
        .toList();
  }

  private static GlobFilter filter(String step) {
    try {
      return new GlobFilter(step);
    } catch (IOException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static Path child(Path folder, String name) {
    return new Path(folder, new Path(null, null, name));
  }

  private Optional<FileStatus> status(Path at) throws IOException {
    try {
      return Optional.of(files.getFileStatus(at));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }
}
