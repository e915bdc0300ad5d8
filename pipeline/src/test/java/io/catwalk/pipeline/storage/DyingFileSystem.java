package io.catwalk.pipeline.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.permission.FsPermission;

/** A file system of a process that dies after a number of calls: none has an effect any more. */
final class DyingFileSystem extends FilterFileSystem {

  static final String DEAD = "the process is dead";

  private int left;

  /**
   * @param calls that have an effect
   */
  DyingFileSystem(FileSystem files, int calls) {
    super(files);
    this.left = calls;
  }

  private void live() throws IOException {
    if (left-- <= 0) {
      throw new IOException(DEAD);
    }
  }

  @Override
  public FSDataInputStream open(Path path, int buffer) throws IOException {
    live();
    return super.open(path, buffer);
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    live();
    return super.getFileStatus(path);
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    live();
    return super.listStatus(path);
  }

  @Override
  public RemoteIterator<LocatedFileStatus> listFiles(Path path, boolean below) throws IOException {
    live();
    return fs.listFiles(path, below);
  }

  /** A file appears when its stream is closed, which such a process does not live to see. */
  @Override
  @SuppressWarnings("rawtypes")
  public FSDataOutputStreamBuilder createFile(Path path) {
    try {
      live();
      return super.createFile(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean mkdirs(Path path, FsPermission permission) throws IOException {
    live();
    return super.mkdirs(path, permission);
  }

  @Override
  public boolean mkdirs(Path path) throws IOException {
    live();
    return super.mkdirs(path);
  }

  /** Dies between two files of a folder, too. */
  @Override
  public boolean rename(Path from, Path to) throws IOException {
    if (fs.getFileStatus(from).isFile()) {
      live();
      return super.rename(from, to);
    }
    RemoteIterator<LocatedFileStatus> all = fs.listFiles(from, true);
    while (all.hasNext()) {
      Path file = all.next().getPath();
      String name = file.toString().substring(from.toString().length() + 1);
      live();
      fs.rename(file, new Path(to, name));
    }
    return true;
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    live();
    return super.delete(path, recursive);
  }
}
