import type { TableFormat } from '@shared/model/table-source.ts';
import { describe, expect, it } from 'vitest';
import { MISSING_TEXTS } from '../../../src-main/tables/missing.ts';
import { previewTableFile, readTableFile } from '../../../src-main/tables/read-table-file.ts';
import { cellsOf, ENCODERS, namesOf, readWritten, remarksOf, written } from './written-tables.ts';

type Csv = TableFormat & { type: 'csv' };

const DELIMITERS = { comma: ',', semicolon: ';', tab: '\t', pipe: '|', space: ' ' } as const;
const LINE_ENDS = { LF: '\n', CRLF: '\r\n', CR: '\r' } as const;
const NUMBERS = [
  ['point', 'none', '1234.5', '-0.25'],
  ['comma', 'none', '1234,5', '-0,25'],
  ['point', 'comma', '1,234.5', '-0.25'],
  ['comma', 'point', '1.234,5', '-0,25'],
  ['point', 'space', '1 234.5', '-0.25'],
  ['comma', 'space', '1 234,5', '-0,25'],
  ['point', 'apostrophe', '1’234.5', '-0.25'],
  ['comma', 'apostrophe', "1'234,5", '-0,25'],
] as const;
const FORMAT: Csv = {
  type: 'csv',
  delimiter: 'comma',
  quote: 'double',
  decimal: 'point',
  thousands: 'none',
  encoding: 'utf-8',
  header: true,
};

