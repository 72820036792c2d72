import { LIMITS } from '@shared/core/limits.ts';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestOpenings } from '../../../src-main/storage/test-openings.ts';

const NOON = new Date('2026-11-22T12:00:00Z');

let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ninestep-openings-'));
  file = join(directory, 'test-openings.json');
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

const fileWith = (openings: string[], changes: object = {}) =>
  JSON.stringify({ format: 'ninestep-test-openings', version: 1, openings, ...changes });

describe('TestOpenings', () => {
  it('counts none in a run whose test results nobody opened, and writes nothing by counting', async () => {
    expect(await new TestOpenings().count(directory)).toBe(0);
    expect(readdirSync(directory)).toEqual([]);
  });

  it('writes down when each opening was', async () => {
    const openings = new TestOpenings();
    expect(await openings.add(directory, NOON)).toBe(1);
    expect(await openings.add(directory, new Date('2026-11-23T12:00:00Z'))).toBe(2);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
      format: 'ninestep-test-openings',
      version: 1,
      openings: ['2026-11-22T12:00:00.000Z', '2026-11-23T12:00:00.000Z'],
    });
  });

  it('goes on counting after a restart', async () => {
    await new TestOpenings().add(directory, NOON);
    const again = new TestOpenings();
    expect(await again.count(directory)).toBe(1);
    expect(await again.add(directory, NOON)).toBe(2);
  });

  it('counts every one of many at once', async () => {
    const openings = new TestOpenings();
    const counts = await Promise.all(Array.from({ length: 20 }, () => openings.add(directory, NOON)));
    expect(counts).toEqual(Array.from({ length: 20 }, (_, k) => k + 1));
    expect(await openings.count(directory)).toBe(20);
  });

  it.each([
    ['is no JSON', '{', 'FILE_NOT_JSON'],
    ['is of another kind', fileWith([], { format: 'ninestep-run' }), 'INVALID_VALUE'],
    ['is of a newer version', fileWith([], { version: 2 }), 'FILE_TOO_NEW'],
    ['holds no dates', fileWith(['yesterday']), 'INVALID_VALUE'],
  ])('never starts afresh over a file that %s', async (_title, text, code) => {
    writeFileSync(file, text);
    const openings = new TestOpenings();
    await expect(openings.count(directory)).rejects.toMatchObject({ code });
    await expect(openings.add(directory, NOON)).rejects.toMatchObject({ code });
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('refuses to open once it can count no further, and counts other runs all the same', async () => {
    const text = fileWith(new Array<string>(LIMITS.testOpenings).fill(NOON.toISOString()));
    writeFileSync(file, text);
    const openings = new TestOpenings();
    await expect(openings.add(directory, NOON)).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    expect(readFileSync(file, 'utf8')).toBe(text);
    const other = mkdtempSync(join(directory, 'other-'));
    expect(await openings.add(other, NOON)).toBe(1);
  });
});
