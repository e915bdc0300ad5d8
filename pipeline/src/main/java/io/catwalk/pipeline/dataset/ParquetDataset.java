package io.catwalk.pipeline.dataset;

import io.catwalk.pipeline.CatwalkException;
import io.catwalk.pipeline.dataset.Example.ImageFacts;
import io.catwalk.pipeline.ingest.Ingest;
import io.catwalk.pipeline.storage.Location;
import io.catwalk.pipeline.storage.SourceFiles;
import io.catwalk.pipeline.storage.SourceFiles.SourceFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A dataset as {@link Ingest} stored it. */
public record ParquetDataset(DatasetManifest manifest, String uri, SourceFiles files)
    implements StoredDataset {

  public static final String MANIFEST = "manifest.json";
  public static final String QUARANTINE = "quarantine.parquet";

  /** Folder of a split's shards, relative to the dataset's. */
  public static String shards(Split split) {
    return "shards/split=" + split.id();
  }

  @Override
  public JavaRDD<Example> examples(SparkSession spark, Split split) {
    return read(spark, split, new ToExample(), "pixels", "label", "path", "sha256");
  }

  @Override
  public JavaRDD<Example> describedExamples(SparkSession spark, Split split) {
    return read(
        spark,
        split,
        new ToDescribedExample(),
        "pixels",
        "label",
        "path",
        "sha256",
        "source_width",
        "source_height",
        "brightness",
        "attributes");
  }

  /** As the manifest names them; full URIs where it names none. */
  private List<String> files(Split split) {
    if (manifest.growth() == null) {
      return files.list(uri + "/" + shards(split)).stream().map(SourceFile::uri).toList();
    }
    return manifest.growth().shards().getOrDefault(split.id(), List.of());
  }

  /**
   * @throws CatwalkException (data) when it is not there
   */
  private Dataset<Row> shard(SparkSession spark, String file) {
    try {
      String where = manifest.growth() == null ? file : uri + "/" + file;
      return spark.read().schema(ShardRows.SHARD).parquet(new Location(where).literal());
    } catch (Exception e) { // Spark throws checked exceptions that its methods do not declare.
      if (e instanceof AnalysisException) {
        throw missing(file, e);
      }
      throw e;
    }
  }

  private CatwalkException missing(String file, Exception e) {
    String owner = DatasetGrowth.owner(file).orElse(manifest.version());
    return CatwalkException.data(
        String.format(
            Locale.ROOT,
            "Dataset %s@%s: shard %s is missing, which belongs to version %s; bring that version's folder back, or delete %s@%s and ingest again",
            manifest.name(),
            manifest.version(),
            file.replaceFirst("^\\.\\./[^/]+/", ""),
            owner,
            manifest.name(),
            manifest.version()),
        e);
  }

  /**
   * Spark packs the files of one scan by size, which would mix their order: each gets a scan of its
   * own.
   */
  @SuppressWarnings("unchecked")
  private JavaRDD<Example> read(
      SparkSession spark, Split split, Function<Row, Example> toExample, String... columns) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    if (manifest.count(split) == 0) {
      return context.emptyRDD();
    }
    List<JavaRDD<Example>> shards = new ArrayList<>();
    for (String file : files(split)) {
      shards.add(shard(spark, file).selectExpr(columns).javaRDD().map(toExample));
    }
    return shards.size() == 1 ? shards.get(0) : context.union(shards.toArray(JavaRDD[]::new));
  }

  /** An example with its facts, from all columns of {@link ShardRows#SHARD}. */
  private record ToDescribedExample() implements Function<Row, Example> {
    @Override
    public Example call(Row row) {
      ImageFacts facts =
          new ImageFacts(row.getInt(4), row.getInt(5), row.getDouble(6), attributes(row));
      return new Example(
          (byte[]) row.get(0), row.getInt(1), row.getString(2), row.getString(3), facts);
    }

    /** Shards of older versions have no such column, which then reads as null. */
    private static Map<String, String> attributes(Row row) {
      Map<String, String> attributes = new HashMap<>();
      if (!row.isNullAt(7)) {
        row.<String, String>getJavaMap(7).forEach(attributes::put);
      }
      return attributes;
    }
  }

  /** An example from the first four columns of {@link ShardRows#SHARD}. */
  private record ToExample() implements Function<Row, Example> {
    @Override
    public Example call(Row row) {
      return new Example((byte[]) row.get(0), row.getInt(1), row.getString(2), row.getString(3));
    }
  }
}
