import { GraphBuilder } from '../../../onnx/graph-builder.ts';
import type { OnnxGraph } from '../../../onnx/onnx-model.ts';
import { updateRule } from '../../optimizers/optimizer.ts';
import { clipNodes } from './clipping.ts';
import { batchNodes, type DataValues, maskInputs } from './data.ts';
import { GRAPH_NAMES, type StateWindow, type TrainSettings } from './graph-plan.ts';
import { type Operators, operators } from './operators.ts';
import { joinGroup, splitGroup, type StateGroup, stateGroups } from './state-groups.ts';
import { type StepNodes, stepNodes } from './step.ts';
import { UPDATE_NODES } from './update-rules.ts';
import { namesByLayer, parameterWindows, statisticsWindows } from './windows.ts';

/** The state before the step, by name, in the plan's order. */
interface StateValues {
  readonly theta: readonly string[];
  /** By slot, each by group. */
  readonly slots: readonly (readonly string[])[];
  readonly statistics: readonly string[];
}

/**
 * The body of the loop, one step of training: state, and this step's slices of what is scanned → the new state, loss,
 * article loss and check.
 *
 * Shapes: as in `trainGraph`, without the first dimension of what is scanned.
 * Source: `update` of the reference machine.
 */
export function trainStep(
  settings: TrainSettings,
  state: readonly StateWindow[],
  data: DataValues,
  around: GraphBuilder,
): OnnxGraph {
  const { optimizer, rows, takesAllRows } = settings;
  const graph = new GraphBuilder('step', around);
  const o = operators(graph);
  const before = stateInputs(graph, state, updateRule(optimizer.type).slots);
  const K = updateRule(optimizer.type).coefficientCount;
  const coefficients = graph.input(GRAPH_NAMES.coefficients, 'float', [K]);
  const order = takesAllRows ? null : graph.input(GRAPH_NAMES.order, 'int32', [rows]);
  const masks = maskInputs(settings).map(
    ({ name, layer, units }) => [layer, graph.input(name, 'uint8', [units, rows])] as const,
  );
  const step = gradientNodes(o, settings, before, { ...batchNodes(o, data, order), masks: new Map(masks) });
  const c = o.split(
    coefficients,
    Array.from({ length: K }, () => 1),
  );
  const { next, check } = updateNodes(o, settings, before, step, c);
  next.forEach((value, k) => {
    graph.output(value, 'float', state[k]!.dims);
  });
  for (const value of [step.loss, step.articleLoss, check]) graph.output(value, 'float', []);
  return graph.finish();
}

function stateInputs(graph: GraphBuilder, state: readonly StateWindow[], slots: number): StateValues {
  const names = state.map(({ name, dims }) => graph.input(name, 'float', dims));
  const of = (array: StateWindow['array'], slot = 0) =>
    names.filter((_, k) => state[k]!.array === array && state[k]!.slot === slot);
  return {
    theta: of('parameters'),
    slots: Array.from({ length: slots }, (_, slot) => of('slots', slot)),
    statistics: of('statistics'),
  };
}

function gradientNodes(
  o: Operators,
  settings: TrainSettings,
  { theta, statistics }: StateValues,
  { X, Y, weights, masks }: DataValues & { readonly masks: ReadonlyMap<number, string> },
): StepNodes {
  const { shapes, rows } = settings;
  const windows = parameterWindows(shapes);
  const parameters = stateGroups(windows).flatMap((group, k) => splitGroup(o, theta[k]!, group));
  return stepNodes(o, settings, {
    Y,
    weights,
    network: {
      shapes,
      X,
      parameters: namesByLayer(shapes, windows, parameters),
      statistics: namesByLayer(shapes, statisticsWindows(shapes), statistics),
      masks,
      rows,
    },
  });
}

/** The state after the step, in the plan's order. */
function updateNodes(
  o: Operators,
  { shapes, optimizer, clipping }: TrainSettings,
  { theta, slots }: StateValues,
  step: StepNodes,
  c: readonly string[],
): { next: string[]; check: string } {
  const groups = stateGroups(parameterWindows(shapes));
  const { gradients, check } = clipNodes(o, joinedGradients(o, groups, step.gradients.flat()), clipping);
  const updated = theta.map((value, k) => {
    const values = { theta: value, g: gradients[k]!, slots: slots.map((slot) => slot[k]!), c };
    return UPDATE_NODES[optimizer.type](o, values);
  });
  const next = [
    ...updated.map((values) => values.theta),
    ...slots.flatMap((_, slot) => updated.map((values) => values.slots[slot]!)),
    ...step.statistics.flat(),
  ];
  return { next, check: check === null ? step.guard : o.add(step.guard, check) };
}

function joinedGradients(
  o: Operators,
  groups: readonly StateGroup[],
  gradients: readonly string[],
): string[] {
  let end = 0;
  return groups.map((group) => {
    end += group.windows.length;
    return joinGroup(o, gradients.slice(end - group.windows.length, end), group);
  });
}
