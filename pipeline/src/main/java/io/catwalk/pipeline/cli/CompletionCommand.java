package io.catwalk.pipeline.cli;

import io.catwalk.models.ModelCatalog;
import io.catwalk.pipeline.cli.option.ConfigOptions;
import io.catwalk.pipeline.cli.option.Services;
import io.catwalk.pipeline.config.ConfigLoader;
import io.catwalk.pipeline.config.ConfigSources;
import io.catwalk.pipeline.config.Experiments;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The script that lets bash complete what can be typed. */
@Command(
    name = "completion",
    description = {
      "Prints a script with which bash and zsh complete commands, options, files, packed experiments, networks, keys of the"
          + " configuration, and the runs, models and datasets of a storage on this machine.",
      "",
      "source submit/env loads it when it is first needed; or load it in ~/.bashrc, where catwalk is on the PATH."
    },
    footer = "  source <(catwalk completion)")
final class CompletionCommand implements Runnable {

  private static final String VALUES = "completion.bash";

  @Spec private CommandSpec spec;

  private final Services services;

  CompletionCommand(Services services) {
    this.services = services;
  }

  @Override
  public void run() {
    ConfigSources defaults = new ConfigSources(ConfigOptions.systemProperties(), List.of(), false);
    Collection<String> keys = ConfigLoader.settings(services.loader().load(defaults)).keySet();
    services
        .console()
        .result(
            AutoComplete.bash("catwalk", spec.root().commandLine())
                + lines("_catwalk_networks", ModelCatalog.names())
                + lines("_catwalk_experiments", Experiments.packed())
                + lines("_catwalk_keys", keys.stream().map(key -> key + "=").toList())
                + values());
  }

  /** A variable of the shell; none of the names has a quote. */
  private static String lines(String variable, Collection<String> names) {
    return String.format(Locale.ROOT, "%s='%s'%n", variable, String.join("\n", names));
  }

  private static String values() {
    try (InputStream in = CompletionCommand.class.getResourceAsStream(VALUES)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + VALUES + " from the application's jar", e);
    }
  }
}
