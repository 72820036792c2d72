import type { RawColumn, RawTable } from '@shared/data/raw-table.ts';

/** Cells as texts → a column as a reader would hold it: numbers where most cells are, levels where texts repeat. */
export function rawColumn(name: string, cells: readonly (string | null)[]): RawColumn {
  const present = cells.filter((cell) => cell !== null);
  const isNumber = (cell: string) => cell.trim() !== '' && Number.isFinite(Number(cell));
  if (present.filter(isNumber).length * 2 > present.length) return numberColumn(name, cells, isNumber);
  const levels = [...new Set(present)];
  return levels.length * 2 <= present.length ? levelColumn(name, cells, levels) : textColumn(name, cells);
}

function numberColumn(
  name: string,
  cells: readonly (string | null)[],
  isNumber: (cell: string) => boolean,
): RawColumn {
  const others = new Map<number, string>();
  const values = Float64Array.from(cells, (cell, row) => {
    if (cell === null || isNumber(cell)) return cell === null ? NaN : Number(cell);
    others.set(row, cell);
    return NaN;
  });
  return { kind: 'numbers', name, values, others };
}

export function levelColumn(
  name: string,
  cells: readonly (string | null)[],
  levels = [...new Set(cells.filter((cell) => cell !== null))],
): RawColumn {
  const codes = Int32Array.from(cells, (cell) => (cell === null ? -1 : levels.indexOf(cell)));
  return { kind: 'levels', name, levels, codes };
}

export function textColumn(name: string, cells: readonly (string | null)[]): RawColumn {
  const encoded = cells.map((cell) => new TextEncoder().encode(cell ?? ''));
  const starts = new Float64Array(cells.length + 1);
  encoded.forEach((bytes, row) => (starts[row + 1] = starts[row]! + bytes.length));
  return { kind: 'texts', name, bytes: Uint8Array.from(encoded.flatMap((bytes) => [...bytes])), starts };
}

/** Name → cells, all equally many. */
export function rawTable(columns: Record<string, readonly (string | number | null)[]>): RawTable {
  const list = Object.entries(columns).map(([name, cells]) =>
    rawColumn(
      name,
      cells.map((cell) => (typeof cell === 'number' ? String(cell) : cell)),
    ),
  );
  return { rows: Object.values(columns)[0]?.length ?? 0, columns: list, remarks: [] };
}

/** A plain table with commas and a header, without quotes. */
export function tableFromCsv(text: string): RawTable {
  const [header, ...rows] = text
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(','));
  return rawTable(
    Object.fromEntries(
      header!.map((name, k) => [name, rows.map((row) => (row[k] === '' ? null : (row[k] ?? null)))]),
    ),
  );
}
