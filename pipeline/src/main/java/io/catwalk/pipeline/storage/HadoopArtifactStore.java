package io.catwalk.pipeline.storage;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.storage.placing.NewFile;
import io.catwalk.pipeline.storage.placing.Placing;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.UserGroupInformation;

/** A store on a Hadoop file system. */
final class HadoopArtifactStore implements ArtifactStore {

  private static final String INCOMPLETE = ".incomplete";
  private static final Pattern STAGED = Pattern.compile("\\.(.+)\\.[0-9a-f-]{36}\\" + INCOMPLETE);

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
      placing.settle(at(path));
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
      List<String> names = names(at(path));
      return placing.settle(at(path), names) ? names(at(path)) : names;
    } catch (FileNotFoundException e) {
      return List.of();
    } catch (IOException e) {
      throw FileSystemErrors.failed("list", at(path), e);
    }
  }

  private List<String> names(Path folder) throws IOException {
    return Arrays.stream(files.listStatus(folder))
        .map(FileStatus::getPath)
        .map(Path::getName)
        .sorted()
        .toList();
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
      placing.write(at(path), content::writeTo);
    } catch (IOException e) {
      throw FileSystemErrors.failed("write", at(path), e);
    }
  }

  @Override
  public boolean create(String path, byte[] content) {
    try {
      return placing.create(at(path), content);
    } catch (IOException e) {
      throw FileSystemErrors.failed("write", at(path), e);
    }
  }

  @Override
  public void discardUnfinished(String folder) {
    try {
      placing.discardUnfinished(at(folder));
    } catch (FileNotFoundException e) {
      // Nobody has begun anything.
    } catch (IOException e) {
      throw FileSystemErrors.failed("delete", at(folder), e);
    }
  }

  @Override
  public void delete(String path) {
    try {
      placing.delete(at(path));
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
        path.substring(0, name) + "." + path.substring(name) + "." + UUID.randomUUID() + INCOMPLETE;
    try {
      placing.begin(at(staging));
      // An interrupted job cleans up behind itself; one that is killed leaves a hidden folder.
      files.deleteOnExit(at(staging));
    } catch (IOException e) {
      throw FileSystemErrors.failed("write to", at(staging), e);
    }
    return new HadoopStagedFolder(this, staging, path);
  }

  @Override
  public void discardStaged(String folder, Predicate<String> names) {
    for (String name : list(folder)) {
      Matcher staged = STAGED.matcher(name);
      if (staged.matches() && names.test(staged.group(1))) {
        delete(folder + "/" + name);
      }
    }
  }

  TaskFolder forTasks(String path) {
    return new HadoopTaskFolder(new HadoopSettings(files.getConf()), at(path).toString());
  }

  /** Ends the construction of a folder. */
  Placing.Sealed seal(String staging) {
    try {
      return placing.seal(at(staging));
    } catch (IOException e) {
      throw FileSystemErrors.failed("write", at(staging), e);
    }
  }

  /**
   * Publishes a folder at a place where nothing is; false where something is by now.
   *
   * @param staging where it is
   */
  boolean publish(Placing.Sealed sealed, String staging, String target) {
    try {
      files.cancelDeleteOnExit(at(staging));
      return sealed.publish(at(target));
    } catch (IOException e) {
      throw FileSystemErrors.failed("publish", at(target), e);
    }
  }

  private Path at(String path) {
    return path.isEmpty() ? root : new Path(root, path);
  }

  /** A folder on any Hadoop file system. */
  private record HadoopTaskFolder(HadoopSettings settings, String uri) implements TaskFolder {

    private static final long serialVersionUID = 1L;

    @Override
    public OutputStream create(String name) throws IOException {
      Path path = new Path(uri + "/" + name);
      FileSystem files = FileSystems.of(path, settings.configuration());
      files.setWriteChecksum(false);
      return NewFile.create(files, path, true);
    }
  }
}
