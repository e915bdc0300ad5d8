package io.catwalk.pipeline.cli.console;

import io.catwalk.pipeline.dataset.DatasetManifest;
import io.catwalk.pipeline.dataset.SourceNotices;
import io.catwalk.pipeline.dataset.Split;
import io.catwalk.pipeline.ingest.IngestListener;

/** A bar while images are read, and a line before and after. */
final class IngestProgress implements IngestListener {

  private final Console console;
  private final Bars bars;

  IngestProgress(Console console, Bars bars) {
    this.console = console;
    this.bars = bars;
  }

  @Override
  public void started(long images) {
    console.say("ingest: reading " + Figures.count(images) + " images");
    bars.start("ingest", images, 0);
  }

  @Override
  public void advanced(long done) {
    bars.advance(done, "");
  }

  @Override
  public void warned(String text) {
    console.say("catwalk: warning: " + text);
  }

  @Override
  public void finished(DatasetManifest manifest, boolean reused) {
    bars.end();
    console.say(
        "ingest: dataset "
            + manifest.name()
            + "@"
            + manifest.version()
            + (reused ? " was there already: " : ": ")
            + Figures.count(manifest.count(Split.TRAIN))
            + " to train, "
            + Figures.count(manifest.count(Split.VALIDATION))
            + " to validate, "
            + Figures.count(manifest.count(Split.TEST))
            + " to test");
    SourceNotices notices = manifest.notices();
    if (!notices.leftOut().isEmpty()) {
      console.say(
          "ingest: left out "
              + Figures.count(notices.files())
              + " files that are no images of it: "
              + notices.kinds());
    }
    notices.warnings().forEach(warning -> console.say("catwalk: warning: " + warning));
  }
}
