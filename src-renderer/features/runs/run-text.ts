import { formatCount } from '@shared/core/text.ts';
import type { Experiment } from '@shared/model/experiment.ts';

const TODAY = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const THIS_YEAR = new Intl.DateTimeFormat(undefined, {
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});
const DAY = new Intl.DateTimeFormat(undefined, {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});

/** When something happened, in the person's own words, with no more of the date than is needed. */
export function formatWhen(iso: string, now = new Date()): string {
  const date = new Date(iso);
  if (date.toDateString() === now.toDateString()) return `today, ${TODAY.format(date)}`;
  return (date.getFullYear() === now.getFullYear() ? THIS_YEAR : DAY).format(date);
}

/** Hidden layers in short: "4 relu · 4 relu", "8 × (16 tanh)" for many alike, "none". */
export function layersText(experiment: Pick<Experiment, 'network'>): string {
  const parts = experiment.network.layers.map(
    ({ units, activation }) => `${formatCount(units)} ${activation}`,
  );
  const [first] = parts;
  if (first === undefined) return 'none';
  const allAlike = parts.length > 2 && parts.every((part) => part === first);
  return allAlike ? `${String(parts.length)} × (${first})` : parts.join(' · ');
}
