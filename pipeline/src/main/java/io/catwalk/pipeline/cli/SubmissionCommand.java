package io.catwalk.pipeline.cli;

import io.catwalk.pipeline.cli.console.Console;
import io.catwalk.pipeline.cli.option.Services;
import io.catwalk.pipeline.storage.HadoopStorage;
import io.catwalk.pipeline.storage.Submissions;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Called by submit/catwalk: prints the URIs of the mailbox, of the application (or {@code -}) and
 * of the experiment's file (or {@code -}) in storage, a line each.
 */
@Command(
    name = "submission",
    hidden = true,
    description = "Of submit/catwalk: puts into storage what a driver inside the cluster needs.",
    footer = "  catwalk submission --root hdfs:///catwalk --mailbox now --file mine.conf")
final class SubmissionCommand implements Runnable {

  @Option(names = "--root", required = true, paramLabel = "URI", description = "storage.root.")
  private String root;

  @Option(names = "--mailbox", required = true, paramLabel = "NAME", description = "Its folder.")
  private String mailbox;

  @Option(names = "--jar", paramLabel = "FILE", description = "The application.")
  private Path jar;

  @Option(names = "--file", paramLabel = "FILE", description = "The experiment's file.")
  private Path file;

  private final Services services;

  SubmissionCommand(Services services) {
    this.services = services;
  }

  @Override
  public void run() {
    Console console = services.console();
    Submissions submissions = HadoopStorage.with(Map.of()).submissions(root);
    String folder = submissions.mailbox(mailbox, Clock.systemUTC());
    String application =
        jar == null ? "-" : submissions.application(jar, line -> console.say("catwalk: " + line));
    String experiment = file == null ? "-" : submissions.experiment(folder, file);
    console.result(String.join("\n", folder, application, experiment));
  }
}
