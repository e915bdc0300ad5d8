package io.catwalk.pipeline.ingest.decode;

import io.catwalk.pipeline.ingest.decode.PixelDecoder.DecodedPixels;
import io.catwalk.pipeline.ingest.format.BadImageException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The program that decodes in a process of its own, for {@link ApartDecoder}. It ends when its
 * input does, or when the process that started it is gone.
 */
public final class DecodeServer {

  /** Said once it can decode; nothing that a library prints begins so. */
  static final int READY = 0x0cad_ec0d;

  static final int GOOD = 0;
  static final int BAD = 1;

  private DecodeServer() {}

  /**
   * @param arguments as {@link ImageDecoders#program} has them
   */
  public static void main(String... arguments) throws IOException {
    serve(ImageDecoders.of(arguments));
  }

  /** Answers until the input ends. */
  public static void serve(Decoders decoders) throws IOException {
    OutputStream answers = new FileOutputStream(FileDescriptor.out);
    System.setOut(System.err); // what libraries print is no answer
    endWithParent(ProcessHandle.current().parent());
    try (PixelDecoder decoder = decoders.open()) {
      serve(decoder, new FileInputStream(FileDescriptor.in), answers);
    }
  }

  private static void serve(PixelDecoder decoder, InputStream questions, OutputStream answers)
      throws IOException {
    DataInputStream in = new DataInputStream(new BufferedInputStream(questions, 1 << 16));
    DataOutputStream out = new DataOutputStream(new BufferedOutputStream(answers, 1 << 16));
    out.writeInt(READY);
    out.flush();
    for (int length = in.readInt(); length >= 0; length = in.readInt()) {
      answer(decoder, in.readNBytes(length), out);
      out.flush();
    }
  }

  private static void answer(PixelDecoder decoder, byte[] file, DataOutputStream out)
      throws IOException {
    try {
      DecodedPixels pixels = decoder.decode(file);
      out.writeByte(GOOD);
      out.writeInt(pixels.sourceWidth());
      out.writeInt(pixels.sourceHeight());
      out.writeInt(pixels.values().length);
      out.write(pixels.values());
    } catch (BadImageException e) {
      out.writeByte(BAD);
      out.writeUTF(e.reason().id());
      out.writeUTF(e.getMessage());
    }
  }

  /** A decoder that never comes back would else outlive the one that waits for it. */
  private static void endWithParent(Optional<ProcessHandle> parent) {
    Thread watch =
        new Thread(
            () -> {
              try {
                while (parent.isPresent() && parent.get().isAlive()) {
                  TimeUnit.SECONDS.sleep(1);
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              Runtime.getRuntime().halt(0);
            },
            "parent watch");
    watch.setDaemon(true);
    watch.start();
  }
}
