package io.catwalk.pipeline.notebook;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.dataset.Example;
import io.catwalk.pipeline.dataset.Vectoriser;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Labelled images in memory, for networks that train in this JVM.
 *
 * @param examples all of the same shape, each with a label below the number of classes
 * @param classes names in label order
 */
public record PictureSet(List<Example> examples, List<String> classes, ImageShape shape) {

  public PictureSet {
    examples = List.copyOf(examples);
    classes = List.copyOf(classes);
  }

  public int size() {
    return examples.size();
  }

  /** The class of an image. */
  public String className(int index) {
    return classes.get(examples.get(index).label());
  }

  /** One of them, to look at. */
  public BufferedImage picture(int index) {
    return Pictures.ofPixels(examples.get(index).pixels(), shape);
  }

  /** Some of them: {@code from} up to, but without, {@code to}. */
  public PictureSet part(int from, int to) {
    return new PictureSet(examples.subList(from, to), classes, shape);
  }

  /** The same images in another order, which the seed decides. */
  public PictureSet shuffled(long seed) {
    List<Example> others = new ArrayList<>(examples);
    Collections.shuffle(others, new Random(seed));
    return new PictureSet(others, classes, shape);
  }

  /** Of each class the first images that there are. */
  public PictureSet ofEachClass(int most) {
    int[] taken = new int[classes.size()];
    return where(example -> taken[example.label()]++ < most);
  }

  /**
   * The images of some classes alone, which then are all classes.
   *
   * @param kept labels, in the order of their new labels
   */
  public PictureSet ofClasses(List<Integer> kept) {
    List<Example> relabelled = new ArrayList<>();
    for (Example example : examples) {
      int label = kept.indexOf(example.label());
      if (label >= 0) {
        relabelled.add(new Example(example.pixels(), label, example.path(), example.sha256()));
      }
    }
    return new PictureSet(relabelled, kept.stream().map(classes::get).toList(), shape);
  }

  private PictureSet where(Predicate<Example> wanted) {
    return new PictureSet(examples.stream().filter(wanted).toList(), classes, shape);
  }

  /** Pixels from 0 to 1 as [n, channels, height, width], labels as [n, classes]. */
  public DataSet data() {
    return Vectoriser.plain(shape, classes.size()).vectorise(examples);
  }

  /** The same cut into minibatches; the last may be smaller. */
  public List<DataSet> minibatches(int size) {
    List<DataSet> minibatches = new ArrayList<>();
    for (int from = 0; from < size(); from += size) {
      minibatches.add(part(from, Math.min(from + size, size())).data());
    }
    return minibatches;
  }
}
