import { formatDuration } from '../../core/text.ts';
import { lineChart, type Series } from '../charts/line-chart.ts';
import { type DataTable, tableMarkup } from '../data-table.ts';
import { countOf } from '../figure-text.ts';
import { element, type Markup, plain } from '../markup.ts';
import { PARTS } from '../../model/data-catalog.ts';
import type { ModelFile } from '../../model/model-file.ts';
import { type Quantity, quantitiesOf } from '../quantities.ts';
import { PART_LABELS } from '../part-labels.ts';
import type { ReportedRun, ReportSubject } from '../report-subject.ts';
import { definitions, figure, type Section } from './section.ts';

/** How it was trained, with curves where a run is there. */
export function trainingSection({ model, run }: ReportSubject, settings: DataTable | null): Section {
  const { training } = model;
  return {
    id: 'training',
    title: 'Training',
    content: [
      training === null &&
        plain('p', 'The model was trained by another program and imported; how it was trained is not known.'),
      run?.record.status === 'diverged' &&
        element(
          'p',
          { class: 'warning' },
          `The run diverged. ${run.record.reason ?? 'The weights are those of its best epoch before.'}`,
        ),
      training !== null &&
        definitions([
          [
            'Epochs',
            `${countOf(run?.record.epochsDone ?? training.epochsDone, 'epoch')} of ${String(training.experiment.training.epochs)}`,
          ],
          ['Weights of', `epoch ${String(training.epoch)}, the best one`],
          ['Time', run === null ? null : formatDuration(run.record.seconds)],
        ]),
      ...(run === null ? [] : curves(model, run)),
      settings !== null && tableMarkup(settings),
    ],
  };
}

/** Figures that are drawn beside the loss. */
const DRAWN_OF_CLASSES = new Set(['accuracy', 'f1']);
const MOST_CHARTS = 4;

/** Which figures have a chart: of many outputs only the first ones. */
export function drawnQuantities(model: Pick<ModelFile, 'task' | 'outputs'>): Quantity[] {
  const isDrawn = ({ id, isOfAll }: Quantity): boolean =>
    id === 'loss' || (isOfAll ? DRAWN_OF_CLASSES.has(id) : id.startsWith('rmse'));
  return quantitiesOf(model).filter(isDrawn).slice(0, MOST_CHARTS);
}

function curves(model: ModelFile, run: ReportedRun): Markup[] {
  if (run.points.length === 0) return [plain('p', 'The run has no evaluations that could be drawn.')];
  return drawnQuantities(model).map((quantity) => {
    const gaps = gapsText(run, quantity);
    return figure(
      curveChart(model, run, quantity),
      `${quantity.title} after each evaluated epoch, as measured.${gaps} The dashed upright line is the epoch whose weights are kept.`,
    );
  });
}

/** One figure of a run over its epochs. */
export function curveChart(
  { training }: Pick<ModelFile, 'training'>,
  { points }: ReportedRun,
  quantity: Quantity,
): Markup {
  const series = PARTS.filter((part) => points.some((point) => point[part] !== null)).map((part): Series => ({
    label: PART_LABELS[part],
    look: part,
    x: points.map(({ epoch }) => epoch),
    y: points.map((point) => (point[part] === null ? NaN : (quantity.read(point[part]) ?? NaN))),
  }));
  return lineChart({
    title: `${quantity.title} by epoch`,
    x: 'epoch',
    y: quantity.title,
    series,
    mayBeLog: !quantity.isShare,
    mark: training === null ? null : { at: training.epoch, label: `best: epoch ${String(training.epoch)}` },
  });
}

/** Values that no axis has a place for are told. */
function gapsText({ points }: ReportedRun, { read }: Quantity): string {
  const gaps = points.filter(({ train }) => !Number.isFinite(read(train) ?? NaN)).length;
  return gaps === 0 ? '' : ` ${countOf(gaps, 'value is', 'values are')} no finite number, and a gap.`;
}
