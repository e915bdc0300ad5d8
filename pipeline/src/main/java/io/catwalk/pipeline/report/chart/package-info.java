/** The charts of a run's page, as SVG. */
package io.catwalk.pipeline.report.chart;
