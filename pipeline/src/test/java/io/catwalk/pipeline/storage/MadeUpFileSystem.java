package io.catwalk.pipeline.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * {@code made-up://FILES/photos}: ten folders with so many files in all, which are listed and
 * cannot be read. In {@code made-up://FILES.noted/photos} a text lies behind each photo. Lengths
 * and times of change differ, as those of photos do; as on HDFS names are sorted and come page by
 * page.
 */
public final class MadeUpFileSystem extends FileSystem {

  private static final int CLASSES = 10;
  private static final long TIME = 1_700_000_000_000L;

  private URI uri;
  private int files;
  private boolean noted;

  /** Lists such sources. */
  public static SourceFiles sources() {
    return HadoopStorage.with(Map.of("fs.made-up.impl", MadeUpFileSystem.class.getName()))
        .sources();
  }

  @Override
  public void initialize(URI name, Configuration configuration) throws IOException {
    super.initialize(name, configuration);
    uri = URI.create("made-up://" + name.getAuthority());
    String[] parts = name.getAuthority().split("\\.");
    files = Integer.parseInt(parts[0]);
    noted = parts.length > 1;
  }

  @Override
  public String getScheme() {
    return "made-up";
  }

  @Override
  public URI getUri() {
    return uri;
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    if (path.depth() > 2) {
      throw new FileNotFoundException(path.toString());
    }
    return folder(path);
  }

  private static FileStatus folder(Path path) {
    return new FileStatus(0, true, 1, 1, TIME, path);
  }

  @Override
  public RemoteIterator<FileStatus> listStatusIterator(Path path) {
    if (path.depth() == 1) {
      return some(CLASSES, i -> folder(new Path(path, "class-" + i)));
    }
    Random random = new Random(path.hashCode());
    return some(
        files / CLASSES,
        i ->
            new FileStatus(
                10_000 + random.nextInt(40_000),
                false,
                3,
                128 << 20,
                TIME + random.nextInt(Integer.MAX_VALUE),
                new Path(path, name(i))));
  }

  private String name(int index) {
    return noted && index % 2 == 1
        ? String.format(Locale.ROOT, "photo_%08d.txt", index / 2)
        : String.format(Locale.ROOT, "photo_%08d.jpg", noted ? index / 2 : index);
  }

  private static RemoteIterator<FileStatus> some(int count, IntFunction<FileStatus> each) {
    return new RemoteIterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < count;
      }

      @Override
      public FileStatus next() {
        return each.apply(next++);
      }
    };
  }

  @Override
  public FileStatus[] listStatus(Path path) {
    throw new UnsupportedOperationException("all of a folder at once");
  }

  @Override
  public FSDataInputStream open(Path path, int buffer) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int buffer,
      short replication,
      long block,
      Progressable progress) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FSDataOutputStream append(Path path, int buffer, Progressable progress) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean rename(Path from, Path to) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean delete(Path path, boolean recursive) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setWorkingDirectory(Path path) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Path getWorkingDirectory() {
    return new Path(uri.toString(), "/");
  }

  @Override
  public boolean mkdirs(Path path, FsPermission permission) {
    throw new UnsupportedOperationException();
  }
}
