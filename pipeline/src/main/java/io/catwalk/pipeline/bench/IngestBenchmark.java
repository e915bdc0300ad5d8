package io.catwalk.pipeline.bench;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.bench.Alternation.Contender;
import io.catwalk.pipeline.bench.Benchmarks.IngestRequest;
import io.catwalk.pipeline.config.DatasetConfig.ResizeMode;
import io.catwalk.pipeline.ingest.DecodeTrial;
import io.catwalk.pipeline.storage.Location;
import io.catwalk.pipeline.storage.SourceFiles;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Measures reading, decoding and resizing on one core. */
final class IngestBenchmark {

  /** Debian's Python, which has Debian's Pillow; another may stand before it in the path. */
  private static final String SYSTEM_PYTHON = "/usr/bin/python3";

  private final SourceFiles files;
  private final Consumer<String> progress;

  IngestBenchmark(SourceFiles files, Consumer<String> progress) {
    this.files = files;
    this.progress = progress;
  }

  IngestReport run(IngestRequest request) {
    if (!Files.exists(request.source())) {
      throw CatwalkException.data("--source " + request.source() + ": there is no such folder");
    }
    String uri = Location.of(request.source()).toString();
    ImageShape shape = request.shape();
    try (DecodeTrial trial = DecodeTrial.open(files, uri, shape, ResizeMode.STRETCH);
        DecodeTrial other = DecodeTrial.ofOpenCv(files, uri, shape, ResizeMode.STRETCH);
        PeerProcess full = pillow(request, trial, false);
        PeerProcess reduced = full == null ? null : pillow(request, trial, true)) {
      return measure(request, trial, other, full, reduced);
    }
  }

  /** Null where there is none to be measured. */
  private PeerProcess pillow(IngestRequest request, DecodeTrial trial, boolean reduced) {
    List<String> paths =
        trial.plainFiles().stream().map(file -> new Location(file).uri().getPath()).toList();
    if (paths.size() < trial.count()) {
      progress.accept("without Pillow, which does not read archives");
      return null;
    }
    Map<String, Object> settings =
        Map.of(
            "files",
            paths,
            "size",
            request.shape().width(),
            "mode",
            request.shape().channels() == 1 ? "L" : "RGB",
            "reduced",
            reduced,
            "clock",
            request.pace().clock().name());
    String python = request.pillow() == null ? SYSTEM_PYTHON : request.pillow();
    try {
      String name = reduced ? "Pillow (reduced decode)" : "Pillow";
      return new PeerProcess(name, python, List.of("pillow_ingest.py"), settings, new byte[0]);
    } catch (CatwalkException e) {
      if (request.pillow() != null) {
        throw e;
      }
      progress.accept("without Pillow: " + e.getMessage());
      return null;
    }
  }

  private IngestReport measure(
      IngestRequest request,
      DecodeTrial trial,
      DecodeTrial other,
      PeerProcess full,
      PeerProcess reduced) {
    DecodeContender ours = new DecodeContender("catwalk", trial, request.pace().clock());
    DecodeContender opencv =
        new DecodeContender("OpenCV (reduced decode)", other, request.pace().clock());
    List<Contender> contenders =
        Stream.<Contender>of(ours, opencv, full, reduced).filter(Objects::nonNull).toList();
    Map<Contender, Double> seconds =
        new Alternation(request.pace(), "pass", progress).run(contenders);
    double speed = ours.good() / seconds.get(ours);
    Double fullSpeed = speed(full, seconds);
    Double reducedSpeed = speed(reduced, seconds);
    progress.accept("comparing with decoding in full");
    return new IngestReport(
        request.source().toString(),
        ours.good(),
        trial.count() - ours.good(),
        request.shape().toString(),
        speed,
        trial.differenceFromFullDecoding(),
        opencv.good() / seconds.get(opencv),
        seconds.get(opencv) / seconds.get(ours),
        other.differenceFromFullDecoding(),
        fullSpeed,
        fullSpeed == null ? null : speed / fullSpeed,
        reducedSpeed,
        reducedSpeed == null ? null : speed / reducedSpeed,
        full == null ? null : full.version(),
        request.pace().clock().name().toLowerCase(Locale.ROOT),
        request.pace().repeats());
  }

  private static Double speed(PeerProcess peer, Map<Contender, Double> seconds) {
    return peer == null ? null : (Double) (peer.images() / seconds.get(peer));
  }
}
