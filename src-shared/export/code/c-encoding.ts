import { createEncoder } from '../../data/encode.ts';
import { cyclesOf } from '../../model/features.ts';
import type { ModelDateInput, ModelInput, ModelLevelsInput } from '../../model/model-file.ts';
import { MOST_DAYS } from '../read-cell.ts';
import { cDouble, cText } from './c-text.ts';
import { inputData } from './code-model.ts';

/** The function that turns a row into what the network takes: a few lines for each column. */
export function cEncoding(inputs: readonly ModelInput[], names: readonly string[]): string {
  const features = inputs.reduce((sum, input) => sum + createEncoder(input).features, 0);
  const blocks = inputs.map((input, k) => columnCode(input, names[k]!, String(k + 1)));
  return `#define NINESTEP_FEATURES ${String(features)}

static int ninestep_encode(const ninestep_row *row, float *x) {
${blocks.map((lines) => lines.map((line) => `  ${line}`).join('\n')).join('\n')}
  return 0;
}`;
}

function columnCode(input: ModelInput, name: string, place: string): string[] {
  const { missing } = input;
  const { fill } = inputData(input) as { fill?: number | null };
  const use = [
    missing === undefined
      ? `  if (is_missing) return ${place};`
      : typeof fill === 'number'
        ? `  if (is_missing) value = ${cDouble(fill)};`
        : null,
    ...featureLines(input).map((line) => `  ${line}`),
    missing?.indicator === true ? '  *x++ = (float)is_missing;' : null,
  ].filter((line) => line !== null);
  return [
    '{',
    ...('levels' in input ? levelLines(input, name) : [`  double value = row->${name};`]),
    ...(use.some((line) => line.includes('is_missing')) ? [missingLine(input)] : []),
    ...use,
    '}',
  ];
}

function missingLine({ type }: ModelInput): string {
  // Neither NaN nor an infinity is at most any number.
  const isMissing =
    type === 'date' ? `!(fabs(value) <= ${cDouble(MOST_DAYS)})` : 'isnan(value) || isinf(value)';
  return `  const int is_missing = ${isMissing};`;
}

function levelLines({ levels }: ModelLevelsInput, name: string): string[] {
  return [
    `  static const char *const levels[] = {${levels.map(cText).join(', ')}};`,
    `  const int place = ninestep_place(row->${name}, levels, ${String(levels.length)});`,
    '  double value = place < 0 ? NAN : place;',
  ];
}

function featureLines(input: ModelInput): string[] {
  if ('levels' in input && input.encoding === 'one-hot') {
    const seen = input.counts.map((count) => Number(count > 0));
    return [
      `static const float seen[] = {${seen.join(', ')}};`,
      `for (int k = 0; k < ${String(seen.length)}; k++) *x++ = value == k ? seen[k] : 0;`,
    ];
  }
  const { kind, shift, scale } = input.transform;
  const raw = kind === 'log' ? 'ninestep_signed_log(value)' : 'value';
  const scaled = `(float)((${raw} - ${negative(shift)}) / ${cDouble(scale)})`;
  const isBlank = 'levels' in input && input.missing?.fill === null;
  return [
    `*x++ = ${isBlank ? `is_missing ? 0 : ${scaled}` : scaled};`,
    ...('parts' in input ? cycleLines(input) : []),
  ];
}

function negative(value: number): string {
  return value < 0 ? `(${cDouble(value)})` : cDouble(value);
}

function cycleLines({ parts }: ModelDateInput): string[] {
  return cyclesOf(parts).flatMap((cycle) => [
    `*x++ = (float)sin(6.283185307179586 * ninestep_place_in_${cycle}(value));`,
    `*x++ = (float)cos(6.283185307179586 * ninestep_place_in_${cycle}(value));`,
  ]);
}

/** How far into its day, week (from Monday) or year a day is, all in days since 1970-01-01, UTC: 0 up to 1. */
export const cDates = `static inline double ninestep_place_in_day(double days) {
  return days - floor(days);
}

static inline double ninestep_place_in_week(double days) {
  return (days + 3) / 7 - floor((days + 3) / 7);
}

/* Days from 1970-01-01 to the first day of a year of the Gregorian calendar. */
static inline double ninestep_year_start(double year) {
  const double before = year - 1;
  return 365 * (year - 1970) + floor(before / 4) - floor(before / 100) + floor(before / 400) - 477;
}

static inline double ninestep_place_in_year(double days) {
  double year = floor(1970 + days / 365.2425);
  if (ninestep_year_start(year) > days) year -= 1;
  if (ninestep_year_start(year + 1) <= days) year += 1;
  return (days - ninestep_year_start(year)) / (ninestep_year_start(year + 1) - ninestep_year_start(year));
}`;
