package io.catwalk.pipeline.storage;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * Ends Hadoop's waits for a host that takes connections and does not answer, or drops what it is
 * sent: by itself it waits for ever for the one, and a quarter of an hour for the other. For a
 * NameNode that starts again it waits a minute, and a quarter of one for the end of its safe mode:
 * by itself it ends at once, and a training with it. Where S3 asks for fewer requests it waits a
 * minute: by itself for days, since each of twenty pauses is twice as long as the one before.
 */
public final class NetworkLimits {

  private static final String ANSWER = "ipc.client.rpc-timeout.ms";
  private static final String CONNECT_AGAIN = "ipc.client.connect.max.retries.on.timeouts";

  private static final String AGAIN = "dfs.client.retry.policy.enabled";

  /** Milliseconds and tries; a refused connection costs as many tries for each of them. */
  private static final String PAUSES = "dfs.client.retry.policy.spec";

  private static final String SLOW_DOWN_TRIES = "fs.s3a.retry.throttle.limit";
  private static final String SLOW_DOWN_PAUSE = "fs.s3a.retry.throttle.interval";

  private NetworkLimits() {}

  /** Hadoop settings that are needed beside those of the {@code HADOOP_CONF_DIR}. */
  public static Map<String, String> settings() {
    return missingIn(new Configuration());
  }

  /** What a user has set, even to Hadoop's own value, stays. */
  static Map<String, String> missingIn(Configuration configuration) {
    Map<String, String> missing = new LinkedHashMap<>();
    Map.of(
            ANSWER,
            "60000",
            CONNECT_AGAIN,
            "2",
            AGAIN,
            "true",
            PAUSES,
            "3000,4",
            SLOW_DOWN_TRIES,
            "7",
            SLOW_DOWN_PAUSE,
            "500ms")
        .forEach(
            (key, value) -> {
              if (isDefault(configuration, key)) {
                missing.put(key, value);
              }
            });
    return missing;
  }

  private static boolean isDefault(Configuration configuration, String key) {
    String[] sources = configuration.getPropertySources(key);
    return sources == null
        || sources.length == 0
        || sources[sources.length - 1].endsWith("-default.xml");
  }
}
