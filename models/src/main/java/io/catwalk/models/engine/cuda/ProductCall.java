package io.catwalk.models.engine.cuda;

import io.catwalk.models.engine.cuda.driver.Arguments;
import io.catwalk.models.engine.cuda.driver.Launch;
import io.catwalk.models.engine.cuda.driver.Slot;
import io.catwalk.models.engine.cuda.driver.Tile;
import java.util.Optional;

/** A product to launch: what the structure {@code Product} of the kernels has. */
final class ProductCall {

  private final String kind;
  private final Geometry geometry;
  private Slot.Place a;
  private Slot.Place b;
  private Slot.Place out;
  private Optional<Slot.Place> bias = Optional.empty();
  private Optional<Slot.Place> biasGradient = Optional.empty();
  private Optional<Slot.Place> mask = Optional.empty();
  private Optional<Slot.Place> winners = Optional.empty();
  private Optional<Slot.Place> taps = Optional.empty();
  private int function;
  private Tile.Large large = Tile.Large.NONE;
  private boolean aside;

  ProductCall(String kind, Geometry geometry) {
    this.kind = kind;
    this.geometry = geometry;
  }

  ProductCall of(Slot.Place left, Slot.Place right, Slot.Place result) {
    a = left;
    b = right;
    out = result;
    return this;
  }

  ProductCall bias(Optional<Slot.Place> place) {
    bias = place;
    return this;
  }

  ProductCall biasGradient(Optional<Slot.Place> place) {
    biasGradient = place;
    return this;
  }

  ProductCall mask(Optional<Slot.Place> place) {
    mask = place;
    return this;
  }

  ProductCall winners(Optional<Slot.Place> place) {
    winners = place;
    return this;
  }

  ProductCall taps(Slot table) {
    taps = Optional.of(table.start());
    return this;
  }

  ProductCall large(Tile.Large side) {
    large = side;
    return this;
  }

  ProductCall function(int ordinal) {
    function = ordinal;
    return this;
  }

  /** Nothing behind it in the step reads what it writes, until the step ends. */
  ProductCall aside() {
    aside = true;
    return this;
  }

  void launch(Frame frame, int m, int n, int depth) {
    Tile tile = Tile.of(m, n, depth, large);
    int high = tile.acrossRows(m);
    int wide = tile.acrossColumns(n);
    Optional<Slot.Place> partials =
        tile.splits() == 1
            ? Optional.empty()
            : Optional.of(
                Slot.scratch(4L * tile.splits() * high * wide * tile.rows() * tile.columns())
                    .start());
    Optional<Slot.Place> counters =
        tile.isAddedUp()
            ? Optional.empty()
            : Optional.of(frame.residents().counters(aside).start());
    Arguments arguments =
        new Arguments()
            .place(a)
            .place(b)
            .place(out)
            .place(bias)
            .place(biasGradient)
            .place(mask)
            .place(winners)
            .place(partials)
            .place(counters)
            .place(taps)
            .integers(m, n, depth, tile.depthOfSplit(), tile.splits(), high)
            .integers(geometry.numbers())
            .integers(function);
    String kernel = tile.kernel(kind);
    Launch.Branch branch = aside ? Launch.Branch.ASIDE : Launch.Branch.MAIN;
    frame
        .tape()
        .add(new Launch(kernel, high, wide, tile.splits(), tile.threads(), arguments, branch));
    if (tile.isAddedUp()) {
      int rows = high * wide;
      frame
          .tape()
          .add(
              new Launch(kernel + "_sum", rows, tile.each(), 1, tile.threads(), arguments, branch));
    }
  }
}
