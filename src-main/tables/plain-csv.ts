import type { CsvFormat } from './csv-scanner.ts';

/** How our own CSV is written, of which nothing has to be found out. */
export const PLAIN_CSV = {
  type: 'csv',
  delimiter: 'comma',
  quote: 'double',
  decimal: 'point',
  thousands: 'none',
  encoding: 'utf-8',
  header: true,
} as const satisfies CsvFormat;
