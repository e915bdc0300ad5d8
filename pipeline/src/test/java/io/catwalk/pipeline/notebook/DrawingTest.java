package io.catwalk.pipeline.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.catwalk.models.ImageShape;
import io.catwalk.models.graph.Graph;
import io.catwalk.pipeline.explain.GreyPicture;
import io.catwalk.pipeline.explain.HeatOverlay;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pixels that tell whether a drawing shows its numbers. */
class DrawingTest {

  private static final int WHITE = Color.WHITE.getRGB();

  @Test
  void channelsBecomeColours() {
    byte[] pixels = {(byte) 255, 0, 0, (byte) 128, 0, 7};

    BufferedImage picture = Pictures.ofPixels(pixels, new ImageShape(1, 2, 3));

    assertThat(new Color(picture.getRGB(0, 0))).isEqualTo(new Color(255, 0, 0));
    assertThat(new Color(picture.getRGB(1, 0))).isEqualTo(new Color(0, 128, 7));
  }

  @Test
  void pixelsOfAnotherShapeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Pictures.ofPixels(new byte[5], new ImageShape(2, 2, 1)))
        .withMessage("expected 4 values for 1@2×2, found 5");
  }

  @Test
  void greyGoesFromTheSmallestToTheLargestValue() {
    BufferedImage picture = GreyPicture.of(new float[][] {{-1, 0}, {1, 1}});

    assertThat(grey(picture, 0, 0)).isZero();
    assertThat(grey(picture, 1, 0)).isEqualTo(128);
    assertThat(grey(picture, 0, 1)).isEqualTo(255);
    assertThat(grey(GreyPicture.of(new float[][] {{3, 3}}), 0, 0)).isZero();
  }

  private static int grey(BufferedImage picture, int x, int y) {
    return new Color(picture.getRGB(x, y)).getGreen();
  }

  @Test
  void heatTintsWhereItIsHotAlone() {
    BufferedImage grey = GreyPicture.of(new float[8][8]);

    BufferedImage hot = HeatOverlay.of(grey, new float[][] {{1, 0}, {0, 0}});

    assertThat(new Color(hot.getRGB(0, 0)).getRed()).isGreaterThan(140);
    assertThat(new Color(hot.getRGB(7, 7))).isEqualTo(Color.BLACK);
    assertThat(hot.getWidth()).isEqualTo(8);
  }

  @Test
  void everyPixelIsEnlarged() {
    BufferedImage large = Pictures.enlarged(GreyPicture.of(new float[][] {{0, 1}}), 3);

    assertThat(grey(large, 2, 2)).isZero();
    assertThat(grey(large, 3, 0)).isEqualTo(255);
    assertThat(large.getHeight()).isEqualTo(3);
  }

  @Test
  void aGridHasItsPicturesInRows() {
    BufferedImage black = GreyPicture.of(new float[2][2]);
    PictureGrid grid = new PictureGrid(2, 10).add(black, "").add(black, "").add(black, "");

    BufferedImage drawn = grid.draw();

    assertThat(drawn.getWidth()).isEqualTo(2 * (8 + 2 * 18));
    assertThat(drawn.getHeight()).isEqualTo(2 * (8 + 2 * 18));
    assertThat(at(drawn, 8 + 18 + 5, 8 + 5)).isEqualTo(Color.BLACK.getRGB());
    assertThat(at(drawn, 8 + 18 + 5, 8 + 18 + 5)).isEqualTo(WHITE);
    int captioned = new PictureGrid(2, 10).add(black, "a").draw().getHeight();
    assertThat(captioned).isEqualTo(2 * (8 + 10 + 8 + 18));
    assertThatIllegalStateException().isThrownBy(() -> new PictureGrid(1, 1).draw());
  }

  @Test
  void numbersColourTheirCells() {
    double[][] numbers = {{0, 1}, {-1, 0}};

    BufferedImage drawn = new NumberGrid(10).add("n", numbers).draw();

    assertThat(at(drawn, 15 + 5, 22 + 5)).isEqualTo(WHITE);
    assertThat(at(drawn, 15 + 15, 22 + 5)).isEqualTo(Palette.heat(0.8).getRGB());
    assertThat(at(drawn, 15 + 5, 22 + 15)).isEqualTo(Palette.heat(-0.8).getRGB());
  }

  @Test
  void aTitleThatIsWiderThanItsNumbersIsNotCut() {
    NumberGrid grid = new NumberGrid(10).add("a title of many letters", new double[1][1]);

    assertThat(grid.draw().getWidth()).isGreaterThan(2 * Palette.width("a title of many letters"));
  }

  @Test
  void whatIsNotComputedYetIsEmptyAndNotZero() {
    BufferedImage empty = new NumberGrid(30).add("n", new double[][] {{Double.NaN}}).draw();
    BufferedImage zero = new NumberGrid(30).add("n", new double[][] {{0}}).draw();

    assertThat(inked(empty, 16, 23, 28)).isFalse();
    assertThat(inked(zero, 16, 23, 28)).isTrue();
  }

  @Test
  void namesStandBesideRowsAndBelowColumns() {
    NumberGrid named = new NumberGrid(30).add("n", new double[2][2], List.of("cat", "dog"));

    BufferedImage drawn = named.draw();

    assertThat(inked(drawn, 16, 22, 60)).as("left of the first row").isTrue();
    assertThat(inked(drawn, 15 + 90, 22 + 61, 20)).as("below the first column").isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> named.add("n", new double[2][3], List.of("cat", "dog")))
        .withMessage("n: expected a name for each row and column, found 2");
  }

  /** Whether anything is dark in a square. */
  private static boolean inked(BufferedImage drawn, int left, int top, int side) {
    for (int y = top; y < Math.min(top + side, drawn.getHeight() / 2); y++) {
      for (int x = left; x < left + side; x++) {
        if (new Color(at(drawn, x, y)).getGreen() < 100) {
          return true;
        }
      }
    }
    return false;
  }

  @Test
  void aWindowHasAFrame() {
    int frame = Palette.series(3).getRGB();

    BufferedImage plain = new NumberGrid(30).add("n", new double[3][3]).draw();
    BufferedImage framed = new NumberGrid(30).add("n", new double[3][3], 1, 1, 1, 1).draw();

    assertThat(at(framed, 15 + 30, 22 + 45)).isEqualTo(frame);
    assertThat(at(plain, 15 + 30, 22 + 45)).isNotEqualTo(frame);
  }

  @Test
  void aLineGoesThroughItsPoints() {
    BufferedImage drawn = new LineChart("t", "x").add("a", List.of(0.0, 0.5, 1.0)).draw();

    int colour = Palette.series(0).getRGB();
    assertThat(at(drawn, 62, 300 - 42)).isEqualTo(colour);
    assertThat(at(drawn, 560 - 14 - 1, 31)).isEqualTo(colour);
    assertThat(at(drawn, 62 + 20, 30 + 20)).isEqualTo(WHITE);
  }

  @Test
  void linesOfUnequalLengthsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LineChart("t", "x").add("a", new double[2], new double[3]))
        .withMessage("a: expected as many x as y, found 2 and 3");
    assertThatIllegalStateException().isThrownBy(() -> new LineChart("t", "x").draw());
  }

  @Test
  void flatLinesAreDrawn() {
    assertThat(new LineChart("t", "x").add("a", List.of(2.0)).draw().getWidth()).isEqualTo(2 * 560);
  }

  @Test
  void nodesHaveTheirGroupsColour() {
    Graph graph = Graph.parse(2, 0, "0 1");
    double[][] places = {{0, 0}, {1, 1}};

    BufferedImage drawn =
        new GraphDrawing(graph, places).draw(new int[] {0, 1}, new boolean[] {true, false}, 1);

    assertThat(at(drawn, 28 - 8, 400 - 28)).isEqualTo(Palette.series(0).getRGB());
    assertThat(at(drawn, 560 - 28 + 8, 28)).isEqualTo(Palette.series(1).getRGB());
    assertThat(at(drawn, 28, 400 - 28 + 14)).isEqualTo(Palette.INK.getRGB());
    assertThat(at(drawn, 280, 200)).isNotEqualTo(WHITE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GraphDrawing(graph, new double[3][2]))
        .withMessage("expected a place for each of 2 nodes, found 3");
  }

  /** Two pixels are one of the drawing, each way. */
  private static int at(BufferedImage drawn, int x, int y) {
    return drawn.getRGB(2 * x, 2 * y);
  }
}
