package io.catwalk.pipeline.ingest.format;

import java.util.Arrays;

/** Unpacks a bitmap's runs of 4 or 8 bits, row by row in the order of the file. */
final class BmpRuns {

  private static final int END_OF_ROW = 0;
  private static final int END_OF_IMAGE = 1;
  private static final int MOVE = 2;

  /** Takes a row of indices into the palette. */
  @FunctionalInterface
  interface RowReader {
    void row(byte[] indices, int y);
  }

  private final Bytes bytes;
  private final boolean halves;
  private final byte[] row;
  private final int height;
  private int at;
  private int x;
  private int y;

  BmpRuns(Bytes bytes, BmpHeader header) {
    this.bytes = bytes;
    this.halves = header.compression() == BmpHeader.RUNS_OF_4;
    this.row = new byte[header.width()];
    this.height = header.height();
    this.at = header.dataAt();
  }

  /** Pixels that are moved over have the index 0. */
  void forEachRow(RowReader reader) throws BadImageException {
    while (y < height) {
      int count = bytes.u8(at);
      int code = bytes.u8(at + 1);
      at += 2;
      if (count > 0) {
        require(count);
        for (int i = 0; i < count; i++) {
          row[x++] = (byte) (halves ? code >> (i % 2 == 0 ? 4 : 0) & 15 : code);
        }
      } else if (code == END_OF_ROW) {
        endRow(reader);
      } else if (code == END_OF_IMAGE) {
        while (y < height) {
          endRow(reader);
        }
      } else if (code == MOVE) {
        move(reader);
      } else {
        literal(code);
      }
    }
  }

  private void endRow(RowReader reader) {
    reader.row(row, y++);
    Arrays.fill(row, (byte) 0);
    x = 0;
  }

  private void move(RowReader reader) throws BadImageException {
    int to = x + bytes.u8(at);
    int down = bytes.u8(at + 1);
    at += 2;
    for (int i = 0; i < down && y < height; i++) {
      endRow(reader);
    }
    x = 0;
    require(to);
    x = to;
  }

  private void literal(int count) throws BadImageException {
    require(count);
    for (int i = 0; i < count; i++) {
      int value = bytes.u8(at + (halves ? i / 2 : i));
      row[x++] = (byte) (halves ? value >> (i % 2 == 0 ? 4 : 0) & 15 : value);
    }
    int length = halves ? (count + 1) / 2 : count;
    at += length + (length & 1); // runs begin at even places
  }

  private void require(int count) throws BadImageException {
    if (x + count > row.length) {
      throw BadImageException.corrupt("BMP row " + y + " is longer than the image is wide");
    }
  }
}
