package io.catwalk.models.engine.cuda;

import io.catwalk.models.engine.Plan;
import io.catwalk.models.engine.cuda.Lowering.Lowered;
import io.catwalk.models.engine.cuda.Lowering.Mode;
import io.catwalk.models.engine.cuda.driver.Accelerator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The programs of a session, made when they are asked for; all use the same scratch memory. */
final class Programs implements AutoCloseable {

  private record Key(Mode mode, int images, int stride, Optional<CudaExamples> examples) {}

  private final Accelerator accelerator;
  private final Plan plan;
  private final Residents residents;
  private final Map<Key, Program> programs = new HashMap<>();
  private long scratch;
  private long size;

  Programs(Accelerator accelerator, Plan plan, Residents residents) {
    this.accelerator = accelerator;
    this.plan = plan;
    this.residents = residents;
  }

  /** Images are copied in. */
  Program given(Mode mode, int images) {
    return program(
        new Key(mode, images, images, Optional.empty()),
        () -> Lowering.given(plan, images, mode, residents));
  }

  /** Images are gathered on the device. */
  Program round(CudaExamples examples, int images, int stride) {
    return program(
        new Key(Mode.ROUND, images, stride, Optional.of(examples)),
        () -> Lowering.round(plan, images, residents, examples, stride));
  }

  private Program program(Key key, Supplier<Lowered> lowering) {
    Program known = programs.get(key);
    if (known != null) {
      return known;
    }
    Lowered lowered = lowering.get();
    long needed = lowered.tape().place();
    if (needed > size) {
      grow(needed);
    }
    lowered.tape().moveTo(scratch);
    accelerator.compile(lowered.tape().kernels());
    Program program = new Program(accelerator, lowered);
    programs.put(key, program);
    return program;
  }

  /** Nothing that lies in scratch memory outlives a call of the session. */
  private void grow(long needed) {
    accelerator.finish();
    close();
    scratch = accelerator.allocate(needed);
    size = needed;
  }

  /** Forgets what reads these examples. */
  void forget(CudaExamples examples) {
    programs
        .entrySet()
        .removeIf(
            entry -> {
              boolean reads = entry.getKey().examples().equals(Optional.of(examples));
              if (reads) {
                entry.getValue().close();
              }
              return reads;
            });
  }

  @Override
  public void close() {
    programs.values().forEach(Program::close);
    programs.clear();
    if (size > 0) {
      accelerator.free(scratch);
    }
    size = 0;
  }
}
