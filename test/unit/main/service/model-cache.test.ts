import type { ModelFile } from '@shared/model/model-file.ts';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { ModelCache } from '../../../../src-main/service/model-cache.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';

let folder: string;
let loaded: string[];
let cache: ModelCache;

beforeEach(() => {
  folder = tempFolder();
  loaded = [];
  cache = new ModelCache((path) => {
    loaded.push(path);
    // What is in it does not matter here: the same file gives the same object.
    return Promise.resolve({} as ModelFile);
  });
});

function file(name: string): string {
  const path = join(folder, name);
  writeFileSync(path, '{}');
  return path;
}

describe('ModelCache', () => {
  it('reads a file once, also when two ask for it at the same time', async () => {
    const path = file('a');
    const [first, second] = await Promise.all([cache.get(path), cache.get(path)]);
    expect(second).toBe(first);
    expect(await cache.get(path)).toBe(first);
    expect(loaded).toEqual([path]);
  });

  it('reads a file anew that was written since', async () => {
    const path = file('a');
    const before = await cache.get(path);
    renameSync(file('b'), path);
    expect(await cache.get(path)).not.toBe(before);
  });

  it('keeps the last two that were asked for', async () => {
    const [a, b, c] = ['a', 'b', 'c'].map(file) as [string, string, string];
    for (const path of [a, b, a, c, a, b]) await cache.get(path);
    expect(loaded).toEqual([a, b, c, b]);
  });

  it('tries again where loading failed', async () => {
    const path = file('a');
    const failing = new ModelCache(() => {
      loaded.push(path);
      return Promise.reject(new Error('damaged'));
    });
    for (let times = 0; times < 2; times++) await expect(failing.get(path)).rejects.toThrow('damaged');
    expect(loaded).toEqual([path, path]);
  });
});
