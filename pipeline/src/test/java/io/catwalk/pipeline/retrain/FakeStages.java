package io.catwalk.pipeline.retrain;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.dataset.DatasetDifference;
import io.catwalk.pipeline.dataset.DatasetGrowth;
import io.catwalk.pipeline.dataset.DatasetManifest;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.dataset.StoredDataset;
import io.catwalk.pipeline.ingest.BadImageApproval;
import io.catwalk.pipeline.ingest.StoredDatasets;
import io.catwalk.pipeline.registry.Blessing;
import io.catwalk.pipeline.registry.Champion;
import io.catwalk.pipeline.registry.VersionManifest;
import io.catwalk.pipeline.run.ProgressListeners;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;

/** Says what it was asked for, and answers as a test wants it to. */
final class FakeStages implements Stages {

  static final DatasetGrowth.Totals FEW = new DatasetGrowth.Totals(20, 1, 100, 80, 0.5);

  final List<String> calls = new ArrayList<>();
  final Map<String, StoredDataset> datasets = new TreeMap<>();
  String listing = "listing1";
  String known;
  String ingested;
  String tooBad;
  Optional<String> takenBefore = Optional.empty();
  RuntimeException sourceFailure;
  RuntimeException trainFailure;
  RuntimeException judgeFailure;
  Runnable whileTraining = () -> {};
  boolean blessed = true;
  final Map<String, DatasetDifference> besides = new TreeMap<>();
  DatasetDifference difference = new DatasetDifference(FEW, 2);

  /** A dataset without examples. */
  private record Stored(DatasetManifest manifest, String uri) implements StoredDataset {
    @Override
    public JavaRDD<Example> examples(SparkSession spark, Split split) {
      throw new AssertionError("no example is needed");
    }
  }

  void dataset(String version, long cats, long dogs) {
    dataset(version, Map.of("cat", cats, "dog", dogs));
  }

  void dataset(String version, Map<String, Long> counts) {
    datasets.put(
        "pets@" + version,
        new Stored(DataChecksTest.manifest(version, counts), "file:/" + version));
  }

  @Override
  public StoredDatasets.Known known() {
    if (sourceFailure != null) {
      throw sourceFailure;
    }
    return new StoredDatasets.Known(
        12, listing, Optional.ofNullable(known).map(version -> open("pets@" + version)));
  }

  @Override
  public StoredDataset open(String reference) {
    if (!datasets.containsKey(reference)) {
      throw CatwalkException.data("There is no dataset " + reference);
    }
    return datasets.get(reference);
  }

  @Override
  public StoredDataset ingest(
      Optional<StoredDataset> base,
      List<StoredDataset> tested,
      BadImageApproval approval,
      ProgressListeners listeners) {
    calls.add(
        "ingest %s beside %s, tested %s"
            .formatted(
                ingested,
                base.map(b -> b.manifest().version()).orElse("none"),
                tested.stream().map(t -> t.manifest().version()).toList()));
    takenBefore = approval.before().map(before -> before.manifest().version());
    if (tooBad != null && !approval.approves(tooBad)) {
      throw CatwalkException.data(tooBad + "; " + approval.remedy());
    }
    known = ingested;
    return open("pets@" + ingested);
  }

  @Override
  public DatasetDifference difference(Optional<StoredDataset> before, StoredDataset now) {
    calls.add(
        "difference %s to %s"
            .formatted(
                before.map(b -> b.manifest().version()).orElse("none"), now.manifest().version()));
    return besides.getOrDefault(before.map(b -> b.manifest().version()).orElse("none"), difference);
  }

  @Override
  public void train(
      String run, StoredDataset dataset, Optional<String> from, ProgressListeners listeners) {
    calls.add(
        "train on %s from %s"
            .formatted(
                dataset.manifest().version(),
                from.map(uri -> uri.replaceFirst(".*/registry/", "")).orElse("none")));
    whileTraining.run();
    if (trainFailure != null) {
      throw trainFailure;
    }
  }

  @Override
  public Challenge.Verdict judge(
      String run, StoredDataset dataset, StoredDataset holdout, Optional<Champion> champion) {
    calls.add(
        "judge %s on %s against %s"
            .formatted(
                dataset.manifest().version(),
                holdout.manifest().version(),
                champion.map(Champion::version).orElse("none")));
    if (judgeFailure != null) {
      throw judgeFailure;
    }
    Blessing blessing =
        new Blessing(
            1,
            blessed,
            "2026-01-01T00:00:00Z",
            run,
            champion.map(Champion::version).orElse(null),
            Situation.reference(holdout),
            50,
            new Blessing.Figures(0.9, 0.9),
            null,
            List.of(),
            List.of(blessed ? "better" : "worse"));
    return new Challenge.Verdict(
        blessing,
        run,
        "file:/report",
        Optional.empty(),
        Map.of(VersionManifest.MODEL, new byte[] {1}));
  }

  @Override
  public void giveUp(String run) {
    calls.add("give up " + run);
  }
}
