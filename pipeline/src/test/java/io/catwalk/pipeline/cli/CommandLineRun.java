package io.catwalk.pipeline.cli;

import io.catwalk.pipeline.StopSignal;
import io.catwalk.pipeline.cli.console.Console;
import io.catwalk.pipeline.cli.option.Services;
import io.catwalk.pipeline.config.ConfigLoader;
import io.catwalk.pipeline.model.CatalogModels;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Runs a command in this process, as {@code Main} does, and keeps what it wrote. */
public final class CommandLineRun {

  public final FakeJobs jobs = new FakeJobs();
  public final FakeRetraining retraining = new FakeRetraining();
  public final FakeBenchmarks benchmarks = new FakeBenchmarks();
  final FakeDoctor doctor = new FakeDoctor();
  StopSignal stop = StopSignal.NEVER;
  public boolean terminal;
  public int code;
  public String out;
  public String err;
  String drawn;

  public CommandLineRun run(String... arguments) {
    ByteArrayOutputStream results = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    PrintStream before = System.out;
    try (PrintStream resultStream = new PrintStream(results, true, StandardCharsets.UTF_8);
        PrintStream errorStream = new PrintStream(errors, true, StandardCharsets.UTF_8)) {
      System.setOut(errorStream);
      code = catwalk(new Console(resultStream, errorStream, terminal, 100)).run(arguments);
    } finally {
      System.setOut(before);
    }
    out = results.toString(StandardCharsets.UTF_8);
    err = errors.toString(StandardCharsets.UTF_8);
    return this;
  }

  public Catwalk catwalk(Console console) {
    return new Catwalk(
        new Services(
            console,
            new ConfigLoader(new CatalogModels()),
            jobs,
            retraining,
            benchmarks,
            doctor,
            this::draw,
            List.of("catwalk 9"),
            stop,
            "catwalk"));
  }

  public List<String> errLines() {
    return err.lines().toList();
  }

  private void draw(Path folder, List<String> classes, int imagesPerClass, long seed) {
    drawn = folder + " " + classes + " " + imagesPerClass + " " + seed;
  }
}
