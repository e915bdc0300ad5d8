package io.catwalk.pipeline.retrain;

import io.catwalk.pipeline.StopSignal;
import io.catwalk.pipeline.config.ConfigLoader;
import io.catwalk.pipeline.config.ConfigOverride;
import io.catwalk.pipeline.config.ConfigSources;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.config.FakeModels;
import io.catwalk.pipeline.registry.AuditEntry;
import io.catwalk.pipeline.registry.Registry;
import io.catwalk.pipeline.retrain.Retraining.RetrainOptions;
import io.catwalk.pipeline.retrain.Retraining.RetrainStatus;
import io.catwalk.pipeline.run.ProgressListeners;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HadoopStorage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One night after the other, with a real registry and stages that do nothing. */
final class Nights {

  final FakeStages stages = new FakeStages();
  final List<String> settings = new ArrayList<>();
  final List<String> said = new ArrayList<>();
  final ArtifactStore store;
  boolean force;
  boolean acceptData;
  StopSignal stop = StopSignal.NEVER;

  Nights(Path folder) {
    store = HadoopStorage.with(Map.of()).store(folder.toString());
    stages.dataset("a", 100, 100);
    stages.dataset("b", 110, 110);
    stages.ingested = "a";
  }

  ExperimentConfig config() {
    List<ConfigOverride> overrides = new ArrayList<>();
    List.of("registry.name=pets", "data.source=photos", "retrain.blessing.min-accuracy=0.5")
        .forEach(s -> overrides.add(ConfigOverride.assignment("--set", s)));
    overrides.add(ConfigOverride.assignment("--set", "retrain.blessing.test=mcnemar"));
    settings.forEach(s -> overrides.add(ConfigOverride.assignment("--set", s)));
    return new ConfigLoader(new FakeModels()).load(new ConfigSources(Map.of(), overrides, true));
  }

  RetrainSummary night() {
    stages.calls.clear();
    said.clear();
    RetrainOptions options = new RetrainOptions(force, acceptData, stop, "catwalk", said::add);
    return new RetrainJob(store, config(), options, stages).run(ProgressListeners.SILENT);
  }

  RetrainStatus status() {
    return new Situation(store, config(), stages).status();
  }

  Registry registry() {
    return new Registry(store, "pets");
  }

  /** The audit log's last lines. */
  List<AuditEntry.Note> notes(int last) {
    List<AuditEntry> history = registry().history();
    return history.subList(history.size() - last, history.size()).stream()
        .map(AuditEntry::note)
        .toList();
  }
}
