package io.catwalk.pipeline.cli;

import io.catwalk.pipeline.cli.console.Progress;
import io.catwalk.pipeline.cli.console.TuneHeadline;
import io.catwalk.pipeline.cli.option.Services;
import io.catwalk.pipeline.cli.option.StageOptions;
import io.catwalk.pipeline.cli.option.SuitingSettings;
import io.catwalk.pipeline.cli.option.TrainingOptions;
import io.catwalk.pipeline.config.ConfigOverride;
import io.catwalk.pipeline.config.ConfigSources;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.tune.TuneRequest;
import io.catwalk.pipeline.tune.TuneSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Looks for better settings. */
@Command(
    name = "tune",
    description = {
      "Looks for better settings of a training, by the validation images alone.",
      "",
      "Draws settings from tune.space, trains each for a few epochs, and trains the best of them longer, up to train.epochs"
          + " (successive halving). The configuration as it stands trains too, to be compared with. Images to test take no part.",
      "",
      "Result: best.conf, a configuration for catwalk train; trials.csv; a page with all that was tried. What was interrupted goes on"
          + " when it is started again with the same --run-id; with more --trials or --minutes a search that has ended does too."
    },
    footer = {
      "  catwalk tune --config pets.conf",
      "  catwalk tune --config pets.conf --minutes 480 --trials 200 --master yarn",
      "  catwalk tune --config pets.conf --set 'tune.space=[{ key = train.minibatch, values = [16, 64] }]'"
    })
final class TuneCommand implements Runnable {

  @Mixin private StageOptions stage;
  @Mixin private TrainingOptions training;

  @Option(
      names = "--trials",
      paramLabel = "N",
      description = "Settings that are tried at most (tune.trials).")
  private String trials;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description = "For so long further trainings begin (tune.minutes).")
  private String minutes;

  private final Services services;

  TuneCommand(Services services) {
    this.services = services;
  }

  @Override
  public void run() {
    ConfigSources sources = SuitingSettings.under(stage.sources(true, own()), services);
    ExperimentConfig config = services.loader().load(sources);
    TuneHeadline lines = new TuneHeadline(config.tune().trials());
    Consumer<String> say = stage.lines(services.console(), "tune");
    TuneRequest request =
        new TuneRequest(
            config,
            overrides -> services.loader().load(with(sources, overrides)),
            trials -> say.accept(lines.of(trials)));
    TuneSummary summary;
    try (Progress progress = stage.progress(services.console())) {
      summary = services.jobs().tune(request, stage.run(services), progress.listeners());
    }
    stage.print(services.console(), summary, TuneHeadline.of(summary, services.program()));
  }

  private List<ConfigOverride> own() {
    List<ConfigOverride> own = new ArrayList<>(training.overrides());
    if (trials != null) {
      own.add(ConfigOverride.option("--trials", "tune.trials", trials));
    }
    if (minutes != null) {
      own.add(ConfigOverride.option("--minutes", "tune.minutes", minutes));
    }
    return own;
  }

  private static ConfigSources with(ConfigSources sources, List<ConfigOverride> overrides) {
    ConfigSources all = sources;
    for (ConfigOverride override : overrides) {
      all = all.with(override);
    }
    return all;
  }
}
