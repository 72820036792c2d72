import type { WireError } from '@shared/core/errors.ts';
import type { Request, Response } from '@shared/ipc/contract.ts';
import type { ImportedModel } from '@shared/ipc/import-contract.ts';
import { type Client, describeError } from '../api/client.ts';
import { suggestTargets } from '../edits/import-targets.ts';
import { plainMessage } from '../edits/problems.ts';
import { fileNameOf } from '../edits/table-source.ts';

export type ImportedRun = Response<'import:make'>;
type TableOfModel = NonNullable<Request<'import:make'>['table']>;

/** The table that an imported model is to be measured and trained on. */
export interface ChosenTable {
  readonly path: string;
  /** As its header has them; null where the form of the file does not tell them at a glance. */
  readonly names: readonly string[] | null;
  /** The column of each answer, in their order; null: to be found by main. */
  readonly targets: TableOfModel['targets'];
}

/** A model file that was looked at. */
export interface FoundModel {
  readonly path: string;
  readonly model: ImportedModel;
}

/** Why something could not be done. `name`: of the file it is about, where the message does not name it. */
interface ImportProblem {
  readonly name: string | null;
  readonly error: WireError;
}

/** Brings models of other programs, and of Ninestep, into the project: what a file holds, and what is to be made of it. */
export class ImportState {
  /** The name of the file that is being looked at. */
  reading = $state<string | null>(null);
  found = $state.raw<FoundModel | null>(null);
  /** Why a file could not be read, or why nothing could be made of it. */
  problem = $state.raw<ImportProblem | null>(null);
  name = $state('');
  table = $state.raw<ChosenTable | null>(null);
  isMaking = $state(false);
  private readonly client: Client;
  private readonly onmade: (made: ImportedRun) => void;
  /** Only the last file that was asked for counts. */
  private turn = 0;

  constructor(client: Client, onmade: (made: ImportedRun) => void) {
    this.client = client;
    this.onmade = onmade;
  }

  get isOpen(): boolean {
    return this.reading !== null || this.found !== null || this.problem !== null;
  }

  /** By the open dialog. */
  async choose(): Promise<void> {
    await this.inspect(null, null);
  }

  /** A file that was dropped. Returns false where it is JSON that holds no model, and nothing was shown. */
  async openPath(path: string): Promise<boolean> {
    this.close();
    this.reading = fileNameOf(path);
    await this.inspect(path, fileNameOf(path));
    const isNone = /\.json$/i.test(path) && this.problem !== null && isNoModel(this.problem.error);
    if (isNone) this.close();
    return !isNone;
  }

  async chooseTable(): Promise<void> {
    await this.attempt(null, async () => {
      const chosen = await this.client.tableChoose({});
      if (chosen.status === 'cancelled' || this.found === null) return;
      const { path } = chosen;
      this.table = await this.tableAt(path, this.found.model);
    });
  }

  /** The experiment of one's own file says itself which columns hold the truth. */
  private async tableAt(path: string, model: ImportedModel): Promise<ChosenTable> {
    if (model.hasExperiment) return { path, names: null, targets: null };
    const { head } = await this.client.tablePeek({ path, format: null });
    const names = head?.names ?? null;
    return { path, names, targets: names && suggestTargets(names, model) };
  }

  /** Says which column holds the truth for an answer. */
  chooseTarget(place: number, column: string): void {
    const { table } = this;
    if (table?.targets === null || table === null) return;
    this.table = { ...table, targets: table.targets.with(place, column) };
  }

  forgetTable(): void {
    this.table = null;
    this.problem = null;
  }

  close(): void {
    this.turn += 1;
    this.reading = null;
    this.found = null;
    this.problem = null;
    this.table = null;
  }

  /** Makes the experiment and its run; what is refused is said in the dialog, which stays. */
  async make(): Promise<void> {
    const { found, table, name } = this;
    if (found === null || this.isMaking) return;
    this.isMaking = true;
    const named = name.trim();
    await this.attempt(found.model.fileName, async () => {
      const made = await this.client.importMake({
        path: found.path,
        name: named === '' || named === found.model.name ? null : named,
        table: table === null ? null : { path: table.path, targets: table.targets && [...table.targets] },
      });
      this.close();
      this.onmade(made);
    });
    this.isMaking = false;
  }

  private async inspect(path: string | null, name: string | null): Promise<void> {
    const turn = ++this.turn;
    const isStale = (): boolean => turn !== this.turn;
    await this.attempt(
      name,
      async () => {
        const answer = await this.client.importInspect({ path });
        if (isStale()) return;
        this.reading = null;
        if (answer.status === 'cancelled') return;
        this.close();
        this.found = { path: answer.path, model: answer.found };
        this.name = answer.found.name;
      },
      isStale,
    );
  }

  private async attempt(
    name: string | null,
    work: () => Promise<void>,
    isStale: () => boolean = () => false,
  ): Promise<void> {
    this.problem = null;
    try {
      await work();
    } catch (thrown) {
      if (isStale()) return;
      this.reading = null;
      const error = describeError(thrown);
      if (error.code !== 'CANCELLED') this.problem = problemOf(name, error);
    }
  }
}

/** Whether main says of a file that it holds nothing which could be a model, as a table of JSON or JSON lines does. */
function isNoModel({ code, at }: WireError): boolean {
  return (
    code === 'FILE_NOT_JSON' || code === 'FILE_TOO_LARGE' || (code === 'INVALID_VALUE' && at === 'format')
  );
}

/** The folder that a message begins with tells a person nothing who has just chosen the file. */
const FOLDER = /^(?:[A-Za-z]:)?[/\\](?:[^:/\\]+[/\\])*(?=[^:/\\]+: )/;

function problemOf(name: string | null, error: WireError): ImportProblem {
  const message = plainMessage(error).replace(FOLDER, '');
  return { name: name !== null && message.includes(name) ? null : name, error: { ...error, message } };
}
