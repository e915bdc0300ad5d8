package io.catwalk.pipeline.retrain;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.LocalSpark;
import io.catwalk.pipeline.config.ConfigLoader;
import io.catwalk.pipeline.config.ConfigOverride;
import io.catwalk.pipeline.config.ConfigSources;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.config.FakeModels;
import io.catwalk.pipeline.ingest.SyntheticPhotos;
import io.catwalk.pipeline.registry.Registry;
import io.catwalk.pipeline.run.ProgressListeners;
import io.catwalk.pipeline.run.Workbench;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.SourceFiles;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three nights that train and judge. */
class SimulationTest {

  @TempDir private Path folder;

  @Test
  void threeNightsMakeVersionsAndAPageOfAllRuns() throws Exception {
    LocalSpark.session();
    SyntheticPhotos.write(folder.resolve("photos"), List.of("cat", "dog"), 40, 7);
    ExperimentConfig user = config(folder.resolve("photos"), folder.resolve("real"));
    Path scratch = folder.resolve("scratch");

    Simulation simulation =
        new Simulation(
            new SharedSpark(),
            user,
            config(scratch.resolve(Simulation.SOURCE), scratch),
            2,
            Retraining.RetrainOptions.NONE);
    List<Simulation.Ended> nights = new ArrayList<>();
    while (simulation.hasNext()) {
      nights.add(simulation.next(ProgressListeners.SILENT));
    }
    Simulation.Summary summary = simulation.summary();

    assertThat(summary.nights()).isEqualTo(nights);
    assertThat(nights).extracting(Simulation.Ended::night).containsExactly("start", "1", "2");
    // The marker of drawn pictures comes with the start.
    assertThat(nights).extracting(Simulation.Ended::files).containsExactly(29, 26, 26);
    assertThat(nights.get(0).summary().outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(nights)
        .extracting(night -> night.summary().version())
        .containsExactly("v0001", "v0002", "v0003");
    assertThat(nights.get(0).summary().newImages()).isEqualTo(28);
    assertThat(nights.get(1).summary().newImages()).isEqualTo(26);
    Registry registry = new Registry(new SharedSpark().store(config(scratch, scratch)), "pets");
    assertThat(registry.versions()).hasSize(3);
    String page = Files.readString(Path.of(URI.create(summary.index())));
    assertThat(page).contains(nights.get(2).summary().run());
    assertThat(folder.resolve("real")).doesNotExist();
  }

  private ExperimentConfig config(Path source, Path storage) {
    List<ConfigOverride> overrides = new ArrayList<>();
    for (String setting :
        List.of(
            "data.name=pets",
            "data.source=" + source,
            "data.split=hash",
            "data.test-percent=30",
            "data.shape.height=32",
            "data.shape.width=32",
            "data.shape.channels=1",
            "registry.name=pets",
            "storage.root=" + storage,
            "train.workers=1",
            "train.minibatch=8",
            "train.epochs=1",
            "train.averaging-frequency=2",
            "retrain.checks.max-class-share-change=100",
            "retrain.checks.max-brightness-change=100",
            "retrain.blessing.min-accuracy=0.01",
            "retrain.blessing.test=mcnemar")) {
      overrides.add(ConfigOverride.assignment("--set", setting));
    }
    return new ConfigLoader(new FakeModels()).load(new ConfigSources(Map.of(), overrides, true));
  }

  /** As the real one, on the session of all tests, which no night may close. */
  private static final class SharedSpark implements Retraining {

    @Override
    public RetrainSummary retrain(
        ExperimentConfig config, RetrainOptions options, ProgressListeners listeners) {
      Workbench bench = bench(config);
      return new RetrainJob(bench.store(), config, options, new SparkStages(bench, config, options))
          .run(listeners);
    }

    @Override
    public RetrainStatus status(ExperimentConfig config) {
      throw new AssertionError("nobody asks");
    }

    @Override
    public ArtifactStore store(ExperimentConfig config) {
      return bench(config).store();
    }

    @Override
    public SourceFiles sources(ExperimentConfig config) {
      return bench(config).sources();
    }

    @SuppressWarnings("MustBeClosedChecker")
    private static Workbench bench(ExperimentConfig config) {
      return new Workbench(config, () -> "retrain");
    }
  }
}
