package io.catwalk.pipeline.bench.trial;

import io.catwalk.models.ModelDefinition;
import io.catwalk.pipeline.config.TrainingConfig;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.Vectoriser;
import io.catwalk.pipeline.train.NewNetwork;
import io.catwalk.pipeline.train.averaging.ResidentAveragingMaster;
import io.catwalk.pipeline.train.averaging.RoundCost;
import io.catwalk.pipeline.train.data.Recipe;
import io.catwalk.pipeline.train.data.ResidentExamples;
import io.catwalk.pipeline.train.data.ResidentPixels;
import io.catwalk.pipeline.train.data.RoundPlan;
import io.catwalk.pipeline.train.data.TrainingPlan;
import io.catwalk.pipeline.train.data.WorkerSlots;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Averaging rounds as a training runs them, for those who measure what one costs. */
public final class RoundTrial implements AutoCloseable {

  private final JavaSparkContext spark;
  private final TrainingConfig config;
  private final JavaRDD<ResidentExamples> layout;
  private final Broadcast<List<Example>> examples;
  private final ResidentAveragingMaster master;
  private final List<RoundCost> costs = new ArrayList<>();
  private int epoch;

  /**
   * Lays the examples out; each worker has as many as a round takes, the same ones again where they
   * are fewer.
   *
   * @param examples at least one, of the model's design shape
   */
  public RoundTrial(
      SparkSession session,
      TrainingConfig config,
      ModelDefinition model,
      List<Example> examples,
      Vectoriser vectoriser) {
    this.spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    this.config = config;
    this.examples = spark.broadcast(examples);
    WorkerSlots.await(spark, config.workers());
    List<Integer> workers = IntStream.range(0, config.workers()).boxed().toList();
    int wanted = config.minibatch() * config.averaging().frequency();
    this.layout =
        spark
            .parallelize(workers, workers.size())
            .mapPartitions(new RepeatExamples(this.examples, wanted), true)
            .persist(StorageLevel.MEMORY_AND_DISK());
    layout.count();
    MultiLayerNetwork network =
        NewNetwork.of(model, vectoriser.shape(), vectoriser.classes(), config, wanted);
    this.master =
        new ResidentAveragingMaster(
            spark,
            layout,
            network,
            config.averaging(),
            new TrainingPlan(
                vectoriser, Recipe.of(config, EpochTrial.counts(examples, vectoriser.classes()))),
            ResidentAveragingMaster.Rounds.telling(costs::add));
  }

  /** One round of the configured frequency. */
  public RoundCost round() {
    epoch++;
    master.run(
        new RoundPlan(config.seed(), epoch, 0, config.minibatch(), config.averaging().frequency()));
    return costs.remove(0);
  }

  /** Whether rounds are no Spark jobs of their own, since workers stand by. */
  public boolean stands() {
    return master.stands();
  }

  /** Milliseconds of a job that does nothing on the same executors. */
  public double emptyJob() {
    master.rest();
    long began = System.nanoTime();
    layout.mapPartitions(new NoWork(), true).collect();
    return (System.nanoTime() - began) / 1e6;
  }

  /**
   * Every worker's minibatches of as many rounds, each for itself, all at the same time, without
   * averaging.
   *
   * @return images a second, summed over the workers
   */
  public double independentLoops(int rounds) {
    return master.independentLoops(
        new RoundPlan(config.seed(), 1, 0, config.minibatch(), config.averaging().frequency()),
        rounds);
  }

  /** Bytes of the state that is averaged. */
  public long stateBytes() {
    return master.stateBytes();
  }

  /** Of the driver, then of every executor that has a worker. */
  public List<ProcessMemory> memory() {
    master.rest();
    TreeMap<String, ProcessMemory> executors = new TreeMap<>();
    for (ProcessMemory memory : layout.mapPartitions(new TellMemory(), true).collect()) {
      executors.put(memory.process(), memory);
    }
    List<ProcessMemory> all = new ArrayList<>();
    // In local mode the driver is the executor.
    if (!executors.containsKey("driver")) {
      all.add(ProcessMemory.here());
    }
    all.addAll(executors.values());
    return all;
  }

  @Override
  public void close() {
    master.close();
    layout.unpersist();
    examples.destroy();
  }

  /** A task that does nothing where a worker's examples are. */
  private record NoWork() implements FlatMapFunction<Iterator<ResidentExamples>, Integer> {

    @Override
    public Iterator<Integer> call(Iterator<ResidentExamples> resident) {
      return List.of(resident.next().size()).iterator();
    }
  }

  /** Fills a worker's part with the same examples again and again. */
  private record RepeatExamples(Broadcast<List<Example>> examples, int wanted)
      implements FlatMapFunction<Iterator<Integer>, ResidentExamples> {

    @Override
    public Iterator<ResidentExamples> call(Iterator<Integer> worker) {
      List<Example> given = examples.value();
      List<Example> filled = new ArrayList<>(wanted);
      int offset = worker.next();
      for (int i = 0; i < wanted; i++) {
        filled.add(given.get((offset + i) % given.size()));
      }
      return List.<ResidentExamples>of(ResidentPixels.of(filled)).iterator();
    }
  }

  /** The memory of the executor where a worker's examples are. */
  private record TellMemory()
      implements FlatMapFunction<Iterator<ResidentExamples>, ProcessMemory> {

    @Override
    public Iterator<ProcessMemory> call(Iterator<ResidentExamples> resident) {
      return List.of(ProcessMemory.here()).iterator();
    }
  }
}
