package io.catwalk.pipeline.storage;

import io.catwalk.pipeline.CatwalkException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.UserGroupInformation;

/** A store on a Hadoop file system. */
final class HadoopArtifactStore implements ArtifactStore {

  private static final Pattern UNFINISHED = Pattern.compile("\\..+\\.[0-9a-f-]{36}\\.tmp");

  private final FileSystem files;
  private final Placing placing;
  private final Path root;

  HadoopArtifactStore(FileSystem files, Path root) {
    // Checksums beside each local file would be one more thing that can be left behind by a crash.
    files.setWriteChecksum(false);
    this.files = files;
    this.placing = Placing.on(files);
    this.root = files.makeQualified(root);
  }

  @Override
  public Location root() {
    return Location.of(root);
  }

  @Override
  public Location resolve(String path) {
    return Location.of(at(path));
  }

  @Override
  public boolean exists(String path) {
    try {
      return files.exists(at(path));
    } catch (IOException e) {
      throw FileSystemErrors.failed("reach", at(path), e);
    }
  }

  @Override
  public Optional<String> otherOwner(String path) {
    try {
      String owner = files.getFileStatus(at(path)).getOwner();
      return Optional.ofNullable(owner).filter(name -> !name.isEmpty() && !name.equals(user()));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw FileSystemErrors.failed("reach", at(path), e);
    }
  }

  /** The local file system knows its own users, whoever a cluster takes this one for. */
  private String user() {
    try {
      return "file".equals(root.toUri().getScheme())
          ? System.getProperty("user.name")
          : UserGroupInformation.getCurrentUser().getShortUserName();
    } catch (IOException e) {
      throw FileSystemErrors.failed("tell who asks for", root, e);
    }
  }

  @Override
  public List<String> list(String path) {
    try {
      return Arrays.stream(files.listStatus(at(path)))
          .map(FileStatus::getPath)
          .map(Path::getName)
          .sorted()
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    } catch (IOException e) {
      throw FileSystemErrors.failed("list", at(path), e);
    }
  }

  @Override
  public byte[] read(String path) {
    try (var in = files.open(at(path))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw FileSystemErrors.failed("read", at(path), e);
    }
  }

  @Override
  public Optional<byte[]> find(String path) {
    try (var in = files.open(at(path))) {
      return Optional.of(in.readAllBytes());
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw FileSystemErrors.failed("read", at(path), e);
    }
  }

  @Override
  public InputStream open(String path) {
    try {
      return files.open(at(path));
    } catch (IOException e) {
      throw FileSystemErrors.failed("read", at(path), e);
    }
  }

  @Override
  public void write(String path, byte[] content) {
    write(path, out -> out.write(content));
  }

  @Override
  public void write(String path, InputStream content) {
    write(path, content::transferTo);
  }

  @Override
  public void write(String path, Content content) {
    try {
      put(path, content, this::replaced);
    } catch (IOException e) {
      throw FileSystemErrors.failed("write", at(path), e);
    }
  }

  @Override
  public boolean create(String path, byte[] content) {
    try {
      return put(path, out -> out.write(content), this::placed);
    } catch (IOException e) {
      throw FileSystemErrors.failed("write", at(path), e);
    }
  }

  private boolean replaced(Path beside, Path target) throws IOException {
    placing.replace(beside, target);
    return true;
  }

  /** What is in the way of a folder above it is another matter, and nothing to try again. */
  private boolean placed(Path beside, Path target) throws IOException {
    try {
      placing.place(beside, target);
      return true;
    } catch (FileAlreadyExistsException e) {
      discard(beside, e);
      return false;
    }
  }

  private interface Move {
    boolean from(Path beside, Path target) throws IOException;
  }

  private boolean put(String path, Content content, Move move) throws IOException {
    Path target = at(path);
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

  @Override
  public void discardUnfinished(String folder) {
    list(folder).stream()
        .filter(name -> UNFINISHED.matcher(name).matches())
        .forEach(name -> delete(folder + "/" + name));
  }

  @Override
  public void delete(String path) {
    try {
      files.delete(at(path), true);
    } catch (IOException e) {
      throw FileSystemErrors.failed("delete", at(path), e);
    }
  }

  @Override
  public StagedFolder stage(String path) {
    if (exists(path)) {
      throw CatwalkException.usage(
          at(path) + " exists already; choose another name, or delete it first");
    }
    int name = path.lastIndexOf('/') + 1;
    String staging =
        path.substring(0, name)
            + "."
            + path.substring(name)
            + "."
            + UUID.randomUUID()
            + ".incomplete";
    try {
      files.mkdirs(at(staging));
      // An interrupted job cleans up behind itself; one that is killed leaves a hidden folder.
      files.deleteOnExit(at(staging));
    } catch (IOException e) {
      throw FileSystemErrors.failed("write to", at(staging), e);
    }
    return new HadoopStagedFolder(this, staging, path);
  }

  TaskFolder forTasks(String path) {
    return new HadoopTaskFolder(new HadoopSettings(files.getConf()), at(path).toString());
  }

  /** Renames a folder to a place where nothing is; false where something is by now. */
  boolean rename(String from, String to) {
    try {
      placing.place(at(from), at(to));
      files.cancelDeleteOnExit(at(from));
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (IOException e) {
      throw FileSystemErrors.failed("publish", at(to), e);
    }
  }

  private Path at(String path) {
    return path.isEmpty() ? root : new Path(root, path);
  }

  private void discard(Path leftover, Exception because) {
    try {
      files.delete(leftover, false);
    } catch (IOException e) {
      because.addSuppressed(e);
    }
  }

  /** A folder on any Hadoop file system. */
  private record HadoopTaskFolder(HadoopSettings settings, String uri) implements TaskFolder {

    private static final long serialVersionUID = 1L;

    @Override
    public OutputStream create(String name) throws IOException {
      Path path = new Path(uri + "/" + name);
      FileSystem files = path.getFileSystem(settings.configuration());
      files.setWriteChecksum(false);
      return NewFile.create(files, path, true);
    }
  }
}
