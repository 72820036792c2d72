import { PARTS } from '../../model/data-catalog.ts';
import { type DataTable, tableMarkup } from '../data-table.ts';
import { countOf } from '../figure-text.ts';
import { plain } from '../markup.ts';
import { PART_LABELS } from '../part-labels.ts';
import type { ReportSubject } from '../report-subject.ts';
import { dataSentences } from '../words/data-words.ts';
import type { Section } from './section.ts';
import { definitions } from './section.ts';

/** What the model was trained on. */
export function dataSection(subject: ReportSubject, columns: DataTable): Section {
  const { training } = subject.model;
  const description = training?.experiment.description ?? '';
  return {
    id: 'data',
    title: 'Data',
    content: [
      description !== '' && plain('p', description),
      training !== null && plain('p', dataSentences(subject, training).slice(0, 2).join(' ')),
      training !== null &&
        definitions(
          PARTS.map((part) => [`${PART_LABELS[part]} part`, countOf(training.rows[part], 'row')] as const),
        ),
      typeof subject.table === 'string' && plain('p', subject.table),
      tableMarkup(columns),
    ],
  };
}
