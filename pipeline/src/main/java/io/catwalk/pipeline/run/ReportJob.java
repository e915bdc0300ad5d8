package io.catwalk.pipeline.run;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.report.Report;
import io.catwalk.pipeline.report.Reports;
import io.catwalk.pipeline.report.RunIndex;
import io.catwalk.pipeline.run.Jobs.ReportSummary;
import io.catwalk.pipeline.runs.RunPaths;
import io.catwalk.pipeline.storage.HadoopStorage.Place;
import java.util.Optional;

/** Makes a report and puts it where it belongs. */
public final class ReportJob {

  private final Workbench bench;

  public ReportJob(Workbench bench) {
    this.bench = bench;
  }

  public ReportSummary run(ReportRequest request) {
    Stopwatch watch = new Stopwatch();
    return request.subject() instanceof ReportRequest.Run of
        ? report(of, request, watch)
        : index(((ReportRequest.AllRuns) request.subject()).model(), request, watch);
  }

  private ReportSummary report(ReportRequest.Run of, ReportRequest request, Stopwatch watch) {
    Place run = place("--run", of.run());
    Optional<Place> baseline = of.baseline().map(other -> place("--baseline", other));
    Report report =
        baseline
            .map(other -> Reports.of(written(run), written(other)))
            .orElseGet(() -> Reports.of(written(run)));
    String name =
        baseline.map(other -> "report-against-" + other.name() + ".html").orElse(RunPaths.REPORT);
    Place usual = new Place(run.store(), run.path() + "/" + name);
    return switch (request.format()) {
      case HTML -> page(report, request.out().map(out -> bench.place(out)).orElse(usual), watch);
      case MARKDOWN -> write(request, usual, report.headline(), report.markdown(), watch);
      case JSON -> write(request, usual, report.headline(), report.json(), watch);
    };
  }

  /** With the page of all mistakes beside it. */
  private static ReportSummary page(Report report, Place place, Stopwatch watch) {
    Optional<Report.Page> beside = report.beside(place.name());
    beside.ifPresent(page -> place.store().write(place.beside(page.name()), page.content()));
    byte[] content = report.html(place.name());
    place.store().write(place.path(), content);
    return new ReportSummary(report.headline(), place.uri(), content, beside, watch.total());
  }

  private ReportSummary index(String model, ReportRequest request, Stopwatch watch) {
    Place usual = new Place(bench.store(), "reports/" + model + ".html");
    String uri = request.out().map(out -> bench.place(out)).orElse(usual).uri();
    RunIndex index = RunIndex.of(bench.store(), RunPaths.ROOT, model, uri);
    byte[] content =
        switch (request.format()) {
          case HTML -> index.html();
          case MARKDOWN -> index.markdown();
          case JSON -> index.json();
        };
    return write(request, usual, index.headline(), content, watch);
  }

  /**
   * @param usual where a page goes that has no other place; other forms go to stdout
   */
  private ReportSummary write(
      ReportRequest request, Place usual, String headline, byte[] content, Stopwatch watch) {
    boolean page = request.format() == ReportRequest.Format.HTML;
    Optional<Place> place =
        request.out().map(out -> bench.place(out)).or(() -> Optional.of(usual).filter(p -> page));
    place.ifPresent(at -> at.store().write(at.path(), content));
    return new ReportSummary(
        headline, place.map(Place::uri).orElse(null), content, Optional.empty(), watch.total());
  }

  private Place place(String option, String run) {
    if (!run.contains("/")) {
      Place place = new Place(bench.store(), RunPaths.folder(run));
      if (!place.exists()) {
        throw CatwalkException.data(
            option
                + " "
                + run
                + ": there is no such run in "
                + bench.store().root()
                + StoredModel.known(bench.store()));
      }
      return place;
    }
    Place folder = bench.place(run);
    if (!folder.exists()) {
      throw CatwalkException.data(
          option + " " + run + ": there is no such folder; expected a run's id or its folder");
    }
    return folder;
  }

  private static Reports.Place written(Place run) {
    return new Reports.Place(run.store(), run.path(), run.uri());
  }
}
