package io.catwalk.pipeline.cli;

import io.catwalk.pipeline.registry.AuditEntry;
import io.catwalk.pipeline.registry.Registry;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The champion before. */
@Command(
    name = "rollback",
    description = "Takes the last promotion back.",
    footer = {
      "  catwalk registry rollback --model fashion-mnist --reason 'confuses coats since Monday'"
    })
final class RegistryRollbackCommand implements Runnable {

  @Option(
      names = "--to",
      paramLabel = "VERSION",
      description = "An earlier version. Default: the champion before this one.")
  private String to;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "Why, for the audit log.")
  private String reason;

  @Mixin private RegistryOptions options;

  private final Services services;

  RegistryRollbackCommand(Services services) {
    this.services = services;
  }

  @Override
  public void run() {
    Registry registry = options.registry(services);
    AuditEntry entry = registry.rollback(to, List.of(reason));
    options.print(services.console(), entry, RegistryPromoteCommand.changed(registry, entry));
  }
}
