package io.catwalk.pipeline.cli;

import io.catwalk.pipeline.BuildInfo;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.bench.LocalBenchmarks;
import io.catwalk.pipeline.cli.console.Console;
import io.catwalk.pipeline.cli.console.DriverOutput;
import io.catwalk.pipeline.cli.console.StandardError;
import io.catwalk.pipeline.cli.option.ConfigOptions;
import io.catwalk.pipeline.cli.option.Services;
import io.catwalk.pipeline.config.ConfigLoader;
import io.catwalk.pipeline.doctor.SparkDoctor;
import io.catwalk.pipeline.doctor.SupportedSpark;
import io.catwalk.pipeline.ingest.SyntheticPhotos;
import io.catwalk.pipeline.model.CatalogModels;
import io.catwalk.pipeline.retrain.SparkRetraining;
import io.catwalk.pipeline.run.SparkJobs;
import io.catwalk.pipeline.spark.QuietFarewell;
import io.catwalk.pipeline.spark.SparkConnect;
import io.catwalk.pipeline.spark.SparkSessions;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The process: standard streams in, exit code out. */
public final class Main {

  private static final Path STDERR = Path.of("/proc/self/fd/2");

  private Main() {}

  /**
   * @throws Exception inside YARN alone, which takes the exit code from it
   */
  public static void main(String[] arguments) throws Exception {
    // Spark's and Hadoop's names of files are formatted too, in the default locale: with digits
    // that they cannot read again.
    Locale.setDefault(Locale.ROOT);
    QuietFarewell.install();
    // Libraries print to stdout, where nothing but the result may stand.
    System.setOut(System.err);
    Optional<String> objection = SupportedSpark.objection(Main.class.getClassLoader());
    if (objection.isPresent()) {
      System.err.println("catwalk: " + objection.get());
      System.exit(ExitCode.CLUSTER.code());
    }
    Optional<String> connect = SparkConnect.objection(ConfigOptions.systemProperties());
    if (connect.isPresent()) {
      System.err.println("catwalk: " + connect.get());
      System.exit(ExitCode.USAGE.code());
    }
    Map<String, String> environment = System.getenv();
    Console own =
        new Console(
            utf8(FileDescriptor.out),
            utf8(FileDescriptor.err),
            StandardError.isTerminal(environment, STDERR),
            StandardError.columns(environment));
    DriverOutput driverOutput = DriverOutput.of(ConfigOptions.systemProperties());
    Console console = driverOutput.copy(own);
    Interruption interruption = new Interruption(console, Main::end, Runtime.getRuntime()::halt);
    interruption.listen();
    Thread.setDefaultUncaughtExceptionHandler(new OutOfMemoryExit(console, Main::end));
    int code =
        new Catwalk(
                new Services(
                    interruption.muted(console),
                    new ConfigLoader(new CatalogModels()),
                    new SparkJobs(),
                    new SparkRetraining(),
                    new LocalBenchmarks(),
                    new SparkDoctor(),
                    SyntheticPhotos::write,
                    versions(BuildInfo.read()),
                    interruption,
                    environment.getOrDefault("CATWALK_PROGRAM", "catwalk")))
            .run(arguments);
    driverOutput.post(code, own);
    if (!insideYarn()) {
      System.exit(code);
    }
    if (code != ExitCode.OK.code()) {
      throw SparkSessions.endOfDriver(code);
    }
  }

  /** Ends the process in the middle of a job, whose threads then fail in ways that tell nothing. */
  private static void end(int code) {
    SparkSessions.silence();
    System.exit(code);
  }

  /** Class names, shapes and paths hold more than ASCII, whatever the locale. */
  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  private static List<String> versions(BuildInfo build) {
    return List.of(
        "catwalk " + build.version() + " (" + build.commit() + ")",
        "built for Spark " + build.spark(),
        "Deeplearning4j " + build.dl4j() + ", dl4j-spark " + build.dl4jSpark(),
        "Java " + Runtime.version());
  }

  /** YARN takes any exit of the process, even by 0, for a driver that died early. */
  private static boolean insideYarn() {
    return "cluster".equals(System.getProperty("spark.submit.deployMode"))
        && "yarn".equals(System.getProperty("spark.master"));
  }
}
