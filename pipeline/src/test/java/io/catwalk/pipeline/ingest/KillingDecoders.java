package io.catwalk.pipeline.ingest;

import io.catwalk.models.ImageShape;
import io.catwalk.pipeline.config.DatasetConfig.ResizeMode;
import io.catwalk.pipeline.ingest.decode.DecodeServer;
import io.catwalk.pipeline.ingest.decode.Decoders;
import io.catwalk.pipeline.ingest.decode.ImageDecoders;
import io.catwalk.pipeline.ingest.decode.PixelDecoder;
import io.catwalk.pipeline.ingest.decode.PixelDecoder.DecodedPixels;
import io.catwalk.pipeline.ingest.format.BadImageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Decoders with a fault: some files end the process that reads them, others never come back. */
public record KillingDecoders() implements Decoders {

  private static final ImageDecoders SOUND =
      new ImageDecoders(new ImageShape(16, 16, 3), ResizeMode.STRETCH, 10);
  public static final String KILLS = "KILLS";
  public static final String HANGS = "HANGS";

  /** A sound file, to be told by its last bytes. */
  public static byte[] file(int seed, String ending) {
    byte[] image = TestImages.photo("png", seed);
    byte[] file = Arrays.copyOf(image, image.length + ending.length());
    System.arraycopy(
        ending.getBytes(StandardCharsets.US_ASCII), 0, file, image.length, ending.length());
    return file;
  }

  @Override
  public PixelDecoder open() {
    PixelDecoder sound = SOUND.open();
    return new PixelDecoder() {
      @Override
      public DecodedPixels decode(byte[] file) throws BadImageException {
        String ending = new String(file, file.length - 5, 5, StandardCharsets.US_ASCII);
        if (ending.equals(KILLS)) {
          Runtime.getRuntime().halt(134);
        }
        if (ending.equals(HANGS)) {
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        }
        return sound.decode(file);
      }

      @Override
      public DecodedPixels resize(byte[] grey, int width, int height) {
        return sound.resize(grey, width, height);
      }

      @Override
      public void close() {
        sound.close();
      }
    };
  }

  @Override
  public int maxMegapixels() {
    return 10;
  }

  @Override
  public List<String> program() {
    return List.of(KillingDecoders.class.getName());
  }

  public static void main(String... arguments) throws IOException {
    DecodeServer.serve(new KillingDecoders());
  }
}
