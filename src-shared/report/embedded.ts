import { AppError } from '../core/errors.ts';
import type { GoldenCase } from '../model/model-file.ts';
import { type Markup, rawElement } from './markup.ts';
import type { ReportSubject } from './report-subject.ts';
import { findMalformed } from './well-formed.ts';

/** What a report says to programs: which model it is of, and what that must answer. */
interface EmbeddedReport {
  readonly format: 'ninestep-report';
  readonly version: 1;
  readonly writtenBy: string;
  readonly run: string | null;
  /** Of `model.json`. */
  readonly checksum: string;
  readonly dataHash: string | null;
  readonly goldenCases: readonly GoldenCase[];
}

const ATTRIBUTES = { type: 'application/json', id: 'ninestep-report' } as const;

/** As data within the page: it is no program, and nothing runs it. */
export function embeddedMarkup({ model, run, version }: ReportSubject): Markup {
  const embedded: EmbeddedReport = {
    format: 'ninestep-report',
    version: 1,
    writtenBy: version,
    run: run?.record.id ?? null,
    checksum: model.checksum,
    dataHash: model.training?.dataHash ?? null,
    goldenCases: model.goldenCases,
  };
  // The same JSON without the signs that begin markup.
  const json = JSON.stringify(embedded).replace(
    /[<>&]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return rawElement('script', ATTRIBUTES, json);
}

const START = `<script type="${ATTRIBUTES.type}" id="${ATTRIBUTES.id}">`;

/** What a report that was written says to programs. Throws CHECKSUM_MISMATCH where the file is not whole. */
export function readEmbedded(text: string): EmbeddedReport {
  const problem = findMalformed(text);
  if (problem !== null)
    throw new AppError(
      'CHECKSUM_MISMATCH',
      `The report was changed or damaged after it was written. ${problem} Export it again.`,
    );
  const start = text.indexOf(START);
  const end = text.indexOf('<', start + START.length);
  return JSON.parse(text.slice(start + START.length, end)) as EmbeddedReport;
}
