package io.catwalk.pipeline.storage;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/** {@code memory://WORLD.PROCESS/}: the files of a world as one of its processes sees them. */
public class MemoryFileSystem extends FileSystem {

  private static final Map<String, MemoryFiles> WORLDS = new ConcurrentHashMap<>();

  /** One for all: to read Hadoop's settings takes longer than all that is done with them. */
  private static final HadoopStorage STORAGE =
      HadoopStorage.with(
          Map.of(
              "fs.memory.impl", MemoryFileSystem.class.getName(),
              "fs.memory.impl.disable.cache", "true",
              "fs.AbstractFileSystem.memory.impl", Context.class.getName()));

  private final String scheme;
  private URI uri;
  private MemoryFiles files;
  private String process;

  public MemoryFileSystem() {
    this("memory");
  }

  MemoryFileSystem(String scheme) {
    this.scheme = scheme;
  }

  /** A store for a process of a world. */
  public static ArtifactStore store(String world, MemoryFiles files, String process) {
    return store(STORAGE, "memory", world, files, process);
  }

  static ArtifactStore store(
      HadoopStorage storage, String scheme, String world, MemoryFiles files, String process) {
    WORLDS.put(world, files);
    return storage.store(scheme + "://" + world + "." + process + "/catwalk");
  }

  /** Forgets a world. */
  public static void forget(String world) {
    WORLDS.remove(world);
  }

  @Override
  public void initialize(URI name, Configuration configuration) throws IOException {
    super.initialize(name, configuration);
    String[] parts = name.getAuthority().split("\\.");
    uri = URI.create(scheme + "://" + name.getAuthority());
    files = WORLDS.get(parts[0]);
    process = parts[1];
  }

  @Override
  public String getScheme() {
    return scheme;
  }

  @Override
  public URI getUri() {
    return uri;
  }

  @Override
  public FSDataInputStream open(Path path, int buffer) throws IOException {
    return new FSDataInputStream(new Input(files.operate(process, () -> files.read(name(path)))));
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
    String name = name(path);
    files.operate(
        process,
        () -> {
          if (files.peek(name) != null && !overwrite) {
            throw new FileAlreadyExistsException(name);
          }
          files.write(name, new byte[0]);
          return null;
        });
    return new FSDataOutputStream(files.new Output(process, name), null);
  }

  @Override
  public FSDataOutputStream append(Path path, int buffer, Progressable progress) {
    throw new UnsupportedOperationException("not every file system appends");
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    throw new UnsupportedOperationException("says nothing where a file is in the way");
  }

  void rename(Path from, Path to, boolean overwrite) throws IOException {
    files.operate(
        process,
        () -> {
          files.rename(name(from), name(to), overwrite);
          return null;
        });
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    return files.operate(process, () -> files.delete(name(path)));
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    return files.operate(process, () -> files.children(name(path))).stream()
        .map(child -> new FileStatus(0, false, 1, 1, 0, new Path(path, child)))
        .toArray(FileStatus[]::new);
  }

  @Override
  public boolean mkdirs(Path path, FsPermission permission) {
    // A folder is there as soon as something is in it.
    return true;
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    return files.operate(
        process,
        () -> {
          byte[] bytes = files.peek(name(path));
          if (bytes == null && !files.isFolder(name(path))) {
            throw new FileNotFoundException(path.toString());
          }
          return new FileStatus(
              bytes == null ? 0 : bytes.length, bytes == null, 1, 1, 0, makeQualified(path));
        });
  }

  @Override
  public void setWorkingDirectory(Path path) {}

  @Override
  public Path getWorkingDirectory() {
    return new Path("/");
  }

  MemoryFiles files() {
    return files;
  }

  /** Who works with it. */
  String process() {
    return process;
  }

  static String name(Path path) {
    return path.toUri().getPath();
  }

  /** The same for FileContext, whose rename is one step as that of HDFS. */
  public static final class Context extends DelegateToFileSystem {

    public Context(URI uri, Configuration configuration) throws Exception {
      super(uri, new MemoryFileSystem(), configuration, "memory", false);
    }

    @Override
    public void renameInternal(Path from, Path to, boolean overwrite) throws IOException {
      ((MemoryFileSystem) fsImpl).rename(from, to, overwrite);
    }

    @Override
    public FSDataOutputStream createInternal(
        Path path,
        EnumSet<CreateFlag> flags,
        FsPermission permission,
        int buffer,
        short replication,
        long block,
        Progressable progress,
        org.apache.hadoop.fs.Options.ChecksumOpt checksum,
        boolean createParent) {
      throw new UnsupportedOperationException("only renames go this way");
    }

    @Override
    public int getUriDefaultPort() {
      return 1;
    }
  }

  private static final class Input extends FSInputStream {

    private final byte[] bytes;
    private final ByteArrayInputStream in;

    Input(byte[] bytes) {
      this.bytes = bytes;
      this.in = new ByteArrayInputStream(bytes);
    }

    @Override
    public int read() {
      return in.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      return in.read(buffer, offset, length);
    }

    @Override
    public void seek(long position) {
      in.reset();
      in.skip(position);
    }

    @Override
    public long getPos() {
      return bytes.length - in.available();
    }

    @Override
    public boolean seekToNewSource(long position) {
      return false;
    }
  }
}
