import type { GraphBuilder } from '../../onnx/graph-builder.ts';
import { type Cycle, cyclesOf } from '../../model/features.ts';
import type { ModelInput, Transform } from '../../model/model-file.ts';
import { cast, columns, row, sideBySide, signedLog } from './arithmetic.ts';
import { placeInCycle } from './dates.ts';
import type { RawValues } from './raw-values.ts';

/**
 * One value that goes into the network: which kind, of which column. Values of a kind are computed together, whatever
 * number of columns they belong to, so the graph of a table of a thousand columns has no more nodes than that of one.
 */
interface Feature {
  readonly kind: 'scaled' | 'level' | `${'sine' | 'cosine'} of ${Cycle}` | 'indicator';
  readonly column: number;
  /** The place of the level, NaN for one that was never seen: it equals nothing. */
  readonly level: number;
}

/** What the network takes, [N, F] in float64, in the order of the columns and of the values of each. */
export function encodeFeatures(graph: GraphBuilder, inputs: readonly ModelInput[], raw: RawValues): string {
  const features = inputs.flatMap(featuresOf);
  const kinds = [...new Set(features.map(({ kind }) => kind))];
  const encoding: Encoding = { graph, inputs, raw, angles: new Map() };
  const groups = kinds.map((kind) => features.filter((feature) => feature.kind === kind));
  const blocks = groups.map((group) => encodeBlock(encoding, group));
  const placeOf = new Map(groups.flat().map((feature, k) => [feature, k]));
  const order = features.map((feature) => placeOf.get(feature)!);
  return columns(graph, sideBySide(graph, blocks, 'features_by_kind'), features.length, order, 'features');
}

interface Encoding {
  readonly graph: GraphBuilder;
  readonly inputs: readonly ModelInput[];
  readonly raw: RawValues;
  /** Cycle → its angles, which sine and cosine share. */
  readonly angles: Map<Cycle, string>;
}

function featuresOf(input: ModelInput, column: number): Feature[] {
  const one = (kind: Feature['kind'], level = 0): Feature => ({ kind, column, level });
  const indicator = input.missing?.indicator === true ? [one('indicator')] : [];
  if ('levels' in input && input.encoding === 'one-hot') {
    return [...input.counts.map((count, k) => one('level', count > 0 ? k : NaN)), ...indicator];
  }
  const cycles = input.type === 'date' ? cyclesOf(input.parts) : [];
  return [
    one('scaled'),
    ...cycles.flatMap((cycle) => [one(`sine of ${cycle}`), one(`cosine of ${cycle}`)]),
    ...indicator,
  ];
}

/** The values of some features of one kind: [N, length of `features`]. */
function encodeBlock(encoding: Encoding, features: readonly Feature[]): string {
  const { graph, raw } = encoding;
  const kind = features[0]!.kind;
  switch (kind) {
    case 'scaled':
      return scaled(encoding, features);
    case 'level': {
      const own = columnsOf(encoding, raw.filled, features, 'places_of_levels');
      const levels = row(
        graph,
        'levels',
        features.map(({ level }) => level),
      );
      return cast(graph, graph.add('Equal', [own, levels]), 'double', 'one_hot');
    }
    case 'indicator':
      return cast(
        graph,
        columnsOf(encoding, raw.isMissing, features, 'is_indicated'),
        'double',
        'indicators',
      );
    default: {
      const [wave, , cycle] = kind.split(' ') as ['sine' | 'cosine', 'of', Cycle];
      const angle = angles(encoding, cycle, features);
      return graph.add(wave === 'sine' ? 'Sin' : 'Cos', [angle], { name: `${wave}_of_${cycle}` });
    }
  }
}

function columnsOf(
  { graph, inputs }: Encoding,
  value: string,
  features: readonly Feature[],
  name: string,
): string {
  return columns(
    graph,
    value,
    inputs.length,
    features.map(({ column }) => column),
    name,
  );
}

/** (raw − shift) / scale, of its signed logarithm where the column is scaled so. */
function scaled(encoding: Encoding, features: readonly Feature[]): string {
  const { graph, inputs, raw } = encoding;
  const transforms = features.map(({ column }) => inputs[column]!.transform);
  const values = withLogs(graph, columnsOf(encoding, raw.filled, features, 'to_scale'), transforms);
  const shift = row(
    graph,
    'input_shift',
    transforms.map((own) => own.shift),
  );
  const scale = row(
    graph,
    'input_scale',
    transforms.map((own) => own.scale),
  );
  return graph.add('Div', [graph.add('Sub', [values, shift], { name: 'shifted' }), scale], {
    name: 'scaled',
  });
}

function withLogs(graph: GraphBuilder, values: string, transforms: readonly Transform[]): string {
  const isLog = transforms.map(({ kind }) => kind === 'log');
  if (!isLog.includes(true)) return values;
  const logs = signedLog(graph, values);
  if (!isLog.includes(false)) return logs;
  return graph.add('Where', [row(graph, 'is_log', isLog.map(Number), 'bool'), logs, values], {
    name: 'with_logs',
  });
}

function angles(encoding: Encoding, cycle: Cycle, features: readonly Feature[]): string {
  const known = encoding.angles.get(cycle);
  if (known !== undefined) return known;
  const { graph, raw } = encoding;
  const days = columnsOf(encoding, raw.filled, features, `days_for_${cycle}`);
  const fullTurn = graph.scalar(2 * Math.PI);
  const angle = graph.add('Mul', [placeInCycle(graph, cycle, days), fullTurn], { name: `angle_in_${cycle}` });
  encoding.angles.set(cycle, angle);
  return angle;
}
