package io.catwalk.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.ExitCode;
import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.LocalSpark;
import io.catwalk.pipeline.StopSignal;
import io.catwalk.pipeline.config.ConfigLoader;
import io.catwalk.pipeline.config.ConfigOverride;
import io.catwalk.pipeline.config.ConfigSources;
import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.config.FakeModels;
import io.catwalk.pipeline.ingest.IngestListener;
import io.catwalk.pipeline.runs.LabelErrorTable;
import io.catwalk.pipeline.runs.LabelErrorTable.Row;
import io.catwalk.pipeline.runs.LabelErrors;
import io.catwalk.pipeline.runs.LabelErrors.Part;
import io.catwalk.pipeline.runs.StoredPredictions;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.train.TrainingListener;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings on pictures some of which lie in the wrong folder. */
class LabelErrorsTest {

  private static final List<String> CLASSES = List.of("left", "right");
  private static final int EACH = 100;
  private static final int WRONG = 5;

  @TempDir private Path folder;
  private final List<String> settings = new ArrayList<>();
  private final List<Integer> folds = new ArrayList<>();
  private final Set<String> wrong = new HashSet<>();

  /** Every class is bright on its side; some of each lie in the other's folder. */
  @BeforeEach
  void draw() throws IOException {
    LocalSpark.session();
    Random random = new Random(3);
    for (int side = 0; side < 2; side++) {
      for (int i = 0; i < EACH; i++) {
        String name = CLASSES.get(i < WRONG ? 1 - side : side) + "/" + side + "-" + i + ".png";
        Path file = folder.resolve("photos").resolve(name);
        Files.createDirectories(file.getParent());
        ImageIO.write(picture(side, random), "png", file.toFile());
        if (i < WRONG) {
          wrong.add(name);
        }
      }
    }
    settings.addAll(
        List.of(
            "storage.root=" + folder.resolve("storage"),
            "data.name=sides",
            "data.source=" + folder.resolve("photos"),
            "data.test-percent=20",
            "data.validation-percent=10",
            "train.workers=1",
            "train.minibatch=16",
            "train.epochs=3",
            "train.folds=3"));
  }

  private static BufferedImage picture(int side, Random random) {
    BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_BYTE_GRAY);
    for (int at = 0; at < 32 * 32; at++) {
      boolean bright = (at % 32 < 16) == (side == 0);
      image.getRaster().setSample(at % 32, at / 32, 0, random.nextInt(120) + (bright ? 120 : 0));
    }
    return image;
  }

  private ExperimentConfig config() {
    List<ConfigOverride> overrides = new ArrayList<>();
    settings.forEach(s -> overrides.add(ConfigOverride.assignment("--set", s)));
    return new ConfigLoader(new FakeModels()).load(new ConfigSources(Map.of(), overrides, true));
  }

  // The session belongs to all tests: the bench is not closed.
  @SuppressWarnings("MustBeClosedChecker")
  private RunSummary train(boolean resume, StopSignal stop) {
    ExperimentConfig config = config();
    Workbench bench = new Workbench(config, () -> "train");
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void foldStarted(int fold, int of, long examples) {
            folds.add(fold);
          }
        };
    return new TrainJob(
            bench, config, "r1", new RunOptions(Optional.of("r1"), resume, stop, "catwalk"))
        .run(new ProgressListeners(IngestListener.SILENT, listener));
  }

  @SuppressWarnings("MustBeClosedChecker")
  private ArtifactStore store() {
    return new Workbench(config(), () -> "look").store();
  }

  @Test
  void everyImageInTheWrongFolderIsFoundAndTheTableMendsThem() throws IOException {
    RunSummary run = train(false, StopSignal.NEVER);

    ArtifactStore store = store();
    byte[] table = store.read("runs/r1/label-errors.csv");
    List<Row> rows =
        LabelErrorTable.read(
            "label-errors.csv", table, List.of(LabelErrorTable.PATH, LabelErrorTable.SUGGESTED));
    assertThat(rows).extracting(Row::path).containsExactlyInAnyOrderElementsOf(wrong);
    assertThat(rows)
        .allSatisfy(row -> assertThat(row.label()).isNotEqualTo(row.suggested()))
        .extracting(Row::split)
        .contains("train");
    assertThat(run.labelErrors()).isEqualTo(2 * WRONG);
    assertThat(run.labelErrorTable()).endsWith("/runs/r1/label-errors.csv");
    assertThat(folds).containsExactly(1, 2, 3);
    assertThat(store.list("checkpoints")).isEmpty();
    LabelErrors errors =
        Json.read(store.read("runs/r1/label-errors.json"), LabelErrors.class, "errors");
    assertThat(errors.parts())
        .extracting(Part::split, Part::folds)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("test", 0),
            org.assertj.core.groups.Tuple.tuple("validation", 0),
            org.assertj.core.groups.Tuple.tuple("train", 3));
    assertThat(errors.parts().stream().mapToLong(Part::examples).sum()).isEqualTo(2L * EACH);
    assertThat(errors.first())
        .hasSize(2 * WRONG)
        .allSatisfy(first -> assertThat(first.image()).startsWith(0x89, 'P', 'N', 'G'));
    Set<String> judged = new HashSet<>();
    new StoredPredictions(store, "runs/r1", "out-of-fold-predictions.parquet")
        .forEach(prediction -> judged.add(prediction.path()));
    assertThat(judged).hasSize((int) run.trainExamples());
    assertThat(new String(store.read("runs/r1/report.html"), StandardCharsets.UTF_8))
        .contains("Probable label errors", "judged by 3\u00a0networks", rows.get(0).path());

    Path edited = Files.write(folder.resolve("mine.csv"), table);
    settings.addAll(List.of("data.relabel=" + edited, "train.folds=0"));
    settings.add("data.name=mended");
    IngestSummary mended = ingest();
    assertThat(mended.warnings())
        .anyMatch(warning -> warning.endsWith("mine.csv changed the class of 10 images"));
  }

  @SuppressWarnings("MustBeClosedChecker")
  private IngestSummary ingest() {
    ExperimentConfig config = config();
    return new IngestStage(new Workbench(config, () -> "ingest"), config)
        .run(IngestListener.SILENT, false);
  }

  @Test
  void foldsThatWereJudgedAreNotTrainedAgain() {
    assertThatThrownBy(() -> train(false, new StopInFold()))
        .isInstanceOfSatisfying(
            CatwalkException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.INTERRUPTED))
        .hasMessageContaining("train --resume r1");
    assertThat(folds).containsExactly(1, 2);
    assertThat(store().exists("runs/r1")).isFalse();
    folds.clear();

    RunSummary run = train(true, StopSignal.NEVER);

    assertThat(folds).containsExactly(2, 3);
    assertThat(run.labelErrors()).isEqualTo(2 * WRONG);
    assertThat(store().list("checkpoints")).isEmpty();
  }

  /** The user wishes it while the second fold's network is trained. */
  private final class StopInFold implements StopSignal {
    @Override
    public Section orderly(Runnable hurry) {
      return () -> {};
    }

    @Override
    public Optional<ExitCode> requested() {
      return folds.size() == 2 ? Optional.of(ExitCode.INTERRUPTED) : Optional.empty();
    }

    @Override
    public void advise(String advice) {}
  }
}
