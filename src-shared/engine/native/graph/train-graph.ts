import { graph as graphAttribute, int } from '../../../onnx/attributes.ts';
import { encodeModel } from '../../../onnx/encode-model.ts';
import { GraphBuilder } from '../../../onnx/graph-builder.ts';
import { updateRule } from '../../optimizers/optimizer.ts';
import { dataInputs, maskInputs } from './data.ts';
import { GRAPH_NAMES, type StateWindow, STEPS, type TrainGraph, type TrainSettings } from './graph-plan.ts';
import { nativeModel } from './native-model.ts';
import { operators } from './operators.ts';
import { stateGroups } from './state-groups.ts';
import { trainStep } from './train-step.ts';
import { parameterWindows, statisticsWindows } from './windows.ts';

/**
 * Any number of steps of training, one after the other: a `Scan` whose body is one step.
 *
 * Shapes: as `GRAPH_NAMES` and the plan's windows say.
 * Source: `train` of the reference machine; what is not a number is left to the caller, who is told by the check.
 */
export function trainGraph(settings: TrainSettings): TrainGraph {
  const graph = new GraphBuilder('training');
  const data = dataInputs(graph, settings);
  const state = stateWindows(graph, settings);
  const masks = maskInputs(settings);
  const stateNames = state.map(({ name, dims }) => graph.input(name, 'float', dims));
  const scanned = scannedInputs(graph, settings);
  const losses = [GRAPH_NAMES.loss, GRAPH_NAMES.articleLoss].map((name) => graph.reserve(name));
  const checks = graph.reserve('checks');
  const outputs = [...state.map(({ next }) => next), ...losses, checks];
  const body = trainStep(settings, state, data, graph);
  graph.addSeveral('Scan', [...stateNames, ...scanned], outputs, {
    attributes: [int('num_scan_inputs', scanned.length), graphAttribute('body', body)],
  });
  for (const { next, dims } of state) graph.output(next, 'float', dims);
  for (const name of losses) graph.output(name, 'float', [STEPS]);
  graph.output(checkOf(graph, state, [...losses, checks]), 'float', []);
  return { model: encodeModel(nativeModel(graph.finish())), state, masks };
}

/** Parameters, then the slots one after the other, then statistics. */
function stateWindows(graph: GraphBuilder, { shapes, optimizer }: TrainSettings): StateWindow[] {
  const groups = stateGroups(parameterWindows(shapes));
  const windowsOf = (what: string, array: 'parameters' | 'slots', slot: number) =>
    groups.map(({ offset, length, dims }, k) => ({
      name: `${what} ${String(k)}`,
      array,
      slot,
      offset,
      length,
      dims,
    }));
  const { slots } = updateRule(optimizer.type);
  const windows = [
    ...windowsOf('parameters', 'parameters', 0),
    ...Array.from({ length: slots }, (_, slot) => windowsOf(`slot ${String(slot)} of`, 'slots', slot)).flat(),
    ...statisticsWindows(shapes),
  ];
  return windows.map((window) => ({ ...window, next: graph.reserve(`next ${window.name}`) }));
}

/** What each step takes its own slice of, in the order of the body's inputs. */
function scannedInputs(graph: GraphBuilder, settings: TrainSettings): string[] {
  const { optimizer, rows, takesAllRows } = settings;
  const K = updateRule(optimizer.type).coefficientCount;
  return [
    graph.input(GRAPH_NAMES.coefficients, 'float', [STEPS, K]),
    ...(takesAllRows ? [] : [graph.input(GRAPH_NAMES.order, 'int32', [STEPS, rows])]),
    ...maskInputs(settings).map(({ name, units }) => graph.input(name, 'uint8', [STEPS, units, rows])),
  ];
}

/**
 * What has once become no number stays none in the state of every optimizer, so that the state after the last step speaks
 * for all of them. Of parameters the squares are summed: see `guard`.
 */
function checkOf(graph: GraphBuilder, state: readonly StateWindow[], scanned: readonly string[]): string {
  const o = operators(graph);
  const sums = [
    ...state.map(({ array, next }) => (array === 'parameters' ? o.sumOfSquares(next) : o.sum(next))),
    ...scanned.map((value) => o.sum(value)),
  ];
  return graph.add('Sum', sums, { output: graph.reserve(GRAPH_NAMES.check) });
}
