package io.catwalk.pipeline.cluster;

import java.util.Arrays;

/**
 * Stands in for the application, to see what reaches it. Prints its arguments, a line each, and
 * what it finds in its environment; the first argument {@code wait} makes it wait to be ended, else
 * the last one is its exit code.
 */
public final class EchoMain {
  private EchoMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    Arrays.stream(arguments).map(argument -> "argument=" + argument).forEach(System.out::println);
    System.out.println("directory=" + System.getProperty("user.dir"));
    System.out.println("home=" + System.getenv("SPARK_HOME"));
    System.out.println("master=" + System.getProperty("spark.master"));
    System.out.println("terminal=" + System.getenv("CATWALK_STDERR_TTY"));
    System.out.println("address=" + System.getenv("SPARK_LOCAL_IP"));
    System.out.println("storage=" + System.getProperty("storage.root"));
    System.out.println("mine=" + System.getProperty("mine"));
    System.out.println("memory=" + System.getProperty("spark.driver.memory"));
    if (arguments[0].equals("wait")) {
      System.err.println("waiting");
      Thread.currentThread().join();
    }
    System.exit(Integer.parseInt(arguments[arguments.length - 1]));
  }
}
