import { LIMITS } from '@shared/core/limits.ts';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { setAside } from '../../../../src-main/storage/set-aside.ts';
import { defaultSettings, readSettingsFile } from '../../../../src-main/storage/settings-file.ts';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ninestep-settings-'));
  path = join(folder, 'settings.json');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('readSettingsFile', () => {
  it('gives the defaults where there is no file', () => {
    expect(readSettingsFile(path)).toEqual({ state: 'usable', settings: defaultSettings() });
  });

  it('fills in what a file leaves out', () => {
    writeFileSync(path, '{"version":1,"theme":"dark"}');
    expect(readSettingsFile(path)).toEqual({
      state: 'usable',
      settings: { ...defaultSettings(), theme: 'dark' },
    });
  });

  it.each([
    ['is empty', ''],
    ['is half written', '{"version":1,"theme":"da'],
    ['is not an object', '[]'],
    ['is null', 'null'],
    ['holds a wrong value', '{"version":1,"theme":"pink"}'],
    ['holds a wrong type', '{"version":"1"}'],
    ['holds an unknown field', '{"version":1,"colour":"red"}'],
    ['holds __proto__', '{"version":1,"__proto__":{"theme":"dark"}}'],
    ['holds a window without size', '{"version":1,"windowBounds":{"width":1e999,"height":500}}'],
    ['is an older version than there ever was', '{"version":0}'],
    ['nests without end', '['.repeat(100_000)],
    ['is far too large', `{"version":1}${' '.repeat(LIMITS.settingsBytes)}`],
  ])('calls a file corrupt that %s, and says why (M3)', (_title, text) => {
    writeFileSync(path, text);
    expect(readSettingsFile(path)).toEqual({
      state: 'corrupt',
      problem: expect.stringMatching(/\.$/) as string,
    });
  });

  it('calls a folder in its place corrupt', () => {
    expect(readSettingsFile(folder).state).toBe('corrupt');
  });

  it('calls a newer file too new and leaves it byte for byte (M2)', () => {
    const text = '{ "version": 2, "theme": {"name": "neon"} }';
    writeFileSync(path, text);
    expect(readSettingsFile(path)).toEqual({ state: 'too-new' });
    expect(readFileSync(path, 'utf8')).toBe(text);
  });
});

describe('setAside', () => {
  it('keeps the file beside the new one, under a name with the time', () => {
    writeFileSync(path, 'broken');
    const kept = setAside(path, new Date('2030-01-02T03:04:05.678Z'));
    expect(basename(kept)).toBe('settings.json.corrupt-2030-01-02T03-04-05-678Z');
    expect(readFileSync(kept, 'utf8')).toBe('broken');
    expect(existsSync(path)).toBe(false);
  });
});
