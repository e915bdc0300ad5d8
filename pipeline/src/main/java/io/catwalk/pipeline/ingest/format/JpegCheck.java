package io.catwalk.pipeline.ingest.format;

import java.util.ArrayList;
import java.util.List;
import javax.imageio.plugins.jpeg.JPEGHuffmanTable;

/**
 * Reads all of a JPEG's data before OpenCV decodes it, which fills in silence what is missing or
 * makes no sense, whatever share of the image that is.
 */
public final class JpegCheck {

  private static final int PROGRESSIVE = 0xc2;
  private static final int END_OF_IMAGE = 0xd9;
  private static final int MOST_COMPONENTS = 4;

  private final Bytes bytes;
  private final HuffmanTables tables;
  private List<JpegComponent> components = List.of();
  private boolean progressive;
  private int unitsWide;
  private int unitsHigh;
  private int restartInterval;

  private JpegCheck(Bytes bytes, HuffmanTables tables) {
    this.bytes = bytes;
    this.tables = tables;
  }

  /**
   * @param file a JPEG whose header is sound
   * @param tables of the files before, which are often the same
   * @throws BadImageException when a decoder would have to make up some of the image
   */
  public static void check(byte[] file, HuffmanTables tables) throws BadImageException {
    tables.begin();
    new JpegCheck(new Bytes(file), tables).check();
  }

  private void check() throws BadImageException {
    int at = 2;
    do {
      at = JpegMarkers.next(bytes, at);
      int marker = bytes.u8(at++);
      if (marker == END_OF_IMAGE) {
        throw BadImageException.truncated("JPEG whose end comes before some of its data");
      }
      if (marker == 0x01 || marker >= 0xd0 && marker <= 0xd8) {
        continue; // stands alone, no segment follows
      }
      int end = at + Math.max(2, bytes.u16(at, false));
      bytes.require(at, end - at);
      at = segment(marker, at + 2, end);
    } while (!complete(at));
  }

  /** A progressive image may be refined until its end is marked. */
  private boolean complete(int at) throws BadImageException {
    boolean begun = !components.isEmpty() && components.stream().allMatch(c -> c.begun);
    return begun && (!progressive || bytes.u8(JpegMarkers.next(bytes, at)) == END_OF_IMAGE);
  }

  /** Where to go on. */
  private int segment(int marker, int at, int end) throws BadImageException {
    switch (marker) {
      case 0xc0, 0xc1, PROGRESSIVE -> frame(marker, at);
      case 0xc4 -> tables.define(bytes, at, end);
      case 0xdd -> restartInterval = bytes.u16(at, false);
      case 0xda -> {
        EntropyReader in = new EntropyReader(bytes.data(), end);
        scan(at).read(in);
        return in.at();
      }
      default -> {
        // Nothing that the data depends on.
      }
    }
    return end;
  }

  private void frame(int marker, int at) throws BadImageException {
    progressive = marker == PROGRESSIVE;
    int height = bytes.u16(at + 1, false);
    int width = bytes.u16(at + 3, false);
    int count = bytes.u8(at + 5);
    int most = 1;
    int highest = 1;
    for (int i = 0; i < count; i++) {
      int sampling = bytes.u8(at + 7 + 3 * i);
      most = Math.max(most, sampling >> 4);
      highest = Math.max(highest, sampling & 15);
      if (sampling >> 4 == 0 || (sampling & 15) == 0 || count > MOST_COMPONENTS) {
        throw BadImageException.corrupt("JPEG with a component that has no size");
      }
    }
    unitsWide = ceil(width, 8 * most);
    unitsHigh = ceil(height, 8 * highest);
    components = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int sampling = bytes.u8(at + 7 + 3 * i);
      components.add(
          new JpegComponent(
              bytes.u8(at + 6 + 3 * i),
              sampling >> 4,
              sampling & 15,
              ceil(ceil(width * (sampling >> 4), most), 8),
              ceil(ceil(height * (sampling & 15), highest), 8)));
    }
  }

  private JpegScan scan(int at) throws BadImageException {
    int count = bytes.u8(at);
    int band = at + 1 + 2 * count;
    int from = progressive ? bytes.u8(band) : 0;
    int to = progressive ? bytes.u8(band + 1) : 63;
    boolean refines = progressive && bytes.u8(band + 2) >> 4 != 0;
    if (count == 0 || from > to || to > 63 || (from > 0 && count > 1)) {
      throw BadImageException.corrupt("JPEG scan of coefficients " + from + " to " + to);
    }
    List<JpegScan.Part> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int chosen = bytes.u8(at + 2 + 2 * i);
      parts.add(
          new JpegScan.Part(
              component(bytes.u8(at + 1 + 2 * i)),
              from == 0 && !refines ? table(0, chosen >> 4 & 3) : null,
              from > 0 || !progressive ? table(1, chosen & 3) : null));
    }
    JpegComponent alone = parts.get(0).component();
    int units = count > 1 ? unitsWide * unitsHigh : alone.blocksWide * alone.blocksHigh;
    return new JpegScan(parts, units, progressive, from, to, refines, restartInterval);
  }

  private JpegComponent component(int id) throws BadImageException {
    return components.stream()
        .filter(component -> component.id == id)
        .findFirst()
        .orElseThrow(() -> BadImageException.corrupt("JPEG scan of an unknown component " + id));
  }

  /** Films of JPEGs leave out the tables that the standard gives as examples. */
  private HuffmanTable table(int kind, int which) throws BadImageException {
    if (!tables.has(kind, which)) {
      JPEGHuffmanTable standard =
          kind == 0
              ? which == 0 ? JPEGHuffmanTable.StdDCLuminance : JPEGHuffmanTable.StdDCChrominance
              : which == 0 ? JPEGHuffmanTable.StdACLuminance : JPEGHuffmanTable.StdACChrominance;
      tables.define(kind, which, definition(standard));
    }
    return kind == 0 ? tables.dc(which) : tables.ac(which);
  }

  private static byte[] definition(JPEGHuffmanTable table) {
    short[] lengths = table.getLengths();
    short[] values = table.getValues();
    byte[] definition = new byte[16 + values.length];
    for (int i = 0; i < lengths.length; i++) {
      definition[i] = (byte) lengths[i];
    }
    for (int i = 0; i < values.length; i++) {
      definition[16 + i] = (byte) values[i];
    }
    return definition;
  }

  private static int ceil(int length, int part) {
    return (length + part - 1) / part;
  }
}
