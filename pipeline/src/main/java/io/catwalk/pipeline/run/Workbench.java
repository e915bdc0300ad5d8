package io.catwalk.pipeline.run;

import io.catwalk.pipeline.config.ExperimentConfig;
import io.catwalk.pipeline.doctor.CheckUp;
import io.catwalk.pipeline.doctor.MemoryDemand;
import io.catwalk.pipeline.ingest.Ingest;
import io.catwalk.pipeline.ingest.StoredDatasets;
import io.catwalk.pipeline.spark.SparkSessions;
import io.catwalk.pipeline.storage.ArtifactStore;
import io.catwalk.pipeline.storage.HadoopStorage;
import io.catwalk.pipeline.storage.HadoopStorage.Place;
import io.catwalk.pipeline.storage.SourceFiles;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;

/**
 * What every job works with. Storage is opened at once, so that a mistake shows before a cluster is
 * asked for anything; Spark when it is first needed.
 */
public final class Workbench implements AutoCloseable {

  private final ExperimentConfig config;
  private final HadoopStorage storage;
  private final Supplier<String> name;
  private final Consumer<String> warn;
  private SparkSession spark;
  private CheckUp checkUp;

  /** For what starts no Spark, or says nothing of what is not as it should be. */
  public Workbench(ExperimentConfig config, Supplier<String> name) {
    this(config, name, warning -> {});
  }

  /**
   * @param name of the Spark application
   * @param warn hears what is not as it should be when Spark has started
   */
  public Workbench(ExperimentConfig config, Supplier<String> name, Consumer<String> warn) {
    this.warn = warn;
    this.config = config;
    this.name = name;
    this.storage = HadoopStorage.ofSpark(config.cluster().settings());
  }

  public ArtifactStore store() {
    return storage.store(config.storageRoot());
  }

  /**
   * A store whose root is any other folder, to read a file or folder that the user names by its
   * URI.
   */
  ArtifactStore storeAt(String root) {
    return storage.store(root);
  }

  HadoopStorage storage() {
    return storage;
  }

  /** A file or folder that the user names by a path or URI. */
  public Place place(String uri) {
    return storage.place(uri);
  }

  public SourceFiles sources() {
    return storage.sources();
  }

  public SparkSession spark() {
    if (spark == null) {
      spark = SparkSessions.open(config.cluster(), name.get());
      checkUp = CheckUp.of(spark, storage, config, warn);
    }
    return spark;
  }

  /**
   * Refuses what cannot fit the memory of driver and executors.
   *
   * @throws io.catwalk.pipeline.CatwalkException (cluster) with figures and the setting that mends
   *     it
   */
  void require(MemoryDemand demand) {
    spark();
    checkUp.require(demand);
  }

  Ingest ingest() {
    return new Ingest(spark(), store(), sources());
  }

  public StoredDatasets datasets() {
    return new StoredDatasets(store(), sources());
  }

  @Override
  public void close() {
    if (spark != null) {
      spark.close();
    }
  }
}
