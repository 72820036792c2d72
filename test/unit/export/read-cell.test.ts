import { createCellReader } from '@shared/export/read-cell.ts';
import type { RawValue } from '@shared/model/column-catalog.ts';
import type { ModelInput } from '@shared/model/model-file.ts';
import { describe, expect, it } from 'vitest';
import { thrownBy } from '../../helpers/thrown.ts';

const transform = { kind: 'none', shift: 0, scale: 1 } as const;
const range = { min: 0, max: 1, mean: 0.5 };
const number: ModelInput = { type: 'number', name: 'price', transform, range };
const untyped: ModelInput = { name: 'price', transform, range };
const date: ModelInput = {
  type: 'date',
  name: 'day',
  format: 'day-month-year',
  parts: 'time',
  transform,
  range,
};
const levels: ModelInput = {
  type: 'category',
  name: 'shop',
  levels: ['north', '7', 'a', 'b', 'c', 'd'],
  counts: [1, 1, 1, 1, 1, 1],
  encoding: 'one-hot',
  transform,
};
const yesOrNo: ModelInput = { ...levels, type: 'boolean', levels: ['no', 'yes'], counts: [1, 1] };

describe('createCellReader', () => {
  it.each<[ModelInput, RawValue, number]>([
    [number, 3.5, 3.5],
    [number, ' -2e3 ', -2_000],
    [untyped, '0', 0],
    [date, '02.01.1970 12:00', 1.5],
    [date, 1.5, 1.5],
    [levels, 'north', 0],
    [levels, 7, 1],
    [{ ...levels, levels: ['1.0', '2.0'], counts: [1, 1] }, 2, 1],
    [levels, '7', 1],
    [yesOrNo, 'yes', 1],
    [yesOrNo, 'true', 1],
    [yesOrNo, 'false', 0],
    [yesOrNo, 1, 1],
    [yesOrNo, '0', 0],
    [{ ...yesOrNo, levels: ['0', '1'] }, 'true', 1],
    [{ ...yesOrNo, levels: ['False', 'True'] }, 'true', 1],
  ])('takes %j: %j as %d', (input, cell, value) => {
    expect(createCellReader(input)(cell)).toBe(value);
  });

  const unreadable: [ModelInput, RawValue, RegExp][] = [
    [number, null, /^price: A value is missing, but the model was trained on rows that all have one/],
    [number, 'cheap', /^price: "cheap" is not a number/],
    [number, '', /^price: "" is not a number/],
    [untyped, Infinity, /^price: Infinity is not a number/],
    [number, NaN, /^price: NaN is not a number/],
    [date, '31.02.2020', /^day: "31\.02\.2020" is no date as the model reads them/],
    [date, 1e9, /^day: 1000000000 is no date/],
    [levels, 'south', /^shop: The model does not know "south"\. It knows "north", "7", "a", "b", "c", …\./],
    [levels, NaN, /^shop: The model does not know NaN\./],
    [yesOrNo, 2, /^shop: The model does not know 2\. It knows "no", "yes"\./],
    [{ ...yesOrNo, levels: ['cat', 'dog'] }, 1, /^shop: The model does not know 1\./],
    [{ ...yesOrNo, levels: ['yes', 'no'] }, 'true', /^shop: The model does not know "true"\./],
    [{ ...yesOrNo, type: 'category' }, 'true', /^shop: The model does not know "true"\./],
    [yesOrNo, 'Yes', /^shop: The model does not know "Yes"\. It knows "no", "yes"\./],
  ];

  it.each(unreadable)(
    'refuses %j: %j where the model has no rule for missing values',
    (input, cell, message) => {
      const error = thrownBy(() => createCellReader(input)(cell));
      expect(error).toMatchObject({ code: 'INVALID_VALUE', at: input.name });
      expect(error.message).toMatch(message);
    },
  );

  it.each(unreadable)('takes %j: %j as missing where it has one', (input, cell) => {
    const rule = { fill: 'levels' in input ? input.levels[0]! : 0, indicator: true };
    expect(createCellReader({ ...input, missing: rule } as ModelInput)(cell)).toBeNaN();
  });
});
