package io.catwalk.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.models.ModelCatalog;
import io.catwalk.pipeline.CatwalkException;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.security.AccessControlException;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user reads on stderr after a failure, and the exit code that a script gets. */
class MistakesTest {

  private final CommandLineRun command = new CommandLineRun();

  @Test
  void noCommand() {
    usage("Try: catwalk --help", "Missing command");
  }

  @Test
  void anUnknownCommand() {
    usage("Try: catwalk --help", "unknown command tran; did you mean train or retrain?", "tran");
  }

  @Test
  void anUnknownOption() {
    usage(
        "Try: catwalk train --help",
        "unknown option --confg; did you mean --config?",
        "train",
        "--confg",
        "x");
  }

  @Test
  void anOptionWithoutItsValue() {
    usage(
        "Try: catwalk train --help",
        "Missing required parameter for option '--run-id' (ID)",
        "train",
        "--run-id");
  }

  @Test
  void bothARunAndAModel() {
    usage(
        "Try: catwalk evaluate --help",
        "--run=RUN, --model=MODEL are mutually exclusive (specify only one)",
        "evaluate",
        "--run=a",
        "--model=b");
  }

  @Test
  void neitherARunNorAModel() {
    usage(
        "Try: catwalk predict --help",
        "Missing required argument (specify one of these): (--run=RUN | --model=MODEL)",
        "predict",
        "--images=x");
  }

  @Test
  void noImagesToPredict() {
    usage(
        "Try: catwalk predict --help",
        "Missing required option: '--images=PATTERN'",
        "predict",
        "--run=a");
  }

  @Test
  void aPatternThatTheShellHasExpanded() {
    usage(
        "Try: catwalk predict --help",
        "unknown argument b.jpg; quote a pattern, so that the shell leaves it alone",
        "predict",
        "--run=a",
        "--images",
        "a.jpg",
        "b.jpg");
  }

  @Test
  void numbersThatMakeNoSense() {
    usage(
        "Try: catwalk predict --help",
        "--show -1: expected a whole number of at least 0",
        "predict",
        "--run=a",
        "--images=x",
        "--show=-1");
    usage(
        "Try: catwalk predict --help",
        "Invalid value for option '--show': 'few' is not an int",
        "predict",
        "--run=a",
        "--images=x",
        "--show=few");
    usage(
        "Try: catwalk models --help",
        "--classes 1: expected a whole number of at least 2",
        "models",
        "--classes=1");
    usage(
        "Try: catwalk synthetic --help",
        "--images 0: expected a whole number of at least 1",
        "synthetic",
        "--out=d",
        "--images=0");
    usage(
        "Try: catwalk synthetic --help",
        "--classes a,a: expected at least 2 different classes",
        "synthetic",
        "--out=d",
        "--classes=a,a");
  }

  @Test
  void anUnknownModel() {
    usage(
        "Try: catwalk models --help",
        "unknown network lenet6; known are " + String.join(", ", ModelCatalog.names()),
        "models",
        "lenet6");
  }

  @Test
  void everyMistakeOfTheConfigurationStandsOnALineOfItsOwn(@TempDir Path folder)
      throws IOException {
    Path file = Files.writeString(folder.resolve("mine.conf"), "train {\n  epoch = 3\n}\n");
    command.run(
        "train",
        "--config",
        file.toString(),
        "--set",
        "train.workers=0",
        "--set",
        "x",
        "--master",
        "sprk://h");

    assertThat(command.code).isEqualTo(2);
    assertThat(command.out).isEmpty();
    assertThat(command.errLines())
        .containsExactly(
            "catwalk: " + file + ":2: train.epoch = 3: unknown key; did you mean train.epochs?",
            "catwalk: --set x: expected KEY=VALUE",
            "catwalk: --set train.workers=0: expected a whole number from 1 to 10000",
            "catwalk: --master sprk://h: expected local, local[N], local[*],"
                + " local-cluster[WORKERS,CORES,MEGABYTES], spark://HOST:PORT, yarn or k8s://URL;"
                + " Spark Connect (sc://) is not enough, since it runs no RDDs");
    assertThat(command.jobs.started).isNull();
  }

  @Test
  void aMissingFile() {
    command.run("train", "--config", "nowhere.conf");

    assertThat(command.code).isEqualTo(2);
    assertThat(command.errLines())
        .singleElement()
        .asString()
        .startsWith("catwalk: --config nowhere.conf: no such file");
  }

  @Test
  void trainingWithoutImages() {
    command.run("train");

    assertThat(command.code).isEqualTo(2);
    assertThat(command.err).startsWith("catwalk: data.source: not set;");
  }

