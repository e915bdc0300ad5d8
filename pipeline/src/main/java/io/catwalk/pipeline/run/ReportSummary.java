package io.catwalk.pipeline.run;

/**
 * What a report says in short, and where it is.
 *
 * @param headline one sentence
 * @param report full URI of the file; null where it goes to stdout
 * @param content of the report, UTF-8
 * @param seconds that it took to make
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record ReportSummary(String headline, String report, byte[] content, double seconds) {}
