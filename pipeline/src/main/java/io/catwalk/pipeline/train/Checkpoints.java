package io.catwalk.pipeline.train;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.config.TrainingConfig.CheckpointConfig;
import io.catwalk.pipeline.runs.TrainingFingerprint;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HeldLock;
import io.catwalk.pipeline.train.checkpoint.Checkpoint;
import io.catwalk.pipeline.train.checkpoint.CheckpointFolder;
import io.catwalk.pipeline.train.checkpoint.CheckpointWriter;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A training's checkpoints: the last whole one to go on from, and new ones as the configuration
 * asks for them.
 */
public final class Checkpoints implements AutoCloseable {

  private final CheckpointFolder folder;
  private final CheckpointConfig config;
  private final TrainingFingerprint fingerprint;
  private final TrainingListener listener;
  private final CheckpointWriter writer;
  private final HeldLock lock;
  private Checkpoint found;
  private String foundName;
  private volatile String newest;
  private int roundsSince;

  /**
   * @param folder of this run's checkpoints, in the store
   * @param fingerprint of what will be trained
   * @param listener hears of damaged checkpoints, and of those that cannot be written
   * @param lock of the run: nothing is written, and training ends, once another process has it
   */
  public Checkpoints(
      ArtifactStore store,
      String folder,
      CheckpointConfig config,
      TrainingFingerprint fingerprint,
      TrainingListener listener,
      HeldLock lock) {
    this.lock = lock;
    this.folder = new CheckpointFolder(store, folder, lock);
    this.config = config;
    this.fingerprint = fingerprint;
    this.listener = listener;
    this.writer = new CheckpointWriter(this::store, listener::warned);
  }

  /** Neither reads nor writes any. */
  public static Checkpoints none() {
    return new Checkpoints(
        null,
        "",
        new CheckpointConfig(0, 0, 1),
        TrainingFingerprint.of(java.util.Map.of()),
        TrainingListener.SILENT,
        HeldLock.UNDISPUTED);
  }

  /** Whether there is any checkpoint, whole or not. */
  public static boolean exist(ArtifactStore store, String folder) {
    return !new CheckpointFolder(store, folder, HeldLock.UNDISPUTED).names().isEmpty();
  }

  /** As {@link #find(String)}, of a run of the command. */
  public boolean find() {
    return find("--run-id");
  }

  /**
   * Looks for the last whole checkpoint, from which training will go on. Each damaged one that is
   * passed over is told in a line.
   *
   * @param setting by which the user would name another folder
   * @return whether there is one
   * @throws CatwalkException (usage) when it was written under other settings
   */
  public boolean find(String setting) {
    for (String name : folder.names()) {
      try {
        CheckpointFolder.Stored stored = folder.read(name);
        refuseOthers(name, stored.fingerprint(), setting);
        found = stored.checkpoint();
        foundName = name;
        newest = folder.uri(name);
        return true;
      } catch (IOException e) {
        listener.warned(
            "Checkpoint "
                + folder.uri(name)
                + " is damaged ("
                + e.getMessage()
                + "); the one before it is taken");
      }
    }
    return false;
  }

  private void refuseOthers(String name, TrainingFingerprint stored, String setting) {
    var differences = fingerprint.differences(stored);
    if (!differences.isEmpty()) {
      throw CatwalkException.usage(
          String.format(
              Locale.ROOT,
              "Checkpoint %s is of a training with other settings: %s; give the same again, or another %s",
              folder.uri(name),
              String.join(", ", differences),
              setting));
    }
  }

  /** The one that {@link #find} found. */
  Optional<Checkpoint> found() {
    return Optional.ofNullable(found);
  }

  /** Its URI, for messages. */
  String foundUri() {
    return folder.uri(foundName);
  }

  /** URI of the newest one that is known to be whole in storage; empty while there is none. */
  public Optional<String> newest() {
    return Optional.ofNullable(newest);
  }

  /** Whether any are written. */
  boolean on() {
    return config.everyRounds() > 0 || config.everyEpochs() > 0;
  }

  /**
   * After a round: writes one in the background where it is time.
   *
   * @throws CatwalkException (busy) when another process has the run's lock
   */
  public void afterRound(Supplier<Checkpoint> state) {
    refuseLost();
    roundsSince++;
    if (config.everyRounds() > 0 && roundsSince >= config.everyRounds()) {
      offer(state);
    }
  }

  /** After an epoch's validation: writes one in the background where it is time. */
  void afterEpoch(int epoch, Supplier<Checkpoint> state) {
    if (config.everyEpochs() > 0 && epoch % config.everyEpochs() == 0) {
      offer(state);
    }
  }

  /**
   * At the end, or when training must stop: returns once it is written or could not be.
   *
   * @throws CatwalkException as {@link #afterRound}
   */
  public void last(Supplier<Checkpoint> state) {
    if (on()) {
      offer(state);
      writer.await();
      refuseLost();
    }
  }

  /** What was written last has asked the storage; this waits for nothing. */
  private void refuseLost() {
    if (!lock.held()) {
      lock.check();
    }
  }

  /** Waits for what is being written. */
  public void await() {
    writer.await();
  }

  /** Deletes all of them; files of others in the folder stay. */
  public void discard() {
    writer.await();
    lock.check();
    folder.clear();
  }

  private void offer(Supplier<Checkpoint> state) {
    roundsSince = 0;
    writer.offer(state.get());
  }

  private void store(Checkpoint checkpoint) {
    try {
      newest = folder.uri(folder.write(checkpoint, fingerprint, config.keep()));
    } catch (CatwalkException e) {
      // Without the lock no later one can be written either: the training thread says so and ends.
      if (e.exitCode() != ExitCode.BUSY) {
        throw e;
      }
    }
  }

  @Override
  public void close() {
    writer.close();
  }
}
