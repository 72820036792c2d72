import { encodeModel } from '../../../onnx/encode-model.ts';
import { GraphBuilder } from '../../../onnx/graph-builder.ts';
import type { LayerShape } from '../../../model/network.ts';
import { forwardNodes } from './forward.ts';
import { ALL_ROWS, GRAPH_NAMES, type PredictionGraph } from './graph-plan.ts';
import { byUnits } from './layer-nodes.ts';
import { nativeModel } from './native-model.ts';
import { operators } from './operators.ts';
import { namesByLayer, parameterWindows, statisticsWindows } from './windows.ts';

/**
 * What the network answers on any rows, as after training: the answers alone, or what every layer gives.
 *
 * Shapes: as `GRAPH_NAMES` and `PredictionGraph` say.
 * Source: `predict` and `traceRows` of the reference machine.
 */
export function predictionGraph(shapes: readonly LayerShape[], what: 'answers' | 'layers'): PredictionGraph {
  const graph = new GraphBuilder('prediction');
  const o = operators(graph);
  const X = graph.input(GRAPH_NAMES.inputs, 'float', [ALL_ROWS, shapes[0]!.inputs]);
  const parameters = parameterWindows(shapes);
  const statistics = statisticsWindows(shapes);
  const state = [...parameters, ...statistics];
  for (const { name, dims } of state) graph.input(name, 'float', dims);
  const named = (windows: typeof state) =>
    namesByLayer(
      shapes,
      windows,
      windows.map(({ name }) => name),
    );
  const passed = forwardNodes(o, {
    shapes,
    X,
    parameters: named(parameters),
    statistics: named(statistics),
    masks: null,
    rows: 0,
  });
  const wanted = what === 'answers' ? passed.slice(-1) : passed;
  const layers = wanted.map(({ A }, k) => {
    const name = k === wanted.length - 1 ? GRAPH_NAMES.predictions : `layer ${String(k)}`;
    const output = graph.add('Identity', [byUnits(o, A).value], { name });
    graph.output(output, 'float', [A.units, ALL_ROWS]);
    return output;
  });
  return { model: encodeModel(nativeModel(graph.finish())), state, layers };
}
