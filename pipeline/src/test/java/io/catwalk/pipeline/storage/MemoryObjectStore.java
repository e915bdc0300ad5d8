package io.catwalk.pipeline.storage;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.hadoop.fs.Abortable;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.MultipartUploader;
import org.apache.hadoop.fs.MultipartUploaderBuilder;
import org.apache.hadoop.fs.PartHandle;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathHandle;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.fs.UploadHandle;
import org.apache.hadoop.fs.impl.MultipartUploaderBuilderImpl;

/**
 * {@code gs://WORLD.PROCESS/}: a {@link MemoryFileSystem} with the promises of S3 alone. A file
 * appears when its upload ends, where somebody asks for it only if there is none, or unless others
 * have ended the upload; a rename copies and deletes file by file, and so does a deletion.
 */
public final class MemoryObjectStore extends MemoryFileSystem {

  private static final String CONDITIONAL = "fs.option.create.conditional.overwrite";
  private static final String IN_PARTS = "fs.s3a.create.multipart";

  private static final HadoopStorage STORAGE =
      HadoopStorage.with(
          Map.of(
              "fs.gs.impl", MemoryObjectStore.class.getName(), "fs.gs.impl.disable.cache", "true"));

  public MemoryObjectStore() {
    super("gs");
  }

  /** A store for a process of a world. */
  public static ArtifactStore store(String world, MemoryFiles files, String process) {
    return store(STORAGE, "gs", world, files, process);
  }

  /** Uploads that others can end. */
  private Set<Object> uploads() {
    return files().uploads();
  }

  @Override
  public boolean hasPathCapability(Path path, String capability) throws IOException {
    return capability.equals(CONDITIONAL)
        || capability.equals(CommonPathCapabilities.FS_MULTIPART_UPLOADER)
        || super.hasPathCapability(path, capability);
  }

  @Override
  @SuppressWarnings("rawtypes")
  public FSDataOutputStreamBuilder createFile(Path path) {
    return new Builder(path);
  }

  private final class Builder extends FSDataOutputStreamBuilder<FSDataOutputStream, Builder> {

    Builder(Path path) {
      super(MemoryObjectStore.this, path);
    }

    @Override
    public Builder getThisBuilder() {
      return this;
    }

    @Override
    public FSDataOutputStream build() throws IOException {
      boolean exclusive = !getFlags().contains(CreateFlag.OVERWRITE);
      Upload upload = new Upload(name(getPath()), exclusive);
      if (getOptions().getBoolean(IN_PARTS, false)) {
        files()
            .operate(
                process(),
                () -> {
                  uploads().add(upload);
                  return null;
                });
        upload.inParts = true;
      }
      return new FSDataOutputStream(upload, null);
    }
  }

  /** A file that is not there yet. */
  private final class Upload extends ByteArrayOutputStream
      implements Abortable, StreamCapabilities {

    private final String name;
    private final boolean exclusive;
    private boolean inParts;
    private boolean ended;

    Upload(String name, boolean exclusive) {
      this.name = name;
      this.exclusive = exclusive;
    }

    @Override
    public void close() throws IOException {
      if (ended) {
        return;
      }
      ended = true;
      files()
          .operate(
              process(),
              () -> {
                if (inParts && !uploads().remove(this)) {
                  throw new FileNotFoundException(name + ": no such upload");
                }
                if (exclusive && files().peek(name) != null) {
                  throw new IOException(name + ": At least one condition (Status Code: 412)");
                }
                files().write(name, toByteArray());
                return null;
              });
    }

    @Override
    public AbortableResult abort() {
      ended = true;
      uploads().remove(this);
      return null;
    }

    @Override
    public boolean hasCapability(String capability) {
      return capability.equals(StreamCapabilities.ABORTABLE_STREAM);
    }
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    String source = name(from);
    boolean file = files().peek(source) != null;
    List<String> all = file ? List.of(source) : below(source);
    if (all.isEmpty()) {
      throw new FileNotFoundException(source);
    }
    for (String each : all) {
      String target = name(to) + each.substring(source.length());
      boolean copied =
          files()
              .operate(
                  process(),
                  () -> {
                    byte[] bytes = files().read(each);
                    if (file && files().peek(target) != null) {
                      return false;
                    }
                    files().write(target, bytes);
                    return true;
                  });
      if (!copied) {
        return false;
      }
      remove(each);
    }
    return true;
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    boolean there = remove(name(path));
    for (String file : below(name(path))) {
      there |= remove(file);
    }
    return there;
  }

  private boolean remove(String file) throws IOException {
    return files().operate(process(), () -> files().peek(file) != null && files().delete(file));
  }

  private List<String> below(String folder) throws IOException {
    return files()
        .operate(
            process(),
            () -> files().paths().stream().filter(path -> path.startsWith(folder + "/")).toList());
  }

  /** All below a folder by one request, as object stores list. */
  @Override
  public RemoteIterator<LocatedFileStatus> listFiles(Path folder, boolean recursive)
      throws IOException {
    List<LocatedFileStatus> found =
        files()
            .operate(
                process(),
                () ->
                    files().paths().stream()
                        .filter(path -> path.startsWith(name(folder) + "/"))
                        .map(path -> located(makeQualified(new Path(path))))
                        .toList());
    if (found.isEmpty()) {
      throw new FileNotFoundException(folder.toString());
    }
    Iterator<LocatedFileStatus> all = found.iterator();
    return new RemoteIterator<>() {
      @Override
      public boolean hasNext() {
        return all.hasNext();
      }

      @Override
      public LocatedFileStatus next() {
        return all.next();
      }
    };
  }

  private LocatedFileStatus located(Path file) {
    int length = files().peek(name(file)).length;
    return new LocatedFileStatus(new FileStatus(length, false, 1, 1, 0, file), null);
  }

  @Override
  public MultipartUploaderBuilder<?, ?> createMultipartUploader(Path folder) {
    return new UploaderBuilder(folder);
  }

  private final class UploaderBuilder
      extends MultipartUploaderBuilderImpl<MultipartUploader, UploaderBuilder> {

    UploaderBuilder(Path folder) {
      super(MemoryObjectStore.this, folder);
    }

    @Override
    public UploaderBuilder getThisBuilder() {
      return this;
    }

    @Override
    public MultipartUploader build() {
      return new Uploader();
    }
  }

  /** It ends uploads of others, and makes none itself. */
  private final class Uploader implements MultipartUploader {

    @Override
    public CompletableFuture<Integer> abortUploadsUnderPath(Path path) throws IOException {
      return CompletableFuture.completedFuture(
          files()
              .operate(
                  process(),
                  () -> {
                    int before = uploads().size();
                    uploads().removeIf(each -> ((Upload) each).name.startsWith(name(path) + "/"));
                    return before - uploads().size();
                  }));
    }

    @Override
    public CompletableFuture<UploadHandle> startUpload(Path path) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<PartHandle> putPart(
        UploadHandle upload, int number, Path path, InputStream part, long length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<PathHandle> complete(
        UploadHandle upload, Path path, Map<Integer, PartHandle> parts) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Void> abort(UploadHandle upload, Path path) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }
}
