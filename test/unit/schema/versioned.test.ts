import { checkFormat } from '@shared/schema/versioned.ts';
import { describe, expect, it } from 'vitest';
import { thrownBy } from '../../helpers/thrown.ts';

const check = (value: unknown) => () => {
  checkFormat(value, 'ninestep-x', 3, 'The file');
};

describe('checkFormat', () => {
  it.each([1, 2, 3, 0, undefined, '4'])('lets version %j through, for its schema to judge', (version) => {
    expect(check({ format: 'ninestep-x', version })).not.toThrow();
  });

  it.each([4, 1e9, 3.1])('refuses the newer version %j before anything else', (version) => {
    const error = thrownBy(check({ format: 'ninestep-x', version, unknown: true }));
    expect(error).toMatchObject({ code: 'FILE_TOO_NEW', at: 'version' });
    expect(error.message).toContain('reads up to version 3');
  });

  it.each([null, undefined, 3, 'x', [], {}, { format: 'ninestep-y', version: 9 }, { format: { a: 1 } }])(
    'refuses %j as another kind of file',
    (value) => {
      expect(thrownBy(check(value))).toMatchObject({ code: 'INVALID_VALUE', at: 'format' });
    },
  );
});
