package io.catwalk.pipeline.ingest.decode;

import io.catwalk.pipeline.ingest.format.BadImageException;
import io.catwalk.pipeline.ingest.format.Bytes;
import io.catwalk.pipeline.ingest.format.ImageHeader;
import io.catwalk.pipeline.ingest.format.JpegScans;
import io.catwalk.pipeline.ingest.webp.WebpFile;
import java.util.zip.DataFormatException;

/**
 * Asked before bytes go to OpenCV, which chooses among its decoders by content and reads formats
 * that we do not claim: it admits files of four formats by their whole signatures, and of those
 * only what a Java reader has been through.
 */
public final class DecoderDoor {

  private static final String PNG = "\u0089PNG\r\n\u001a\n";
  private static final String JPEG = "\u00ff\u00d8\u00ff";

  private DecoderDoor() {}

  /**
   * @param header of the same file
   * @throws BadImageException when no native decoder may see it
   */
  public static void admit(byte[] file, ImageHeader header) throws BadImageException {
    Bytes bytes = new Bytes(file);
    switch (header.format()) {
      case JPEG -> {
        require(bytes.has(0, JPEG), "JPEG signature");
        JpegScans.count(bytes);
      }
      case PNG -> require(bytes.has(0, PNG), "PNG signature");
      // AVIF is asked before BMP, and looks at the bytes from the fourth on alone.
      case BMP -> require(bytes.has(0, "BM") && !bytes.has(4, "ftyp"), "BMP signature");
      case WEBP -> {
        require(bytes.has(0, "RIFF") && bytes.has(8, "WEBPVP8"), "WebP signature");
        webp(file, header);
      }
      case GIF -> require(false, "decoder for GIF");
    }
  }

  private static void require(boolean holds, String what) throws BadImageException {
    if (!holds) {
      throw BadImageException.corrupt("no " + what);
    }
  }

  private static void webp(byte[] file, ImageHeader header) throws BadImageException {
    try {
      WebpFile.check(file, header.width(), header.height());
    } catch (DataFormatException e) {
      throw BadImageException.corrupt(e.getMessage());
    }
  }
}
