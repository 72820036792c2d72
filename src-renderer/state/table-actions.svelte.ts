import type { ColumnType, TableColumn } from '@shared/model/column-catalog.ts';
import { type Client, describeError } from '../api/client.ts';
import { typeProblem, withColumns, withType } from '../edits/table-columns.ts';
import { plainMessage } from '../edits/problems.ts';
import type { ProjectState } from './project.svelte.ts';

export type TableAct = 'suggest' | 'embed' | 'type';

/** What main is asked to do with the open experiment's table. The answer is an edit like any other, and can be undone. */
export class TableActions {
  busy = $state<TableAct | null>(null);
  problem = $state.raw<{ readonly act: TableAct; readonly message: string } | null>(null);
  private readonly client: Client;
  private readonly project: ProjectState;

  constructor(client: Client, project: ProjectState) {
    this.client = client;
    this.project = project;
  }

  /** Split, scaling, output, loss and network that suit the columns as they now are. */
  suggest(): Promise<void> {
    return this.act('suggest', async (isCurrent) => {
      const { experiment } = await this.client.tableSuggest({ experiment: this.project.experiment });
      if (!isCurrent()) return;
      this.project.edit(experiment, 'Suggest again');
      this.project.note = { text: 'Split, scaling, network and training were set to suit the columns.' };
    });
  }

  /** Copies the file into the project's folder. */
  embed(): Promise<void> {
    return this.act('embed', async (isCurrent) => {
      const { source } = this.project.experiment.data;
      if (source.kind !== 'file') return;
      const answer = await this.client.tableEmbed({ source });
      if (!isCurrent()) return;
      const { experiment } = this.project;
      this.project.edit(
        { ...experiment, data: { ...experiment.data, source: answer.source } },
        'Embed the table',
      );
    });
  }

  /** Takes columns as another type; those that cannot be of it stay as they are, and the first of them is told. */
  changeType(names: readonly string[], type: ColumnType): Promise<void> {
    return this.act('type', async (isCurrent) => {
      const { columns, source } = this.project.experiment.data;
      const changed: TableColumn[] = [];
      let problem: string | null = null;
      for (const column of columns.filter(({ name }) => names.includes(name))) {
        const needsLevels = type === 'boolean' || type === 'category';
        const found = needsLevels ? await this.client.tableLevels({ source, column: column.name }) : null;
        const refused = found === null ? null : typeProblem(type, found);
        if (refused === null) changed.push(withType(column, type, found?.levels));
        else problem ??= `${column.name}: ${refused}`;
      }
      if (!isCurrent()) return;
      if (changed.length > 0) this.project.edit(withColumns(this.project.experiment, changed), 'Change type');
      if (problem !== null) this.problem = { act: 'type', message: problem };
    });
  }

  dismiss(): void {
    this.problem = null;
  }

  /** `isCurrent` is false once another experiment has been opened, or this one changed, while main was at work. */
  private async act(act: TableAct, work: (isCurrent: () => boolean) => Promise<void>): Promise<void> {
    const { experiment } = this.project;
    this.busy = act;
    this.problem = null;
    try {
      await work(() => this.project.experiment === experiment);
    } catch (error) {
      this.problem = { act, message: plainMessage(describeError(error)) };
    } finally {
      this.busy = null;
    }
  }
}
