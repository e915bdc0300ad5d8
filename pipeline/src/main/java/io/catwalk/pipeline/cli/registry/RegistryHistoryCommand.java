package io.catwalk.pipeline.cli.registry;

import io.catwalk.pipeline.cli.console.Table;
import io.catwalk.pipeline.cli.option.Services;
import io.catwalk.pipeline.registry.AuditEntry;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The audit log. */
@Command(
    name = "history",
    description = "Prints the audit log: who did what, when and why, the newest last.",
    footer = {"  catwalk registry history --model fashion-mnist --json"})
final class RegistryHistoryCommand implements Runnable {

  @Mixin private RegistryOptions options;

  private final Services services;

  RegistryHistoryCommand(Services services) {
    this.services = services;
  }

  @Override
  public void run() {
    List<AuditEntry> history = options.registry(services).history();
    Table table = new Table(">LINE", "AT", "WHO", "ACTION", "VERSION", "CHAMPION", "WHY");
    for (AuditEntry entry : history) {
      AuditEntry.Note note = entry.note();
      String version = note.version() == null ? String.join(", ", note.versions()) : note.version();
      String champion = entry.state().championVersion();
      table.row(
          Long.toString(entry.number()),
          entry.at(),
          entry.who(),
          note.action().id(),
          version,
          champion == null ? "none" : champion,
          String.join("; ", note.reasons()));
    }
    options.print(services.console(), history, table.toString());
  }
}
