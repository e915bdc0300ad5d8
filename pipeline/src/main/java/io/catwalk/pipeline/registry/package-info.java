/** Versions of models, the audit log and the champion, as files of a storage. */
package io.catwalk.pipeline.registry;
