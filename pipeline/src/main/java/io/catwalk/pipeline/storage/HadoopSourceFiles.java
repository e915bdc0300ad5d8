package io.catwalk.pipeline.storage;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.columns.SortedRuns;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.commons.lang3.StringUtils;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.security.AccessControlException;

/** The user's files on any Hadoop file system. */
final class HadoopSourceFiles implements SourceFiles {

  private static final long serialVersionUID = 1L;

  private final HadoopSettings settings;

  HadoopSourceFiles(HadoopSettings settings) {
    this.settings = settings;
  }

  @Override
  public List<SourceFile> list(String pattern) {
    try {
      PathPattern path = new PathPattern(pattern, settings.configuration());
      PathPattern.Found matches = some(path);
      SortedRuns<SourceFile> found =
          new SortedRuns<>(Comparator.comparing(SourceFile::uri), SourceFileList::of);
      for (FileStatus match : matches.matches()) {
        String name = match.isDirectory() ? "" : match.getPath().getName();
        collect(path.files(), match, name, found::add);
      }
      List<SourceFile> files = SourceFileList.of(found.sorted());
      return matches.pattern() ? belowCommonFolder(files) : files;
    } catch (IllegalArgumentException e) {
      throw wrong(pattern, e);
    } catch (IOException e) {
      throw FileSystemErrors.failed("list", pattern, e);
    }
  }

  private static PathPattern.Found some(PathPattern path) throws IOException {
    PathPattern.Found found = path.find();
    if (found.matches().isEmpty() && !FileNames.canName(path.qualified().toString())) {
      throw CatwalkException.data(FileNames.advice(path.qualified()));
    }
    if (found.matches().isEmpty()) {
      throw CatwalkException.data(
          path.qualified()
              + ": there is nothing; expected a folder, a file, an archive or a glob of images");
    }
    return found;
  }

  /**
   * Folders that say something stay in the names, which {@code photos/*} would lose: the names are
   * relative to the deepest folder that holds all files.
   */
  private static List<SourceFile> belowCommonFolder(List<SourceFile> sorted) {
    if (sorted.isEmpty()) {
      return sorted;
    }
    String first = sorted.get(0).uri();
    String last = sorted.get(sorted.size() - 1).uri();
    int common = StringUtils.getCommonPrefix(first, last).lastIndexOf('/') + 1;
    return SourceFileList.of(
        sorted.stream().map(file -> file.at(file.uri().substring(common))).iterator());
  }

  @Override
  public String any(String pattern) {
    try {
      PathPattern path = new PathPattern(pattern, settings.configuration());
      for (FileStatus match : some(path).matches()) {
        Optional<String> file = any(path.files(), match);
        if (file.isPresent()) {
          return file.get();
        }
      }
      throw CatwalkException.data(path.qualified() + ": there is no file in it");
    } catch (IllegalArgumentException e) {
      throw wrong(pattern, e);
    } catch (IOException e) {
      throw FileSystemErrors.failed("list", pattern, e);
    }
  }

  private static Optional<String> any(FileSystem files, FileStatus status) throws IOException {
    String at = status.getPath().toString();
    if (LocalDisk.holds(at)) {
      return LocalDisk.any(at);
    }
    if (status.isFile()) {
      return Optional.of(at);
    }
    // Page by page: the first is enough where a folder holds millions.
    RemoteIterator<FileStatus> children = files.listStatusIterator(status.getPath());
    while (children.hasNext()) {
      FileStatus child = children.next();
      Optional<String> file =
          HiddenNames.hidden(child.getPath().getName()) ? Optional.empty() : any(files, child);
      if (file.isPresent()) {
        return file;
      }
    }
    return Optional.empty();
  }

  private static CatwalkException wrong(String pattern, IllegalArgumentException e) {
    return CatwalkException.usage(
        "data.source = " + pattern + ": expected a path or URI (" + e.getMessage() + ")");
  }

  private static void collect(
      FileSystem files, FileStatus status, String path, Consumer<SourceFile> found)
      throws IOException {
    String at = status.getPath().toString();
    if (LocalDisk.holds(at)) {
      LocalDisk.collect(at, path, found);
      return;
    }
    if (status.isFile()) {
      found.accept(new SourceFile(at, path, status.getLen(), status.getModificationTime()));
      return;
    }
    // Page by page: a folder may hold millions.
    Optional<RemoteIterator<FileStatus>> children = children(files, status, path, found);
    while (children.isPresent() && children.get().hasNext()) {
      FileStatus child = children.get().next();
      String name = child.getPath().getName();
      if (!HiddenNames.hidden(name)) {
        collect(files, child, path.isEmpty() ? name : path + "/" + name, found);
      }
    }
  }

  /** A folder that may not be looked into is told as what it is, beside all that may be. */
  private static Optional<RemoteIterator<FileStatus>> children(
      FileSystem files, FileStatus folder, String path, Consumer<SourceFile> found)
      throws IOException {
    try {
      RemoteIterator<FileStatus> children = files.listStatusIterator(folder.getPath());
      // Some file systems ask only now.
      children.hasNext();
      return Optional.of(children);
    } catch (AccessControlException e) {
      String name = path.isEmpty() ? folder.getPath().getName() : path;
      found.accept(new SourceFile(folder.getPath().toString(), name, 0, 0, "permission denied"));
      return Optional.empty();
    }
  }

  @Override
  public InputStream open(String uri) throws IOException {
    Path path = PathPattern.path(uri);
    return FileSystems.of(path, settings.configuration()).open(path);
  }

  @Override
  public byte[] read(String uri) throws IOException {
    if (LocalDisk.holds(uri)) {
      return LocalDisk.read(uri);
    }
    try (InputStream in = open(uri)) {
      return in.readAllBytes();
    }
  }

  @Override
  public byte[] read(String uri, long position, int length) throws IOException {
    byte[] bytes = new byte[length];
    try (FSDataInputStream in = (FSDataInputStream) open(uri)) {
      in.readFully(position, bytes);
    }
    return bytes;
  }
}
