package io.catwalk.pipeline.report;

import io.catwalk.pipeline.Secrets;
import io.catwalk.pipeline.report.chart.Scale;
import io.catwalk.pipeline.report.chart.Words;
import io.catwalk.pipeline.runs.RunEnvironment;
import io.catwalk.pipeline.runs.RunManifest;
import io.catwalk.pipeline.runs.StoredRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the run came about.
 *
 * @param facts what ran
 * @param versions of what ran, and where
 * @param stages of its time
 * @param configuration as it was in effect, without its secrets
 */
record RunView(List<Fact> facts, List<Fact> versions, List<Stage> stages, String configuration) {

  /** In the order in which they happen; others come before the total. */
  private static final List<String> ORDER =
      List.of("start spark", "ingest", "train", "folds", "evaluate", "review labels");

  private static final String TOTAL = "total";

  /** A line of a configuration that was stored with its secrets, as older versions did. */
  private static final Pattern SETTING = Pattern.compile("^(\\s*\"?([^=:#]+)[=:])\\s*(\\S.*)$");

  /**
   * @param name of the stage
   * @param seconds in words
   * @param share of the total, 0 to 100
   */
  record Stage(String name, String seconds, String share) {}

  static RunView of(StoredRun run) {
    return new RunView(
        facts(run), versions(run.manifest()), stages(run.manifest()), hidden(run.configuration()));
  }

  private static List<Fact> facts(StoredRun run) {
    RunManifest facts = run.manifest();
    List<Fact> list = new ArrayList<>();
    add(list, "Run", facts.runId());
    add(list, "Folder", run.uri());
    add(list, "Kind", facts.kind());
    add(list, "Started", Words.time(facts.startedAt()));
    add(list, "Finished", Words.time(facts.finishedAt()));
    add(list, "Model", facts.model());
    add(
        list,
        "Weights",
        facts.parametersSha256() == null ? null : "SHA-256 " + facts.parametersSha256());
    add(list, "Seed", facts.seed());
    RunManifest.TrainingFacts training = facts.training();
    if (training != null) {
      add(list, "Training images", Words.count(training.examples()));
      add(list, "Epochs", training.epochs() + " (best: " + training.bestEpoch() + ")");
      add(list, "Workers", training.workers());
      add(list, "Minibatch", training.minibatch());
      add(
          list,
          "Averaging",
          training.averagingFrequency() == null
              ? null
              : "every "
                  + Words.count(training.averagingFrequency(), "minibatch")
                  + ", "
                  + Words.count(training.roundsPerEpoch(), "round")
                  + " an epoch");
      add(
          list,
          "Training speed",
          Words.count(Math.round(training.imagesPerSecond())) + " images/s");
    }
    return list;
  }

  private static List<Fact> versions(RunManifest facts) {
    List<Fact> list = new ArrayList<>();
    if (facts.build() != null) {
      add(list, "Catwalk", facts.build().version() + " (" + facts.build().commit() + ")");
      add(list, "Deeplearning4j", facts.build().dl4j());
    }
    RunEnvironment place = facts.environment();
    if (place != null) {
      add(list, "Host", place.host());
      add(list, "Operating system", place.os());
      add(list, "Cores", place.cores());
      add(list, "Java", place.java());
      add(list, "Spark", place.spark());
      add(list, "Scala", place.scala());
      add(list, "Hadoop", place.hadoop());
      add(list, "Spark master", place.sparkMaster());
      add(list, "Spark application", place.applicationId());
      add(list, "Parallelism", place.parallelism());
      add(list, "Engine", place.engine() == null ? null : String.join("; ", place.engine()));
      add(list, "ND4J backend", place.nd4jBackend());
      add(list, "BLAS", place.blas());
    }
    return list;
  }

  static void add(List<Fact> list, String name, Object value) {
    if (value != null) {
      list.add(new Fact(name, String.valueOf(value)));
    }
  }

  private static List<Stage> stages(RunManifest facts) {
    if (facts.seconds() == null || !facts.seconds().containsKey(TOTAL)) {
      return List.of();
    }
    Map<String, Double> ordered = new LinkedHashMap<>();
    ORDER.stream()
        .filter(facts.seconds()::containsKey)
        .forEach(name -> ordered.put(name, facts.seconds().get(name)));
    facts.seconds().forEach(ordered::putIfAbsent);
    double total = ordered.remove(TOTAL);
    double told = ordered.values().stream().mapToDouble(Double::doubleValue).sum();
    List<Stage> stages = new ArrayList<>();
    ordered.forEach((name, seconds) -> stages.add(stage(name, seconds, total)));
    stages.add(stage("everything else", Math.max(0, total - told), total));
    stages.add(stage(TOTAL, total, total));
    return stages;
  }

  private static Stage stage(String name, double seconds, double total) {
    return new Stage(
        name, Words.duration(seconds), Scale.number(total == 0 ? 0 : 100 * seconds / total));
  }

  private static String hidden(String configuration) {
    StringBuilder shown = new StringBuilder();
    Secrets.in(configuration).lines().forEach(line -> shown.append(hiddenLine(line)).append('\n'));
    return shown.toString();
  }

  private static String hiddenLine(String line) {
    Matcher setting = SETTING.matcher(line);
    return setting.matches()
            && Secrets.named(setting.group(2))
            && !setting.group(3).matches("\\{|\"\"")
        ? setting.group(1) + " " + Secrets.HIDDEN
        : line;
  }

  /**
   * @param name of what is told
   * @param value in words
   */
  public record Fact(String name, String value) {}
}
