import { formatDuration } from '@shared/core/text.ts';

/** Seconds for a person, short ones too: "6 ms", "40 µs", "1.2 s", "3 min 05 s". */
export function formatSpan(seconds: number): string {
  if (seconds >= 0.9995) return formatDuration(seconds);
  if (seconds <= 0) return '0 s';
  const [size, unit] = seconds >= 0.0009995 ? [1e3, 'ms'] : [1e6, 'µs'];
  return `${String(Number((seconds * size).toPrecision(2)))} ${unit}`;
}

/** "≈ 1.2 s", or a dash while it is not known. */
export function aboutText(seconds: number | null): string {
  return seconds === null ? '–' : `≈ ${formatSpan(seconds)}`;
}

/** How long many runs take in all: "≈ 3 min 05 s on 2 cores", "≈ 40 s to 3 min 05 s on 1 core". */
export function rangeText(least: number | null, most: number | null, cores: number): string {
  if (least === null || most === null) return 'time: –';
  const total = least < most ? `${aboutText(least)} to ${formatSpan(most)}` : aboutText(most);
  return `${total} on ${String(cores)} ${cores === 1 ? 'core' : 'cores'}`;
}
