package io.catwalk.pipeline.cli.registry;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.cli.option.Services;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Less to keep. */
@Command(
    name = "prune",
    description =
        "Deletes old versions; never the champion, nor the one that it came from, nor the one before.",
    footer = {"  catwalk registry prune --model fashion-mnist --keep 10"})
final class RegistryPruneCommand implements Runnable {

  @Option(
      names = "--keep",
      paramLabel = "N",
      required = true,
      description = "So many of the newest versions are kept, at least 1.")
  private int keep;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      defaultValue = "space",
      description = "Why, for the audit log. Default: ${DEFAULT-VALUE}.")
  private String reason;

  @Mixin private RegistryOptions options;

  private final Services services;

  RegistryPruneCommand(Services services) {
    this.services = services;
  }

  @Override
  public void run() {
    if (keep < 1) {
      throw CatwalkException.usage("--keep " + keep + ": expected a whole number of at least 1");
    }
    List<String> deleted = options.registry(services).prune(keep, List.of(reason));
    options.print(
        services.console(),
        deleted,
        deleted.isEmpty() ? "Nothing to delete" : "Deleted " + String.join(", ", deleted));
  }
}
