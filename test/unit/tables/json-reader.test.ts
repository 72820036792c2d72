import { describe, expect, it } from 'vitest';
import { rejectionOf } from '../../helpers/thrown.ts';
import { cellsOf, namesOf, readWritten } from './written-tables.ts';

const CELLS = [
  ['1', 'x', 'true', null],
  ['2.5', 'y', 'false', null],
  [null, null, null, '007'],
];
const NAMES = ['a', 'b', 'c', 'd'];

describe('JSON', () => {
  it.each([
    [
      'a list of records',
      'json',
      '[{"a":1,"b":"x","c":true},{"a":2.5,"b":"y","c":false},{"a":null,"b":"NA","d":"007"}]',
    ],
    [
      'an object of columns',
      'json',
      '{"a":[1,2.5,null],"b":["x","y",""],"c":[true,false,null],"d":[null,null,"007"]}',
    ],
    [
      'an object of columns as pandas writes it',
      'json',
      '{"a":{"0":1,"1":2.5,"2":null},"b":{"0":"x","1":"y","2":null},"c":{"0":true,"1":false,"2":null},"d":{"0":null,"1":null,"2":"007"}}',
    ],
    [
      'records in lines',
      'json-lines',
      '{"a":1,"b":"x","c":true}\r\n\n{"a":2.5,"b":"y","c":false}\n{"a":null,"d":"007"}',
    ],
  ])('%s', async (_, type, text) => {
    for (const name of ['table.json', 'table.txt']) {
      const { table, format } = await readWritten(text, null, name);
      expect(format).toEqual({ type });
      expect(namesOf(table)).toEqual(NAMES);
      expect(cellsOf(table)).toEqual(CELLS);
    }
  });

  it('lists and objects within cells are shown as they are written', async () => {
    const { table } = await readWritten('[{"a":[1,2],"b":{"x":"y"}}]', null, 'table.json');
    expect(cellsOf(table)).toEqual([['[1,2]', '{"x":"y"}']]);
  });

  it('names that JavaScript has for itself are names', async () => {
    const { table } = await readWritten('[{"constructor":1,"toString":2}]', null, 'table.json');
    expect(namesOf(table)).toEqual(['constructor', 'toString']);
  });

  it('texts that look like numbers at first keep their spelling', async () => {
    const cells = ['1.50', '2.50', 'x', 'y', 'z', 3];
    const { table } = await readWritten(JSON.stringify(cells.map((a) => ({ a }))), null, 'table.json');
    expect(cellsOf(table).flat()).toEqual(cells.map(String));
  });

  it.each([
    ['[]', /The list is empty/],
    ['{}', /has no rows/],
    ['[{}]', /records are empty/],
    ['[1,2]', /Row 1 is 1, not a record/],
    ['{"a":[1],"b":[1,2]}', /Column "b" has 2 cells, but column "a" has 1/],
    ['{"a":1}', /"a" is 1, not a list of cells/],
    ['5', /A table is a list of records/],
    ['[{"a":1},]', /not valid JSON at line 1, column 10/],
    ['[{"a":NaN}]', /NaN and Infinity do not exist in JSON/],
    ['[{"a":1,"a":2}]', /names the field "a" twice/],
    ['[{"__proto__":1}]', /names a field "__proto__" at line 1, column 3. Rename it/],
    ['{"a":[1],"__proto__":[2]}', /names a field "__proto__" at line 1, column 10. Rename it/],
    [`[{"a":${'['.repeat(50)}${']'.repeat(50)}}]`, /Cells nest deeper than 32 levels/],
  ])('%s is refused', async (text, message) => {
    const error = await rejectionOf(readWritten(text, null, 'table.json'));
    expect(error.code).toBe('TABLE_INVALID');
    expect(error.message).toMatch(message);
  });

  it.each([
    ['{"a":1}\n{"a":\n', /line 2 is not valid JSON/],
    ['{"a":1}\n{"__proto__":1}\n', /line 2 names a field "__proto__" at line 1, column 2. Rename it/],
    ['{"a":1}\n5\n', /Line 2 is 5, not a record/],
    ['\n\n', /The file is empty/],
  ])('lines %j are refused', async (text, message) => {
    const error = await rejectionOf(readWritten(text, null, 'table.jsonl'));
    expect(error.code).toBe('TABLE_INVALID');
    expect(error.message).toMatch(message);
  });
});
