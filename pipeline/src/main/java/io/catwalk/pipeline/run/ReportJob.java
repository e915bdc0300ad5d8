package io.catwalk.pipeline.run;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.report.Report;
import io.catwalk.pipeline.report.Reports;
import io.catwalk.pipeline.report.RunIndex;
import io.catwalk.pipeline.run.Jobs.ReportSummary;
import io.catwalk.pipeline.runs.RunPaths;
import io.catwalk.pipeline.storage.ArtifactStore;

/** Makes a report and puts it where it belongs. */
public final class ReportJob {

  private final Workbench bench;

  public ReportJob(Workbench bench) {
    this.bench = bench;
  }

  public ReportSummary run(ReportRequest request) {
    Stopwatch watch = new Stopwatch();
    return request.run() == null ? index(request, watch) : report(request, watch);
  }

  private ReportSummary report(ReportRequest request, Stopwatch watch) {
    Reports.Place run = place("--run", request.run());
    Report report;
    String name;
    if (request.baseline() == null) {
      report = Reports.of(run);
      name = RunPaths.REPORT;
    } else {
      Reports.Place baseline = place("--baseline", request.baseline());
      report = Reports.of(run, baseline);
      name = "report-against-" + nameOf(baseline.path()) + ".html";
    }
    byte[] content =
        switch (request.format()) {
          case HTML -> report.html();
          case MARKDOWN -> report.markdown();
          case JSON -> report.json();
        };
    Target usual =
        request.format() == ReportRequest.Format.HTML
            ? new Target(run.store(), run.path() + "/" + name)
            : null;
    return write(request, usual, report.headline(), content, watch);
  }

  private ReportSummary index(ReportRequest request, Stopwatch watch) {
    ArtifactStore store = bench.store();
    Target usual = new Target(store, "reports/" + request.model() + ".html");
    Target target = request.out() == null ? usual : target(request.out());
    RunIndex index = RunIndex.of(store, RunPaths.ROOT, request.model(), target.uri());
    byte[] content =
        switch (request.format()) {
          case HTML -> index.html();
          case MARKDOWN -> index.markdown();
          case JSON -> index.json();
        };
    return write(
        request,
        request.format() == ReportRequest.Format.HTML ? usual : null,
        index.headline(),
        content,
        watch);
  }

  private ReportSummary write(
      ReportRequest request, Target usual, String headline, byte[] content, Stopwatch watch) {
    Target target = request.out() == null ? usual : target(request.out());
    if (target != null) {
      target.store.write(target.path, content);
    }
    return new ReportSummary(
        headline, target == null ? null : target.uri(), content, watch.total());
  }

  private Reports.Place place(String option, String run) {
    if (!run.contains("/")) {
      ArtifactStore store = bench.store();
      String path = RunPaths.folder(run);
      if (!store.exists(path)) {
        throw CatwalkException.data(
            option
                + " "
                + run
                + ": there is no such run in "
                + store.root()
                + StoredModel.known(store));
      }
      return new Reports.Place(store, path, store.resolve(path).toString());
    }
    Target folder = target(run.replaceFirst("/+$", ""));
    if (!folder.store.exists(folder.path)) {
      throw CatwalkException.data(
          option + " " + run + ": there is no such folder; expected a run's id or its folder");
    }
    return new Reports.Place(folder.store, folder.path, folder.uri());
  }

  private Target target(String uri) {
    int slash = uri.lastIndexOf('/');
    String parent = slash < 0 ? "." : slash == 0 ? "/" : uri.substring(0, slash);
    return new Target(bench.storeAt(parent), uri.substring(slash + 1));
  }

  private static String nameOf(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Where a file or folder is. */
  private record Target(ArtifactStore store, String path) {

    String uri() {
      return store.resolve(path).toString();
    }
  }
}
