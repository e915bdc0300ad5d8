package io.catwalk.pipeline.ingest.decode;

import java.io.Serializable;
import java.util.List;

/** Makes decoders that all give the same pixels: in this process, and in processes of their own. */
public interface Decoders extends Serializable {

  /** A decoder in this process. */
  PixelDecoder open();

  /** Images of more, million pixels, are refused. */
  int maxMegapixels();

  /** Main class and arguments of a program that does what {@link DecodeServer#serve} does. */
  List<String> program();
}
