package io.catwalk.pipeline.report;

import io.catwalk.pipeline.dataset.DatasetManifest;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.report.RunView.Fact;
import io.catwalk.pipeline.report.chart.Chart.DataTable;
import io.catwalk.pipeline.report.chart.Words;
import io.catwalk.pipeline.runs.RunManifest;
import io.catwalk.pipeline.runs.StoredRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the model was trained and judged on.
 *
 * @param facts of the dataset
 * @param counts images a class and split; null where the run did not store them
 * @param quarantine images that were left out, by reason; empty where there are none
 * @param quarantineNote how many in words
 * @param leftOut files of the source that are no images of the dataset, by kind
 * @param warnings sentences about the source
 * @param duplicates groups of paths that hold the same image
 */
record DataView(
    List<Fact> facts,
    DataTable counts,
    List<Fact> quarantine,
    String quarantineNote,
    List<Fact> leftOut,
    List<String> warnings,
    List<List<String>> duplicates) {

  static DataView of(StoredRun run) {
    RunManifest.DatasetUsed used = run.manifest().dataset();
    DatasetManifest manifest = run.dataset();
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Dataset", used.name()));
    facts.add(new Fact("Version", used.version()));
    facts.add(new Fact("Source", used.source()));
    facts.add(new Fact("Folder", used.uri()));
    if (manifest == null) {
      return new DataView(
          facts, null, List.of(), "Not stored by this run.", List.of(), List.of(), List.of());
    }
    facts.add(new Fact("Format", manifest.format()));
    facts.add(new Fact("Images become", manifest.shape() + ", resized by " + manifest.resize()));
    facts.add(new Fact("Classes", Words.count(manifest.classes().size())));
    facts.add(
        new Fact(
            "Duplicates",
            Words.count(manifest.duplicates().sameBytes())
                + " of the same bytes, "
                + Words.count(manifest.duplicates().samePixels())
                + " of the same pixels; "
                + Words.count(manifest.duplicates().acrossSplits())
                + " across splits, "
                + Words.count(manifest.duplicates().acrossClasses())
                + " of the same bytes in another class"));
    facts.add(
        new Fact(
            "Made", Words.time(manifest.createdAt()) + " by Catwalk " + manifest.toolVersion()));
    return new DataView(
        facts,
        counts(manifest),
        counted(manifest.quarantined()),
        note(manifest),
        counted(manifest.notices().leftOut()),
        manifest.notices().warnings(),
        manifest.duplicates().examples());
  }

  private static DataTable counts(DatasetManifest manifest) {
    List<String> heads = new ArrayList<>(List.of("Class"));
    List<List<String>> rows = new ArrayList<>();
    for (Split split : Split.values()) {
      heads.add(Character.toUpperCase(split.id().charAt(0)) + split.id().substring(1));
    }
    for (String name : manifest.classes()) {
      List<String> row = new ArrayList<>(List.of(name));
      for (Split split : Split.values()) {
        row.add(
            Words.count(
                manifest.counts().getOrDefault(split.id(), Map.of()).getOrDefault(name, 0L)));
      }
      rows.add(row);
    }
    List<String> all = new ArrayList<>(List.of("All classes"));
    for (Split split : Split.values()) {
      all.add(Words.count(manifest.count(split)));
    }
    rows.add(all);
    return new DataTable(heads, rows);
  }

  private static List<Fact> counted(Map<String, Long> kinds) {
    return new TreeMap<>(kinds)
        .entrySet().stream()
            .map(entry -> new Fact(entry.getKey(), Words.count(entry.getValue())))
            .toList();
  }

  private static String note(DatasetManifest manifest) {
    long bad = manifest.quarantined().values().stream().mapToLong(Long::longValue).sum();
    long good = 0;
    for (Split split : Split.values()) {
      good += manifest.count(split);
    }
    return bad == 0
        ? "No image was quarantined."
        : Words.count(bad, "image")
            + " of "
            + Words.count(bad + good)
            + " ("
            + Words.percent((double) bad / (bad + good))
            + ") were quarantined; quarantine.parquet beside the dataset names each.";
  }
}
