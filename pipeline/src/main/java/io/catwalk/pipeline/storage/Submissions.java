package io.catwalk.pipeline.storage;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.storage.placing.NewFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsAction;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * What travels by storage to a driver inside the cluster: the application, and a mailbox for the
 * experiment's file and for what the driver says. All lies in a folder of the storage into which
 * nobody but this user may write, since whoever writes the application runs code as its user: in
 * {@code submissions/} where that is this user's or not there yet, else in {@code
 * submissions-<user>/}.
 */
public final class Submissions {

  private static final FsPermission WRITTEN_BY_OWNER = new FsPermission((short) 0755);
  private static final FsPermission READ_BY_ALL = new FsPermission((short) 0644);
  private static final FsPermission PRIVATE_FOLDER = new FsPermission((short) 0700);
  private static final FsPermission PRIVATE_FILE = new FsPermission((short) 0600);

  /** Digits of a checksum in the application's name. */
  private static final int DIGITS = 16;

  /** A driver that has not read its mailbox by then never will. */
  private static final Duration KEPT = Duration.ofDays(7);

  private final FileSystem files;
  private final Path root;
  private final String user;
  private final boolean permissions;
  private final Path folder;

  /**
   * Makes the folder where it is not there.
   *
   * @param user as whom the file system knows this process
   * @throws CatwalkException (data) when another user made the folders of both names
   */
  Submissions(FileSystem files, Path root, String user) {
    this.files = files;
    this.root = files.makeQualified(root);
    this.user = user;
    try {
      permissions = files.hasPathCapability(root, CommonPathCapabilities.FS_PERMISSIONS);
      Path shared = new Path(this.root, "submissions");
      folder = take(shared) ? shared : own(new Path(this.root, "submissions-" + user));
    } catch (IOException e) {
      throw FileSystemErrors.failed("write to", root, e);
    }
  }

  private Path own(Path path) throws IOException {
    if (!take(path)) {
      throw CatwalkException.data(
          String.format(
              Locale.ROOT,
              "%s belongs to %s, who could put another application into it; expected a folder of %s: remove it, or choose another storage.root",
              path,
              files.getFileStatus(path).getOwner(),
              user));
    }
    return path;
  }

  /** Makes it this user's alone; false where it is another's. */
  private boolean take(Path path) throws IOException {
    if (!files.exists(path)) {
      files.mkdirs(path, WRITTEN_BY_OWNER);
    }
    FileStatus status = files.getFileStatus(path);
    if (!status.isDirectory() || !isMine(status)) {
      return false;
    }
    if (othersMayWrite(status)) {
      files.setPermission(path, WRITTEN_BY_OWNER);
    }
    return true;
  }

  private boolean isMine(FileStatus status) {
    return !permissions || status.getOwner().equals(user);
  }

  private boolean othersMayWrite(FileStatus status) {
    FsPermission mode = status.getPermission();
    return permissions
        && (mode.getGroupAction().implies(FsAction.WRITE)
            || mode.getOtherAction().implies(FsAction.WRITE));
  }

  /**
   * Makes a mailbox that nobody else may look into, and removes those that were never emptied.
   *
   * @return its URI
   */
  public String mailbox(String name, Clock clock) {
    Path mailbox = new Path(folder, name);
    try {
      for (FileStatus old : files.listStatus(folder)) {
        if (old.isDirectory()
            && old.getModificationTime() < clock.millis() - KEPT.toMillis()
            && isMine(old)) {
          files.delete(old.getPath(), true);
        }
      }
      files.mkdirs(mailbox, PRIVATE_FOLDER);
      files.setPermission(mailbox, PRIVATE_FOLDER);
    } catch (IOException e) {
      throw FileSystemErrors.failed("write to", mailbox, e);
    }
    return mailbox.toString();
  }

  /**
   * Puts an experiment's file into a mailbox, for its user alone.
   *
   * @return its URI
   */
  public String experiment(String mailbox, java.nio.file.Path file) {
    Path target = new Path(mailbox, file.getFileName().toString());
    try {
      upload(file, target, PRIVATE_FILE);
    } catch (IOException e) {
      throw FileSystemErrors.failed("write", target, e);
    }
    return target.toString();
  }

  /**
   * The application in the folder: the one that lies there where it is the same byte for byte and
   * nobody else may write it, else a new copy.
   *
   * @param say hears in a sentence what takes long or is not as it should be
   * @return its URI
   */
  public String application(java.nio.file.Path jar, Consumer<String> say) {
    try {
      String sha256;
      try (InputStream in = Files.newInputStream(jar)) {
        sha256 = DigestUtils.sha256Hex(in);
      }
      Path stored = new Path(folder, "catwalk-" + sha256.substring(0, DIGITS) + ".jar");
      if (files.exists(stored)) {
        if (isSound(stored, sha256)) {
          return stored.toString();
        }
        say.accept(stored + " is not the application, or not yours alone: it is replaced");
      } else {
        say.accept("copying the application to " + stored + ", once");
      }
      tellWhoMayMoveIt(say);
      Path partial = new Path(folder, "." + UUID.randomUUID() + ".jar");
      upload(jar, partial, READ_BY_ALL);
      files.delete(stored, true);
      if (!files.rename(partial, stored)) {
        throw new IOException("the copy cannot be renamed");
      }
      return stored.toString();
    } catch (IOException e) {
      throw FileSystemErrors.failed("write to", folder, e);
    }
  }

  private boolean isSound(Path stored, String sha256) throws IOException {
    FileStatus status = files.getFileStatus(stored);
    if (!status.isFile() || !isMine(status) || othersMayWrite(status)) {
      return false;
    }
    try (InputStream in = files.open(stored)) {
      return DigestUtils.sha256Hex(in).equals(sha256);
    }
  }

  private void tellWhoMayMoveIt(Consumer<String> say) throws IOException {
    FileStatus status = files.getFileStatus(root);
    if (othersMayWrite(status) && !status.getPermission().getStickyBit()) {
      say.accept(
          String.format(
              Locale.ROOT,
              "others may write to %s and so put a folder of theirs in the place of %s; hdfs dfs -chmod +t %s keeps them from it",
              root,
              folder.getName(),
              root));
    }
  }

  private void upload(java.nio.file.Path from, Path to, FsPermission mode) throws IOException {
    try (OutputStream out = NewFile.create(files, to, mode)) {
      Files.copy(from, out);
    } catch (IOException e) {
      files.delete(to, false);
      throw e;
    }
  }
}
