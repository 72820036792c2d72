import { AppError } from '@shared/core/errors.ts';
import type { ExportedFiles, FileBeside } from '@shared/export/exported-files.ts';
import type { exportResultSchema, Response } from '@shared/ipc/contract.ts';
import { EXPORT_FORMATS, type ExportFormat, type NumberForm } from '@shared/model/export-formats.ts';
import type { z } from 'zod';
import { basename, dirname, join } from 'node:path';
import { RUN_FILES } from '../storage/paths.ts';
import { TestOpenings } from '../storage/test-openings.ts';
import { writeTogether } from '../storage/write-together.ts';
import { EXPORT_WRITERS } from './export-writers.ts';
import type { LocalSubject } from './local-subject.ts';
import { requireRoomInText } from './text-room.ts';
import { loadModel, loadRunModel } from './operations.ts';

const PREVIEW_CHARACTERS = 60_000;

/** What a model is to be taken away as. */
export interface ExportChoice {
  readonly format: ExportFormat;
  readonly numbers: NumberForm;
}

/** The beginnings of the files that an export would write. */
export async function previewExport(
  directory: string,
  { format, numbers }: ExportChoice,
): Promise<Response<'model:preview'>> {
  const model = await loadRunModel(directory);
  requireRoomInText(model, { format, numbers });
  const isSealed = model.metrics.test !== null && (await new TestOpenings().count(directory)) === 0;
  const shown = isSealed ? { ...model, metrics: { ...model.metrics, test: null } } : model;
  const writer = EXPORT_WRITERS[format];
  const subject: LocalSubject = { model: shown, base: 'model', numbers, directory };
  const files = await writer.write(subject);
  const whole = isSealed ? await writer.write({ ...subject, model }) : files;
  const sizes = allFiles(`model.${EXPORT_FORMATS[format].extension}`, whole).map(({ content }) =>
    sizeOf(content),
  );
  return {
    isSealed,
    files: allFiles(`model.${EXPORT_FORMATS[format].extension}`, files).map(({ name, content }, k) => ({
      name,
      bytes: sizes[k]!,
      ...beginningOf(typeof content === 'string' ? content : (writer.describe?.(files) ?? '')),
    })),
  };
}

function beginningOf(text: string): { text: string; cut: boolean } {
  return { text: text.slice(0, PREVIEW_CHARACTERS), cut: text.length > PREVIEW_CHARACTERS };
}

export type ExportResult = z.infer<typeof exportResultSchema>;

/** Where an export is written, and what of what is there may go: `main` is the file that was asked for by name. */
export interface ExportPlace {
  readonly path: string;
  readonly replaces: 'nothing' | 'main' | 'all';
}

/**
 * Writes a run's model, reads it back and runs its golden cases. Throws TARGET_EXISTS before anything is written, and
 * CANCELLED where `signal` stops it before the files have their places: then nothing of them is left.
 */
export async function exportModel(
  directory: string,
  choice: ExportChoice,
  place: ExportPlace,
  signal?: AbortSignal,
): Promise<ExportResult> {
  return writeExport(join(directory, RUN_FILES.model), directory, { choice, place, signal });
}

/** As `exportModel`, of a model file that stands for itself. */
export async function exportModelFile(
  source: string,
  choice: ExportChoice,
  place: ExportPlace,
  signal?: AbortSignal,
): Promise<ExportResult> {
  return writeExport(source, null, { choice, place, signal });
}

interface ExportOrder {
  readonly choice: ExportChoice;
  readonly place: ExportPlace;
  readonly signal: AbortSignal | undefined;
}

async function writeExport(
  source: string,
  directory: string | null,
  { choice: { format, numbers }, place: { path, replaces }, signal }: ExportOrder,
): Promise<ExportResult> {
  const model = await loadModel(source);
  requireRoomInText(model, { format, numbers });
  const writer = EXPORT_WRITERS[format];
  const base = basename(path).replace(/\.[^.]*$/, '');
  const files = allFiles(basename(path), await writer.write({ model, base, numbers, directory }));
  // The main file last: once it is there, all that it needs is.
  const inOrder = files.toReversed().map(({ name, content }) => ({
    path: join(dirname(path), name),
    content,
    mayReplace: replaces === 'all' || (replaces === 'main' && name === basename(path)),
  }));
  const proof = await writeTogether(inOrder, (folder) =>
    unlessStopped(signal, writer.prove(join(folder, basename(path)), model)).catch((error: unknown) => {
      throw inItsPlace(error, join(folder, basename(path)), path);
    }),
  );
  return {
    fileName: basename(path),
    files: files.map(({ name, content }) => ({ name, bytes: sizeOf(content) })),
    ...proof,
  };
}

/** A proof may take a minute, which a person need not wait for. */
async function unlessStopped<T>(signal: AbortSignal | undefined, work: Promise<T>): Promise<T> {
  if (signal === undefined) return work;
  const stopped = new Promise<never>((_, reject) => {
    const stop = (): void => reject(new AppError('CANCELLED', 'The export was stopped.'));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  return Promise.race([work, stopped]);
}

/** Names the file where the person wants it, not where it lies while it is proved. */
function inItsPlace(error: unknown, staged: string, path: string): unknown {
  if (!(error instanceof AppError)) return error;
  const placed = (text: string) => text.replaceAll(staged, path);
  const at = error.at === undefined ? undefined : placed(error.at);
  return new AppError(error.code, placed(error.message), { at, cause: error });
}

function allFiles(mainName: string, { main, beside = [] }: ExportedFiles): FileBeside[] {
  return [{ name: mainName, content: main }, ...beside];
}

function sizeOf(content: string | Uint8Array): number {
  return Buffer.byteLength(content);
}
