package io.catwalk.pipeline.train;

import io.catwalk.models.Hyperparameters;
import io.catwalk.models.ImageShape;
import io.catwalk.models.ModelCatalog;
import io.catwalk.models.engine.EngineNetwork;
import io.catwalk.pipeline.config.AugmentConfig;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.Vectoriser;
import io.catwalk.pipeline.train.augment.ExampleSeeds;
import io.catwalk.pipeline.train.data.Recipe;
import io.catwalk.pipeline.train.data.ResidentPixels;
import io.catwalk.pipeline.train.worker.MinibatchFeed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.learning.config.Adam;

/**
 * Images a second on one core, vectorised and trained on by lenet5, with and without augmentation.
 * The best of several turns: others may be busy on the same machine.
 */
final class AugmentationBenchmark {

  private static final int MINIBATCH = 64;
  private static final int IMAGES = 64 * MINIBATCH;
  private static final int TURNS = 7;

  private AugmentationBenchmark() {}

  public static void main(String[] arguments) {
    measure(new ImageShape(32, 32, 1));
    measure(new ImageShape(64, 64, 3));
  }

  private static Map<String, AugmentConfig> kinds() {
    Map<String, AugmentConfig> kinds = new LinkedHashMap<>();
    kinds.put("nothing", AugmentConfig.OFF);
    kinds.put("flip, shift", of(1, true, 0, 4, 0, 0, 0));
    kinds.put("brightness, contrast", of(1, false, 0, 0, 0.2, 0, 0));
    kinds.put("crop", of(0.6, false, 0, 0, 0, 0, 0));
    kinds.put("crop, flip, rotation, shift", of(0.6, true, 10, 4, 0, 0, 0));
    kinds.put("all of it and mixup", of(0.6, true, 10, 4, 0.2, 0.5, 0.2));
    return kinds;
  }

  private static AugmentConfig of(
      double crop,
      boolean flip,
      double rotation,
      int shift,
      double colour,
      double erasing,
      double mixup) {
    return new AugmentConfig(
        crop,
        1.3333,
        flip,
        rotation,
        shift,
        AugmentConfig.Padding.BLACK,
        colour,
        colour,
        erasing,
        0.25,
        mixup,
        0,
        false);
  }

  private static void measure(ImageShape shape) {
    int channels = shape.channels();
    Vectoriser vectoriser =
        new Vectoriser(
            shape, 10, Collections.nCopies(channels, 0.4), Collections.nCopies(channels, 0.3));
    ResidentPixels examples = ResidentPixels.of(examples(shape));
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            ModelCatalog.get("lenet5")
                .configure(shape, new Hyperparameters(10, 1, new Adam(1e-3))));
    network.init();
    System.out.printf("lenet5, %s, minibatch %d%n", shape, MINIBATCH);
    Map<String, double[]> best = new LinkedHashMap<>();
    kinds().keySet().forEach(name -> best.put(name, new double[] {0, 0}));
    try (MinibatchFeed feed = new MinibatchFeed(vectoriser);
        EngineNetwork engine = EngineNetwork.of(network, shape, MINIBATCH, 1)) {
      for (int turn = 0; turn < TURNS; turn++) {
        for (Map.Entry<String, AugmentConfig> kind : kinds().entrySet()) {
          MinibatchFeed.Range range = range(examples, kind.getValue(), turn);
          double[] found = best.get(kind.getKey());
          found[0] = Math.max(found[0], speed(() -> feed.each(range, false, minibatch -> {})));
          found[1] =
              Math.max(
                  found[1],
                  speed(
                      () ->
                          feed.each(
                              range,
                              false,
                              minibatch -> engine.fit(minibatch.features(), minibatch.labels()))));
        }
      }
    }
    best.forEach(
        (name, speeds) ->
            System.out.printf(
                "%-30s %,9.0f vectorised  %,8.0f trained%n", name, speeds[0], speeds[1]));
  }

  private static double speed(Runnable pass) {
    long began = System.nanoTime();
    pass.run();
    return IMAGES * 1e9 / (System.nanoTime() - began);
  }

  private static MinibatchFeed.Range range(
      ResidentPixels examples, AugmentConfig config, int turn) {
    Recipe plain = Recipe.PLAIN;
    return new MinibatchFeed.Range(
        examples,
        IntStream.range(0, IMAGES).toArray(),
        0,
        IMAGES,
        MINIBATCH,
        new Recipe(config, 1, 0, plain.classWeights(), false, plain.clipping()),
        new ExampleSeeds(1, turn, 0, 1));
  }

  private static List<Example> examples(ImageShape shape) {
    Random random = new Random(5);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < IMAGES; i++) {
      byte[] pixels = new byte[shape.values()];
      random.nextBytes(pixels);
      examples.add(new Example(pixels, i % 10, "", ""));
    }
    return examples;
  }
}
