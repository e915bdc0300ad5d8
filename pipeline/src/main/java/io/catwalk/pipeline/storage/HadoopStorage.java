package io.catwalk.pipeline.storage;

import io.catwalk.pipeline.CatwalkException;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StorageStatistics;
import org.apache.hadoop.security.UserGroupInformation;

/** Opens stores and sources on any file system that Hadoop knows. */
public final class HadoopStorage {

  private static final String SPARK = "spark.hadoop.";

  private final Configuration configuration;

  private HadoopStorage(Configuration configuration) {
    this.configuration = configuration;
  }

  /**
   * @param settings Hadoop settings beside those of the {@code HADOOP_CONF_DIR} on the class path,
   *     without the prefix {@code spark.hadoop.}
   */
  public static HadoopStorage with(Map<String, String> settings) {
    Configuration configuration = new Configuration();
    NetworkLimits.missingIn(configuration).forEach(configuration::set);
    settings.forEach(configuration::set);
    return new HadoopStorage(configuration);
  }

  /**
   * @param settings Spark's, of which those with the prefix {@code spark.hadoop.} are Hadoop's
   */
  public static HadoopStorage ofSpark(Map<String, String> settings) {
    return with(
        settings.entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(SPARK))
            .collect(
                Collectors.toMap(
                    entry -> entry.getKey().substring(SPARK.length()), Map.Entry::getValue)));
  }

  /**
   * The store at this root, which is made when something is first written. A root without a scheme
   * is a folder of the local file system (or of {@code fs.defaultFS} where a cluster sets one),
   * relative to the working directory.
   *
   * @throws CatwalkException (usage) for a URI that is none or has an unknown scheme; (cluster)
   *     when it cannot be reached
   */
  public ArtifactStore store(String root) {
    try {
      Path path = PathPattern.path(root);
      NameNodeProbe.check(path, configuration);
      return new HadoopArtifactStore(FileSystems.of(path, configuration), path);
    } catch (IllegalArgumentException e) {
      throw CatwalkException.usage(
          "storage.root = " + root + ": expected a path or a URI such as hdfs://host:8020/catwalk");
    } catch (IOException e) {
      throw FileSystemErrors.opening(root, e);
    }
  }

  /**
   * What a user names.
   *
   * @param uri a path or URI of a file or folder; slashes at its end do not count
   * @throws CatwalkException as {@link #store} does for the folder that holds it
   */
  public Place place(String uri) {
    String name = uri.replaceFirst("(?<=[^/])/+$", "");
    int slash = name.lastIndexOf('/');
    // With the slash, since hdfs:// alone names no folder.
    String parent = slash < 0 ? "." : name.substring(0, slash + 1);
    return new Place(store(parent), name.substring(slash + 1));
  }

  /**
   * Where a file or folder is.
   *
   * @param store that holds it
   * @param path relative to the store
   */
  public record Place(ArtifactStore store, String path) {

    public boolean exists() {
      return store.exists(path);
    }

    /** Name of the file or folder. */
    public String name() {
      return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Path of another file in the same folder, relative to the store. */
    public String beside(String other) {
      return path.substring(0, path.lastIndexOf('/') + 1) + other;
    }

    public String uri() {
      return store.resolve(path).toString();
    }

    /** Full URI of a file in this folder. */
    public String uri(String file) {
      return store.resolve(path + "/" + file).toString();
    }
  }

  /**
   * The place of a storage for what travels to a driver inside the cluster.
   *
   * @throws CatwalkException as {@link #store} does; (data) when another user holds that place
   */
  public Submissions submissions(String root) {
    store(root);
    try {
      Path path = PathPattern.path(root);
      FileSystem files = FileSystems.of(path, configuration);
      boolean local = files.getUri().getScheme().equals("file");
      return new Submissions(
          files,
          path,
          // HADOOP_USER_NAME changes nothing on a local disk.
          local
              ? System.getProperty("user.name")
              : UserGroupInformation.getCurrentUser().getShortUserName());
    } catch (IOException e) {
      throw FileSystemErrors.opening(root, e);
    }
  }

  /**
   * Tries what a store there can do.
   *
   * @throws CatwalkException as {@link #store} does, and (cluster) when nothing can be written
   */
  public StorageTrial trial(String root) {
    store(root);
    try {
      Path path = PathPattern.path(root);
      return new StorageTrial(FileSystems.of(path, configuration), path);
    } catch (IOException e) {
      throw FileSystemErrors.opening(root, e);
    }
  }

  /** Bytes that this process has read of all file systems so far. */
  public static long bytesRead() {
    long sum = 0;
    Iterator<StorageStatistics> all = FileSystem.getGlobalStorageStatistics().iterator();
    while (all.hasNext()) {
      Long bytes = all.next().getLong("bytesRead");
      sum += bytes == null ? 0 : bytes;
    }
    return sum;
  }

  /** Reads the user's own files. */
  public SourceFiles sources() {
    return new HadoopSourceFiles(new HadoopSettings(configuration));
  }
}
