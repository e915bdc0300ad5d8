package io.catwalk.pipeline.cli.registry;

import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.cli.console.Figures;
import io.catwalk.pipeline.cli.option.Services;
import io.catwalk.pipeline.registry.Registry;
import io.catwalk.pipeline.registry.Verification;
import io.catwalk.pipeline.storage.ArtifactStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Whether all is as it was stored. */
@Command(
    name = "verify",
    description =
        "Reads everything and compares it with its checksums: files, audit log, champion.",
    footer = {"  catwalk registry verify --storage hdfs://HOST:9000/catwalk"})
final class RegistryVerifyCommand implements Callable<Integer> {

  @Mixin private RegistryOptions options;

  private final Services services;

  RegistryVerifyCommand(Services services) {
    this.services = services;
  }

  @Override
  public Integer call() {
    List<Verification> found = new ArrayList<>();
    if (options.model() != null) {
      found.add(options.registry(services).verify());
    } else {
      ArtifactStore store = options.store(services);
      Registry.names(store).forEach(name -> found.add(new Registry(store, name).verify()));
    }
    StringBuilder text = new StringBuilder();
    for (Verification one : found) {
      text.append(
          String.format(
              Locale.ROOT,
              "%s: %s; %s versions, %s files, %s bytes, %s audit lines, champion %s%n",
              one.registry(),
              one.sound() ? "sound" : "NOT SOUND",
              Figures.count(one.versions()),
              Figures.count(one.files()),
              Figures.count(one.bytes()),
              Figures.count(one.auditLines()),
              one.champion() == null ? "none" : one.champion()));
      one.problems().forEach(problem -> text.append("  problem: ").append(problem).append("\n"));
      one.notes().forEach(note -> text.append("  note: ").append(note).append("\n"));
    }
    options.print(
        services.console(), found, found.isEmpty() ? "The registry is empty" : text.toString());
    boolean sound = found.stream().allMatch(Verification::sound);
    return (sound ? ExitCode.OK : ExitCode.DATA).code();
  }
}
