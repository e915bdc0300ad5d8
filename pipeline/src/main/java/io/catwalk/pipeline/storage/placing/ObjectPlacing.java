package io.catwalk.pipeline.storage.placing;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.MultipartUploader;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.util.functional.FutureIO;

/**
 * On an object store a file appears when its upload ends, and nothing is renamed in one step. A
 * file of which one alone may be the writer is uploaded under the condition that there is none; a
 * file that is replaced is uploaded in parts, since others can end such an upload.
 */
final class ObjectPlacing implements Placing {

  private static final Set<String> SCHEMES = Set.of("s3a", "s3", "gs", "oss", "obs", "cosn");

  /** As Hadoop 3.4.2 names it; S3A has it where the condition is not turned off. */
  private static final String CONDITIONAL = "fs.option.create.conditional.overwrite";

  private static final String IN_PARTS = "fs.s3a.create.multipart";

  /** S3 answers so where another upload of the same file ends at the same moment. */
  private static final String CONFLICT = "Status Code: 409";

  /** S3's answer where the condition does not hold. */
  private static final String REFUSED = "Status Code: 412";

  private static final int TRIES = 5;
  private static final long LONGEST_SECONDS = 60;

  private final FileSystem files;
  private final ObjectFolders folders;
  private volatile boolean excludes;

  ObjectPlacing(FileSystem files) {
    this.files = files;
    this.folders = new ObjectFolders(files, this);
  }

  static boolean suits(FileSystem files) {
    return SCHEMES.contains(files.getUri().getScheme());
  }

  @Override
  public void write(Path target, Content content) throws IOException {
    FSDataOutputStreamBuilder<?, ?> builder = files.createFile(target);
    builder.recursive();
    builder.overwrite(true);
    builder.opt(IN_PARTS, true);
    finish(builder.build(), content);
  }

  @Override
  public boolean create(Path target, byte[] content) throws IOException {
    requireExclusion(target.getParent());
    for (int attempt = 1; ; attempt++) {
      try {
        finish(exclusive(files, target), out -> out.write(content));
        return true;
      } catch (IOException e) {
        // The first answer may have been lost, and a second request refused for the first one's
        // file.
        Optional<byte[]> there = find(target, e);
        if (there.isPresent()) {
          return Arrays.equals(there.get(), content);
        }
        String answer = String.valueOf(e.getMessage());
        if (answer.contains(REFUSED)) {
          // Another wrote it, and has deleted it since.
          return false;
        }
        if (attempt == TRIES || !answer.contains(CONFLICT)) {
          throw e;
        }
      }
    }
  }

  /** A stream whose end fails where the file is there by then. */
  static FSDataOutputStream exclusive(FileSystem files, Path target) throws IOException {
    FSDataOutputStreamBuilder<?, ?> builder = files.createFile(target);
    builder.recursive();
    builder.overwrite(false);
    if (files.hasPathCapability(target, CONDITIONAL)) {
      builder.must(CONDITIONAL, true);
    }
    return builder.build();
  }

  private void requireExclusion(Path folder) throws IOException {
    if (!excludes) {
      excludes = Exclusion.holds(files, files, folder);
      if (!excludes) {
        throw new NoExclusionException();
      }
    }
  }

  /** A stream of which not all was written must not be closed: its file would appear. */
  private static void finish(FSDataOutputStream out, Content content) throws IOException {
    try {
      content.writeTo(out);
    } catch (IOException | RuntimeException e) {
      if (out.hasCapability(StreamCapabilities.ABORTABLE_STREAM)) {
        out.abort();
      }
      throw e;
    }
    out.close();
  }

  private Optional<byte[]> find(Path target, IOException because) throws IOException {
    try (InputStream in = files.open(target)) {
      return Optional.of(in.readAllBytes());
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      because.addSuppressed(e);
      throw because;
    }
  }

  @Override
  public void begin(Path staging) throws IOException {
    requireExclusion(staging.getParent());
    files.mkdirs(staging);
  }

  @Override
  public Sealed seal(Path staging) throws IOException {
    return folders.seal(staging);
  }

  /** Many files are not deleted in one step: from the first on the folder is no longer whole. */
  @Override
  public void delete(Path path) throws IOException {
    try {
      if (files.getFileStatus(path).isDirectory()) {
        files.delete(new Path(path, SUCCESS), false);
      }
      files.delete(path, true);
    } catch (FileNotFoundException e) {
      // There is none.
    }
  }

  @Override
  public boolean settle(Path folder, List<String> names) throws IOException {
    return folders.settle(folder, names);
  }

  @Override
  public void settle(Path sought) throws IOException {
    folders.settle(sought);
    if (sought.getParent() != null) {
      folders.settle(sought.getParent());
    }
  }

  @Override
  public void discardUnfinished(Path folder) throws IOException {
    if (files.hasPathCapability(folder, CommonPathCapabilities.FS_MULTIPART_UPLOADER)) {
      try (MultipartUploader uploads = files.createMultipartUploader(folder).build()) {
        FutureIO.awaitFuture(
            uploads.abortUploadsUnderPath(folder), LONGEST_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        throw new IOException("uploads could not be ended in " + LONGEST_SECONDS + " s", e);
      }
    }
  }
}
