import type { CurveQuantity, RunCurves } from '@shared/ipc/run-contract.ts';
import { join } from 'node:path';
import { RUN_FILES } from '../storage/paths.ts';
import { CurveColumns } from './curve-columns.ts';
import { LineTail } from './line-tail.ts';

/** Columns of about eight hundred runs of 10,000 points. */
const KEPT_BYTES = 384 * 2 ** 20;

export interface CurveRequest {
  directory: string;
  quantity: CurveQuantity;
  withTest: boolean;
}

/** One metric of one run, as far as its file has been read. */
interface Known {
  tail: LineTail;
  columns: CurveColumns;
  work: Promise<void>;
}

/** Metrics of runs over all their points. A file is read once for each metric; of one that has grown only the new lines are. */
export class CurveStore {
  private readonly keptBytes: number;
  /** The last one asked for is last. */
  private readonly known = new Map<string, Known>();

  constructor(keptBytes = KEPT_BYTES) {
    this.keptBytes = keptBytes;
  }

  /** Throws CANCELLED, and AppError where the points cannot be read. A run without points has empty columns. */
  async read({ directory, quantity, withTest }: CurveRequest, signal?: AbortSignal): Promise<RunCurves> {
    const path = join(directory, RUN_FILES.points);
    const name = [path, quantity.metric, quantity.target].join('\n');
    const known = this.known.get(name) ?? unread(path, quantity);
    this.known.delete(name);
    this.known.set(name, known);
    // Two questions about one run: the second one finds what the first has read.
    known.work = known.work
      .catch(() => undefined)
      .then(() =>
        known.tail.read(
          {
            restart: () => {
              known.columns = new CurveColumns(quantity);
            },
            line: (line) => {
              known.columns.add(line);
            },
          },
          signal,
        ),
      );
    await known.work;
    this.forgetOldest();
    return known.columns.curves(withTest);
  }

  private forgetOldest(): void {
    let bytes = [...this.known.values()].reduce((sum, { columns }) => sum + columns.bytes, 0);
    for (const [name, { columns }] of this.known) {
      if (bytes <= this.keptBytes || this.known.size === 1) return;
      bytes -= columns.bytes;
      this.known.delete(name);
    }
  }
}

function unread(path: string, quantity: CurveQuantity): Known {
  return { tail: new LineTail(path), columns: new CurveColumns(quantity), work: Promise.resolve() };
}
