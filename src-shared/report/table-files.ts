import type { ExportedFiles } from '../export/exported-files.ts';
import { CHART_CSS, LIGHT } from './charts/chart-css.ts';
import { confusionPicture } from './charts/confusion-picture.ts';
import { networkPicture } from './charts/network-picture.ts';
import { scatterChart } from './charts/scatter-chart.ts';
import { tableCsv } from './data-table.ts';
import { figuresOf } from './figures.ts';
import { type Markup, rawElement } from './markup.ts';
import { PART_LABELS } from './part-labels.ts';
import { type ReportedPart, type ReportSubject, readTable } from './report-subject.ts';
import { allTables, reportTables } from './report-tables.ts';
import { curveChart, drawnQuantities } from './sections/training-section.ts';
import { predictionsTable } from './tables/predictions-table.ts';

/** The tables of a report as CSV and its drawings as SVG: the figures first, all others beside them. */
export function tableFiles(subject: ReportSubject, base: string): ExportedFiles {
  const parts = readTable(subject)?.parts ?? [];
  const [metrics, ...others] = allTables(reportTables(subject, figuresOf(subject)));
  const tables = parts.length === 0 ? others : [...others, predictionsTable(subject.model.outputs, parts)];
  return {
    main: tableCsv(metrics!),
    beside: [
      ...tables.map((table) => ({ name: tableFileName(base, table.id), content: tableCsv(table) })),
      ...drawingsOf(subject, parts).map(([id, drawing]) => ({
        name: `${base}-${id}.svg`,
        content: svgFile(drawing),
      })),
    ],
  };
}

export function tableFileName(base: string, id: string): string {
  return `${base}-${id}.csv`;
}

function drawingsOf(subject: ReportSubject, parts: readonly ReportedPart[]): [string, Markup][] {
  const { model, run } = subject;
  const curves = run === null || run.points.length === 0 ? [] : drawnQuantities(model);
  return [
    ['network', networkPicture(model, `Network of ${model.name}`)],
    ...curves.map((quantity): [string, Markup] => [
      `curve-${quantity.id}`,
      curveChart(model, run!, quantity),
    ]),
    ...parts.flatMap((part) => drawingsOfPart(part)),
  ];
}

function drawingsOfPart({ part, numbers, classes }: ReportedPart): [string, Markup][] {
  const rows = `${PART_LABELS[part].toLowerCase()} rows`;
  return [
    ...numbers.map(({ name, truth, answers }, k): [string, Markup] => [
      `predicted-${part}-${String(k + 1)}`,
      scatterChart(`Answers for ${name} against what is true, ${rows}`, name, truth, answers),
    ]),
    ...classes.map((own, k): [string, Markup] => [
      `confusion-${part}${k === 0 ? '' : `-${String(k + 1)}`}`,
      confusionPicture(own, `Confusion matrix of ${own.column}, ${rows}`),
    ]),
  ];
}

/** A drawing that looks by itself as it does on the page: its style within it, on white. */
function svgFile({ markup }: Markup): string {
  const style = rawElement('style', {}, `svg { ${LIGHT} background: #ffffff; }${CHART_CSS}`);
  const inside = markup.indexOf('>') + 1;
  return `${markup.slice(0, inside)}${style.markup}${markup.slice(inside)}\n`;
}