function delimited(delimiter: string, lineEnd: string, rows: readonly (readonly string[])[]): string {
  const quoted = (cell: string) =>
    cell.includes(delimiter) || /[\r\n"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  return rows.map((row) => row.map(quoted).join(delimiter) + lineEnd).join('');
}

describe('how a text table is written is found out', () => {
  for (const [delimiter, sign] of Object.entries(DELIMITERS)) {
    for (const [lineEnd, end] of Object.entries(LINE_ENDS)) {
      it.each(NUMBERS)(
        `${delimiter}, ${lineEnd}, decimal %s, thousands %s`,
        async (decimal, thousands, large, small) => {
          const rows = [
            ['name', 'size', 'note'],
            ['a', large, 'said "no"'],
            ['b', small, `two${end}lines`],
            ['c', large, `with ${sign} inside`],
          ];
          const { table, format, rows: count } = await readWritten(delimited(sign, end, rows));
          expect(format).toEqual({
            ...FORMAT,
            delimiter,
            decimal,
            thousands,
          });
          expect(count).toBe(3);
          expect(cellsOf(table)).toEqual([
            ['a', '1234.5', 'said "no"'],
            ['b', '-0.25', `two${end}lines`],
            ['c', '1234.5', `with ${sign} inside`],
          ]);
          expect(table.remarks).toEqual([]);
        },
      );
    }
  }

  it.each(Object.entries(ENCODERS))('%s', async (name, encode) => {
    const { table, format } = await readWritten(encode('Größe;Zahl\nsüß;1\nfür;2\n'));
    const encoding = name.replace(/ with.*/, '');
    expect(format).toEqual({ ...FORMAT, delimiter: 'semicolon', encoding });
    expect(namesOf(table)).toEqual(['Größe', 'Zahl']);
    expect(cellsOf(table)).toEqual([
      ['süß', '1'],
      ['für', '2'],
    ]);
  });

  it('Windows-1252 where it is not Latin-1', async () => {
    const { table, format } = await readWritten(
      Buffer.from([...Buffer.from('a,b\n'), 0x80, ...Buffer.from(',1\n')]),
    );
    expect(format).toMatchObject({ encoding: 'windows-1252' });
    expect(cellsOf(table)).toEqual([['€', '1']]);
  });

  it('Windows-1252 whose first special letter stands far behind the head', async () => {
    const plain = 'name,number\n' + 'plain,1\n'.repeat(200_000);
    const { table, format } = await readWritten(Buffer.from(`${plain}sü\u00df,2\n`, 'latin1'));
    expect(format).toMatchObject({ encoding: 'windows-1252' });
    expect(cellsOf(table).at(-1)).toEqual(['süß', '2']);
  });

  it.each([
    [
      'single quotes',
      "a,b\n'x, y',1\n'it''s',2\n",
      { quote: 'single' },
      [
        ['x, y', '1'],
        ["it's", '2'],
      ],
    ],
    [
      'no header where the first row is like the others',
      '1,x\n2,y\n3,x\n',
      { header: false },
      [
        ['1', 'x'],
        ['2', 'y'],
        ['3', 'x'],
      ],
    ],
    [
      'years as names',
      'country,2019,2020,2021\nA,1,2,4\nB,3,4,9\n',
      {},
      [
        ['A', '1', '2', '4'],
        ['B', '3', '4', '9'],
      ],
    ],
    [
      'names that only count',
      'id,0,1,2\nx,5.1,3,1\ny,4.9,3,2\n',
      { header: true },
      [
        ['x', '5.1', '3', '1'],
        ['y', '4.9', '3', '2'],
      ],
    ],
    [
      'rows that all count',
      '1,2,3\n4,5,6\n',
      { header: false },
      [
        ['1', '2', '3'],
        ['4', '5', '6'],
      ],
    ],
    [
      'no header in a table of repeating texts',
      'p,x\ne,y\np,y\ne,x\n',
      { header: false },
      [
        ['p', 'x'],
        ['e', 'y'],
        ['p', 'y'],
        ['e', 'x'],
      ],
    ],
    [
      'a header in a table of texts',
      'colour,size\nred,S\nred,L\n',
      {},
      [
        ['red', 'S'],
        ['red', 'L'],
      ],
    ],
    ['a header over one row', 'a,b\n1,2\n', {}, [['1', '2']]],
    ['one row of numbers', '1,2\n', { header: false }, [['1', '2']]],
    ['one column', 'x\n1\n2\n', {}, [['1'], ['2']]],
    [
      'runs of spaces',
      '  x   y\n 1.5    2\n10.25  3  \n',
      { delimiter: 'space' },
      [
        ['1.5', '2'],
        ['10.25', '3'],
      ],
    ],
    [
      'spaces and tabs before a name',
      '18.0 8 307.0\t"chevrolet malibu"\n15.0 8 350.0\t"buick"\n',
      { delimiter: 'space', header: false },
      [
        ['18', '8', '307', 'chevrolet malibu'],
        ['15', '8', '350', 'buick'],
      ],
    ],
    [
      'the line in which a spreadsheet names the delimiter',
      'sep=;\r\na;b\r\n1;2\r\n',
      { delimiter: 'semicolon' },
      [['1', '2']],
    ],
    [
      'semicolons with decimal commas of three digits',
      'a;b\n1,234;5,678\n',
      { delimiter: 'semicolon', decimal: 'comma' },
      [['1.234', '5.678']],
    ],
    [
      'commas that group in quotes',
      'a,b\n"1,234",x\n"5,678",y\n',
      { thousands: 'comma' },
      [
        ['1234', 'x'],
        ['5678', 'y'],
      ],
    ],
    [
      'lists within cells',
      'a,b\nred;blue,1\ngreen,2\nred,3\n',
      {},
      [
        ['red;blue', '1'],
        ['green', '2'],
        ['red', '3'],
      ],
    ],
    [
      'sentences without a common delimiter',
      'note\nhello, world\none; two\nthree\nfour, five, six\n',
      { delimiter: 'tab' },
      [['hello, world'], ['one; two'], ['three'], ['four, five, six']],
    ],
  ])('%s', async (_, text, format, cells) => {
    const read = await readWritten(text);
    expect(read.format).toEqual({ ...FORMAT, ...format });
    expect(cellsOf(read.table)).toEqual(cells);
    expect(read.table.remarks).toEqual([]);
  });

  it('the name of a file decides between two delimiters', async () => {
    const text = 'Smith, John\t1\nMiller, Jane\t2\n';
    expect((await readWritten(text, null, 'table.tsv')).format).toMatchObject({ delimiter: 'tab' });
  });

  it('but what is given is taken as it is', async () => {
    const format = { ...FORMAT, delimiter: 'pipe', header: false, quote: 'none' } as const;
    const read = await readWritten('a,"b|1,5\nc,"d|2\n', format);
    expect(read.format).toEqual(format);
    expect(cellsOf(read.table)).toEqual([
      ['a,"b', '1,5'],
      ['c,"d', '2'],
    ]);
  });
});

describe('cells', () => {
  it('that say that a value is missing are missing, quoted or not, in numbers and in texts', async () => {
    const rows = MISSING_TEXTS.map((text, k) => `x${String(k)},"${text}",${text},${String(k)}`);
    const { table } = await readWritten(`id,a,b,c\nfirst,1,t,0\n${rows.join('\n')}\n`);
    expect(
      cellsOf(table)
        .slice(1)
        .map(([, a, b]) => [a, b]),
    ).toEqual(rows.map(() => [null, null]));
    expect(table.columns.map(({ kind }) => kind)).toEqual(['levels', 'numbers', 'levels', 'numbers']);
  });

  it.each([
    '007',
    '+007',
    '12345678901234567890',
    '0x10',
    '1_000',
    '1.2.3',
    '1e',
    '--1',
    '1 2',
    '٣',
    'e5',
    '.',
    '+',
  ])('%s is a text among numbers and keeps its spelling', async (cell) => {
    const { table } = await readWritten(`a,b\n1,x\n2,x\n3,x\n${cell},x\n`);
    expect(table.columns[0]).toMatchObject({ kind: 'numbers', others: new Map([[3, cell]]) });
    expect(table.remarks).toEqual([]);
  });

  it.each([
    ['0', 0],
    ['-0', -0],
    ['+5', 5],
    ['1.', 1],
    ['.5', 0.5],
    ['-.5e-3', -0.0005],
    ['5E3', 5000],
    ['0.1', 0.1],
    ['123456789.123456789', 123456789.123456789],
    ['0.49671415301123267', 0.49671415301123267],
    ['1e308', 1e308],
    ['9007199254740991', 9007199254740991],
    ['1e-400', 0],
    ['  7 ', 7],
    ['0.0000000000000000000000001', 1e-25],
  ])('%s is a number', async (cell, value) => {
    const { table } = await readWritten(`a,b\n1,x\n${cell},x\n`, FORMAT);
    const [column] = table.columns;
    expect(column?.kind === 'numbers' && Object.is(column.values[1], value)).toBe(true);
  });

  it.each(['1e999', '-1e999', 'Infinity', '-inf', '9'.repeat(400)])(
    '%s is told and counts as missing',
    async (cell) => {
      const { table } = await readWritten(`a,b\n1,x\n2,x\n${cell},x\n`);
      expect(remarksOf(table)).toEqual([{ kind: 'not-finite', rows: [2] }]);
      expect(table.columns[0]).toMatchObject({ others: new Map([[2, cell]]) });
      expect(table.remarks[0]!.message).toMatch(/column "a"; first in row 3/);
    },
  );

  it('without numbers are levels, and more than fifty thousand of them are texts', async () => {
    const many = Array.from({ length: 60_000 }, (_, k) => `k${String(k)},${k % 2 === 0 ? 'even' : 'odd'},`);
    const { table } = await readWritten(`id,kind,empty\n${many.join('\n')}\n`);
    expect(table.columns.map(({ kind }) => kind)).toEqual(['texts', 'levels', 'levels']);
    expect(table.columns[1]).toMatchObject({ levels: ['even', 'odd'] });
    expect(cellsOf(table).map(([id]) => id)).toEqual(many.map((_, k) => `k${String(k)}`));
  });

  it('of a column that turns out to hold texts late keep the spelling they had when they looked like numbers', async () => {
    const early = Array.from({ length: 3_000 }, (_, k) => `${String(k)}.50`);
    const late = Array.from({ length: 3_000 }, (_, k) => `text ${String(k)}`);
    const cells = [...early, ...late];
    const { table, format } = await readWritten(`a,b\n${cells.map((cell) => `${cell},1`).join('\n')}\n`);
    expect(cellsOf(table).map(([a]) => a)).toEqual(cells);
    expect(table.columns.map(({ kind }) => kind)).toEqual(['levels', 'numbers']);
    expect(format).toMatchObject({ decimal: 'point' });
  });

  it('of a small mixed column keep their spelling too', async () => {
    const { table } = await readWritten('a,b\n1.50,1\nx,2\ny,3\n');
    expect(cellsOf(table).map(([a]) => a)).toEqual(['1.50', 'x', 'y']);
  });

  it('that are numbers but for one in a hundred stay numbers, and the exceptions are there to see', async () => {
    const cells = Array.from({ length: 200_000 }, (_, k) => (k % 110 === 0 ? 'broken' : String(k)));
    const { table } = await readWritten(`a,b\n${cells.map((cell) => `${cell},1`).join('\n')}\n`);
    const [column] = table.columns;
    expect(column?.kind === 'numbers' && column.others.size).toBe(Math.ceil(200_000 / 110));
    expect(cellsOf(table).map(([a]) => a)).toEqual(cells);
  });
});

describe('names', () => {
  it.each([
    ['R’s row names, without a name', 'x,y\nr1,1,2\nr2,3,4\n', ['column 1', 'x', 'y'], 'renamed-column'],
    [
      'R’s row names, with an empty one',
      '"","x","y"\n"1",1,2\n"2",3,4\n',
      ['column 1', 'x', 'y'],
      'renamed-column',
    ],
    ['names that stand twice', 'a,b,a,a (2)\n1,2,3,x\n', ['a', 'b', 'a (3)', 'a (2)'], 'renamed-column'],
    ['names that are not there', 'a,,column 2\n1,2,x\n', ['a', 'column 2 (2)', 'column 2'], 'renamed-column'],
    ['names on two lines', '"a\nb",c\n1,2\n', ['a b', 'c'], 'renamed-column'],
    [
      'names that are too long',
      `${'x'.repeat(300)},c\n1,2\n`,
      [`${'x'.repeat(199)}…`, 'c'],
      'renamed-column',
    ],
    [
      'names that JavaScript has for itself',
      '__proto__,constructor,toString\n1,2,3\n',
      ['__proto__', 'constructor', 'toString'],
      null,
    ],
    ['no header', '1,2\n3,4\n', ['column 1', 'column 2'], null],
  ])('%s', async (_, text, names, remark) => {
    const { table } = await readWritten(text);
    expect(namesOf(table)).toEqual(names);
    expect(remarksOf(table).map(({ kind }) => kind)).toEqual(remark === null ? [] : [remark]);
  });
});

describe('rows', () => {
  it.each([
    [
      'short ones are filled',
      'a,b,c\n1,2,3\n4,5\n6\n',
      [
        ['1', '2', '3'],
        ['4', '5', null],
        ['6', null, null],
      ],
      [{ kind: 'ragged-rows', rows: [1, 2] }],
    ],
    [
      'empty ones are left out, at the end without a word',
      'a,b\n1,2\n\n3,4\n,\n5,6\n\n\n',
      [
        ['1', '2'],
        ['3', '4'],
        ['5', '6'],
      ],
      [{ kind: 'empty-rows', rows: [0, 1] }],
    ],
    [
      'a delimiter at each end',
      'a,b\n1,2,\n3,4,\n',
      [
        ['1', '2'],
        ['3', '4'],
      ],
      [{ kind: 'ragged-rows', rows: [0, 1] }],
    ],
    [
      'the last needs no line end',
      'a,b\n1,2\n3,4',
      [
        ['1', '2'],
        ['3', '4'],
      ],
      [],
    ],
    ['an empty cell in quotes makes a row', 'a\n1\n""\n2\n', [['1'], [null], ['2']], []],
  ])('%s', async (_, text, cells, remarks) => {
    const { table } = await readWritten(text, FORMAT);
    expect(cellsOf(table)).toEqual(cells);
    expect(remarksOf(table)).toEqual(remarks);
  });

  it('are the same however the file is cut into pieces', async () => {
    // Quotes, letters of several bytes and line ends at every place of a piece's end.
    const rows = Array.from(
      { length: 60_000 },
      (_, k) => `${String(k)},"süß ""${'x'.repeat(k % 37)}""\r\nnext",€${String(k % 9)}\r\n`,
    );
    const { table } = await readWritten(`id,text,note\r\n${rows.join('')}`);
    expect(table.rows).toBe(60_000);
    expect(cellsOf(table)[59_999]).toEqual([
      '59999',
      `süß "${'x'.repeat(59_999 % 37)}"\r\nnext`,
      `€${String(59_999 % 9)}`,
    ]);
    expect(cellsOf(table).every(([id], k) => id === String(k))).toBe(true);
  });

  it('with ten thousand equal names get as many', async () => {
    const { table } = await readWritten(`${'a,'.repeat(9_999)}a\n${'1,'.repeat(9_999)}1\n`, FORMAT);
    expect(namesOf(table)[9_999]).toBe('a (10000)');
    expect(table.remarks[0]!.message.length).toBeLessThan(1_000);
  });

  it('ten thousand columns wide are read', async () => {
    const names = Array.from({ length: 10_000 }, (_, k) => `c${String(k)}`);
    const row = names.map((_, k) => String(k)).join(',');
    const { table } = await readWritten(`${names.join(',')}\n${row}\n${row}\n`);
    expect(namesOf(table)).toEqual(names);
    expect(cellsOf(table)[1]![9_999]).toBe('9999');
  });
});

it('a preview shows the first rows as the whole table will', async () => {
  const rows = Array.from(
    { length: 50_000 },
    (_, k) => `${String(k)};${k % 3 === 0 ? 'a' : 'b'};${String(k)},5`,
  );
  const path = written(`id;kind;size\n${rows.join('\n')}\n`);
  const preview = await previewTableFile(path, null);
  const { table, format } = await readTableFile(path, null);
  expect(preview?.format).toEqual(format);
  expect(cellsOf(preview!.table)).toEqual(cellsOf(table).slice(0, 200));
});
