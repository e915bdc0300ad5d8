package io.catwalk.pipeline.predict;

import static org.apache.spark.sql.functions.col;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.Json;
import io.catwalk.pipeline.StoredDocument;
import io.catwalk.pipeline.dataset.HashTable;
import io.catwalk.pipeline.dataset.QuarantineReason;
import io.catwalk.pipeline.evaluate.PredictionTable;
import io.catwalk.pipeline.ingest.UnlabelledImages;
import io.catwalk.pipeline.ingest.UnlabelledImages.QuarantinedImage;
import io.catwalk.pipeline.runs.RunPaths;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HadoopStorage.Place;
import io.catwalk.pipeline.storage.StagedFolder;
import io.catwalk.pipeline.storage.StorageLock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A table that grows: {@code predictions.parquet} with a folder {@code batch=NUMBER} for every
 * batch, which is there whole or not at all. Each tells beside its rows, in files that Spark does
 * not read, which images it has: an image is scored once, whoever is stopped and begins again. A
 * lock keeps a second process away.
 */
public final class PredictionBatches implements PredictionTarget {

  private static final String COLUMN = "batch";
  private static final Pattern BATCH = Pattern.compile(COLUMN + "=(\\d{1,9})");

  private static final String SUMMARY = "_batch.json";
  private static final String IMAGES = "_images.bin";
  private static final String BAD_IMAGES = "_unreadable.csv";

  private final SparkSession spark;
  private final Place destination;
  private final Model model;
  private final StorageLock lock;
  private final List<Batch> before;
  private final List<Batch> stored = new ArrayList<>();

  /**
   * What predicts.
   *
   * @param uri of its file
   * @param classes names in label order
   * @param parametersSha256 of its weights
   */
  public record Model(String uri, List<String> classes, String parametersSha256) {}

  /** Its number, and its folder's path in the store. */
  private record Batch(int number, String path) {}

  /** {@value #SUMMARY}. */
  private record BatchSummary(
      int schemaVersion,
      String scoredAt,
      String model,
      String parametersSha256,
      List<String> classes,
      int images,
      int unreadable)
      implements StoredDocument {}

