package io.catwalk.pipeline.ingest.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.config.DatasetConfig.ResizeMode;
import io.catwalk.pipeline.dataset.QuarantineReason;
import io.catwalk.pipeline.ingest.KillingDecoders;
import io.catwalk.pipeline.ingest.TestImages;
import io.catwalk.pipeline.ingest.decode.PixelDecoder.DecodedPixels;
import io.catwalk.pipeline.ingest.format.BadImageException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Decoding in real processes that real files end. */
@Timeout(300)
class ApartDecoderTest {

  @Test
  void aFileThatEndsItsProcessIsRefusedAndThoseBesideItAreDecoded() throws Exception {
    try (ApartDecoder decoder = new ApartDecoder(new KillingDecoders());
        PixelDecoder here = new KillingDecoders().open()) {
      assertSame(decoder, here, 1);

      BadImageException refusal =
          catchThrowableOfType(
              BadImageException.class,
              () -> decoder.decode(KillingDecoders.file(2, KillingDecoders.KILLS)));

      assertThat(refusal.reason()).isEqualTo(QuarantineReason.CRASHED);
      assertThat(refusal.getMessage())
          .isEqualTo("ended its decoder's process 2 times: killed by signal 6");
      assertSame(decoder, here, 3);
    }
  }

  private static void assertSame(ApartDecoder apart, PixelDecoder here, int seed)
      throws BadImageException, IOException {
    byte[] file = KillingDecoders.file(seed, "");
    DecodedPixels pixels = apart.decode(file);
    assertThat(pixels.values()).isEqualTo(here.decode(file).values());
    assertThat(pixels.sourceWidth()).isEqualTo(here.decode(file).sourceWidth());
  }

  @Test
  void aFileThatNeverComesBackIsGivenUp() {
    try (ApartDecoder decoder = new ApartDecoder(new KillingDecoders(), Duration.ofSeconds(1))) {
      assertThatThrownBy(() -> decoder.decode(KillingDecoders.file(2, KillingDecoders.HANGS)))
          .isInstanceOf(BadImageException.class)
          .hasMessage("ended its decoder's process 2 times: no answer within 1 s");
    }
  }

  @Test
  void theProgramOfTheJobDecodesAndRefusesAsTheJobDoes() throws Exception {
    Decoders decoders = new ImageDecoders(new ImageShape(8, 12, 1), ResizeMode.PAD, 10);
    byte[] file = TestImages.photo("jpg", 5);
    try (ApartDecoder apart = new ApartDecoder(decoders);
        PixelDecoder here = decoders.open()) {
      assertThat(apart.decode(file).values()).isEqualTo(here.decode(file).values());
      BadImageException refusal =
          catchThrowableOfType(BadImageException.class, () -> apart.decode(new byte[] {1, 2}));
      assertThat(refusal.reason()).isEqualTo(QuarantineReason.NOT_AN_IMAGE);
      assertThat(refusal).hasMessage("begins with the bytes 01 02");
    }
  }

  @Test
  void aProgramThatCannotRunIsNoFilesFault() {
    Decoders none =
        new Decoders() {
          @Override
          public PixelDecoder open() {
            throw new AssertionError("not here");
          }

          @Override
          public int maxMegapixels() {
            return 10;
          }

          @Override
          public List<String> program() {
            return List.of("no.such.Program");
          }
        };
    try (ApartDecoder decoder = new ApartDecoder(none)) {
      assertThatThrownBy(() -> decoder.decode(new byte[9]))
          .isInstanceOf(IOException.class)
          .hasMessage("no process to decode in: exit code 1");
    }
  }
}
