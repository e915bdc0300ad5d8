package io.catwalk.models.engine.cuda;

import io.catwalk.models.engine.Parameter;
import io.catwalk.models.engine.Plan;
import io.catwalk.models.engine.UpdaterBlock;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs of neighbouring parameters that are trained the same way, as the structure {@code Segment}
 * has them, cut into pieces of one block each.
 */
final class Segments {

  private static final int PIECE = 1024;
  private static final int BYTES = 48;

  private record Segment(
      long offset, long end, long state, long second, int rule, int block, Parameter like) {}

  private final List<Segment> segments = new ArrayList<>();

  Segments(Plan plan) {
    for (Parameter parameter : plan.parameters()) {
      for (int block = 0; block < plan.updaters().size(); block++) {
        add(parameter, plan.updaters().get(block), block);
      }
    }
  }

  private void add(Parameter parameter, UpdaterBlock block, int index) {
    long from = Math.max(parameter.offset(), block.offset());
    long end = Math.min(parameter.end(), block.end());
    if (from >= end || parameter.kind().isStatistic() || block.rule() == UpdaterBlock.Rule.NONE) {
      return;
    }
    int last = segments.size() - 1;
    if (last >= 0
        && segments.get(last).end() == from
        && segments.get(last).block() == index
        && segments.get(last).like().penalty().equals(parameter.penalty())) {
      Segment before = segments.get(last);
      segments.set(
          last,
          new Segment(
              before.offset(),
              end,
              before.state(),
              before.second(),
              before.rule(),
              index,
              parameter));
      return;
    }
    long state = block.stateOffset() + from - block.offset();
    segments.add(
        new Segment(
            from, end, state, state + block.length(), block.rule().ordinal(), index, parameter));
  }

  /** All of them, in numbers of 4 bytes. */
  int[] table() {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.max(1, segments.size()) * BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (Segment segment : segments) {
      bytes.putLong(segment.offset()).putLong(segment.state()).putLong(segment.second());
      bytes.putInt(Math.toIntExact(segment.end() - segment.offset())).putInt(segment.rule());
      bytes.putInt(segment.block()).putFloat((float) segment.like().penalty().coefficient());
      bytes.putInt(segment.like().penalty().decoupled() ? 1 : 0).putInt(0);
    }
    bytes.rewind();
    int[] table = new int[bytes.remaining() / 4];
    bytes.asIntBuffer().get(table);
    return table;
  }

  /** For each piece its segment and the first number in that. */
  int[] pieces() {
    List<Integer> pieces = new ArrayList<>();
    for (int i = 0; i < segments.size(); i++) {
      for (long at = segments.get(i).offset(); at < segments.get(i).end(); at += PIECE) {
        pieces.add(i);
        pieces.add((int) (at - segments.get(i).offset()));
      }
    }
    return pieces.stream().mapToInt(Integer::intValue).toArray();
  }
}
