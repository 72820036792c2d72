import type { ModelOutput } from '../../model/model-file.ts';
import { int } from '../../onnx/attributes.ts';
import type { GraphBuilder } from '../../onnx/graph-builder.ts';
import { columns, row, signedExponential } from './arithmetic.ts';

/** The names of the answers, which no value in between may take. */
export interface AnswerNames {
  /** One for each output of the model. */
  readonly values: readonly string[];
  /** One for each column whose classes are answered. */
  readonly classes: readonly string[];
}

export function reserveAnswers(graph: GraphBuilder, outputs: readonly ModelOutput[]): AnswerNames {
  return {
    values: outputs.map(({ name }) => graph.reserve(name)),
    classes: classColumns(outputs).map(({ column }) => graph.reserve(column)),
  };
}

/** What the network answers, [N, T] in float64, and which rows it has no use for, [N, 1]. */
export interface Scaled {
  readonly values: string;
  readonly isRefused: string | null;
}

/**
 * The answers of the graph: one for each output of the model, [N, 1] of double in raw units, NaN for a row that is
 * refused; then for each column of classes the level, [N, 1] of string, '' for such a row.
 */
export function writeAnswers(
  graph: GraphBuilder,
  outputs: readonly ModelOutput[],
  names: AnswerNames,
  { values, isRefused }: Scaled,
): void {
  const raw = unscaled(graph, outputs, values);
  const answers =
    isRefused === null ? raw : graph.add('Where', [isRefused, graph.scalar(NaN), raw], { name: 'answers' });
  split(graph, answers, names.values);
  outputs.forEach((output, t) => {
    graph.output(names.values[t]!, 'double', ['N', 1], answerInWords(output));
  });
  classColumns(outputs).forEach((column, k) => {
    const output = names.classes[k]!;
    writeClass(graph, { column, output, values: raw, width: outputs.length, isRefused });
    graph.output(output, 'string', ['N', 1], 'the most probable class');
  });
}

function split(graph: GraphBuilder, answers: string, names: readonly string[]): void {
  if (names.length === 1) {
    graph.add('Identity', [answers], { output: names[0]! });
    return;
  }
  const ones = row(
    graph,
    'answer_widths',
    names.map(() => 1),
    'int64',
  );
  graph.addSeveral('Split', [answers, ones], names, { attributes: [int('axis', 1)] });
}

function answerInWords({ class: own }: ModelOutput): string {
  return own === undefined ? '' : `probability of ${JSON.stringify(own.level)}`;
}

/** scaled · scale + shift, and back from the logarithm where the output is scaled so. */
function unscaled(graph: GraphBuilder, outputs: readonly ModelOutput[], values: string): string {
  const transforms = outputs.map(({ transform }) => transform);
  if (transforms.every(({ kind, shift, scale }) => kind !== 'log' && shift === 0 && scale === 1))
    return values;
  const scale = row(
    graph,
    'output_scale',
    transforms.map((own) => own.scale),
  );
  const shift = row(
    graph,
    'output_shift',
    transforms.map((own) => own.shift),
  );
  const linear = graph.add('Add', [graph.add('Mul', [values, scale]), shift], { name: 'unscaled' });
  const isLog = transforms.map(({ kind }) => kind === 'log');
  if (!isLog.includes(true)) return linear;
  const powers = signedExponential(graph, linear);
  if (!isLog.includes(false)) return powers;
  return graph.add('Where', [row(graph, 'is_log_output', isLog.map(Number), 'bool'), powers, linear]);
}

/** A column whose classes are answered: the outputs that are their probabilities, and their levels. */
interface ClassColumn {
  readonly column: string;
  readonly places: readonly number[];
  readonly levels: readonly string[];
  /** The class where the one probability is below a half. */
  readonly otherwise: string | undefined;
}

function classColumns(outputs: readonly ModelOutput[]): ClassColumn[] {
  const names = new Set(outputs.flatMap((output) => output.class?.column ?? []));
  return [...names].map((column) => {
    const places = outputs.flatMap((output, t) => (output.class?.column === column ? [t] : []));
    const classes = places.map((t) => outputs[t]!.class!);
    return {
      column,
      places,
      levels: classes.map(({ level }) => level),
      otherwise: classes.at(-1)?.otherwise,
    };
  });
}

interface ClassWriting extends Scaled {
  readonly column: ClassColumn;
  /** The name that was reserved for it. */
  readonly output: string;
  readonly width: number;
}

/** The most probable class, the first among equals; of one probability from a half on its own. */
function writeClass(graph: GraphBuilder, { column, output, values, width, isRefused }: ClassWriting): void {
  const own = columns(graph, values, width, column.places, 'class_probabilities');
  const isLast = isRefused === null;
  const options = isLast ? { output } : { name: 'class' };
  const levels = graph.texts('classes', [column.levels.length], column.levels);
  const found =
    column.otherwise === undefined
      ? graph.add('Gather', [levels, mostProbable(graph, own)], options)
      : graph.add(
          'Where',
          [
            graph.add('GreaterOrEqual', [own, graph.scalar(0.5)]),
            levels,
            graph.texts('otherwise', [], [column.otherwise]),
          ],
          options,
        );
  if (isLast) return;
  graph.add('Where', [isRefused, graph.texts('no_class', [], ['']), found], { output });
}

/** The place of the largest of each row: [N, 1] of int64. */
function mostProbable(graph: GraphBuilder, probabilities: string): string {
  return graph.add('ArgMax', [probabilities], {
    name: 'most_probable',
    attributes: [int('axis', 1), int('keepdims', 1)],
  });
}
