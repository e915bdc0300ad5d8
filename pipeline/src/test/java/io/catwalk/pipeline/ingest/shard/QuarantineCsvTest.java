package io.catwalk.pipeline.ingest.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.catwalk.pipeline.dataset.QuarantineReason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class QuarantineCsvTest {

  @Test
  void anEmptyListHasAHeader() throws IOException {
    assertThat(csv()).isEqualTo("path,class,reason,detail,bytes,sha256\n");
  }

  @Test
  void quotesWhatACellCannotHold() throws IOException {
    assertThat(csv("cat/1.jpg", "cat/a, \"b\".jpg", "cat/line\nbreak.jpg", " é .jpg "))
        .isEqualTo(
            """
            path,class,reason,detail,bytes,sha256
            cat/1.jpg,cat,truncated,ends early,7,ab12
            "cat/a, ""b"".jpg",cat,truncated,ends early,7,ab12
            "cat/line
            break.jpg",cat,truncated,ends early,7,ab12
            " é .jpg ",cat,truncated,ends early,7,ab12
            """);
  }

  @Test
  void noFileNameBecomesAFormula() throws IOException {
    assertThat(csv("=HYPERLINK(\"http://x\")", "+1.jpg", "-1.jpg", "@SUM.jpg", "\t=1.jpg", "a=1"))
        .isEqualTo(
            """
            path,class,reason,detail,bytes,sha256
            "'=HYPERLINK(""http://x"")",cat,truncated,ends early,7,ab12
            '+1.jpg,cat,truncated,ends early,7,ab12
            '-1.jpg,cat,truncated,ends early,7,ab12
            '@SUM.jpg,cat,truncated,ends early,7,ab12
            '\t=1.jpg,cat,truncated,ends early,7,ab12
            a=1,cat,truncated,ends early,7,ab12
            """);
  }

  private static String csv(String... paths) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new QuarantineCsv(List.of("cat"))
        .write(Stream.of(paths).map(QuarantineCsvTest::bad).iterator(), out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static IngestedImage bad(String path) {
    return new IngestedImage(
        path,
        0,
        null,
        "ab12",
        null,
        null,
        0,
        0,
        QuarantineReason.TRUNCATED,
        "ends early",
        7,
        Map.of(),
        true);
  }
}
