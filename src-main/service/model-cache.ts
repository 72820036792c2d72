import type { ModelFile } from '@shared/model/model-file.ts';
import { stat } from 'node:fs/promises';

/** That of the run that is looked at, and the one before: who goes back and forth shall not wait. */
const KEPT = 2;

/**
 * Keeps the models that were asked for last, so that answers while a person types do not read a large file each time. A
 * file that was written since is read again.
 */
export class ModelCache {
  private readonly load: (path: string) => Promise<ModelFile>;
  /** By the fingerprint of the file, the last one asked for at the end. */
  private readonly kept = new Map<string, Promise<ModelFile>>();

  constructor(load: (path: string) => Promise<ModelFile>) {
    this.load = load;
  }

  async get(path: string): Promise<ModelFile> {
    const key = await fingerprint(path);
    if (key === null) return this.load(path);
    const model = this.kept.get(key) ?? this.load(path);
    this.kept.delete(key);
    this.kept.set(key, model);
    for (const oldest of [...this.kept.keys()].slice(0, -KEPT)) this.kept.delete(oldest);
    try {
      return await model;
    } catch (error) {
      this.kept.delete(key);
      throw error;
    }
  }
}

/** Every write is a rename of a new file, so the file's number changes with it. Null: loading will say what is wrong. */
async function fingerprint(path: string): Promise<string | null> {
  try {
    const { ino, mtimeMs, size } = await stat(path);
    return [path, ino, mtimeMs, size].join(' ');
  } catch {
    return null;
  }
}
