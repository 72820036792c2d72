import type { ModelFile } from '../../model/model-file.ts';
import { kindOf } from './code-model.ts';

/** The reading of cells, as far as this model's inputs need it. */
export function javascriptCells(model: ModelFile): string {
  const kinds = new Set(model.inputs.map(kindOf));
  const hasLevels = kinds.has('one-hot') || kinds.has('ordinal');
  const cases = [
    kinds.has('number') ? ["    case 'number':", '      return numberOf(cell);'] : [],
    kinds.has('date') ? ["    case 'date':", '      return daysOf(cell, input.format);'] : [],
    hasLevels ? ['    default:', '      return placeOf(cell, input.levels);'] : [],
  ].flat();
  return [
    CELL,
    `/** A cell → what the network takes of it. */
function encode(input, cell) {
  const isEmpty = cell === null || cell === undefined || cell === '';
  let value = isEmpty ? NaN : read(input, cell);
  const isMissing = Number.isNaN(value);
  if (isMissing && input.fill === undefined) {
    throw new Error(\`\${input.name}: \${isEmpty ? 'A value is missing' : JSON.stringify(cell) + ' is nothing that this model knows'}.\`);
  }
  if (isMissing && input.fill !== null) value = input.fill;
  const features = featuresOf(input, value);
  if (input.indicator) features.push(Number(isMissing));
  return features;
}

/** NaN where a cell says nothing. */
function read(input, cell) {
  switch (input.kind) {
${cases.join('\n')}
  }
}

function featuresOf(input, value) {
${featureLines(model).join('\n')}
}`,
    ...(kinds.has('number') ? [NUMBER] : []),
    ...(hasLevels ? [LEVEL] : []),
    ...(kinds.has('date') ? [DATE] : []),
  ].join('\n\n');
}

/** A column may be called as something that every object has, such as "constructor". */
const CELL = `/** The cell of a column in a row by name or in the order of INPUTS. */
function cellOf(row, name, k) {
  if (typeof row !== 'object' || row === null) {
    throw new TypeError('A row is an object by the names of its columns, or a list of their values; this is ' + (row === null ? 'null' : typeof row) + '.');
  }
  if (Array.isArray(row)) return row[k];
  return Object.hasOwn(row, name) ? row[name] : undefined;
}`;

function featureLines(model: ModelFile): string[] {
  const kinds = new Set(model.inputs.map(kindOf));
  return [
    ...(kinds.has('one-hot')
      ? [
          "  if (input.kind === 'one-hot') {",
          '    return input.levels.map((_, place) => Number(place === value && input.seen[place]));',
          '  }',
        ]
      : []),
    ...(kinds.has('ordinal') ? ['  if (Number.isNaN(value)) return [0];'] : []),
    ...(kinds.has('date')
      ? [
          "  if (input.kind === 'date') {",
          '    const angles = input.cycles.map((cycle) => 2 * Math.PI * placeIn(cycle, value));',
          '    return [scaled(input, value), ...angles.flatMap((angle) => [Math.sin(angle), Math.cos(angle)])];',
          '  }',
        ]
      : []),
    '  return [scaled(input, value)];',
  ];
}

const NUMBER = `/** Numbers, and texts that are plain numbers. */
function numberOf(cell) {
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell : NaN;
  const isNumber = /^\\s*[+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d+)?\\s*$/.test(cell);
  return isNumber ? Number(cell) : NaN;
}`;

const LEVEL = `/** The place of a level; a number is also the level that is spelled otherwise, as 1 is 1.0. */
function placeOf(cell, levels) {
  const place = levels.lastIndexOf(String(cell));
  if (place >= 0) return place;
  const same = typeof cell === 'number' ? levels.map((level) => level.trim() !== '' && Number(level)).lastIndexOf(cell) : -1;
  return same < 0 ? NaN : same;
}`;

const DATE = `/** Days since 1970-01-01, UTC: of a number of days, a Date, or a text in the order of the format. */
function daysOf(cell, format) {
  if (typeof cell === 'number') return Math.abs(cell) <= 1e7 ? cell : NaN;
  if (cell instanceof Date) return cell.getTime() / 86400000;
  const found = /^\\s*(\\d{1,4})[-./](\\d{1,2})[-./](\\d{1,4})(?:[T ](\\d{1,2}):(\\d{2})(?::(\\d{2}(?:\\.\\d+)?))?)?Z?\\s*$/.exec(
    String(cell).replace(/^\\s*(\\d{4})(\\d{2})(\\d{2})(?!\\d)/, '$1-$2-$3'),
  );
  if (found === null) return NaN;
  const [a, b, c, hour = 0, minute = 0, second = 0] = found.slice(1).map((part) => (part === undefined ? undefined : Number(part)));
  const [year, month, day] =
    format === 'day-month-year' ? [c, b, a] : format === 'month-day-year' ? [c, a, b] : [a, b, c];
  const isShort = found[format.endsWith('year') ? 3 : 1].length < 3;
  const date = new Date(0);
  date.setUTCFullYear(isShort ? year + (year < 69 ? 2000 : 1900) : year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || hour > 23 || minute > 59 || second >= 60) return NaN;
  return date.getTime() / 86400000 + ((hour * 60 + minute) * 60 + second) / 86400;
}

/** How far into its year, week (from Monday) or day (UTC) a day is: 0 up to 1. */
function placeIn(cycle, days) {
  if (cycle === 'day') return days - Math.floor(days);
  if (cycle === 'week') return (days + 3) / 7 - Math.floor((days + 3) / 7);
  const year = new Date(days * 86400000).getUTCFullYear();
  const [from, to] = [year, year + 1].map((start) => new Date(0).setUTCFullYear(start, 0, 1));
  return (days * 86400000 - from) / (to - from);
}`;
