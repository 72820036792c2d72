import { formatBytes, formatCount, formatNumber } from '@shared/core/text.ts';
import type { ExportResult } from '../service/export-model.ts';
import { pageText } from './inspect/inspection.ts';

/** What was exported and what its proof said, as a person reads it. */
export function exportedText({
  fileName,
  files,
  goldenCases,
  largestDifference,
  notRun,
}: ExportResult): string {
  const proof =
    largestDifference === null
      ? (notRun ?? 'not run')
      : `${formatCount(goldenCases)} golden cases, largest difference ${formatNumber(largestDifference)}`;
  return pageText({
    title: `${fileName} was written and read back`,
    facts: [
      ...files.map(({ name, bytes }) => ['file', `${name}, ${formatBytes(bytes)}`] as const),
      ['proof', proof],
    ],
  });
}
