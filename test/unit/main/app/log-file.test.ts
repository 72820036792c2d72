import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLog, logFile } from '../../../../src-main/app/log-file.ts';

const NOW = new Date('2030-01-02T03:04:05.678Z');
const redaction = { home: '/home/ada', user: 'ada' };
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ninestep-log-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const open = (maxBytes?: number) =>
  createLog({ folder, redaction, now: () => NOW, ...(maxBytes === undefined ? {} : { maxBytes }) });
const newest = () => readFileSync(logFile(folder, 0), 'utf8');

describe('the log (L1)', () => {
  it('writes one line an entry, with its time and level', () => {
    open().warn('Something odd');
    expect(newest()).toBe('2030-01-02T03:04:05.678Z warn Something odd\n');
  });

  it('lets no text forge a second entry', () => {
    open().info('one\n2030-01-01T00:00:00.000Z error two\r\u2028\u0000end');
    expect(newest().split('\n')).toHaveLength(2);
    expect(newest()).toContain('one\\n2030-01-01T00:00:00.000Z error two\\u000d\\u2028\\u0000end');
  });

  it('tells a cause in full, home and user name taken out', () => {
    const cause = new Error('cannot read /home/ada/data.csv', { cause: new Error('ada may not') });
    open().error('Reading failed', cause);
    expect(newest()).toContain('cannot read ~/data.csv');
    expect(newest()).toContain('because: Error: <user> may not');
    expect(newest()).not.toMatch(/ada/);
  });

  it('keeps five files of the given size and drops the oldest', () => {
    const log = open(200);
    for (let k = 0; k < 100; k++) log.info(`entry ${k}`);
    expect(readdirSync(folder).sort()).toEqual([
      'ninestep.1.log',
      'ninestep.2.log',
      'ninestep.3.log',
      'ninestep.4.log',
      'ninestep.log',
    ]);
    for (const name of readdirSync(folder))
      expect(statSync(join(folder, name)).size).toBeLessThanOrEqual(200);
    expect(newest()).toContain('entry 99');
  });

  it('removes files older than 14 days when it opens', () => {
    for (const [age, days] of [
      [1, 13],
      [2, 15],
    ] as const) {
      writeFileSync(logFile(folder, age), 'old');
      const time = NOW.getTime() / 1000 - days * 24 * 3600;
      utimesSync(logFile(folder, age), time, time);
    }
    open();
    expect(existsSync(logFile(folder, 1))).toBe(true);
    expect(existsSync(logFile(folder, 2))).toBe(false);
  });

  it('never throws, even where it cannot write', () => {
    writeFileSync(join(folder, 'a-file'), '');
    const log = createLog({ folder: join(folder, 'a-file'), redaction });
    expect(() => {
      log.error('to nowhere');
    }).not.toThrow();
  });
});
