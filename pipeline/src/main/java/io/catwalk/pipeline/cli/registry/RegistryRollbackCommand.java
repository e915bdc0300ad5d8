package io.catwalk.pipeline.cli.registry;

import io.catwalk.pipeline.cli.option.Services;
import io.catwalk.pipeline.registry.AuditEntry;
import io.catwalk.pipeline.registry.Registry;
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

  @Mixin private RegistryReason reason;

  @Mixin private RegistryOptions options;

  private final Services services;

  RegistryRollbackCommand(Services services) {
    this.services = services;
  }

  @Override
  public void run() {
    Registry registry = options.registry(services);
    AuditEntry entry = registry.rollback(to, reason.all());
    options.print(services.console(), entry, RegistryReason.changed(registry, entry));
  }
}
