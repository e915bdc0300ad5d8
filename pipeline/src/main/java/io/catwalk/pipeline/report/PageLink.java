package io.catwalk.pipeline.report;

/**
 * @param id of a section of the page
 * @param name that readers see
 */
record PageLink(String id, String name) {}
