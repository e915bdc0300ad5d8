package io.catwalk.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountedTest {

  @ParameterizedTest
  @CsvSource({
    "0, image, '0 images'",
    "1, minibatch, '1 minibatch'",
    "7, minibatch, '7 minibatches'",
    "2, epoch, '2 epochs'",
    "1, class, '1 class'",
    "2000, class, '2,000 classes'",
    "2, task slot, '2 task slots'"
  })
  void oneIsOneAndOthersAreMany(long number, String noun, String words) {
    assertThat(Counted.of(number, noun)).isEqualTo(words);
  }
}
