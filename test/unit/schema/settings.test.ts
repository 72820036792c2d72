import type { ErrorCode } from '@shared/core/errors.ts';
import { parseWith } from '@shared/schema/parse.ts';
import { settingsSchema } from '@shared/schema/settings.ts';
import { describe, expect, it } from 'vitest';
import { withValue } from '../../helpers/json-path.ts';
import { thrownBy } from '../../helpers/thrown.ts';

const parse = (value: unknown) => parseWith(settingsSchema, value, 'settings file');
const settings = {
  version: 1,
  theme: 'dark',
  experimentId: 'exp_000000000001',
  coreBudget: 3,
  engine: 'native',
  windowBounds: { x: -10, y: 0, width: 1_280, height: 800 },
};

describe('settingsSchema', () => {
  it('gives every setting that is left out its default', () => {
    expect(parse({})).toEqual({
      version: 1,
      theme: 'system',
      experimentId: null,
      coreBudget: null,
      engine: 'auto',
      windowBounds: null,
    });
  });

  it('takes settings as they are', () => {
    expect(parse(settings)).toEqual(settings);
  });

  it.each<[string, unknown, ErrorCode]>([
    ['theme', 'blue', 'INVALID_VALUE'],
    ['theme', 'constructor', 'INVALID_VALUE'],
    ['engine', 'reference', 'INVALID_VALUE'],
    ['windowBounds.width', 3, 'INVALID_VALUE'],
    ['windowBounds.width', 1e999, 'INVALID_VALUE'],
    ['windowBounds.height', 1.5, 'INVALID_VALUE'],
    ['windowBounds.depth', 1, 'UNKNOWN_FIELD'],
    ['experimentId', 3, 'INVALID_VALUE'],
    ['coreBudget', 0, 'INVALID_VALUE'],
    ['telemetry', true, 'UNKNOWN_FIELD'],
    ['version', 2, 'INVALID_VALUE'],
  ])('refuses %s = %j', (place, value, code) => {
    const error = thrownBy(() => parse(withValue(settings, place, value)));
    expect({ code: error.code, at: error.at }).toEqual({ code, at: place });
  });
});
