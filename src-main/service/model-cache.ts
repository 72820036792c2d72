import type { ModelFile } from '@shared/model/model-file.ts';
import { stat } from 'node:fs/promises';

/**
 * Keeps the model that was asked for last, so that answers while a person types do not read a large file each time. A
 * file that was written since is read again.
 */
export class ModelCache {
  private readonly load: (path: string) => Promise<ModelFile>;
  private kept: { key: string; model: ModelFile } | null = null;

  constructor(load: (path: string) => Promise<ModelFile>) {
    this.load = load;
  }

  async get(path: string): Promise<ModelFile> {
    const key = await fingerprint(path);
    if (this.kept === null || key === null || this.kept.key !== key) {
      this.kept = { key: key ?? '', model: await this.load(path) };
    }
    return this.kept.model;
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
