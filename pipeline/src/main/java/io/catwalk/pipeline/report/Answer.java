package io.catwalk.pipeline.report;

/**
 * One of the questions with which people come to a report, and its answer.
 *
 * @param question as they would put it
 * @param tone {@code good}, {@code fair}, {@code poor} or {@code none}
 * @param word that says the same as the tone
 * @param text one to three sentences
 * @param link id of the section that tells more
 */
record Answer(String question, String tone, String word, String text, String link) {}
