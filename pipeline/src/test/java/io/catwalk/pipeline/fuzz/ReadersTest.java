package io.catwalk.pipeline.fuzz;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes that nobody foresaw, to every reader that gets bytes from outside. */
class ReadersTest {

  static List<FuzzTarget> readers() {
    return Readers.all();
  }

  @ParameterizedTest
  @MethodSource("readers")
  void noBytesCrashAReaderOrKeepItBusy(FuzzTarget reader) throws Exception {
    Fuzzing.run(reader);
  }
}
