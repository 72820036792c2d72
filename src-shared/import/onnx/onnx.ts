import { LIMITS } from '../../core/limits.ts';
import { quote } from '../../core/text.ts';
import { decodeModel } from '../../onnx/decode-model.ts';
import { ELEMENT_TYPES, type OnnxGraph, type OnnxModel, type OnnxValueInfo } from '../../onnx/onnx-model.ts';
import { type ForeignModel, NO_SCALE, refuseFile, refuseLayer, type Scale } from '../foreign-model.ts';
import { LayerChain } from '../layer-chain.ts';
import { Route } from '../route.ts';
import { taskByActivation } from '../task-by-activation.ts';
import { stepsOf } from './graph-steps.ts';
import { identify } from './identify.ts';
import { type Step, takenBy } from './steps.ts';

/**
 * The bytes of an .onnx file of a fully connected network → Ninestep's layers. Throws MODEL_UNSUPPORTED with the node that Ninestep
 * has no layer for, and INVALID_VALUE, TOO_DEEP or TOO_LARGE where the bytes are no such file.
 */
export function readOnnx(bytes: Uint8Array): ForeignModel {
  const model = decodeModel(bytes);
  const { graph } = model;
  const { steps, answer } = stepsOf(graph);
  const start = startOf(graph, steps);
  const chain = new LayerChain(start.columns.length, 'float32');
  if (start.columns.some(({ shift, scale }) => shift !== 0 || scale !== 1)) {
    chain.add(start.columns.map(({ shift }) => -shift));
    chain.divide(start.columns.map(({ scale }) => scale));
  }
  const route = new Route(chain, start.value, usesOf(start.steps, answer.value));
  for (const step of start.steps) follow(route, step);
  if (!route.isAt(answer.value))
    refuseLayer('graph.output', 'The answer does not stand at the end of the network.');
  const finished = chain.finish('graph.output');
  const found = taskByActivation(finished.layers, { isRegression: false, levels: answer.levels });
  return {
    form: 'onnx',
    name: nameOf(model),
    ...found,
    inputs: finished.inputs.map((scale, i) => ({ ...scale, name: start.columns[i]!.name })),
    layers: finished.layers,
    outputs: finished.outputs.map((scale, t) => ({ ...scale, name: outputName(answer.names?.[t]) })),
    read: [...origin(model), ...finished.read],
  };
}

/** What its exporter wrote for want of a name tells nothing. */
function nameOf({ graph }: OnnxModel): string | null {
  return /^(|torch[-_]jit|torch-jit-export|main_graph|tf2onnx|onnx|graph|model)$/i.test(graph.name) ||
    /^[0-9a-f]{16,}$/.test(graph.name)
    ? null
    : graph.name;
}

/** Names that exporters give for want of a better one. */
function outputName(name: string | undefined): string | null {
  return name === undefined || /^(output|answers?|variable|dense(_\d+)?|\d+|.*[/:].*)$/.test(name)
    ? null
    : name;
}

function origin({ producerName, producerVersion, opsetImport }: OnnxModel): string[] {
  const by =
    producerName === ''
      ? ''
      : ` by ${`${producerName} ${producerVersion}`.trim().slice(0, LIMITS.quotedLength)}`;
  const opset = opsetImport.find(({ domain }) => domain === '' || domain === 'ai.onnx')?.version;
  return [`ONNX graph, written${by}${opset === undefined ? '' : ` for opset ${String(opset)}`}.`];
}

interface Column extends Scale {
  readonly name: string | null;
}

interface Start {
  /** The value that the way begins with, and the steps behind it. */
  readonly value: string;
  readonly columns: readonly Column[];
  readonly steps: readonly Step[];
}

/** Where the network begins: at its one input, or where several are put side by side. */
function startOf(graph: OnnxGraph, steps: readonly Step[]): Start {
  const given = new Set(graph.initializer.map(({ name }) => name));
  const inputs = new Map(
    graph.input.filter(({ name }) => !given.has(name)).map((input) => [input.name, input]),
  );
  const joins = steps.filter((step) => step.kind === 'join');
  const [join, second] = joins;
  if (second !== undefined)
    refuseLayer(second.at, 'Values are put side by side more than once. Ninestep has one row of inputs.');
  if (join !== undefined) return joined(join, inputs, steps);
  const values = new Set(steps.flatMap(takenBy));
  const [input, other] = [...inputs.values()].filter(({ name }) => values.has(name));
  if (input === undefined) refuseFile('graph.input', 'The answer does not depend on any input.');
  if (other !== undefined) {
    refuseLayer(
      'graph.input',
      `The answer depends on ${quote(input.name)} and ${quote(other.name)} in different ways. Ninestep has one row of inputs.`,
    );
  }
  const width = widthOf(input) ?? firstWidth(steps);
  return { value: input.name, columns: columnsOf(input, width, NO_SCALE), steps };
}

function joined(
  join: Extract<Step, { kind: 'join' }>,
  inputs: ReadonlyMap<string, OnnxValueInfo>,
  steps: readonly Step[],
): Start {
  const columns = join.from.flatMap(({ input: name, f }) => {
    const input = inputs.get(name);
    if (input === undefined)
      refuseLayer(
        join.at,
        'It puts values side by side that are not inputs. Ninestep has one row of inputs.',
      );
    const known = f === null ? { activation: 'linear', gain: 1, shift: 0 } : identify(f);
    if (known?.activation !== 'linear' || known.gain === 0) {
      refuseLayer(
        join.at,
        `The input ${quote(name)} is prepared in a way that Ninestep does not read: only scaling is.`,
      );
    }
    return columnsOf(input, widthOf(input) ?? 1, { shift: -known.shift / known.gain, scale: 1 / known.gain });
  });
  requireWidth(columns.length);
  const isBefore = new Set(join.from.map(({ input }) => input));
  const behind = steps.filter((step) => step !== join && !isInputStep(step, isBefore, steps));
  return { value: join.to, columns, steps: behind };
}

