package io.catwalk.pipeline.cli.option;

import io.catwalk.pipeline.cli.console.Console;
import io.catwalk.pipeline.cli.console.Progress;
import io.catwalk.pipeline.config.ConfigOverride;
import io.catwalk.pipeline.config.ConfigSources;
import io.catwalk.pipeline.run.RunOptions;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that every stage has. */
public final class StageOptions {

  @Mixin private ConfigOptions config;

  @Option(
      names = "--run-id",
      paramLabel = "ID",
      description =
          "Names the run, its folder and its Spark application: letters, digits, '.', '_', '-'. Default: made from the time."
              + " A training that was interrupted goes on when it is started again with the same.")
  private String runId;

  @Mixin private OutputOptions output;

  public ConfigSources sources(boolean imagesNeeded) {
    return config.sources(imagesNeeded);
  }

  /**
   * @param own what a command's own options say; they win over all others
   */
  public ConfigSources sources(boolean imagesNeeded, List<ConfigOverride> own) {
    return config.sources(imagesNeeded, own);
  }

  public RunOptions run(Services services) {
    return new RunOptions(runId(), false, services.stop(), services.program());
  }

  /** Empty where none was given. */
  Optional<String> runId() {
    return Optional.ofNullable(runId);
  }

  /** Whether the user named an experiment. */
  boolean namesExperiment() {
    return config.namesExperiment();
  }

  public Progress progress(Console console) {
    return output.progress(console);
  }

  /** Progress line by line. */
  public Consumer<String> lines(Console console, String who) {
    return output.lines(console, who);
  }

  /** Prints a summary: as JSON where asked for, else its headline. */
  public void print(Console console, Object summary, String headline) {
    output.print(console, summary, headline);
  }
}
