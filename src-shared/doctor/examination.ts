import { medianOf } from '../compare/sample.ts';
import { shapesOf } from '../model/experiment.ts';
import type { InsightPoint, LayerInsight } from '../model/insight.ts';
import { rowsPerStep } from '../model/memory.ts';
import type { LayerShape } from '../model/network.ts';
import { hasEnded } from '../model/run.ts';
import type { Patient } from './patient.ts';
import { roughness, theilSenSlope, thinned } from './robust.ts';
import { THRESHOLDS } from './thresholds.ts';
import { type Curves, curvesOf } from './unexplained.ts';

/** The end of a curve is the last tenth of its evaluations, and never fewer than these. */
const END_SHARE = 0.1;
const END_LEAST = 5;
/** Points that a slope is taken from: more would change nothing, and take long. */
const SLOPE_POINTS = 60;

/** What the training curve did in the later half of the epochs so far. */
export interface LateCourse {
  /** Median of what is unexplained on the training rows. */
  readonly level: number;
  /** How far it jumps from one evaluation to the next. */
  readonly roughness: number;
  /** How much it fell, relative to `level`; negative where it rose. */
  readonly fall: number;
  /** Share of its steps that went up. */
  readonly rises: number;
}

/** A patient with what several rules look at. */
export interface Examination extends Patient {
  readonly shapes: readonly LayerShape[];
  readonly curves: Curves;
  /** Null while there are too few evaluations, and where one of them is no number. */
  readonly late: LateCourse | null;
  /** Insights of the later half of the epochs; empty while there are too few. */
  readonly lateInsight: readonly InsightPoint[];
  /** Rows in one step; null while the data is not there yet. */
  readonly batchRows: number | null;
  readonly hasEnded: boolean;
}

/** Works out once what several rules look at. */
export function examine(patient: Patient): Examination {
  const { experiment, points, insight, trainingRows, status } = patient;
  const curves = curvesOf(points);
  const half = (points.at(-1)?.epoch ?? 0) / 2;
  const lateInsight = insight.filter(({ epoch }) => epoch > 0 && epoch >= half);
  return {
    ...patient,
    shapes: shapesOf(experiment),
    curves,
    late: lateCourse(curves, half),
    lateInsight: lateInsight.length < THRESHOLDS.insights ? [] : lateInsight,
    batchRows: trainingRows === null ? null : rowsPerStep(experiment.training.batchSize, trainingRows),
    hasEnded: hasEnded(status),
  };
}

function lateCourse({ epochs, train }: Curves, half: number): LateCourse | null {
  if (train.length < THRESHOLDS.evaluations) return null;
  const from = epochs.findIndex((epoch) => epoch >= half);
  const values = train.slice(from);
  if (!values.every(Number.isFinite)) return null;
  const level = medianOf(values);
  const places = thinned(
    values.map((_, k) => k),
    SLOPE_POINTS,
  );
  const slope = theilSenSlope(
    places.map((k) => epochs[from + k]!),
    places.map((k) => values[k]!),
  );
  const span = epochs.at(-1)! - epochs[from]!;
  const rises = values.slice(1).filter((value, k) => value > values[k]!).length;
  return {
    level,
    roughness: roughness(values),
    fall: level === 0 ? 0 : (-slope * span) / level,
    rises: rises / (values.length - 1),
  };
}

/**
 * One figure of every layer, the median over insights; NaN where a layer has no such thing. Values that are no numbers
 * count as what they are; a layer without the figure in some insights is judged by the others.
 */
export function medianByLayer(
  insight: readonly InsightPoint[],
  figure: (layer: LayerInsight) => number | null,
): number[] {
  const layers = insight[0]?.layers.length ?? 0;
  return Array.from({ length: layers }, (_, k) =>
    medianOf(insight.map(({ layers: own }) => figure(own[k]!)).filter((value) => value !== null)),
  );
}

/** The lowest unexplained share of training rows at any time; NaN without points. */
export function bestFit({ curves }: Examination): number {
  return Math.min(...curves.train.filter(Number.isFinite));
}

/** Where a curve is now: the median of its last tenth. */
export function endLevel(values: readonly number[]): number {
  return medianOf(values.slice(-Math.max(END_LEAST, Math.round(END_SHARE * values.length))));
}
