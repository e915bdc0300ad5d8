package io.catwalk.pipeline.report.chart;

import java.util.List;

/**
 * A chart's numbers for those who cannot see it or want to copy them.
 *
 * @param heads a column; the first names the rows
 * @param rows as many cells as there are heads
 */
public record DataTable(List<String> heads, List<List<String>> rows) {}
