package io.catwalk.pipeline.run;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.SourceFiles;
import io.catwalk.pipeline.storage.SourceFiles.SourceFile;
import io.catwalk.pipeline.storage.StagedFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * Brings images that lie on the driver's own disk to where executors of a cluster can read them:
 * {@code sources/} in shared storage, once for each state of the folder.
 */
final class SourceStaging {

  private static final int AT_ONCE = 16;

  private final ArtifactStore store;
  private final SourceFiles sources;

  SourceStaging(ArtifactStore store, SourceFiles sources) {
    this.store = store;
    this.sources = sources;
  }

  /**
   * The same source, or where its copy lies.
   *
   * @param name of the dataset, for the copy's folder
   */
  String reachable(String name, String source, String sparkMaster) {
    if (!mustBeCopied(source, sparkMaster)) {
      return source;
    }
    List<SourceFile> files = sources.list(source);
    String folder = folder(name, files);
    if (!store.exists(folder)) {
      copy(files, folder);
    }
    return store.resolve(folder).toString();
  }

  /**
   * Path in the copy → the file on the driver's disk; empty where {@link #reachable} copies none.
   */
  Map<String, SourceFile> originals(String source, String sparkMaster) {
    return mustBeCopied(source, sparkMaster)
        ? sources.list(source).stream()
            .collect(Collectors.toMap(SourceFile::path, file -> file, (one, other) -> one))
        : Map.of();
  }

  /** As {@link #reachable}, with a copy that is made now. */
  String copiedAnew(String name, String source, String sparkMaster) {
    if (!mustBeCopied(source, sparkMaster)) {
      return source;
    }
    List<SourceFile> files = sources.list(source);
    String folder = folder(name, files);
    store.delete(folder);
    copy(files, folder);
    return store.resolve(folder).toString();
  }

  /** As {@link #reachable}, where nothing need be copied for it; else empty. */
  Optional<String> staged(String name, String source, String sparkMaster) {
    if (!mustBeCopied(source, sparkMaster)) {
      return Optional.of(source);
    }
    String folder = folder(name, sources.list(source));
    return store.exists(folder) ? Optional.of(store.resolve(folder).toString()) : Optional.empty();
  }

  /** One file tells for all: a source lies on one file system. */
  private boolean mustBeCopied(String source, String sparkMaster) {
    return !sparkMaster.startsWith("local")
        && !"file".equals(store.root().scheme())
        && sources.any(source).startsWith("file:");
  }

  private static String folder(String name, List<SourceFile> files) {
    return "sources/" + name + "/" + fingerprint(files);
  }

  private void copy(List<SourceFile> files, String folder) {
    try (StagedFolder staged = store.stage(folder)) {
      copySideBySide(files, staged.path());
      staged.publish();
    }
  }

  /** A storage takes its time for each file, however small, and waits for none of the others. */
  private void copySideBySide(List<SourceFile> files, String folder) {
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Future<?>> copies = new ArrayList<>();
      for (SourceFile file : files) {
        copies.add(threads.submit(() -> copy(file, folder + "/" + file.path())));
      }
      for (Future<?> copy : copies) {
        copy.get();
      }
    } catch (ExecutionException e) {
      throw CatwalkException.among(e).orElseThrow(() -> new IllegalStateException(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while images were copied", e);
    } finally {
      threads.shutdownNow();
    }
  }

  private void copy(SourceFile file, String to) {
    // What cannot be read is told as empty where it is an image by its name.
    try (InputStream in =
        file.problem().isEmpty() ? sources.open(file.uri()) : InputStream.nullInputStream()) {
      store.write(to, in);
    } catch (IOException e) {
      throw CatwalkException.data("Cannot read " + file.uri() + ": " + e.getMessage(), e);
    }
  }

  private static String fingerprint(List<SourceFile> files) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (SourceFile file : files) {
        String line = file.path() + '\0' + file.length() + '\0' + file.modified() + '\n';
        digest.update(line.getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
