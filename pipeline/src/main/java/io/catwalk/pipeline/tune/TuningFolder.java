package io.catwalk.pipeline.tune;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.StoredDocument;
import io.catwalk.pipeline.runs.TrainingFingerprint;
import io.catwalk.pipeline.runs.Tuning;
import io.catwalk.pipeline.runs.Tuning.Trial;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HeldLock;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;

/**
 * {@code tunings/ID} of a storage: a file a training as soon as it has ended, so that an
 * interrupted search goes on, and at its end the result.
 */
public record TuningFolder(ArtifactStore store, String id, HeldLock lock) {

  /** The result, {@link Tuning}. */
  public static final String RESULT = "tuning.json";

  /** The trainings as a table. */
  public static final String TABLE = "trials.csv";

  /** The best settings, as a configuration. */
  public static final String BEST = "best.conf";

  /** The page for people. */
  public static final String REPORT = "tuning.html";

  private static final int SCHEMA_VERSION = 1;
  private static final String ROOT = "tunings";
  private static final String BEGUN = "begun.json";
  private static final String TRIALS = "trials";

  /**
   * What a search was begun with.
   *
   * @param schemaVersion of this document and of those of its trainings
   * @param values all that decides what comes out
   */
  private record Begun(int schemaVersion, SortedMap<String, String> values)
      implements StoredDocument {}

  /** Relative to the storage's root. */
  public static String folder(String id) {
    return ROOT + "/" + id;
  }

  /**
   * Begins, or goes on.
   *
   * @param fingerprint of all that decides what comes out
   * @throws CatwalkException (usage) when something else was begun here
   */
  void begin(TrainingFingerprint fingerprint) {
    String file = path(BEGUN);
    if (!store.exists(file)) {
      write(BEGUN, Json.write(new Begun(SCHEMA_VERSION, fingerprint.values())));
      return;
    }
    Begun begun = Json.read(store.read(file), Begun.class, store.resolve(file).toString());
    List<String> differences = fingerprint.differences(TrainingFingerprint.of(begun.values()));
    if (!differences.isEmpty()) {
      throw CatwalkException.usage(
          String.format(
              Locale.ROOT,
              "%s was begun with other settings: %s; give the same again, or another --run-id",
              store.resolve(folder(id)),
              String.join(", ", differences)));
    }
  }

  /** In the order in which they ended. */
  List<Trial> trials() {
    String folder = path(TRIALS);
    return store.list(folder).stream()
        .map(
            name ->
                Json.read(
                    store.read(folder + "/" + name),
                    Trial.class,
                    store.resolve(folder + "/" + name).toString()))
        .toList();
  }

  /**
   * @param number of it, from 1 on, in the order in which they ended
   */
  void add(int number, Trial trial) {
    write(
        String.format(
            Locale.ROOT,
            "%s/%06d-trial-%d-epochs-%d.json",
            TRIALS,
            number,
            trial.trial(),
            trial.epochs()),
        Json.write(trial));
  }

  /** Where checkpoints of the training that is under way lie. */
  public String checkpoints() {
    return path("training");
  }

  /** Whether the search came to its end. */
  public boolean isFinished() {
    return store.exists(path(RESULT));
  }

  /** Writes or replaces a file of it. */
  public void write(String name, byte[] content) {
    lock.write(store, path(name), out -> out.write(content));
  }

  /** Its URI. */
  public String uri(String name) {
    return store.resolve(path(name)).toString();
  }

  private String path(String name) {
    return folder(id) + "/" + name;
  }
}
