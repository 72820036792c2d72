import { readNumber } from '../../data/read-number.ts';
import type { ModelFile, ModelInput, ModelOutput } from '../../model/model-file.ts';
import { commentText, inputInWords } from './code-model.ts';
import { hasClasses } from './javascript-classes.ts';

/* What TypeScript has to know of the modules that are written: `model.d.mts` stands for `model.mjs`. */

/** The declarations of the JavaScript module: a row by the names of its columns, with their levels. */
export function javascriptDeclarations(model: ModelFile): string {
  return declarations(model, [
    `/** Raw values of one row, by name or in the order of INPUTS → raw answers, by name. Throws where the network cannot take a value. */
export function predict(row: Row | RowValues): Answers;`,
    `/** The same, with the answers in the order of OUTPUTS. */
export function predictValues(row: Row | RowValues): number[];`,
    ...(hasClasses(model)
      ? [
          `/** The most probable class of each column that has classes. */
export function classify(row: Row | RowValues): Classes;`,
        ]
      : []),
    `/** The largest difference between the answers in CASES and those of the module. Throws where it is too large. */
export function selfTest(): number;`,
    `/** The layers with their weights. */
export const LAYERS: readonly Readonly<Record<string, unknown>>[];`,
  ]);
}

/** The declarations of the module of columns beside a TensorFlow.js model. */
export function columnsDeclarations(model: ModelFile): string {
  return declarations(model, [
    `/** TensorFlow.js, as far as it is called. */
export interface TensorFlow<T> {
  tensor2d(values: number[][], shape: [number, number]): T;
}`,
    `/** What tf.loadLayersModel gives, as far as it is called. */
export interface LayersModel<T> {
  predict(values: T, settings?: { batchSize?: number }): unknown;
}`,
    `/** Raw rows, each by name or in the order of INPUTS → raw answers, by name. Throws where the network cannot take a value. */
export function predict<T>(tf: TensorFlow<T>, model: LayersModel<T>, rows: readonly (Row | RowValues)[]): Promise<Answers[]>;`,
    `/** The same, with the answers in the order of OUTPUTS. */
export function predictValues<T>(tf: TensorFlow<T>, model: LayersModel<T>, rows: readonly (Row | RowValues)[]): Promise<number[][]>;`,
    ...(hasClasses(model)
      ? [
          `/** The most probable class of each column that has classes, for each row. */
export function classify<T>(tf: TensorFlow<T>, model: LayersModel<T>, rows: readonly (Row | RowValues)[]): Promise<Classes[]>;`,
        ]
      : []),
    `/** A raw row → the numbers that the model takes of it. */
export function toValues(row: Row | RowValues): number[];`,
    `/** What the model answers to a row → raw answers, in the order of OUTPUTS. */
export function toAnswers(values: readonly number[]): number[];`,
    `/** The largest difference between the answers in CASES and those of the model. Throws where it is too large. */
export function selfTest<T>(tf: TensorFlow<T>, model: LayersModel<T>): Promise<number>;`,
    `/** How many numbers the model takes of a row. */
export const FEATURES: number;`,
  ]);
}

function declarations(model: ModelFile, functions: readonly string[]): string {
  return `${[
    `/** ${commentText(model.name)} */`,
    type('Row', 'A row by the names of its columns.', model.inputs.flatMap(rowLines)),
    `/** A row in the order of INPUTS. */
export type RowValues = readonly [${model.inputs.map(({ name }) => `Row[${quoted(name)}]`).join(', ')}];`,
    type('Answers', 'Raw answers by their names.', model.outputs.flatMap(answerLines)),
    ...(hasClasses(model) ? [type('Classes', 'A class of each column.', classLines(model))] : []),
    ...functions,
    `/** The columns of a row in their order. */
export const INPUTS: readonly { readonly name: keyof Row; readonly kind: "number" | "date" | "one-hot" | "ordinal" }[];`,
    `/** The answers in their order. */
export const OUTPUTS: readonly { readonly name: keyof Answers }[];`,
    `/** Raw values with the answers that the network gave when it was exported. */
export const CASES: readonly { readonly inputs: RowValues; readonly outputs: readonly number[] }[];`,
  ].join('\n\n')}\n`;
}

function type(name: string, comment: string, lines: readonly string[]): string {
  return `/** ${comment} */\nexport interface ${name} {\n${lines.map((line) => `  ${line}`).join('\n')}\n}`;
}

function rowLines(input: ModelInput): string[] {
  const missing = input.missing === undefined ? '' : ' | null | undefined';
  const mark = input.missing === undefined ? '' : '?';
  return [
    `/** ${commentText(inputInWords(input))} */`,
    `readonly ${propertyName(input.name)}${mark}: ${cellType(input)}${missing}${inherited(input)};`,
  ];
}

/** A row without the column still has what every object has under that name; it is not read. */
function inherited({ name, missing }: ModelInput): string {
  const isInherited = missing !== undefined && name in Object.prototype && name !== '__proto__';
  return isInherited ? ` | Object[${quoted(name)}]` : '';
}

/** What a cell of the column may hold; levels may also be told as the numbers or truth values that they are. */
function cellType(input: ModelInput): string {
  if (!('levels' in input)) return input.type === 'date' ? 'number | string | Date' : 'number | `${number}`';
  const { levels } = input;
  const hasTruth = levels.some((level) => level === 'true' || level === 'false');
  const hasNumbers = levels.some((level) => !Number.isNaN(readNumber(level)));
  return [...levels.map(quoted), ...(hasTruth ? ['boolean'] : []), ...(hasNumbers ? ['number'] : [])].join(
    ' | ',
  );
}

function answerLines({ name, class: own }: ModelOutput): string[] {
  const comment = own === undefined ? [] : ['/** A probability. */'];
  return [...comment, `readonly ${propertyName(name)}: number;`];
}

function classLines({ outputs }: ModelFile): string[] {
  const levels = new Map<string, string[]>();
  for (const { class: own } of outputs) {
    if (own === undefined) continue;
    const others = own.otherwise === undefined ? [] : [own.otherwise];
    levels.set(own.column, [...(levels.get(own.column) ?? []), ...others, own.level]);
  }
  return [...levels].map(
    ([column, known]) => `readonly ${propertyName(column)}: ${known.map(quoted).join(' | ')};`,
  );
}

function propertyName(text: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(text) ? text : quoted(text);
}

/** JSON's texts are also TypeScript's. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
