package io.catwalk.pipeline.cli.bench;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.bench.Benchmarks.IngestRequest;
import io.catwalk.pipeline.bench.IngestReport;
import io.catwalk.pipeline.cli.console.Console;
import io.catwalk.pipeline.cli.option.Services;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Reading, decoding and resizing. */
@Command(
    name = "ingest",
    description = {
      "Measures how fast one core turns image files into pixels.",
      "",
      "Reads, decodes and resizes (each side by itself) every image of a folder as a task of catwalk ingest does, and tells how far"
          + " the result lies from decoding in full and averaging by area. Pillow does the same, in full and by the JPEG format's"
          + " own reduction."
    },
    footer = {
      "  catwalk bench ingest --source photos --size 32",
      "  catwalk bench ingest --source photos --size 64 --channels 1 --json | jq .ratio_to_pillow"
    })
final class BenchIngestCommand implements Runnable {

  private static final int MOST_PIXELS = 4_096;

  @Option(
      names = "--source",
      paramLabel = "FOLDER",
      required = true,
      description = "A folder of images on this machine, or an archive of them.")
  private Path source;

  @Option(
      names = "--size",
      paramLabel = "N",
      required = true,
      description = "Height and width that each becomes, in pixels, from 1 to 4096.")
  private int size;

  @Option(
      names = "--channels",
      paramLabel = "N",
      defaultValue = "3",
      description = "3 for colour, 1 for grey. Default: ${DEFAULT-VALUE}.")
  private int channels;

  @Option(
      names = "--pillow",
      paramLabel = "PYTHON",
      description =
          "A Python interpreter that has Pillow. Default: /usr/bin/python3, where that has it.")
  private String pillow;

  @Mixin private BenchOptions options;

  private final Services services;

  BenchIngestCommand(Services services) {
    this.services = services;
  }

  @Override
  public void run() {
    if (size < 1 || size > MOST_PIXELS) {
      throw options.wrong("--size " + size + ": expected a whole number from 1 to " + MOST_PIXELS);
    }
    if (channels != 1 && channels != 3) {
      throw options.wrong("--channels " + channels + ": expected 1 or 3");
    }
    Console console = services.console();
    IngestReport report =
        services
            .benchmarks()
            .ingest(
                new IngestRequest(
                    source, new ImageShape(size, size, channels), pillow, options.pace(0)),
                options.progress(console));
    options.print(console, report, BenchHeadlines.of(report));
  }
}