  /**
   * Opens it, or begins it where nothing is.
   *
   * @throws CatwalkException (busy) when another process writes to it; (usage) when something else
   *     is there; (data) when it holds predictions of other classes
   */
  public static PredictionBatches open(SparkSession spark, Place destination, Model model) {
    ArtifactStore store = destination.store();
    if (store.exists(destination.path() + "/_SUCCESS")) {
      throw refused(destination, "was made by predict without");
    }
    StorageLock lock = StorageLock.take(store, table(destination), "Table " + destination.uri());
    try {
      store.discardStaged(table(destination), BATCH.asMatchPredicate());
      PredictionBatches table = new PredictionBatches(spark, destination, model, lock);
      table.requireSameClasses();
      // Of the images of the job before.
      store.delete(destination.path() + "/" + RunPaths.DRIFT);
      return table;
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private PredictionBatches(SparkSession spark, Place destination, Model model, StorageLock lock) {
    this.spark = spark;
    this.destination = destination;
    this.model = model;
    this.lock = lock;
    this.before = batches(destination);
  }

  private static List<Batch> batches(Place destination) {
    List<Batch> batches = new ArrayList<>();
    for (String name : destination.store().list(table(destination))) {
      Matcher batch = BATCH.matcher(name);
      if (batch.matches()) {
        batches.add(new Batch(Integer.parseInt(batch.group(1)), table(destination) + "/" + name));
      } else if (!name.startsWith(".") && !name.startsWith("_")) {
        throw refused(destination, "holds " + name + ", which is no batch of");
      }
    }
    batches.sort(Comparator.comparingInt(Batch::number));
    return batches;
  }

  private static CatwalkException refused(Place destination, String what) {
    return CatwalkException.usage(
        String.format(
            Locale.ROOT,
            "%s %s --append; expected a table that predict --append made, or a place where nothing is",
            destination.uri(),
            what));
  }

  private void requireSameClasses() {
    if (before.isEmpty()) {
      return;
    }
    String file = before.get(before.size() - 1).path() + "/" + SUMMARY;
    ArtifactStore store = destination.store();
    BatchSummary newest =
        Json.read(store.read(file), BatchSummary.class, store.resolve(file).toString());
    if (!newest.classes().equals(model.classes())) {
      throw CatwalkException.data(
          String.format(
              Locale.ROOT,
              "%s holds predictions of %s, and %s knows %s; expected a model of the same classes, or another table",
              destination.uri(),
              String.join(", ", newest.classes()),
              model.uri(),
              String.join(", ", model.classes())));
    }
  }

  @Override
  public HashTable known() {
    return HashTable.union(
        before.stream()
            .map(batch -> HashTable.read(destination.store().read(batch.path() + "/" + IMAGES)))
            .toList());
  }

  @Override
  public void store(UnlabelledImages images, Scoring scoring) {
    int done = 0;
    for (UnlabelledImages.Part part : images.parts()) {
      int number = newest() + 1;
      String name = String.format(Locale.ROOT, "%s=%06d", COLUMN, number);
      Batch batch = new Batch(number, table(destination) + "/" + name);
      try {
        if (store(part, batch, scoring)) {
          stored.add(batch);
        }
        done++;
      } catch (CatwalkException failure) {
        throw lock.cause(failure)
            .followedBy(
                String.format(
                    Locale.ROOT,
                    "; %,d of %,d batches are stored, the same command goes on with the others",
                    done,
                    images.parts().size()));
      }
    }
  }

  private int newest() {
    List<Batch> last = stored.isEmpty() ? before : stored;
    return last.isEmpty() ? 0 : last.get(last.size() - 1).number();
  }

  /** False where none of its images could be read now, so that there is nothing to remember. */
  private boolean store(UnlabelledImages.Part part, Batch batch, Scoring scoring) {
    ArtifactStore store = destination.store();
    try (StagedFolder folder = store.stage(batch.path())) {
      new PredictionTable(spark, model.classes())
          .add(scoring.of(part.examples()), store.resolve(folder.path()), model.parametersSha256());
      List<QuarantinedImage> bad = part.quarantined();
      List<QuarantinedImage> unread = bad.stream().filter(PredictionBatches::mayBeRead).toList();
      Set<String> again = unread.stream().map(QuarantinedImage::path).collect(Collectors.toSet());
      List<QuarantinedImage> known =
          bad.stream().filter(image -> !again.contains(image.path())).toList();
      HashTable keys = part.keys(again);
      if (keys.size() == 0) {
        return false;
      }
      folder.write(BAD_IMAGES, PredictionFiles.unreadable(known));
      folder.write(IMAGES, keys.bytes());
      folder.write(
          SUMMARY,
          Json.write(
              new BatchSummary(
                  1,
                  Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                  model.uri(),
                  model.parametersSha256(),
                  model.classes(),
                  part.count() - bad.size(),
                  known.size())));
      if (!folder.publish(lock)) {
        throw CatwalkException.busy(
            store.resolve(batch.path()) + " was written by another process meanwhile");
      }
      return true;
    }
  }

  /** What the storage did not give now, it may give the next time. */
  private static boolean mayBeRead(QuarantinedImage image) {
    return image.reason() == QuarantineReason.UNREADABLE;
  }

  @Override
  public Dataset<Row> predictions() {
    if (stored.isEmpty()) {
      return new PredictionTable(spark, model.classes()).empty();
    }
    return spark
        .read()
        .parquet(destination.store().resolve(table(destination)).literal())
        .filter(col(COLUMN).cast("int").geq(stored.get(0).number()));
  }

  @Override
  public void write(String name, byte[] content) {
    lock.write(destination.store(), destination.path() + "/" + name, out -> out.write(content));
  }

  /**
   * Those of all batches, so that a batch that was stored by a job that ended early counts, and
   * those that this job could not read.
   */
  @Override
  public void publish(List<QuarantinedImage> unreadable) {
    ArtifactStore store = destination.store();
    byte[] again =
        PredictionFiles.unreadable(
            unreadable.stream().filter(PredictionBatches::mayBeRead).toList());
    lock.write(
        store,
        destination.path() + "/" + PredictionFiles.UNREADABLE,
        PredictionFiles.together(
            () ->
                Stream.concat(
                        Stream.concat(before.stream(), stored.stream())
                            .map(batch -> store.read(batch.path() + "/" + BAD_IMAGES)),
                        Stream.of(again))
                    .iterator()));
  }

  @Override
  public String uri() {
    return uri(RunPaths.PREDICTIONS);
  }

  @Override
  public String uri(String name) {
    return destination.uri(name);
  }

  private static String table(Place destination) {
    return destination.path() + "/" + RunPaths.PREDICTIONS;
  }

  @Override
  public void close() {
    lock.close();
  }
}
