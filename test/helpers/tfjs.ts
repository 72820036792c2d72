import type { ExportedFiles } from '@shared/export/exported-files.ts';
import * as tf from '@tensorflow/tfjs';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { tempFolder } from './temp-folder.ts';

export type Answer = Record<string, number>;

/** The module beside a TensorFlow.js model, as a program imports it. */
export interface ColumnsModule {
  predict(tf: object, model: object, rows: readonly unknown[]): Promise<Answer[]>;
  predictValues(tf: object, model: object, rows: readonly unknown[]): Promise<number[][]>;
  classify(tf: object, model: object, rows: readonly unknown[]): Promise<Record<string, string>[]>;
  selfTest(tf: object, model: object): Promise<number>;
}

/** Writes an export named `model` into a folder of its own. Gives the path of its main file. */
export function writeTfjs({ main, beside = [] }: ExportedFiles): string {
  const folder = tempFolder();
  for (const { name, content } of [{ name: 'model.json', content: main }, ...beside]) {
    writeFileSync(join(folder, name), content);
  }
  return join(folder, 'model.json');
}

/** The real TensorFlow.js on the processor, and a model that it loads as from a server, without one. */
export async function loadTfjs(files: ExportedFiles): Promise<{ tf: typeof tf; model: tf.LayersModel }> {
  await tf.setBackend('cpu');
  const contents = new Map(files.beside?.map(({ name, content }) => [`/${encodeURI(name)}`, content]));
  contents.set('/model.json', files.main);
  const fetchFunc: typeof fetch = (address) =>
    Promise.resolve(new Response(contents.get(new URL(address as string).pathname) as BodyInit));
  return { tf, model: await tf.loadLayersModel('http://localhost/model.json', { fetchFunc }) };
}

/** The module of columns out of the folder of an export. */
export async function importColumns(path: string): Promise<ColumnsModule> {
  return (await import(pathToFileURL(path.replace('.json', '.columns.mjs')).href)) as ColumnsModule;
}
