package io.catwalk.pipeline.cli.option;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.config.ConfigOverride;
import io.catwalk.pipeline.config.ConfigSources;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.run.RunOptions;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Takes an interrupted training up again. */
public final class ResumeOption {

  @Option(
      names = "--resume",
      paramLabel = "RUN",
      description =
          "Goes on with a training that was interrupted, from its last whole checkpoint and with its dataset. Its settings are taken"
              + " from there where no --config is named; --storage must be the same, --master and --set cluster.* may differ.")
  private String runId;

  /** What the job is told. */
  public RunOptions over(StageOptions stage, Services services) {
    if (runId == null) {
      return stage.run(services);
    }
    if (stage.runId().filter(id -> !id.equals(runId)).isPresent()) {
      throw CatwalkException.usage(
          "--resume " + runId + " and --run-id " + stage.runId().get() + ": name one run");
    }
    return new RunOptions(Optional.of(runId), true, services.stop(), services.program());
  }

  /**
   * @param usual the experiment where none is named
   */
  public ExperimentConfig config(
      StageOptions stage, TrainingOptions training, Services services, Optional<String> usual) {
    if (runId == null) {
      ConfigSources sources = stage.sources(true, training.overrides());
      return services
          .loader()
          .load(
              usual.map(sources::orElse).orElseGet(() -> SuitingSettings.under(sources, services)));
    }
    if (training.transfers()) {
      throw CatwalkException.usage(
          "--resume "
              + runId
              + " with --from or --freeze-until: expected neither; it goes on as it was begun");
    }
    if (stage.namesExperiment()) {
      return services.loader().load(stage.sources(false, training.overrides()));
    }
    ConfigSources options = stage.sources(false, training.overrides());
    ExperimentConfig where = services.loader().load(options);
    String stored = services.jobs().storedConfig(where, runId);
    return services
        .loader()
        .load(
            options
                .over(new ConfigSources.Stored("the configuration of run " + runId, stored))
                // Where it was found, by whatever name it had when it was written.
                .with(ConfigOverride.option("--storage", "storage.root", where.storageRoot())));
  }
}
