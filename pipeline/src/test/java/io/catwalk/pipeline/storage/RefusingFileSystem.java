package io.catwalk.pipeline.storage;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/** The local file system, which refuses everything, or gives files another owner, on demand. */
final class RefusingFileSystem extends LocalFileSystem {

  boolean refuses;
  String owner;

  RefusingFileSystem(java.nio.file.Path root) throws IOException {
    initialize(root.toUri(), new Configuration(false));
  }

  private void ask() throws IOException {
    if (refuses) {
      throw new IOException("the disk is broken\n\tat Disk.java");
    }
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    ask();
    FileStatus status = super.getFileStatus(path);
    if (owner == null) {
      return status;
    }
    return new FileStatus(
        status.getLen(),
        status.isDirectory(),
        1,
        1,
        status.getModificationTime(),
        0,
        FsPermission.getFileDefault(),
        owner,
        "",
        status.getPath());
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    ask();
    return super.listStatus(path);
  }

  @Override
  public FSDataInputStream open(Path path, int buffer) throws IOException {
    ask();
    return super.open(path, buffer);
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int buffer,
      short replication,
      long block,
      Progressable progress)
      throws IOException {
    ask();
    return super.create(path, permission, overwrite, buffer, replication, block, progress);
  }

  @Override
  public boolean mkdirs(Path path) throws IOException {
    ask();
    return super.mkdirs(path);
  }

  @Override
  public boolean mkdirs(Path path, FsPermission permission) throws IOException {
    ask();
    return super.mkdirs(path, permission);
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    ask();
    return super.delete(path, recursive);
  }
}
