import type { Response } from '@shared/ipc/contract.ts';
import type { ExportFormat, NumberForm } from '@shared/model/export-formats.ts';
import { type Client, describeError } from '../api/client.ts';
import { Latest } from './latest.ts';

export type ModelPreview = Response<'model:preview'>;
export type SavedExport = Extract<Response<'model:export'>, { status: 'saved' }>;

/** How the model of the run that is shown is taken away. */
export class ExportState {
  format = $state<ExportFormat>('json');
  numbers = $state<NumberForm>('readable');
  /** The beginning of the file in this format; null while it is made. */
  preview = $state.raw<ModelPreview | null>(null);
  isExporting = $state(false);
  /** What was exported last, until another format or model is shown. */
  saved = $state.raw<SavedExport | null>(null);
  problem = $state<string | null>(null);
  private readonly client: Client;
  private readonly previewing = new Latest();
  private runId: string | null = null;
  private shown: object | null = null;

  constructor(client: Client) {
    this.client = client;
  }

  /** Follows the model that is shown, which is another one where it is described anew; null: there is none. */
  show(runId: string | null, description: object | null): void {
    if (description === this.shown) return;
    this.shown = description;
    this.runId = description === null ? null : runId;
    this.saved = null;
    this.refresh();
  }

  choose(format: ExportFormat): void {
    if (format === this.format) return;
    this.format = format;
    this.saved = null;
    this.refresh();
  }

  chooseNumbers(numbers: NumberForm): void {
    if (numbers === this.numbers) return;
    this.numbers = numbers;
    this.saved = null;
    this.refresh();
  }

  /** Also when what is sealed has been opened: more of the file may be shown then. */
  refresh(): void {
    const { runId, format, numbers } = this;
    this.previewing.cancel();
    this.preview = null;
    this.problem = null;
    if (runId === null) return;
    this.previewing.after(0, async (isStale) => {
      try {
        const preview = await this.client.modelPreview({ runId, format, numbers });
        if (!isStale()) this.preview = preview;
      } catch (error) {
        if (!isStale()) this.problem = describeError(error).message;
      }
    });
  }

  async export(): Promise<void> {
    const { runId, format, numbers } = this;
    if (runId === null || this.isExporting) return;
    this.isExporting = true;
    this.problem = null;
    try {
      const result = await this.client.modelExport({ runId, format, numbers });
      if (result.status === 'saved') this.saved = result;
    } catch (error) {
      this.problem = describeError(error).message;
    } finally {
      this.isExporting = false;
    }
  }
}
