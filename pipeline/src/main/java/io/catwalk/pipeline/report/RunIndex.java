package io.catwalk.pipeline.report;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.StoredDocument;
import io.catwalk.pipeline.registry.Registry;
import io.catwalk.pipeline.report.ReportPage.PageLink;
import io.catwalk.pipeline.report.chart.Chart;
import io.catwalk.pipeline.report.chart.Scale;
import io.catwalk.pipeline.report.chart.Whisker;
import io.catwalk.pipeline.report.chart.Words;
import io.catwalk.pipeline.runs.EvaluationResult;
import io.catwalk.pipeline.runs.RunPaths;
import io.catwalk.pipeline.runs.RunReader;
import io.catwalk.pipeline.storage.ArtifactStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** All runs of one network: how it became better, or did not. */
public final class RunIndex {

  private final String model;
  private final List<IndexedRun> runs;
  private final List<String> unreadable;

  private RunIndex(String model, List<IndexedRun> runs, List<String> unreadable) {
    this.model = model;
    this.runs = runs;
    this.unreadable = unreadable;
  }

  /**
   * Reads {@code metrics.json} and {@code run.json} of every run. A run that cannot be read does
   * not keep the others from being shown: the page names it.
   *
   * @param folder of the runs, relative to the store's root
   * @param model the network's name
   * @param page URI of the page to be, from which its links start
   * @throws CatwalkException (data) when there is no run of this network
   */
  public static RunIndex of(ArtifactStore store, String folder, String model, String page) {
    List<IndexedRun> runs = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    Set<String> champions = champions(store, model);
    for (String name : store.list(folder)) {
      if (!name.startsWith(".")) {
        try {
          add(runs, store, folder + "/" + name, model, page, champions);
        } catch (CatwalkException e) {
          unreadable.add(name + ": " + e.getMessage());
        }
      }
    }
    if (runs.isEmpty()) {
      throw CatwalkException.data(
          "--all --model "
              + model
              + ": "
              + store.resolve(folder)
              + " has no run of this network; catwalk models names the networks"
              + (unreadable.isEmpty()
                  ? ""
                  : "; " + Words.count(unreadable.size(), "run") + " cannot be read"));
    }
    runs.sort(Comparator.comparing(IndexedRun::finishedAt).thenComparing(IndexedRun::id));
    return new RunIndex(model, IndexedRun.withBest(runs), unreadable);
  }

  private static void add(
      List<IndexedRun> runs,
      ArtifactStore store,
      String path,
      String model,
      String page,
      Set<String> champions) {
    RunReader reader = new RunReader(store, path);
    EvaluationResult metrics = reader.metrics();
    if (!metrics.model().equals(model)) {
      return;
    }
    String report = path + "/" + RunPaths.REPORT;
    String link =
        store.exists(report) ? Links.relative(page, store.resolve(report).toString()) : null;
    runs.add(
        IndexedRun.of(
            metrics, reader.manifest(), link, champions.contains(reader.manifest().runId())));
  }

  /** The runs of this network that a registry has put forward. */
  private static Set<String> champions(ArtifactStore store, String model) {
    Set<String> runs = new HashSet<>();
    for (String name : Registry.names(store)) {
      new Registry(store, name)
          .champion()
          .filter(champion -> champion.network().equals(model))
          .ifPresent(champion -> runs.add(champion.runId()));
    }
    return runs;
  }

  String model() {
    return model;
  }

  /** The oldest first. */
  public List<IndexedRun> runs() {
    return runs;
  }

  List<String> unreadable() {
    return unreadable;
  }

  /** One sentence. */
  public String headline() {
    IndexedRun best = runs.stream().filter(IndexedRun::best).findFirst().orElseThrow();
    return Words.count(runs.size(), "run")
        + " of "
        + model
        + "; the best is right on "
        + Words.percent(best.accuracy().estimate())
        + " ("
        + best.id()
        + ")";
  }

  /** One page that needs nothing but itself, as UTF-8; its links lead to the runs' own reports. */
  public byte[] html() {
    return Pages.render("index.jte", new Page(PageAssets.read(), this, TrendChart.of(this)));
  }

  /** The table of runs for a mail, the newest first, as UTF-8. */
  public byte[] markdown() {
    List<List<String>> rows = new ArrayList<>();
    for (int i = runs.size() - 1; i >= 0; i--) {
      IndexedRun run = runs.get(i);
      rows.add(
          List.of(
              run.id() + run.marks(),
              Words.percent(run.accuracy().estimate()),
              Words.percentRange(run.accuracy()),
              Words.ratio(run.macroF1()),
              run.data(),
              Words.time(run.finishedAt())));
    }
    return new Markdown()
        .heading(2, headline())
        .table(List.of("Run", "Accuracy", "95 % interval", "Macro F1", "Dataset", "Finished"), rows)
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }

  /** The oldest first, as UTF-8. */
  public byte[] json() {
    return Json.write(new Document(1, model, headline(), runs, unreadable));
  }

  private record Document(
      int schemaVersion,
      String model,
      String headline,
      List<IndexedRun> runs,
      List<String> unreadable)
      implements StoredDocument {}

  /**
   * The index, ready to be shown.
   *
   * @param assets style and script
   * @param trend accuracy over time
   */
  record Page(PageAssets assets, RunIndex index, Chart trend) {

    List<PageLink> links() {
      return List.of(new PageLink("trend", "Trend"), new PageLink("runs", "Runs"));
    }

    /** A run with its accuracy as a picture. */
    record Row(IndexedRun run, Whisker bar) {}

    /** The newest first. */
    List<Row> rows() {
      Scale scale = Whisker.shares(index.runs().stream().map(IndexedRun::accuracy).toList());
      List<Row> rows = new ArrayList<>();
      for (IndexedRun run : index.runs()) {
        rows.add(new Row(run, Whisker.of(run.accuracy(), scale)));
      }
      Collections.reverse(rows);
      return rows;
    }
  }
}
