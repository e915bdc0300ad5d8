package io.catwalk.models.engine.cpu;

import io.catwalk.models.engine.Device;
import io.catwalk.models.engine.DeviceException;
import io.catwalk.models.engine.Plan;
import io.catwalk.models.engine.Session;
import io.catwalk.models.natives.PackedNatives;
import io.catwalk.models.natives.UnpackingError;

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
    return new CpuSession(plan, minibatch);
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
