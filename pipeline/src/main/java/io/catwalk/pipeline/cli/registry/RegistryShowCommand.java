package io.catwalk.pipeline.cli.registry;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.cli.option.Services;
import io.catwalk.pipeline.registry.Registry;
import io.catwalk.pipeline.registry.VersionManifest;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** One version. */
@Command(
    name = "show",
    description = "Shows a version with its verdict. Without VERSION: the champion.",
    footer = {"  catwalk registry show v0003 --model fashion-mnist"})
final class RegistryShowCommand implements Runnable {

  @Mixin private RegistryVersion version;

  @Mixin private RegistryOptions options;

  private final Services services;

  RegistryShowCommand(Services services) {
    this.services = services;
  }

  @Override
  public void run() {
    String given = version.given();
    Registry registry = options.registry(services);
    String wanted = given == null ? registry.state().championVersion() : given;
    if (wanted == null) {
      throw CatwalkException.data("Model " + registry.name() + " has no champion yet");
    }
    VersionManifest manifest = registry.version(wanted);
    StringBuilder text = new StringBuilder();
    line(
        text,
        "version",
        wanted + (wanted.equals(registry.state().championVersion()) ? " (champion)" : ""));
    line(text, "network", manifest.origin().network());
    line(text, "run", manifest.origin().runId());
    line(text, "dataset", manifest.origin().dataset());
    line(text, "judged on", manifest.origin().holdout());
    line(text, "from", manifest.origin().parent() == null ? "scratch" : manifest.origin().parent());
    line(text, "created", manifest.createdAt());
    line(text, "files", String.join(", ", manifest.files().keySet()));
    line(text, "stored in", registry.uri() + "/" + wanted);
    if (manifest.files().containsKey(VersionManifest.BLESSING)) {
      text.append(
          new String(registry.read(wanted, VersionManifest.BLESSING), StandardCharsets.UTF_8));
    }
    options.print(services.console(), manifest, text.toString());
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(String.format(Locale.ROOT, "%-13s%s%n", name, value));
  }
}
