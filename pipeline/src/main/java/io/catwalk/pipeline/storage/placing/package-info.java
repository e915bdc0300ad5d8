/**
 * How files and folders appear whole or not at all: by renames where a file system has them, else,
 * on object stores, by uploads that end in one step and a note of what belongs to a folder.
 */
package io.catwalk.pipeline.storage.placing;
