/** Versions of models, the audit log and the champion, which nothing but storage holds. */
package io.catwalk.pipeline.registry;
