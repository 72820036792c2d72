import { LIMITS } from '@shared/core/limits.ts';
import type { DataSource } from '@shared/model/data-catalog.ts';
import { BUNDLED_TABLES, TOY_SETS } from '@shared/model/table-source.ts';
import { basename, extname } from 'node:path';

/** What the project's own copies of tables are called, which tells a person nothing. */
const HASH = /^[0-9a-f]{64}$/;

/** What an experiment on a table is called at first. */
export function experimentName(source: DataSource): string {
  switch (source.kind) {
    case 'file': {
      const name = basename(source.path, extname(source.path)).slice(0, LIMITS.nameLength);
      if (HASH.test(name)) return 'Pasted table';
      return name === '' ? 'Table' : name;
    }
    case 'bundled':
      return BUNDLED_TABLES[source.id].label;
    case 'toy':
      return TOY_SETS[source.id];
    case 'formula':
      return 'Formula';
  }
}
