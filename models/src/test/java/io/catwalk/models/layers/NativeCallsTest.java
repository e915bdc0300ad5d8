package io.catwalk.models.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.exception.ND4JOpProfilerException;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.profiler.OpProfiler;
import org.nd4j.linalg.profiler.ProfilerConfig;

class NativeCallsTest {

  private final NativeCalls calls = new NativeCalls();

  @Test
  void viewsAreReadAndWrittenWhereTheyLie() {
    INDArray values = Nd4j.createFromArray(1f, 2f, 3f, 4f, 5f, 6f);
    INDArray sums = Nd4j.zeros(DataType.FLOAT, 6);
    add(interval(values, 1, 3), interval(values, 4, 6), interval(sums, 2, 4));
    assertThat(sums.toFloatVector()).containsExactly(0, 0, 7, 9, 0, 0);
  }

  @Test
  void theExecutionerIsAskedWhereItIsToCheckResults() {
    ProfilerConfig before = OpProfiler.getInstance().getConfig();
    OpProfiler.getInstance().setConfig(ProfilerConfig.builder().checkForNAN(true).build());
    try {
      INDArray one = Nd4j.createFromArray(1f, 2f);
      INDArray sum = Nd4j.zeros(DataType.FLOAT, 2);
      add(one, one, sum);
      assertThat(sum.toFloatVector()).containsExactly(2, 4);
      assertThatExceptionOfType(ND4JOpProfilerException.class)
          .isThrownBy(() -> add(one, Nd4j.createFromArray(Float.NaN, 1f), sum));
    } finally {
      OpProfiler.getInstance().setConfig(before);
    }
  }

  @Test
  void closedArraysAreRefused() {
    INDArray open = Nd4j.createFromArray(1f, 2f);
    INDArray closed = Nd4j.createFromArray(1f, 2f);
    closed.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> add(open, closed, open))
        .withMessageContaining("closed");
  }

  @Test
  void arraysOfAnEarlierRoundOfAWorkspaceAreRefused() {
    WorkspaceConfiguration configuration =
        WorkspaceConfiguration.builder().initialSize(1 << 16).build();
    INDArray open = Nd4j.createFromArray(1f, 2f);
    INDArray outdated = null;
    for (int round = 0; round < 2; round++) {
      try (MemoryWorkspace workspace =
          Nd4j.getWorkspaceManager().getAndActivateWorkspace(configuration, "native calls test")) {
        assertThat(workspace.isScopeActive()).isTrue();
        INDArray current = Nd4j.createUninitialized(DataType.FLOAT, 2);
        add(open, open, current);
        assertThat(current.toFloatVector()).containsExactly(2, 4);
        if (outdated != null) {
          INDArray earlier = outdated;
          assertThatIllegalStateException()
              .isThrownBy(() -> add(open, earlier, current))
              .withMessageContaining("workspace");
        }
        outdated = current;
      }
    }
  }

  @Test
  void whatTheOperationRefusesIsTold() {
    INDArray two = Nd4j.createFromArray(1f, 2f);
    assertThatIllegalStateException()
        .isThrownBy(() -> calls.run("relu", new INDArray[] {two}, new INDArray[] {two}))
        .withMessageContaining("relu of [[2]] failed");
  }

  private void add(INDArray left, INDArray right, INDArray sum) {
    calls.run("add", new INDArray[] {left, right}, new INDArray[] {sum});
  }

  private static INDArray interval(INDArray array, int from, int to) {
    return array.get(NDArrayIndex.interval(from, to));
  }
}
