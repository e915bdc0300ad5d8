package io.catwalk.pipeline.retrain;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.config.DatasetConfig;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.ingest.SourceNights;
import io.catwalk.pipeline.report.RunIndex;
import io.catwalk.pipeline.retrain.Retraining.RetrainOptions;
import io.catwalk.pipeline.run.ProgressListeners;
import io.catwalk.pipeline.runs.RunPaths;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.SourceFiles;
import io.catwalk.pipeline.storage.SourceFiles.SourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Nights one after the other over a source that grows, in a storage of their own: what a month of
 * retraining does, before a scheduler does it.
 */
public final class Simulation {

  /** Below the scratch storage: the source as far as it has grown. */
  public static final String SOURCE = "source";

  private final Retraining retraining;
  private final ExperimentConfig scratch;
  private final RetrainOptions options;
  private final ArtifactStore store;
  private final SourceFiles files;
  private final Iterator<SourceNights.Night> coming;
  private final List<Ended> ended = new ArrayList<>();

  /**
   * @param user the user's configuration, of which the source is read, and nothing else
   * @param scratch the same with a storage and a source of its own, and with no hooks
   * @param count of nights, at least 1
   * @throws CatwalkException (usage) where no threshold is configured, or the scratch storage holds
   *     anything already; as {@link SourceNights#of}
   */
  public Simulation(
      Retraining retraining,
      ExperimentConfig user,
      ExperimentConfig scratch,
      int count,
      RetrainOptions options) {
    // Before anything is copied.
    RetrainJob.requireThreshold(scratch.retrain());
    this.retraining = retraining;
    this.scratch = scratch;
    this.options = options;
    this.store = retraining.store(scratch);
    this.files = retraining.sources(scratch);
    String source = user.data().source();
    SourceNights divided =
        SourceNights.of(
            source,
            files.list(source),
            count,
            user.data().format() == DatasetConfig.SourceFormat.AUTO,
            user.data().seed());
    requireEmpty();
    if (!divided.unreadable().isEmpty()) {
      options
          .say()
          .accept(
              String.format(
                  Locale.ROOT,
                  "%,d files cannot be read and take no part, such as %s: %s",
                  divided.unreadable().size(),
                  divided.unreadable().get(0).path(),
                  divided.unreadable().get(0).problem()));
    }
    this.coming = divided.nights().iterator();
  }

  /**
   * A night that has ended.
   *
   * @param night its name
   * @param files that came for it
   * @param summary as the night itself tells
   */
  public record Ended(String night, int files, RetrainSummary summary) {}

  /**
   * All nights; as JSON (snake_case) it is what {@code --simulate --json} prints.
   *
   * @param storage where everything lies that they made
   * @param index full URI of the page of all runs; null where no run was finished
   */
  public record Summary(String storage, String index, List<Ended> nights) {

    public Summary {
      nights = List.copyOf(nights);
    }
  }

  private void requireEmpty() {
    List<String> there = store.list("");
    if (!there.isEmpty()) {
      throw CatwalkException.usage(
          String.format(
              Locale.ROOT,
              "--simulate: the storage %s holds %s already; expected --storage to name a new or empty folder, as nights are tried in a storage of their own",
              store.root(),
              there.get(0)));
    }
  }

  /** Whether a night is to come. */
  public boolean hasNext() {
    return coming.hasNext();
  }

  /** Brings what is new and runs the next night. */
  public Ended next(ProgressListeners listeners) {
    SourceNights.Night night = coming.next();
    String stays =
        String.format(
            Locale.ROOT,
            "; that was in night %s of the simulation, what it has made stays in %s",
            night.name(),
            store.root());
    options.stop().advise("what the simulation has made stays in " + store.root());
    try {
      for (Map.Entry<String, SourceFile> file : night.files().entrySet()) {
        copy(file.getValue(), SOURCE + "/" + file.getKey());
      }
      Ended done =
          new Ended(
              night.name(), night.files().size(), retraining.retrain(scratch, options, listeners));
      ended.add(done);
      return done;
    } catch (CatwalkException e) {
      throw e.followedBy(stays);
    }
  }

  private void copy(SourceFile file, String path) {
    try (InputStream in = files.open(file.uri())) {
      store.write(path, in);
    } catch (IOException e) {
      throw CatwalkException.cluster("Cannot read " + file.uri() + ": " + e.getMessage(), e);
    }
  }

  /** Writes the page of all runs. */
  public Summary summary() {
    String model = scratch.model().name();
    String page = "reports/" + model + ".html";
    String uri = store.resolve(page).toString();
    boolean judged = ended.stream().anyMatch(night -> night.summary().version() != null);
    if (judged && !store.list(RunPaths.ROOT).isEmpty()) {
      store.write(page, RunIndex.of(store, RunPaths.ROOT, model, uri).html());
    }
    return new Summary(store.root().toString(), store.exists(page) ? uri : null, ended);
  }
}
