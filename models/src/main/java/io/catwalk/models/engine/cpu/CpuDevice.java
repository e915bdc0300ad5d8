package io.catwalk.models.engine.cpu;

import io.catwalk.models.engine.Device;
import io.catwalk.models.engine.DeviceException;
import io.catwalk.models.engine.Operation;
import io.catwalk.models.engine.Plan;
import io.catwalk.models.engine.Session;
import io.catwalk.models.natives.PackedNatives;
import io.catwalk.models.natives.UnpackingError;
import java.util.HashSet;
import java.util.Set;

/** oneDNN 3 on one thread of this machine. */
public record CpuDevice() implements Device {

  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public String description() {
    load();
    return Onednn.description();
  }

  @Override
  public Session open(Plan plan, int minibatch) {
    load();
    check(plan);
    return new CpuSession(plan, minibatch);
  }

  /** Gradients are written where they are read, not added up. */
  @Override
  public void check(Plan plan) {
    Set<Integer> read = new HashSet<>();
    for (Operation operation : plan.operations()) {
      if (!read.add(operation.input())) {
        throw new DeviceException(
            "The cpu device computes chains of layers; the output before layer "
                + operation.layer()
                + " is read twice");
      }
    }
  }

  private static void load() {
    try {
      PackedNatives.use();
      Onednn.load();
    } catch (UnpackingError e) {
      throw new DeviceException(e.getMessage(), e);
    } catch (LinkageError e) {
      throw new DeviceException(
          "Cannot load oneDNN for this machine (org.bytedeco:dnnl for another system on the class path?): "
              + e.getMessage(),
          e);
    }
  }
}
