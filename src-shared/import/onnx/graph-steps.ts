import { LIMITS } from '../../core/limits.ts';
import type { OnnxGraph, OnnxNode } from '../../onnx/onnx-model.ts';
import { intOf } from '../../onnx/read-attributes.ts';
import { refuseFile, refuseLayer } from '../foreign-model.ts';
import { placeOf } from './node-place.ts';
import { type Constant, constantsOf } from './constants.ts';
import { identify } from './identify.ts';
import { layerNormalizations, type WrittenNormalizations } from './layer-norm.ts';
import { stepOf } from './node-steps.ts';
import { type Answer, answerOf, type Producers } from './output.ts';
import { binaryOf, type ScalarFunction, unaryOf } from './scalar-functions.ts';
import type { Step } from './steps.ts';

/** Operators whose first input passes on as it is: a row is one list of numbers, whatever shape is put around it. */
const PASSING = new Set([
  'Identity',
  'Cast',
  'Dropout',
  'Flatten',
  'Reshape',
  'Squeeze',
  'Unsqueeze',
  'ZipMap',
]);
/** A function of more operators than this is none that Ninestep has; and each is a call inside of a call. */
const MOST_OPERATORS = 32;

/** A function of one number, over a value that some step gives. */
interface Expression {
  readonly base: string;
  readonly f: ScalarFunction;
  readonly operators: readonly string[];
  readonly at: string;
  /** The last of its operators over the value before it; null where it takes several, or the base itself. */
  readonly inner: { readonly value: string; readonly f: ScalarFunction } | null;
}

export interface GraphSteps {
  readonly steps: readonly Step[];
  readonly answer: Answer;
}

/** A graph → the steps that its answer depends on. Throws MODEL_UNSUPPORTED with the node that Ninestep has nothing for. */
export function stepsOf(graph: OnnxGraph): GraphSteps {
  const constants = constantsOf(graph);
  const producers: Producers = new Map(
    graph.node.flatMap((node) => node.output.map((name) => [name, node] as const)),
  );
  const answer = answerOf(graph, producers, constants);
  const wanted = neededFor(answer.value, producers, constants);
  const nodes = graph.node.filter((node) => wanted.has(node));
  return { steps: new StepMaker(nodes, producers, constants).make(answer.value), answer };
}

/** The nodes that a value depends on. */
function neededFor(
  value: string,
  producers: Producers,
  constants: ReadonlyMap<string, Constant>,
): Set<OnnxNode> {
  const wanted = new Set<OnnxNode>();
  const open = [value];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const node = constants.has(name) ? undefined : producers.get(name);
    if (node === undefined || wanted.has(node)) continue;
    wanted.add(node);
    // Of what only says shapes nothing is needed.
    if (PASSING.has(node.opType)) open.push(...node.input.slice(0, 1));
    else open.push(...(node.opType === 'Where' ? node.input.slice(1) : node.input));
  }
  return wanted;
}

class StepMaker {
  private readonly nodes: readonly OnnxNode[];
  private readonly producers: Producers;
  private readonly constants: ReadonlyMap<string, Constant>;
  private readonly normalizations: WrittenNormalizations;
  private readonly expressions = new Map<string, Expression>();
  private readonly steps: Step[] = [];

  constructor(nodes: readonly OnnxNode[], producers: Producers, constants: ReadonlyMap<string, Constant>) {
    this.nodes = nodes;
    this.producers = producers;
    this.constants = constants;
    this.normalizations = layerNormalizations(nodes, producers, constants);
  }

  make(answer: string): Step[] {
    for (const node of this.nodes) if (!this.normalizations.inside.has(node)) this.take(node);
    this.settle(answer);
    return this.steps;
  }

  private take(node: OnnxNode): void {
    const at = placeOf(node);
    const [to = ''] = node.output;
    const whole = this.normalizations.found.get(node);
    const guarded = this.guardedBy(node);
    if (guarded !== null) this.pass({ ...node, input: [guarded] }, to, at);
    else if (whole !== undefined) {
      this.settle(whole.from);
      this.steps.push({ kind: 'layer-normalization', at, to, gamma: null, beta: null, ...whole });
    } else if (PASSING.has(node.opType)) this.pass(node, to, at);
    else if (node.opType === 'Concat') this.join(node, to, at);
    else if (!this.takeElementwise(node, to, at)) this.takeLayer(node, to, at);
  }

  /**
   * Where(refused, NaN, x) and Where(known, x, fill): what a network does with rows that lack a value, which Ninestep refuses before
   * they reach it. The value that passes; null for any other choice.
   */
  private guardedBy({ opType, input }: OnnxNode): string | null {
    if (opType !== 'Where') return null;
    const [condition = '', first = '', second = ''] = input;
    const isNaNFirst = this.constants.get(first)?.numbers.every(Number.isNaN) === true;
    if (isNaNFirst && !this.constants.has(second)) return second;
    const test = this.producers.get(condition);
    const isKnown =
      test?.opType === 'LessOrEqual' &&
      this.constants.get(test.input[1] ?? '')?.numbers.every((most) => most >= 1e300) === true;
    return isKnown && this.constants.has(second) && !this.constants.has(first) ? first : null;
  }

  private pass(node: OnnxNode, to: string, at: string): void {
    const [from = ''] = node.input;
    const known = this.expressions.get(from);
    if (known !== undefined) this.expressions.set(to, known);
    else this.steps.push({ kind: 'pass', from, to, at });
  }

