import { LIMITS } from '@shared/core/limits.ts';
import type { TableColumn } from '@shared/model/column-catalog.ts';
import type { DataSource } from '@shared/model/data-catalog.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import { withFittingCases } from './test-cases.ts';

/**
 * The present experiment on another table. Columns of the same name and type keep their role and preparation; all others
 * are as main suggests. Where none is the same, the suggestion is taken as a whole, under the present name.
 */
export function withTable(present: Experiment, opened: Experiment): Experiment {
  const known = new Map(present.data.columns.map((column) => [column.name, column]));
  const isSame = (column: TableColumn) => known.get(column.name)?.type === column.type;
  const { name, description } = present;
  if (!opened.data.columns.some(isSame)) return { ...opened, name, description };
  const columns = opened.data.columns.map((column) => {
    const before = known.get(column.name);
    return before?.type === column.type ? withNewLevels(before, column) : column;
  });
  return withFittingCases({ ...present, data: { ...present.data, source: opened.data.source, columns } });
}

/** Levels that only the other table has come after the known ones. */
function withNewLevels(before: TableColumn, now: TableColumn): TableColumn {
  if (before.type !== 'category' || now.type !== 'category') return before;
  const added = now.levels.filter((level) => !before.levels.includes(level));
  if (added.length === 0) return before;
  return { ...before, levels: [...before.levels, ...added].slice(0, LIMITS.levels) };
}

/** What the project's own copies are called: by a hash, which tells a person nothing. */
const HASH_NAME = /^[0-9a-f]{64}\.\w+$/;

/** The last part of a path, of either kind of system. */
export function fileNameOf(path: string): string {
  const name = path.split(/[/\\]/).at(-1) ?? path;
  return HASH_NAME.test(name) ? 'Embedded table' : name;
}

/** Whether the table is one that the project keeps itself. Files beside the workspace have relative paths, too. */
export function isEmbedded(path: string): boolean {
  return path.startsWith('data/');
}

/** What a source is called, in few words. */
export function sourceName(source: DataSource): string {
  switch (source.kind) {
    case 'file':
      return fileNameOf(source.path);
    case 'bundled':
    case 'toy':
      return source.id;
    case 'formula':
      return 'Formula';
  }
}