  @Test
  void imagesThatTheNetworkCannotTake() {
    command.run("train-lenet", "--set", "data.shape.width=8");

    assertThat(command.code).isEqualTo(2);
    assertThat(command.errLines())
        .containsExactly(
            "catwalk: --set data.shape.width=8: lenet5 cannot take images of 1@32×8:"
                + " expected an image of at least 16×16, found 32×8");
  }

  @Test
  void aRunIdThatIsNoFolderName() {
    command.run("train-lenet", "--run-id", "a/b");

    assertThat(command.code).isEqualTo(2);
    assertThat(command.errLines())
        .singleElement()
        .asString()
        .startsWith("catwalk: --run-id a/b: expected");
    assertThat(command.jobs.started).isNull();
  }

  @Test
  void damagedData() {
    command.jobs.failure = CatwalkException.data("photos: 12 % are bad");
    command.run("ingest", "--set", "data.source=photos", "--quiet");

    assertThat(command.code).isEqualTo(3);
    assertThat(command.out).isEmpty();
    assertThat(command.errLines()).containsExactly("catwalk: photos: 12 % are bad");
  }

  @Test
  void aClusterThatTheStageFoundDead() {
    command.jobs.failure = CatwalkException.cluster("spark://h:7077 does not answer");
    command.run("train-lenet", "-q");

    assertThat(command.code).isEqualTo(4);
    assertThat(command.errLines())
        .contains("catwalk: spark://h:7077 does not answer")
        .noneMatch(line -> line.startsWith("\tat "));
  }

  @Test
  void aClusterWhoseFailureArrivesAsItWasThrown() {
    cluster(
        new ConnectException("Connection refused"),
        "catwalk: cannot reach the cluster: ConnectException: Connection refused");
    cluster(
        new SparkException("Could not parse Master URL: 'x'"),
        "catwalk: Spark failed: Could not parse Master URL: 'x'");
    cluster(
        new AccessControlException("Permission denied: user=me"),
        "catwalk: the storage refuses: Permission denied: user=me");
    cluster(
        new NoClassDefFoundError("org/apache/spark/SparkConf"),
        "catwalk: Spark is not on the class path: start catwalk by submit/catwalk or spark-submit");
  }

  @Test
  void aHeapThatIsTooSmallIsNoBug() {
    command.jobs.failure = new OutOfMemoryError("Java heap space");
    command.run("train-lenet", "--quiet");

    assertThat(command.code).isEqualTo(4);
    assertThat(command.err)
        .contains("catwalk: out of memory: the driver: its heap is full ")
        .contains("Java heap space")
        .contains("--driver-memory")
        .doesNotContain("\tat ");
  }

  @Test
  void aSparkJobThatFailedInOurOwnCodeIsABug() {
    command.jobs.failure =
        new SparkException("Job aborted due to stage failure", new NullPointerException("x"));
    command.run("train-lenet", "-q");

    assertThat(command.code).isEqualTo(1);
  }

  @Test
  void aBugShowsItsStackTraceOnStderr() {
    command.jobs.failure = new NullPointerException("label");
    command.run("train-lenet", "--quiet", "--json");

    assertThat(command.code).isEqualTo(1);
    assertThat(command.out).isEmpty();
    assertThat(command.err)
        .contains(
            "catwalk: this is a bug in catwalk: java.lang.NullPointerException: label; please report it with what follows\n")
        .contains("\tat io.catwalk.pipeline.cli.MistakesTest");
  }

  @Test
  void anErrorIsABugToo() {
    command.jobs.failure = new UnsatisfiedLinkError("no jnind4jcpu");
    command.run("train-lenet", "--quiet");

    assertThat(command.code).isEqualTo(1);
    assertThat(command.err)
        .contains("catwalk: this is a bug in catwalk: java.lang.UnsatisfiedLinkError");
  }

  private void cluster(Throwable failure, String line) {
    command.jobs.failure = failure;
    command.run("train-lenet", "--quiet");

    assertThat(command.code).isEqualTo(4);
    assertThat(command.out).isEmpty();
    assertThat(command.errLines()).contains(line).noneMatch(l -> l.startsWith("\tat "));
  }

  private void usage(String hint, String message, String... arguments) {
    command.run(arguments);

    assertThat(command.errLines()).containsExactly("catwalk: " + message, hint);
    assertThat(command.code).isEqualTo(2);
    assertThat(command.out).isEmpty();
    assertThat(command.jobs.started).isNull();
  }
}
