import { ELEMENT_TYPES, type OnnxGraph, type OnnxNode, type OnnxValueInfo } from '../../onnx/onnx-model.ts';
import { quote } from '../../core/text.ts';
import { attributeOf } from '../../onnx/read-attributes.ts';
import { refuseLayer } from '../foreign-model.ts';
import { type Constant } from './constants.ts';

/** The value that a network answers, and what its classes are called where the file says so. */
export interface Answer {
  readonly value: string;
  readonly levels: readonly string[] | null;
  /** Of the answers, one each, where the graph has a name for each. */
  readonly names: readonly string[] | null;
}

/** Who gives each value. */
export type Producers = ReadonlyMap<string, OnnxNode>;

/**
 * What the graph answers in numbers. Classifiers of scikit-learn give a label, too, and their probabilities perhaps as a map of
 * classes, perhaps with that of the other class beside it: all of that follows from the probabilities alone.
 */
export function answerOf(
  graph: OnnxGraph,
  producers: Producers,
  constants: ReadonlyMap<string, Constant>,
): Answer {
  const answers = graph.output.filter(({ type }) => !isLabel(type?.tensorType?.elemType));
  const split = splitOf(answers, producers);
  if (split !== null) return { value: split.input[0] ?? '', levels: null, names: split.output };
  const [answer, second] = answers.length === 0 ? graph.output : answers;
  if (answer === undefined) refuseLayer('graph.output', 'The graph answers nothing.');
  if (second !== undefined) {
    const names = graph.output.map(({ name }) => quote(name)).join(', ');
    refuseLayer(
      'graph.output',
      `The graph has several answers (${names.slice(0, 200)}); Ninestep reads networks with one list of numbers. Export only that.`,
    );
  }
  let { name: value } = answer;
  const zipMap = producers.get(value);
  const zipped = zipMap?.opType === 'ZipMap' ? labelsOf(zipMap) : null;
  if (zipMap?.opType === 'ZipMap') value = zipMap.input[0] ?? '';
  const names = isOneColumn(answer) ? [answer.name] : null;
  return { value: positiveOf(value, producers, constants), levels: zipped ?? labelsOfOutput(graph), names };
}

/** Answers that are the columns of one value, each under a name of its own. */
function splitOf(answers: readonly OnnxValueInfo[], producers: Producers): OnnxNode | null {
  const node = producers.get(answers[0]?.name ?? '');
  const isWhole =
    node?.opType === 'Split' &&
    node.output.length === answers.length &&
    answers.every((answer, t) => answer.name === node.output[t] && isOneColumn(answer));
  return isWhole ? node : null;
}

function isOneColumn({ type }: OnnxValueInfo): boolean {
  const dims = type?.tensorType?.shape?.dim ?? [];
  return dims.length === 2 && dims[1]!.dimValue === 1;
}

function isLabel(elemType: number | undefined): boolean {
  return (
    elemType === ELEMENT_TYPES.string || elemType === ELEMENT_TYPES.int64 || elemType === ELEMENT_TYPES.int32
  );
}

/** [1 − p, p] → p: the other class is what is left. */
function positiveOf(value: string, producers: Producers, constants: ReadonlyMap<string, Constant>): string {
  let node = producers.get(value);
  while (node !== undefined && (node.opType === 'Identity' || node.opType === 'Cast')) {
    node = producers.get(node.input[0] ?? '');
  }
  if (node?.opType !== 'Concat' || node.input.length !== 2) return value;
  const [other = '', positive = ''] = node.input;
  const sub = producers.get(other);
  const one = constants.get(sub?.input[0] ?? '');
  const isOther =
    sub?.opType === 'Sub' && sub.input[1] === positive && one?.numbers.every((number) => number === 1);
  return isOther === true ? positive : value;
}

function labelsOf(zipMap: OnnxNode): string[] | null {
  const texts = attributeOf(zipMap, 'classlabels_strings')?.strings ?? [];
  const numbers = attributeOf(zipMap, 'classlabels_int64s')?.ints ?? [];
  if (texts.length > 0) return texts;
  return numbers.length > 0 ? numbers.map(String) : null;
}

/** The list out of which a classifier takes the label of the most probable class. */
function labelsOfOutput(graph: OnnxGraph): string[] | null {
  const extractor = graph.node.find(({ opType }) => opType === 'ArrayFeatureExtractor');
  const tensor = graph.initializer.find(({ name }) => name === extractor?.input[0]);
  if (tensor === undefined) return null;
  if (tensor.dataType === ELEMENT_TYPES.string) return [...tensor.stringData];
  const whole = [...tensor.int64Data, ...tensor.int32Data];
  return whole.length > 0 ? whole.map(String) : null;
}
