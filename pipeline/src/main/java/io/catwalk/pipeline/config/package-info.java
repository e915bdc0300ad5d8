/**
 * Reads configurations (Typesafe Config) into records and tells mistakes with file, line and key.
 * No other room knows the library.
 */
package io.catwalk.pipeline.config;
