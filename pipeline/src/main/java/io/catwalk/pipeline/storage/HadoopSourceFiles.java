package io.catwalk.pipeline.storage;

import io.catwalk.pipeline.CatwalkException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

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
      Path path = new Path(pattern);
      FileSystem files = path.getFileSystem(settings.configuration());
      FileStatus[] matches = matches(files, path);
      List<SourceFile> found = new ArrayList<>();
      for (FileStatus match : matches) {
        // Several matches keep their own names apart, one match is the root itself.
        String prefix = matches.length == 1 && match.isDirectory() ? "" : match.getPath().getName();
        collect(files, match, prefix, found);
      }
      found.sort(Comparator.comparing(SourceFile::path).thenComparing(SourceFile::uri));
      return found;
    } catch (IllegalArgumentException e) {
      throw wrong(pattern, e);
    } catch (IOException e) {
      throw FileSystemErrors.failed("list", pattern, e);
    }
  }

  private static FileStatus[] matches(FileSystem files, Path path) throws IOException {
    FileStatus[] matches = files.globStatus(path);
    if (matches == null || matches.length == 0) {
      throw CatwalkException.data(
          files.makeQualified(path)
              + ": there is nothing; data.source names a folder or archive of images");
    }
    return matches;
  }

  @Override
  public String any(String pattern) {
    try {
      Path path = new Path(pattern);
      FileSystem files = path.getFileSystem(settings.configuration());
      for (FileStatus match : matches(files, path)) {
        Optional<String> file = any(files, match);
        if (file.isPresent()) {
          return file.get();
        }
      }
      throw CatwalkException.data(files.makeQualified(path) + ": there is no file in it");
    } catch (IllegalArgumentException e) {
      throw wrong(pattern, e);
    } catch (IOException e) {
      throw FileSystemErrors.failed("list", pattern, e);
    }
  }

  private static Optional<String> any(FileSystem files, FileStatus status) throws IOException {
    if (status.isFile()) {
      return Optional.of(status.getPath().toString());
    }
    String folder = status.getPath().toString();
    if (LocalDisk.holds(folder)) {
      return LocalDisk.any(folder);
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
      FileSystem files, FileStatus status, String path, List<SourceFile> found) throws IOException {
    if (status.isFile()) {
      found.add(
          new SourceFile(
              status.getPath().toString(), path, status.getLen(), status.getModificationTime()));
      return;
    }
    String folder = status.getPath().toString();
    if (LocalDisk.holds(folder)) {
      LocalDisk.collect(folder, path, found);
      return;
    }
    for (FileStatus child : files.listStatus(status.getPath())) {
      String name = child.getPath().getName();
      if (!HiddenNames.hidden(name)) {
        collect(files, child, path.isEmpty() ? name : path + "/" + name, found);
      }
    }
  }

  @Override
  public InputStream open(String uri) throws IOException {
    Path path = new Path(uri);
    return path.getFileSystem(settings.configuration()).open(path);
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
