package io.catwalk.models.onnx;

import io.catwalk.models.ImageShape;
import java.util.List;

/**
 * From bytes of an image of any size, [N, H, W, 1 or 3] with red before green before blue, to what
 * the network takes: [N, channels, height, width]. Grey is weighed as OpenCV does (Rec. 601, in 15
 * bits), sizes are changed as ingest does, and pixels are whole numbers again before they are
 * normalised.
 */
final class PreparationNodes {

  /** What a colour counts in grey; all numbers on the way are whole and below 2^24. */
  private static final float[] GREY = {9798, 19_235, 3735};

  private static final float WHOLE = 32_768;

  private final Nodes nodes;
  private final Arithmetic is;
  private final ImagePreparation preparation;
  private final ImageShape shape;

  PreparationNodes(Nodes nodes, ImagePreparation preparation) {
    this.nodes = nodes;
    this.is = new Arithmetic(nodes);
    this.preparation = preparation;
    this.shape = preparation.shape();
  }

  /**
   * @param images name of the graph's input
   */
  String add(String images) {
    nodes.part("colours");
    String size = nodes.add("Shape", List.of(images));
    String pixels = is.toFloat(images);
    String coloured = shape.channels() == 1 ? grey(pixels, size) : colour(pixels);
    nodes.part("resize");
    String resized = resize(coloured, size);
    nodes.part("normalise");
    return normalise(nodes.add("Round", List.of(resized)));
  }

  /** [N, H, W, 1]; of a grey image the one channel counts wholly. */
  private String grey(String pixels, String size) {
    String channels = at(size, 3);
    String colours = nodes.numbers("colours", List.of(3), GREY);
    String alone = nodes.numbers("alone", List.of(1), WHOLE);
    String one = nodes.add("Equal", List.of(channels, nodes.integers(1)));
    String weights = nodes.add("Where", List.of(one, alone, colours));
    // One weight or three: a product with any other number of channels fails.
    String count = nodes.add("Where", List.of(one, nodes.integers(1), nodes.integers(3)));
    String used = nodes.add("Slice", List.of(weights, nodes.integers(0), count));
    String column = nodes.add("Unsqueeze", List.of(used, nodes.integers(1)));
    String sum = nodes.add("MatMul", List.of(pixels, column));
    String rounded = nodes.add("Add", List.of(sum, nodes.number(WHOLE / 2)));
    return nodes.add("Floor", List.of(is.over(rounded, nodes.number(WHOLE))));
  }

  /** [N, H, W, 3]; of a grey image the one channel stands for all three. */
  private String colour(String pixels) {
    return nodes.add("Expand", List.of(pixels, nodes.integers(1, 1, 1, 3)));
  }

  /** Down first, on rows as they lie, then across. */
  private String resize(String pixels, String size) {
    String high = scalar(at(size, 1));
    String wide = scalar(at(size, 2));
    Geometry geometry = new Geometry(is, shape, high, wide);
    Geometry.Axes axes = geometry.of(preparation.resizing());
    AxisWeights weights = new AxisWeights(is, nodes);
    String down = weights.of(axes.down(), row(high));
    String across = weights.of(axes.across(), row(wide));
    String rows = nodes.add("Reshape", List.of(pixels, nodes.integers(0, 0, -1)));
    String lower = nodes.add("MatMul", List.of(down, rows));
    String apart =
        nodes.add(
            "Reshape", List.of(lower, nodes.integers(0, shape.height(), -1, shape.channels())));
    String planes =
        nodes.add("Transpose", List.of(apart), Nodes.attribute("perm", List.of(0, 3, 1, 2)));
    String turned = nodes.add("Transpose", List.of(across), Nodes.attribute("perm", List.of(1, 0)));
    String resized = nodes.add("MatMul", List.of(planes, turned));
    // Says the sizes to whoever plans memory.
    return nodes.add(
        "Reshape",
        List.of(resized, nodes.integers(-1, shape.channels(), shape.height(), shape.width())));
  }

  private String normalise(String pixels) {
    int channels = shape.channels();
    float[] factor = new float[channels];
    float[] summand = new float[channels];
    for (int c = 0; c < channels; c++) {
      factor[c] = (float) (1 / (255 * preparation.deviation().get(c)));
      summand[c] = (float) (-preparation.mean().get(c) / preparation.deviation().get(c));
    }
    List<Integer> each = List.of(1, channels, 1, 1);
    String scaled = is.times(pixels, nodes.numbers("factor", each, factor));
    return is.plus(scaled, nodes.numbers("summand", each, summand));
  }

  /** One of the sizes: [1]. */
  private String at(String size, int axis) {
    return nodes.add("Slice", List.of(size, nodes.integers(axis), nodes.integers(axis + 1)));
  }

  private String scalar(String one) {
    return is.toDouble(nodes.add("Squeeze", List.of(one, nodes.integers(0))));
  }

  /** 0 to below a size. */
  private String row(String size) {
    return nodes.add("Range", List.of(is.of(0), size, is.of(1)));
  }
}
