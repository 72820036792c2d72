import { graph as graphAttribute, int } from '../../../onnx/attributes.ts';
import { encodeModel } from '../../../onnx/encode-model.ts';
import { GraphBuilder } from '../../../onnx/graph-builder.ts';
import type { OnnxGraph } from '../../../onnx/onnx-model.ts';
import { updateRule } from '../../optimizers/optimizer.ts';
import { clipNodes } from './clipping.ts';
import { batchNodes, dataInputs, type DataValues, maskInputs } from './data.ts';
import { GRAPH_NAMES, type StateWindow, STEPS, type TrainGraph, type TrainSettings } from './graph-plan.ts';
import { nativeModel } from './native-model.ts';
import { type Operators, operators } from './operators.ts';
import { joinGroup, splitGroup, type StateGroup, stateGroups } from './state-groups.ts';
import { stepNodes } from './step.ts';
import { UPDATE_NODES } from './update-rules.ts';
import { namesByLayer, parameterWindows, statisticsWindows } from './windows.ts';

/**
 * Any number of steps of training, one after the other: a `Scan` whose body is one step.
 *
 * Shapes: as `GRAPH_NAMES` and the plan's windows say.
 * Source: `train` of the reference machine; what is not a number is left to the caller, who is told by the check.
 */
export function trainGraph(settings: TrainSettings): TrainGraph {
  const graph = new GraphBuilder('training');
  const o = operators(graph);
  const data = dataInputs(graph, settings);
  const state = stateWindows(graph, settings);
  const stateInputs = state.map(({ name, dims }) => graph.input(name, 'float', dims));
  const K = updateRule(settings.optimizer.type).coefficientCount;
  const scanned = [
    graph.input(GRAPH_NAMES.coefficients, 'float', [STEPS, K]),
    ...(settings.takesAllRows ? [] : [graph.input(GRAPH_NAMES.order, 'int32', [STEPS, settings.rows])]),
  ];
  const masks = maskInputs(settings);
  const maskNames = masks.map(({ name, units }) => graph.input(name, 'uint8', [STEPS, units, settings.rows]));
  const sums = [GRAPH_NAMES.loss, GRAPH_NAMES.articleLoss].map((name) => graph.reserve(name));
  const checks = graph.reserve('checks');
  const scanInputs = [...scanned, ...maskNames];
  graph.addSeveral(
    'Scan',
    [...stateInputs, ...scanInputs],
    [...state.map(({ next }) => next), ...sums, checks],
    {
      attributes: [
        int('num_scan_inputs', scanInputs.length),
        graphAttribute('body', stepBody(settings, state, data, graph)),
      ],
    },
  );
  for (const { next, dims } of state) graph.output(next, 'float', dims);
  for (const name of sums) graph.output(name, 'float', [STEPS]);
  graph.output(checkOf(o, graph, state, [...sums, checks]), 'float', []);
  return { model: encodeModel(nativeModel(graph.finish())), state, masks };
}

/** Parameters, then the slots one after the other, then statistics. */
function stateWindows(graph: GraphBuilder, { shapes, optimizer }: TrainSettings): StateWindow[] {
  const groups = stateGroups(parameterWindows(shapes));
  const { slots } = updateRule(optimizer.type);
  const of = (array: 'parameters' | 'slots', slot: number) =>
    groups.map(({ offset, length, dims }, k) => ({
      name: array === 'parameters' ? `parameters ${String(k)}` : `slot ${String(slot)} of ${String(k)}`,
      array,
      slot,
      offset,
      length,
      dims,
    }));
  const windows = [
    ...of('parameters', 0),
    ...Array.from({ length: slots }, (_, slot) => of('slots', slot)).flat(),
    ...statisticsWindows(shapes),
  ];
  return windows.map((window) => ({ ...window, next: graph.reserve(`next ${window.name}`) }));
}

/** Squares of the parameters: see `guard`. */
function checkOf(
  o: Operators,
  graph: GraphBuilder,
  state: readonly StateWindow[],
  scanned: readonly string[],
): string {
  const sums = [
    ...state.map(({ array, next }) => (array === 'parameters' ? o.sumOfSquares(next) : o.sum(next))),
    ...scanned.map((value) => o.sum(value)),
  ];
  return graph.add('Sum', sums, { output: graph.reserve(GRAPH_NAMES.check) });
}

/** One step: state and this step's slices of what is scanned → the new state, loss, article loss and check. */
function stepBody(
  settings: TrainSettings,
  state: readonly StateWindow[],
  data: DataValues,
  around: GraphBuilder,
): OnnxGraph {
  const { shapes, optimizer, rows, takesAllRows } = settings;
  const graph = new GraphBuilder('step', around);
  const o = operators(graph);
  const values = new Map(state.map(({ name, dims }) => [name, graph.input(name, 'float', dims)]));
  const K = updateRule(optimizer.type).coefficientCount;
  const coefficients = graph.input(GRAPH_NAMES.coefficients, 'float', [K]);
  const order = takesAllRows ? null : graph.input(GRAPH_NAMES.order, 'int32', [rows]);
  const masks = maskInputs(settings).map(
    ({ name, layer, units }) => [layer, graph.input(name, 'uint8', [units, rows])] as const,
  );

  const windows = parameterWindows(shapes);
  const groups = stateGroups(windows);
  const valuesOf = (array: StateWindow['array'], slot = 0) =>
    state.filter((w) => w.array === array && w.slot === slot).map(({ name }) => values.get(name)!);
  const theta = valuesOf('parameters');
  const parameters = groups.flatMap((group, k) => splitGroup(o, theta[k]!, group));
  const running = statisticsWindows(shapes);
  const { X, Y, weights } = batchNodes(o, data, order);
  const step = stepNodes(o, settings, {
    Y,
    weights,
    network: {
      shapes,
      X,
      parameters: namesByLayer(shapes, windows, parameters),
      statistics: namesByLayer(shapes, running, valuesOf('statistics')),
      masks: new Map(masks),
      rows,
    },
  });
  const gradients = joinedGradients(o, groups, step.gradients.flat());
  const clipped = clipNodes(o, gradients, settings.clipping);
  const c = o.split(
    coefficients,
    Array.from({ length: K }, () => 1),
  );
  const slots = Array.from({ length: updateRule(optimizer.type).slots }, (_, k) => valuesOf('slots', k));
  const updated = theta.map((value, k) =>
    UPDATE_NODES[optimizer.type](o, {
      theta: value,
      g: clipped.gradients[k]!,
      slots: slots.map((of) => of[k]!),
      c,
    }),
  );
  const check = clipped.check === null ? step.guard : o.add(step.guard, clipped.check);
  const next = [
    ...updated.map((u) => u.theta),
    ...slots.flatMap((_, slot) => updated.map((u) => u.slots[slot]!)),
    ...step.statistics.flat(),
  ];
  next.forEach((value, k) => {
    graph.output(value, 'float', state[k]!.dims);
  });
  for (const value of [step.loss, step.articleLoss, check]) graph.output(value, 'float', []);
  return graph.finish();
}

function joinedGradients(
  o: Operators,
  groups: readonly StateGroup[],
  gradients: readonly string[],
): string[] {
  let from = 0;
  return groups.map((group) => {
    from += group.windows.length;
    return joinGroup(o, gradients.slice(from - group.windows.length, from), group);
  });
}
