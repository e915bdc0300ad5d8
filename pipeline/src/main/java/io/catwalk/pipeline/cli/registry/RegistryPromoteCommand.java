package io.catwalk.pipeline.cli.registry;

import io.catwalk.pipeline.cli.option.Services;
import io.catwalk.pipeline.registry.AuditEntry;
import io.catwalk.pipeline.registry.Registry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A champion by a person's wish. */
@Command(
    name = "promote",
    description = "Makes a version the champion, whatever was found of it.",
    footer = {
      "  catwalk registry promote v0003 --model fashion-mnist --reason 'better on the new cameras'"
    })
final class RegistryPromoteCommand implements Runnable {

  @Mixin private RegistryVersion version;

  @Mixin private RegistryReason reason;

  @Mixin private RegistryOptions options;

  private final Services services;

  RegistryPromoteCommand(Services services) {
    this.services = services;
  }

  @Override
  public void run() {
    String wanted = version.required();
    Registry registry = options.registry(services);
    AuditEntry entry = registry.choose(wanted, reason.all());
    options.print(services.console(), entry, RegistryReason.changed(registry, entry));
  }
}
