package io.catwalk.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catwalk.models.blocks.Extent;
import io.catwalk.pipeline.runs.Scores;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class NetworkCacheTest {

  private static final ScoringNetwork.Way WAY =
      new ScoringNetwork.Way(Optional.empty(), new Extent(1, 1, 1, false), 1);

  private final NetworkCache cache = new NetworkCache(2);
  private final FrozenNetwork first = frozen(1);
  private final FrozenNetwork second = frozen(2);
  private final FrozenNetwork third = frozen(3);

  @Test
  void lendsTheSameNetworkAgain() {
    assertThat(lend(first)).isSameAs(lend(first)).isNotSameAs(lend(second));
  }

  @Test
  void neverLendsANetworkTwiceAtATime() {
    lend(first);

    cache.with(
        first,
        WAY,
        outer -> {
          assertThat(lend(first)).isNotSameAs(outer);
          return null;
        });
  }

  @Test
  void keepsTheTwoThatWereUsedLast() {
    ScoringNetwork one = lend(first);
    ScoringNetwork two = lend(second);
    assertThat(lend(first)).isSameAs(one);

    lend(third);

    assertThat(lend(first)).isSameAs(one);
    assertThat(lend(second)).isNotSameAs(two);
    assertThat(isClosed(two)).as("its memory was given back").isTrue();
  }

  @Test
  void aNetworkLentWhileItsModelWasForgottenIsClosedAfterwards() {
    ScoringNetwork lent =
        cache.with(
            first,
            WAY,
            network -> {
              lend(second);
              lend(third);
              assertThat(isClosed(network)).isFalse();
              return network;
            });

    assertThat(isClosed(lent)).isTrue();
  }

  @Test
  void aNetworkWhoseUseFailedIsNotLentAgain() {
    ScoringNetwork[] failed = new ScoringNetwork[1];
    assertThatThrownBy(
            () ->
                cache.with(
                    first,
                    WAY,
                    network -> {
                      failed[0] = network;
                      throw new IllegalStateException("no");
                    }))
        .hasMessage("no");

    assertThat(lend(first)).isNotSameAs(failed[0]);
  }

  private ScoringNetwork lend(FrozenNetwork model) {
    return cache.with(model, WAY, Function.identity());
  }

  private static boolean isClosed(ScoringNetwork network) {
    return network.network().getLayer(0).getParam("W").wasClosed();
  }

  private static FrozenNetwork frozen(long seed) {
    return FrozenNetwork.of(TinyModel.of(Scores.names(2), seed).network());
  }
}
