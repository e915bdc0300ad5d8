package io.catwalk.pipeline.retrain;

import io.catwalk.pipeline.dataset.DatasetDifference;
import io.catwalk.pipeline.dataset.StoredDataset;
import io.catwalk.pipeline.registry.Champion;
import io.catwalk.pipeline.storage.HadoopStorage;
import java.util.List;
import java.util.Optional;

/** Gathers a {@link RetrainSummary} while the work goes on. */
final class SummaryBuilder {

  private final String model;
  private final long bytesBefore;
  private final long began = System.nanoTime();
  private String champion;
  private String version;
  private String run;
  private String dataset;
  private DatasetDifference difference;
  private Challenge.Verdict verdict;
  private int files;

  /**
   * @param bytesBefore read by this process so far
   */
  SummaryBuilder(String model, long bytesBefore) {
    this.model = model;
    this.bytesBefore = bytesBefore;
  }

  void champion(Optional<Champion> now) {
    champion = now.map(Champion::version).orElse(null);
  }

  void files(int count) {
    files = count;
  }

  void dataset(StoredDataset trainedOn) {
    dataset = Situation.reference(trainedOn);
  }

  void difference(DatasetDifference beforeIt) {
    difference = beforeIt;
  }

  String dataset() {
    return dataset;
  }

  void run(String id) {
    run = id;
  }

  String run() {
    return run;
  }

  void verdict(Challenge.Verdict found) {
    verdict = found;
  }

  void version(String challenger) {
    version = challenger;
  }

  String version() {
    return version;
  }

  RetrainSummary promoted(String to, List<String> reasons) {
    return build(Outcome.PROMOTED, reasons, to, champion);
  }

  RetrainSummary ended(Outcome outcome, List<String> reasons) {
    return build(outcome, reasons, champion, null);
  }

  private RetrainSummary build(Outcome outcome, List<String> reasons, String now, String former) {
    return new RetrainSummary(
        outcome,
        reasons,
        model,
        now,
        former,
        version,
        run,
        dataset,
        difference == null ? 0 : difference.fresh().images(),
        difference == null ? 0 : difference.removed(),
        verdict == null ? null : verdict.blessing(),
        verdict == null ? null : verdict.report(),
        verdict == null ? null : verdict.drift().orElse(null),
        files,
        HadoopStorage.bytesRead() - bytesBefore,
        (System.nanoTime() - began) / 1e9,
        List.of());
  }
}
