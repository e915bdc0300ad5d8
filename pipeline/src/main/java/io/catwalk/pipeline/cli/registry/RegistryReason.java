package io.catwalk.pipeline.cli.registry;

import io.catwalk.pipeline.registry.AuditEntry;
import io.catwalk.pipeline.registry.Registry;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** What a person who chooses a champion says, and what they are told. */
final class RegistryReason {

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "Why, for the audit log.")
  private String reason;

  List<String> all() {
    return List.of(reason);
  }

  static String changed(Registry registry, AuditEntry entry) {
    String from = entry.note().from();
    return String.format(
        Locale.ROOT,
        "%s is the champion of %s now; before: %s",
        entry.note().to(),
        registry.name(),
        from == null ? "none" : from);
  }
}
