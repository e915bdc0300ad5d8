package io.catwalk.pipeline.train.checkpoint;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.runs.TrainingFingerprint;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HeldLock;
import io.catwalk.pipeline.train.checkpoint.Checkpoint.Best;
import io.catwalk.pipeline.train.state.Floats;
import io.catwalk.pipeline.train.state.NetworkCopy;
import io.catwalk.pipeline.train.state.StateFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The checkpoints of one run in storage: {@code epoch-00002-round-0000130.checkpoint}, each named
 * by where training goes on, and {@code best-<SHA-256>.network}, which several of them may share.
 */
public final class CheckpointFolder {

  private static final Pattern NAME = Pattern.compile("epoch-\\d{5,}-round-\\d{7,}\\.checkpoint");
  private static final Pattern BEST = Pattern.compile("best-([0-9a-f]{64})\\.network");
  private static final Pattern LEFTOVER = Pattern.compile("\\.(epoch|best)-.*\\.tmp");

  private final ArtifactStore store;
  private final String folder;
  private final HeldLock lock;

  /** What was written last, and as what: checkpoints of several epochs have the same. */
  private NetworkCopy lastBest;

  private String lastBestName;

  /**
   * @param lock asked before anything is written or deleted
   */
  public CheckpointFolder(ArtifactStore store, String folder, HeldLock lock) {
    this.store = store;
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * A checkpoint that was read.
   *
   * @param fingerprint of the training that wrote it
   */
  public record Stored(Checkpoint checkpoint, TrainingFingerprint fingerprint) {}

  /** Names of all checkpoints, the newest first. */
  public List<String> names() {
    return store.list(folder).stream()
        .filter(name -> NAME.matcher(name).matches())
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  public String uri(String name) {
    return store.resolve(path(name)).toString();
  }

  /**
   * @throws IOException when it, or the best epoch's file that it names, is not whole
   */
  public Stored read(String name) throws IOException {
    StateFile file = file(name);
    CheckpointHeader header = header(file.header(), name);
    Best best = Best.NONE;
    if (header.bestFile() != null) {
      StateFile bestFile = file(header.bestFile());
      CheckpointHeader.OfNetwork of =
          Json.read(bestFile.header(), CheckpointHeader.OfNetwork.class, header.bestFile());
      best =
          new Best(
              header.bestEpoch(),
              header.bestScore(),
              NetworkCopy.of(bestFile.row(0), bestFile.row(1), of.iterations(), of.epoch()));
    }
    return new Stored(
        new Checkpoint(
            header.position(),
            header.firstLoss(),
            header.history(),
            best,
            NetworkCopy.of(file.row(0), file.row(1), header.iterations(), header.epoch()),
            file.row(2),
            file.row(3)),
        new TrainingFingerprint(header.fingerprint()));
  }

  private StateFile file(String name) throws IOException {
    if (!store.exists(path(name))) {
      throw new StateFile.Damage(name + " is missing");
    }
    try (InputStream in = store.open(path(name))) {
      String sum = StateFile.check(in);
      var best = BEST.matcher(name);
      if (best.matches() && !best.group(1).equals(sum)) {
        throw new StateFile.Damage(name + " holds another network");
      }
    }
    try (InputStream in = store.open(path(name))) {
      return StateFile.read(in);
    }
  }

  private CheckpointHeader header(byte[] json, String name) {
    return Json.read(json, CheckpointHeader.class, uri(name));
  }

  /**
   * Writes a checkpoint, and the best epoch's network where that is not there yet; then deletes all
   * but the newest.
   *
   * @param keep so many, this one among them
   * @return its name
   * @throws CatwalkException (busy) when another process has the run's lock
   */
  public String write(Checkpoint checkpoint, TrainingFingerprint fingerprint, int keep) {
    String best = checkpoint.best().network() == null ? null : writeBest(checkpoint.best());
    CheckpointHeader header =
        new CheckpointHeader(
            checkpoint.position(),
            checkpoint.firstLoss(),
            checkpoint.history(),
            checkpoint.best().epoch(),
            checkpoint.best().score(),
            best,
            checkpoint.network().iterations(),
            checkpoint.network().epoch(),
            fingerprint.values());
    List<Floats> network = checkpoint.network().floats();
    List<Floats> rows =
        List.of(
            network.get(0),
            network.get(1),
            Floats.of(checkpoint.velocity()),
            Floats.of(checkpoint.average()));
    Position position = checkpoint.position();
    String name =
        String.format(
            Locale.ROOT, "epoch-%05d-round-%07d.checkpoint", position.epoch(), position.round());
    write(name, Json.write(header), rows);
    lock.check();
    prune(name, keep);
    return name;
  }

  private String writeBest(Best best) {
    NetworkCopy network = best.network();
    if (network == lastBest) {
      return lastBestName;
    }
    byte[] header =
        Json.write(new CheckpointHeader.OfNetwork(network.iterations(), network.epoch()));
    String name = "best-" + sum(header, network.floats()) + ".network";
    if (!store.exists(path(name))) {
      write(name, header, network.floats());
    }
    lastBest = network;
    lastBestName = name;
    return name;
  }

  private void write(String name, byte[] header, List<Floats> rows) {
    lock.write(store, path(name), out -> StateFile.write(out, header, rows));
  }

  private static String sum(byte[] header, List<Floats> rows) {
    try {
      return StateFile.write(OutputStream.nullOutputStream(), header, rows);
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to nowhere failed", e);
    }
  }

  /**
   * What is later than the one just written was passed over for its damage when training was taken
   * up: it must not push out whole ones.
   */
  private void prune(String written, int keep) {
    try {
      List<String> kept =
          names().stream().filter(name -> name.compareTo(written) <= 0).limit(keep).toList();
      names().stream().filter(name -> !kept.contains(name)).forEach(this::delete);
      List<String> all = store.list(folder);
      all.stream().filter(name -> LEFTOVER.matcher(name).matches()).forEach(this::delete);
      List<String> networks = all.stream().filter(name -> BEST.matcher(name).matches()).toList();
      if (networks.size() > 1) {
        Set<String> used = bestFiles(kept);
        networks.stream().filter(name -> !used.contains(name)).forEach(this::delete);
      }
    } catch (CatwalkException e) {
      // The checkpoint is there; what is left over goes after the next one.
    }
  }

  /** Deletes all checkpoints, and the folder where nothing else is in it. */
  public void clear() {
    // The oldest first: what is left of a deletion that failed is never half a training.
    List<String> own =
        store.list(folder).stream()
            .filter(
                name ->
                    NAME.matcher(name).matches()
                        || BEST.matcher(name).matches()
                        || LEFTOVER.matcher(name).matches())
            .toList();
    own.forEach(this::delete);
    if (store.list(folder).isEmpty()) {
      store.delete(folder);
    }
  }

  private Set<String> bestFiles(List<String> names) {
    Set<String> files = new HashSet<>();
    for (String name : names) {
      try (InputStream in = store.open(path(name))) {
        files.add(header(StateFile.header(in), name).bestFile());
      } catch (IOException | RuntimeException e) {
        // A damaged one needs no network any more; its lengths may be anything.
      }
    }
    return files;
  }

  private void delete(String name) {
    store.delete(path(name));
  }

  private String path(String name) {
    return folder + "/" + name;
  }
}
