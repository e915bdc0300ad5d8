package io.catwalk.pipeline.cli;

import io.catwalk.pipeline.cli.option.Services;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Drawn pictures, for {@code submit/get-data synthetic} and tests. */
@Command(
    name = "synthetic",
    hidden = true,
    description = "Draws small pictures, a folder a class, for trials without photos.",
    footer = "  catwalk synthetic --out drawn --classes circle,square --images 100 --seed 7")
final class SyntheticCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Option(names = "--out", paramLabel = "DIR", required = true, description = "A new folder.")
  private Path out;

  @Option(
      names = "--classes",
      paramLabel = "NAMES",
      defaultValue = "2",
      description = "Names with commas between them, or how many. Default: ${DEFAULT-VALUE}.")
  private String classes;

  @Option(
      names = "--images",
      paramLabel = "N",
      defaultValue = "100",
      description = "How many of each class. Default: ${DEFAULT-VALUE}.")
  private int images;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "42",
      description = "The same seed draws the same pictures. Default: ${DEFAULT-VALUE}.")
  private long seed;

  private final Services services;

  SyntheticCommand(Services services) {
    this.services = services;
  }

  @Override
  public void run() {
    List<String> names = names();
    if (names.size() < 2 || names.stream().distinct().count() < names.size()) {
      throw wrong("--classes " + classes + ": expected at least 2 different classes");
    }
    if (images < 1) {
      throw wrong("--images " + images + ": expected a whole number of at least 1");
    }
    services.drawing().write(out, names, images, seed);
    services
        .console()
        .result("drew " + images + " synthetic images each of " + String.join(", ", names));
  }

  private List<String> names() {
    if (!classes.matches("\\d{1,4}")) {
      return List.of(classes.split(","));
    }
    return IntStream.rangeClosed(1, Integer.parseInt(classes)).mapToObj(i -> "class-" + i).toList();
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
