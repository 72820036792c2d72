import type { DataTable } from './data-table.ts';
import type { Figures } from './figures.ts';
import { quantitiesOf } from './quantities.ts';
import { type ReportSubject, readTable } from './report-subject.ts';
import { goldenTable, testCasesTable } from './tables/cases-tables.ts';
import { classesTable, confusionTable } from './tables/classes-table.ts';
import { columnsTable } from './tables/columns-table.ts';
import { curvesTable } from './tables/curves-table.ts';
import { layersTable } from './tables/layers-table.ts';
import { metricsTable } from './tables/metrics-table.ts';
import { settingsTable } from './tables/settings-table.ts';

/** The tables of a report that have their own place in it, and those that are files alone. */
interface ReportTables {
  readonly columns: DataTable;
  readonly layers: DataTable;
  readonly settings: DataTable | null;
  readonly others: readonly DataTable[];
}

export function reportTables(subject: ReportSubject, figures: Figures): ReportTables {
  const { model, run } = subject;
  const parts = readTable(subject)?.parts ?? [];
  return {
    columns: columnsTable(subject),
    layers: layersTable(model),
    settings: model.training === null ? null : settingsTable(model.training.experiment),
    others: [
      metricsTable(figures),
      ...(run === null || run.points.length === 0 ? [] : [curvesTable(run.points, quantitiesOf(model))]),
      ...parts.flatMap((part) =>
        part.classes.flatMap((_, place) => [classesTable(part, place), confusionTable(part, place)]),
      ),
      ...(model.testCases.length === 0 ? [] : [testCasesTable(model)]),
      goldenTable(model),
    ],
  };
}

/** All of them, as files. */
export function allTables({ columns, layers, settings, others }: ReportTables): DataTable[] {
  return [...others, columns, layers, ...(settings === null ? [] : [settings])];
}
