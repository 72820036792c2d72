import { encodeModel } from '../../../onnx/encode-model.ts';
import { GraphBuilder } from '../../../onnx/graph-builder.ts';
import type { LayerShape } from '../../../model/network.ts';
import { batchNodes, dataInputs, maskInputs } from './data.ts';
import { GRAPH_NAMES, type GradientGraph, type StepSettings } from './graph-plan.ts';
import { nativeModel } from './native-model.ts';
import { type Operators, operators } from './operators.ts';
import { stepNodes } from './step.ts';
import { namesByLayer, parameterWindows, statisticsWindows } from './windows.ts';

/**
 * Losses and gradients of one step, penalties included in these: nothing is clipped or updated.
 *
 * Shapes: as `GRAPH_NAMES` and the plan's windows say.
 * Source: `computeGradients` of the reference machine.
 */
export function gradientGraph(settings: StepSettings): GradientGraph {
  const { shapes, rows } = settings;
  const graph = new GraphBuilder('gradients');
  const o = operators(graph);
  const data = dataInputs(graph, settings);
  const order = graph.input(GRAPH_NAMES.order, 'int32', [rows]);
  const windows = parameterWindows(shapes);
  const parameters = windows.map(({ name, dims }) => graph.input(name, 'float', dims));
  const masks = maskInputs(settings);
  const maskValues = masks.map(
    ({ name, layer, units }) => [layer, graph.input(name, 'uint8', [units, rows])] as const,
  );
  const { X, Y, weights } = batchNodes(o, data, order);
  const network = {
    shapes,
    X,
    parameters: namesByLayer(shapes, windows, parameters),
    statistics: unusedStatistics(o, shapes),
    masks: new Map(maskValues),
    rows,
  };
  const step = stepNodes(o, settings, { Y, weights, network });
  const gradients = step.gradients.flat();
  // 0 times what is no number is none: then the loss is not, either.
  const loss = [step.loss, o.multiply(step.guard, 0), ...penalties(o, shapes, network.parameters)];
  const named = (name: string, values: readonly string[]) =>
    graph.output(graph.add('Sum', values, { name }), 'float', []);
  named(GRAPH_NAMES.penalizedLoss, loss);
  named(GRAPH_NAMES.loss, [step.loss]);
  named(GRAPH_NAMES.articleLoss, [step.articleLoss]);
  const state = windows.map((window, k) => {
    const next = graph.add('Identity', [gradients[k]!], { name: `gradient of ${window.name}` });
    graph.output(next, 'float', window.dims);
    return { ...window, next };
  });
  return { model: encodeModel(nativeModel(graph.finish())), parameters: state, masks };
}

/** The batch decides what normalisation does; what would follow for the running statistics is asked for by nobody. */
function unusedStatistics(o: Operators, shapes: readonly LayerShape[]): string[][] {
  const windows = statisticsWindows(shapes);
  return namesByLayer(
    shapes,
    windows,
    windows.map(({ dims }) => o.zeros(dims)),
  );
}

/** What the weights of each dense layer cost, as `penaltyOf`; nothing where nothing is asked for. */
function penalties(
  o: Operators,
  shapes: readonly LayerShape[],
  parameters: readonly (readonly string[])[],
): string[] {
  return shapes.flatMap((shape, l) => {
    if (shape.type !== 'dense') return [];
    const W = parameters[l]![0]!;
    return [
      ...(shape.l1 === 0 ? [] : [o.multiply(o.sumOfSizes(W), shape.l1)]),
      ...(shape.l2 === 0 ? [] : [o.multiply(o.sumOfSquares(W), 0.5 * shape.l2)]),
    ];
  });
}
