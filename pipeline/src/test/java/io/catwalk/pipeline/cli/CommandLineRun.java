package io.catwalk.pipeline.cli;

import io.catwalk.pipeline.StopSignal;
import io.catwalk.pipeline.config.ConfigLoader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Runs a command in this process, as {@code Main} does, and keeps what it wrote. */
final class CommandLineRun {

  final FakeJobs jobs = new FakeJobs();
  final FakeRetraining retraining = new FakeRetraining();
  final FakeBenchmarks benchmarks = new FakeBenchmarks();
  final FakeDoctor doctor = new FakeDoctor();
  StopSignal stop = StopSignal.NEVER;
  boolean terminal;
  int code;
  String out;
  String err;
  String drawn;

  CommandLineRun run(String... arguments) {
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

  Catwalk catwalk(Console console) {
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

  List<String> errLines() {
    return err.lines().toList();
  }

  private void draw(Path folder, List<String> classes, int imagesPerClass, long seed) {
    drawn = folder + " " + classes + " " + imagesPerClass + " " + seed;
  }
}