/** Steps that only pass an input on to where all are put side by side. */
function isInputStep(step: Step, inputs: ReadonlySet<string>, steps: readonly Step[]): boolean {
  if (step.kind !== 'pass') return false;
  const before = steps.find(({ to }) => to === step.from);
  return inputs.has(step.from) || (before !== undefined && isInputStep(before, inputs, steps));
}

function columnsOf({ name }: OnnxValueInfo, width: number, scale: Scale): Column[] {
  requireWidth(width);
  if (width === 1) return [{ ...scale, name }];
  return Array.from({ length: width }, () => ({ ...scale, name: null }));
}

function requireWidth(width: number): void {
  if (width < 1 || width > LIMITS.columns) {
    refuseFile(
      'graph.input',
      `Takes ${String(width)} numbers; Ninestep reads from 1 to ${String(LIMITS.columns)}.`,
    );
  }
}

/** The length of a row, if the graph says it. */
function widthOf({ name, type }: OnnxValueInfo): number | null {
  const tensor = type?.tensorType;
  if (tensor?.elemType === ELEMENT_TYPES.string) {
    refuseLayer(
      'graph.input',
      `The input ${quote(name)} takes texts; Ninestep imports networks of numbers. Its own exports come back whole as Ninestep JSON.`,
    );
  }
  const dims = tensor?.shape?.dim.slice(1) ?? [];
  const lengths = dims.map(({ dimValue }) => dimValue ?? 0);
  const width = lengths.reduce((product, length) => product * length, 1);
  return lengths.length > 0 && width > 0 ? width : null;
}

function firstWidth(steps: readonly Step[]): number {
  for (const step of steps) if (step.kind === 'dense') return step.W[0]!.length;
  return refuseFile('graph.input', 'The file does not say how many numbers come in.');
}

function usesOf(steps: readonly Step[], answer: string): Map<string, number> {
  const uses = new Map<string, number>([[answer, 1]]);
  for (const name of steps.flatMap(takenBy)) uses.set(name, (uses.get(name) ?? 0) + 1);
  return uses;
}

function follow(route: Route, step: Step): void {
  const { at, to } = step;
  if (step.kind === 'sum') route.sum(step.a, step.b, to, at);
  else if (step.kind === 'pass') route.pass(step.from, to, at);
  else if (step.kind === 'join') throw new Error('What is put side by side stands at the beginning.');
  else {
    route.step(step.from, to, at, (chain) => {
      take(chain, step);
    });
  }
}

function take(chain: LayerChain, step: Exclude<Step, { kind: 'sum' | 'pass' | 'join' }>): void {
  const { at } = step;
  const all = (list: readonly number[] | null, fallback: number): number[] => {
    const values = list ?? [fallback];
    if (values.length === 1) return Array.from({ length: chain.width }, () => values[0]!);
    if (values.length === chain.width) return [...values];
    return refuseFile(at, `Takes ${String(values.length)} numbers for ${String(chain.width)} units.`);
  };
  switch (step.kind) {
    case 'dense':
      if (step.W[0]!.length !== chain.width) {
        refuseFile(
          at,
          `Has weights for ${String(step.W[0]!.length)} values, but ${String(chain.width)} come in.`,
        );
      }
      chain.dense(step.W, step.b ?? step.W.map(() => 0));
      return;
    case 'affine':
      chain[step.act](all(step.by, 0));
      return;
    case 'scaler':
      chain.add(all(step.offset, 0).map((offset) => -offset));
      chain.multiply(all(step.scale, 1));
      return;
    case 'function':
      takeFunction(chain, step, all);
      return;
    case 'leaky':
      chain.leaky(all(step.slopes, 0));
      return;
    case 'softmax':
      chain.activate('softmax');
      return;
    case 'batch-normalization': {
      const { gamma, beta, mean, variance, epsilon } = step;
      chain.batchNormalization({
        gamma: all(gamma, 1),
        beta: all(beta, 0),
        mean: all(mean, 0),
        variance: all(variance, 1),
        epsilon,
      });
      return;
    }
    case 'layer-normalization':
      chain.layerNormalization({ gamma: all(step.gamma, 1), beta: all(step.beta, 0), epsilon: step.epsilon });
  }
}

function takeFunction(
  chain: LayerChain,
  { f, at, operators }: Extract<Step, { kind: 'function' }>,
  all: (list: readonly number[], fallback: number) => number[],
): void {
  const known = identify(f);
  if (known === null) {
    refuseLayer(
      at,
      `Ninestep does not have the function that ${operators.slice(0, 200)} compute${operators.includes(',') ? '' : 's'}.`,
    );
  }
  const { activation, gain, shift } = known;
  if (typeof activation === 'string') chain.activate(activation);
  else chain.leaky(all([activation.slope], 0));
  if (gain !== 1) chain.multiply(all([gain], 1));
  if (shift !== 0) chain.add(all([shift], 0));
}