  /** Several inputs side by side, each perhaps scaled. */
  private join(node: OnnxNode, to: string, at: string): void {
    const axis = intOf(node, 'axis', 1);
    if (axis !== 1 && axis !== -1) refuseLayer(at, 'Values can be put side by side in rows alone.');
    if (node.input.length > LIMITS.columns) refuseFile(at, 'It joins more values than a table has columns.');
    const from = node.input.map((name) => {
      const known = this.expressions.get(name);
      return { input: this.passedFrom(known?.base ?? name), f: known?.f ?? null };
    });
    this.steps.push({ kind: 'join', from, to, at });
  }

  /** Through steps that leave everything as it is. */
  private passedFrom(name: string): string {
    const step = this.steps.find((own) => own.to === name);
    return step?.kind === 'pass' ? this.passedFrom(step.from) : name;
  }

  private takeLayer(given: OnnxNode, to: string, at: string): void {
    const node = {
      ...given,
      input: given.input.map((name) => this.normalizations.centred.get(name) ?? name),
    };
    const values = node.input.filter((name) => name !== '' && !this.constants.has(name));
    for (const name of values) this.settle(name);
    this.steps.push(stepOf(node, to, at, this.constants));
  }

  /** Operators that work number by number; false for all others. */
  private takeElementwise(node: OnnxNode, to: string, at: string): boolean {
    const given = node.input.filter((name) => name !== '');
    const values = given.filter((name) => !this.constants.has(name));
    const isScalar = given.every((name) => (this.constants.get(name)?.numbers.length ?? 1) === 1);
    if (values.length === 0 || !isScalar) return false;
    const f = this.functionOf(node, given);
    if (f === null) return false;
    const bases = new Set(values.map((name) => this.expressionOf(name, at).base));
    const [base = ''] = bases;
    if (bases.size > 1) {
      if (node.opType !== 'Add' || values.length !== 2) {
        refuseLayer(
          at,
          'It puts two values together that are not the same one. Ninestep has sums alone for that.',
        );
      }
      const [a, b] = values as [string, string];
      this.settle(a);
      this.settle(b);
      this.steps.push({ kind: 'sum', a, b, to, at });
      return true;
    }
    const operators = [...new Set(values)].flatMap((name) => this.expressions.get(name)?.operators ?? []);
    if (operators.length >= MOST_OPERATORS)
      refuseLayer(at, 'It ends a function of one number that Ninestep does not have.');
    this.expressions.set(to, {
      base,
      f,
      operators: [...operators, node.opType],
      at,
      inner: this.innerOf(node, given, values),
    });
    return true;
  }

  /** The last operator of a function by itself, where it takes one value. */
  private innerOf(node: OnnxNode, given: readonly string[], values: readonly string[]): Expression['inner'] {
    const [value = ''] = values;
    if (new Set(values).size !== 1 || !this.expressions.has(value)) return null;
    const f = this.functionOf(node, given, () => (x) => x);
    return f === null ? null : { value, f };
  }

  /** What an operator makes of its values, each of which `valueOf` gives. */
  private functionOf(
    node: OnnxNode,
    given: readonly string[],
    valueOf: (name: string) => ScalarFunction = (name) => this.expressions.get(name)?.f ?? ((x) => x),
  ): ScalarFunction | null {
    const operands = given.map((name): ScalarFunction => {
      const constant = this.constants.get(name)?.numbers[0];
      return constant === undefined ? valueOf(name) : () => constant;
    });
    if (node.opType === 'Clip') return clip(node, operands, this.constants);
    const unary = unaryOf(node);
    const [first, second] = operands;
    if (unary !== null && first !== undefined && second === undefined) return (x) => unary(first(x));
    if (node.opType === 'PRelu' && first !== undefined && second !== undefined) {
      return (x) => (first(x) < 0 ? second(x) * first(x) : first(x));
    }
    const binary = binaryOf(node);
    if (binary === null || first === undefined || operands.length > 2) return null;
    return second === undefined ? first : (x) => binary(first(x), second(x));
  }

  private expressionOf(name: string, at: string): Expression {
    return this.expressions.get(name) ?? { base: name, f: (x) => x, operators: [], at, inner: null };
  }

  /** Makes a step of the function that gives this value, so that layers can take it. */
  private settle(name: string): void {
    const expression = this.expressions.get(name);
    if (expression === undefined) return;
    this.expressions.delete(name);
    const { base, f, at, operators, inner } = expression;
    const isKnown = inner === null || identify(f) !== null;
    if (!isKnown) this.settle(inner.value);
    const own = isKnown
      ? { from: base, f, operators: operators.join(', ') }
      : { from: inner.value, f: inner.f, operators: operators.at(-1)! };
    this.steps.push({ kind: 'function', to: name, at, ...own });
  }
}

function clip(
  node: OnnxNode,
  operands: readonly ScalarFunction[],
  constants: ReadonlyMap<string, Constant>,
): ScalarFunction | null {
  const [first] = operands;
  const limit = (place: number, name: 'min' | 'max', fallback: number): number =>
    constants.get(node.input[place] ?? '')?.numbers[0] ??
    node.attribute.find((own) => own.name === name)?.f ??
    fallback;
  const [min, max] = [limit(1, 'min', -Infinity), limit(2, 'max', Infinity)];
  return first === undefined ? null : (x) => Math.min(max, Math.max(min, first(x)));
}
