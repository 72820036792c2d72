import type { WireError } from '@shared/core/errors.ts';
import type { Response, WorkbenchEvent } from '@shared/ipc/contract.ts';
import type { DataSource } from '@shared/model/data-catalog.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import type { TableFormat } from '@shared/model/table-source.ts';
import { type Client, describeError } from '../api/client.ts';
import { plainMessage } from '../edits/problems.ts';
import { fileNameOf, sourceName } from '../edits/table-source.ts';

type Progress = Extract<WorkbenchEvent, { type: 'table-progress' }>;

/** A new experiment; the open one on another table; or the open one, brought in line with its changed table by main. */
export type Purpose = 'new' | 'replace' | 'refresh';

/** A table that is being read. */
export interface Reading {
  readonly id: string;
  readonly name: string;
  readonly purpose: Purpose;
  readonly bytesRead: number;
  readonly bytes: number;
  readonly rows: number;
}

export type TableHead = NonNullable<Response<'table:peek'>['head']>;

/** A file that was to be read, and how. */
interface AskedFile {
  readonly path: string;
  readonly purpose: Purpose;
  readonly format: TableFormat | null;
}

export interface OpenProblem {
  readonly name: string;
  readonly error: WireError;
  /** Where it is a file that may be written in another way than it was read. */
  readonly file: AskedFile | null;
}

/** Opens tables: chosen, dropped, pasted or made. One at a time; the last one asked for counts. */
export class TableOpening {
  reading = $state.raw<Reading | null>(null);
  problem = $state.raw<OpenProblem | null>(null);
  /** The first rows of the table that is being read. */
  head = $state.raw<TableHead | null>(null);
  /** Path → bytes, of the files read since the start. */
  private sizes = $state.raw<ReadonlyMap<string, number>>(new Map());
  private readonly client: Client;
  private readonly onopened: (experiment: Experiment, purpose: Purpose) => void;

  constructor(client: Client, onopened: (experiment: Experiment, purpose: Purpose) => void) {
    this.client = client;
    this.onopened = onopened;
  }

  /** By the open dialog. `format` null: found out from the file. */
  async choose(purpose: Purpose, format: TableFormat | null = null): Promise<void> {
    await this.attempt('The open dialog', async () => {
      const chosen = await this.client.tableChoose({});
      if (chosen.status === 'chosen') await this.openPath(chosen.path, purpose, format);
    });
  }

  openPath(path: string, purpose: Purpose, format: TableFormat | null = null): Promise<void> {
    const work = async (id: string) => {
      const table = { kind: 'path', path, format } as const;
      void this.peek(id, path, format);
      return (await this.client.tableOpen({ id, table })).experiment;
    };
    return this.read(fileNameOf(path), purpose, work, { path, purpose, format });
  }

  openSource(source: DataSource): Promise<void> {
    return this.read(sourceName(source), 'new', async (id) => {
      return (await this.client.tableOpen({ id, table: { kind: 'source', source } })).experiment;
    });
  }

  /** Takes the experiment's file as it is now. */
  refresh(experiment: Experiment): Promise<void> {
    return this.read(sourceName(experiment.data.source), 'refresh', async (id) => {
      return (await this.client.tableRefresh({ id, experiment })).experiment;
    });
  }

  /** By the open dialog: the experiment's file in its new place. A file with other contents is taken as it is. */
  async locate(experiment: Experiment): Promise<void> {
    const { source } = experiment.data;
    if (source.kind !== 'file') return;
    await this.read(sourceName(source), 'refresh', async (id) => {
      const found = await this.client.tableLocate({ id, source });
      if (found.status === 'cancelled') return null;
      const moved = { ...experiment, data: { ...experiment.data, source: found.source } };
      if (found.status === 'same') return moved;
      return (await this.client.tableRefresh({ id, experiment: moved })).experiment;
    });
  }

  /** Text that holds a table. */
  async paste(text: string): Promise<void> {
    await this.attempt('The pasted table', async () => {
      const { path } = await this.client.tablePaste({ text });
      await this.openPath(path, 'new');
    });
  }

  cancel(): void {
    const { reading } = this;
    if (reading === null) return;
    this.reading = null;
    // The answer to the reading itself says CANCELLED; what this call answers changes nothing.
    this.client.tableCancel({ id: reading.id }).catch(() => undefined);
  }

  dismiss(): void {
    this.problem = null;
  }

  receive({ id, bytesRead, bytes, rows }: Progress): void {
    if (this.reading?.id === id) this.reading = { ...this.reading, bytesRead, bytes, rows };
  }

  /** Null where the file has not been read since the start. */
  bytesOf(path: string): number | null {
    return this.sizes.get(path) ?? null;
  }

  /** Null: nothing was chosen. */
  private async read(
    name: string,
    purpose: Purpose,
    work: (id: string) => Promise<Experiment | null>,
    file: AskedFile | null = null,
  ): Promise<void> {
    this.cancel();
    const id = crypto.randomUUID();
    const isCurrent = (): boolean => this.reading?.id === id;
    this.problem = null;
    this.head = null;
    this.reading = { id, name, purpose, bytesRead: 0, bytes: 0, rows: 0 };
    try {
      const experiment = await work(id);
      if (!isCurrent()) return;
      if (experiment !== null) this.finish(experiment, purpose);
    } catch (error) {
      if (isCurrent()) this.fail(name, error, file);
    }
    if (isCurrent()) this.reading = null;
  }

  /** A glance at a table that takes its time. What is wrong with the file is told by the reading itself. */
  private async peek(id: string, path: string, format: TableFormat | null): Promise<void> {
    const answer = await this.client.tablePeek({ path, format }).catch(() => null);
    if (this.reading?.id === id) this.head = answer?.head ?? null;
  }

  private finish(experiment: Experiment, purpose: Purpose): void {
    this.remember(experiment.data.source, this.reading?.bytes ?? 0);
    this.reading = null;
    this.onopened(experiment, purpose);
  }

  private remember(source: DataSource, bytes: number): void {
    if (source.kind === 'file' && bytes > 0) this.sizes = new Map(this.sizes).set(source.path, bytes);
  }

  private async attempt(name: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.fail(name, error);
    }
  }

  private fail(name: string, thrown: unknown, asked: AskedFile | null = null): void {
    const error = describeError(thrown);
    if (error.code === 'CANCELLED') return;
    // The name stands before it: the path would only say it again.
    const file = error.code === 'TABLE_INVALID' ? asked : null;
    this.problem = { name, error: { ...error, message: plainMessage(error) }, file };
  }
}
