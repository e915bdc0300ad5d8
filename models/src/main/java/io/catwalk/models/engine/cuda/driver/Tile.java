package io.catwalk.models.engine.cuda.driver;

import java.util.List;
import java.util.Locale;

/**
 * How a product is cut into blocks: by a rule of its sizes alone, so that every GPU adds in the
 * same order.
 *
 * @param rows of a block's tile
 * @param columns of a block's tile
 * @param splits blocks that share the depth of a tile
 * @param depthOfSplit depth that each of them has, at most
 */
public record Tile(int rows, int columns, int splits, int depthOfSplit) {

  /** Depth that a block computes between two loads. */
  private static final int STEP = 16;

  /** Least depth worth a block of its own. */
  private static final int SHORTEST = 8 * STEP;

  /** Depth from which a block more is worth it, however many there are. */
  private static final int LONGEST = 2048;

  /** Warps that keep a large GPU busy: about eight for each of its processors. */
  private static final int BUSY = 1056;

  /** Blocks to share a depth, at most: the last of them adds up what all have. */
  private static final int MOST = 512;

  /** More blocks that share a depth than this leave the adding up to a kernel of its own. */
  private static final int FEW = 8;

  /** Rows, columns, and rows and columns of one warp, for all tiles that there are. */
  private static final List<int[]> WARPS =
      List.of(
          new int[] {64, 128, 32, 32},
          new int[] {128, 64, 32, 32},
          new int[] {64, 64, 32, 32},
          new int[] {64, 32, 32, 16},
          new int[] {64, 16, 16, 16},
          new int[] {32, 64, 16, 32},
          new int[] {32, 32, 16, 16},
          new int[] {16, 64, 16, 16},
          new int[] {16, 32, 16, 8});

  /**
   * @param large whether tiles of 128 rows, or of 128 columns, pay: where these are loaded faster
   *     than the others
   */
  public static Tile of(int rows, int columns, int depth, Large large) {
    int most = Math.max(1, depth / SHORTEST);
    int high = rows <= 16 ? 16 : rows <= 32 ? 32 : 64;
    int wide = columns <= 16 && high == 64 ? 16 : columns <= 32 ? 32 : 64;
    if (high == 64 && wide == 64) {
      if (large == Large.ROWS && fills(rows) && isEnough(rows, columns, 128, 64, most)) {
        high = 128;
      } else if (large == Large.COLUMNS
          && fills(columns)
          && isEnough(rows, columns, 64, 128, most)) {
        wide = 128;
      } else if (!isEnough(rows, columns, 64, 64, most)) {
        high = 32;
        wide = 32;
      }
    }
    int tiles = tiles(rows, columns, high, wide);
    int warps = tiles * (threads(high, wide) / 32);
    int wanted = Math.max((BUSY + warps / 2) / warps, depth / LONGEST / (1 + warps / BUSY));
    wanted = Math.max(1, Math.min(MOST, Math.min(wanted, most)));
    int each = ((depth + wanted - 1) / wanted + STEP - 1) / STEP * STEP;
    return new Tile(high, wide, (depth + each - 1) / each, each);
  }

  /** Whether little of tiles of 128 is empty. */
  private static boolean fills(int numbers) {
    return numbers > 64 && (numbers + 127) / 128 * 128 - numbers <= 32;
  }

  /** Which side of a tile may be 128. */
  public enum Large {
    NONE,
    ROWS,
    COLUMNS
  }

  /** Whether as many blocks as the depth can have keep a GPU busy. */
  private static boolean isEnough(int rows, int columns, int high, int wide, int most) {
    return (long) tiles(rows, columns, high, wide) * (threads(high, wide) / 32) * most >= BUSY / 2;
  }

  private static int threads(int high, int wide) {
    return high * wide >= 64 * 128 ? 256 : 128;
  }

  /** Threads of a block. */
  public int threads() {
    return threads(rows, columns);
  }

  private static int tiles(int rows, int columns, int high, int wide) {
    return Math.toIntExact((long) ((rows + high - 1) / high) * ((columns + wide - 1) / wide));
  }

  public int acrossRows(int all) {
    return (all + rows - 1) / rows;
  }

  public int acrossColumns(int all) {
    return (all + columns - 1) / columns;
  }

  /** Whether a kernel of its own adds up what the blocks have. */
  public boolean isAddedUp() {
    return splits > FEW;
  }

  /** Numbers of a tile that each thread has. */
  public int each() {
    return rows * columns / threads();
  }

  /** Name of the kernel for this kind of product. */
  public String kernel(String kind) {
    return kind + "_" + rows + "_" + columns;
  }

  /** Names of the kernels for this kind of product, one for each tile that there is. */
  static List<String> kernels(String kind) {
    return WARPS.stream().map(warps -> kind + "_" + warps[0] + "_" + warps[1]).toList();
  }

  /** The line of CUDA C that makes a kernel of that name. */
  static String declaration(String kernel) {
    String[] parts = kernel.split("_");
    for (int[] warps : WARPS) {
      if (parts[1].equals("" + warps[0]) && parts[2].equals("" + warps[1])) {
        return String.format(
            Locale.ROOT,
            "PRODUCT(%s, %d, %d, %d, %d)",
            parts[0],
            warps[0],
            warps[1],
            warps[2],
            warps[3]);
      }
    }
    throw new IllegalArgumentException("no tiles of " + kernel);
  }
}
