package io.catwalk.pipeline.cli;

import io.catwalk.pipeline.registry.AuditEntry;
import io.catwalk.pipeline.registry.Registry;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A champion by a person's wish. */
@Command(
    name = "promote",
    description = "Makes a version the champion, whatever was found of it.",
    footer = {
      "  catwalk registry promote v0003 --model fashion-mnist --reason 'better on the new cameras'"
    })
final class RegistryPromoteCommand implements Runnable {

  @Parameters(paramLabel = "VERSION", description = "Such as v0003.")
  private String version;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "Why, for the audit log.")
  private String reason;

  @Mixin private RegistryOptions options;

  private final Services services;

  RegistryPromoteCommand(Services services) {
    this.services = services;
  }

  @Override
  public void run() {
    Registry registry = options.registry(services);
    AuditEntry entry = registry.choose(version, List.of(reason));
    options.print(services.console(), entry, changed(registry, entry));
  }

  static String changed(Registry registry, AuditEntry entry) {
    String from = entry.note().from();
    return "%s is the champion of %s now; before: %s"
        .formatted(entry.note().to(), registry.name(), from == null ? "none" : from);
  }
}
