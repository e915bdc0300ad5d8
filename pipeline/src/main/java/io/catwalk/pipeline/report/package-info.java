/** Writes a run's page, its Markdown and its JSON. */
package io.catwalk.pipeline.report;
