package io.catwalk.pipeline.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class VersionText implements IVersionProvider {

  private final Services services;

  VersionText(Services services) {
    this.services = services;
  }

  @Override
  public String[] getVersion() {
    return services.versions().toArray(String[]::new);
  }
}
