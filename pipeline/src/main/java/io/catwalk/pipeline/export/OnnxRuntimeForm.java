package io.catwalk.pipeline.export;

import io.catwalk.models.onnx.OnnxModel;
import io.catwalk.pipeline.CatwalkException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * {@code model.onnx}, as ONNX Runtime computes it, one thread a request. Its 90 MB are no part of
 * Catwalk: they come from a jar that the user names, and are called by reflection.
 */
final class OnnxRuntimeForm implements ServedModel.Form, AutoCloseable {

  /** Of which the calls below are known to be right. */
  private static final String TESTED = "1.22.0";

  private static final String PACKAGE = "ai.onnxruntime.";

  private final ClassLoader classes;
  private final Object environment;
  private final Object session;

  private OnnxRuntimeForm(ClassLoader classes, byte[] model) throws ReflectiveOperationException {
    this.classes = classes;
    this.environment = type("OrtEnvironment").getMethod("getEnvironment").invoke(null);
    Class<?> options = type("OrtSession$SessionOptions");
    Object one = options.getConstructor().newInstance();
    options.getMethod("setIntraOpNumThreads", int.class).invoke(one, 1);
    this.session =
        type("OrtEnvironment")
            .getMethod("createSession", byte[].class, options)
            .invoke(environment, model, one);
  }

  /**
   * @param jar of ONNX Runtime; empty where {@code parent} knows it
   * @param parent of the jar's classes
   * @throws CatwalkException (usage) when there is no ONNX Runtime; (data) when it refuses the
   *     model
   */
  static OnnxRuntimeForm open(byte[] model, Optional<Path> jar, ClassLoader parent) {
    try {
      return new OnnxRuntimeForm(jar.map(file -> classes(file, parent)).orElse(parent), model);
    } catch (ClassNotFoundException e) {
      throw CatwalkException.usage(
          jar.map(file -> "--onnxruntime " + file + ": holds no ONNX Runtime; expected")
                  .orElse("ONNX Runtime is no part of Catwalk; --onnxruntime FILE names")
              + " its jar, which `mvn dependency:copy -Dartifact=com.microsoft.onnxruntime:onnxruntime:"
              + TESTED
              + " -DoutputDirectory=.` fetches");
    } catch (InvocationTargetException e) {
      throw CatwalkException.data(
          "ONNX Runtime refuses the model: " + e.getCause().getMessage(), e);
    } catch (ReflectiveOperationException | LinkageError e) {
      throw CatwalkException.usage(
          "This ONNX Runtime does not run here (" + e + "); " + TESTED + " is known to");
    }
  }

  private static ClassLoader classes(Path jar, ClassLoader parent) {
    if (!Files.isRegularFile(jar)) {
      throw CatwalkException.usage("--onnxruntime " + jar + ": there is no such file");
    }
    try {
      return new URLClassLoader(new URL[] {jar.toUri().toURL()}, parent);
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(jar.toString(), e);
    }
  }

  private Class<?> type(String name) throws ClassNotFoundException {
    return Class.forName(PACKAGE + name, true, classes);
  }

  /** {@code ONNX Runtime} with its version. */
  String description() {
    try {
      return "ONNX Runtime " + type("OrtEnvironment").getMethod("getVersion").invoke(environment);
    } catch (ReflectiveOperationException e) {
      return "ONNX Runtime";
    }
  }

  @Override
  public ServedModel open(ServedModel.Pictures pictures) {
    try {
      return new Served(pictures);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("ONNX Runtime " + TESTED + " has these methods", e);
    }
  }

  /** Gives the session's memory back. */
  @Override
  public void close() {
    try {
      ((AutoCloseable) session).close();
    } catch (Exception e) { // AutoCloseable declares it.
      throw new IllegalStateException("ONNX Runtime does not close a session", e);
    }
  }

  private final class Served implements ServedModel {

    private final Calls calls = new Calls();
    private final ByteBuffer bytes;
    private final long[] shape;

    Served(Pictures pictures) throws ReflectiveOperationException {
      this.bytes =
          ByteBuffer.allocateDirect(pictures.interleaved().length)
              .put(pictures.interleaved())
              .rewind();
      this.shape =
          new long[] {
            pictures.count(),
            pictures.shape().height(),
            pictures.shape().width(),
            pictures.shape().channels()
          };
    }

    @Override
    public float[][] answer() {
      try (AutoCloseable tensor = calls.tensor(bytes, shape);
          AutoCloseable result = calls.run(tensor)) {
        return calls.rows(result);
      } catch (Exception e) { // AutoCloseable declares it, and reflection wraps what was thrown.
        throw CatwalkException.data("ONNX Runtime cannot run the model: " + e.getCause(), e);
      }
    }

    @Override
    public void close() {
      // Tensors are closed with each answer; the session is everybody's.
    }
  }

  /** The methods that a request calls, found once. */
  private final class Calls {

    private final Method createTensor;
    private final Method run;
    private final Method get;
    private final Method getValue;
    private final Object uint8;

    Calls() throws ReflectiveOperationException {
      Class<?> type = type("OnnxJavaType");
      uint8 = type.getField("UINT8").get(null);
      createTensor =
          type("OnnxTensor")
              .getMethod(
                  "createTensor", type("OrtEnvironment"), ByteBuffer.class, long[].class, type);
      run = type("OrtSession").getMethod("run", Map.class);
      get = type("OrtSession$Result").getMethod("get", int.class);
      getValue = type("OnnxValue").getMethod("getValue");
    }

    AutoCloseable tensor(ByteBuffer bytes, long[] shape) throws ReflectiveOperationException {
      return (AutoCloseable) createTensor.invoke(null, environment, bytes, shape, uint8);
    }

    AutoCloseable run(AutoCloseable tensor) throws ReflectiveOperationException {
      return (AutoCloseable) run.invoke(session, Map.of(OnnxModel.INPUT, tensor));
    }

    float[][] rows(AutoCloseable result) throws ReflectiveOperationException {
      return (float[][]) getValue.invoke(get.invoke(result, 0));
    }
  }
}
