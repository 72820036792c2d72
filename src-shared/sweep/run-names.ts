import { LIMITS } from '../core/limits.ts';
import { layerText } from '../model/setting-text.ts';
import type { SettingValue } from '../model/settings.ts';

/** What the best known settings are called among people who train networks. */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  learningRate: 'lr',
  weightDecay: 'decay',
  batchSize: 'batch',
  warmUpEpochs: 'warm-up',
  earlyStopping: 'early stopping',
  huberDelta: 'delta',
  classWeights: 'classes',
};

/** Settings whose value says by itself what it is: adam, cosine, relu. */
const TOLD_BY_VALUE = /(^network\.layers|\.(type|activation|initializer|loss|precision))$/;

/** A run by what it was given: "lr 0.01 · 32 relu · seed 2". `base` is its name where nothing was. */
export function runName(
  base: string,
  values: Readonly<Record<string, SettingValue>>,
  { seed, fold }: { seed: number | null; fold: number | null },
): string {
  const parts = Object.entries(values).map(([path, value]) =>
    describeSetting(path, value, Object.keys(values)),
  );
  if (fold !== null) parts.push(`fold ${String(fold)}`);
  if (seed !== null) parts.push(`seed ${String(seed)}`);
  const name = (Object.keys(values).length === 0 ? [base, ...parts] : parts).join(' · ');
  return name.length <= LIMITS.nameLength ? name : `${name.slice(0, LIMITS.nameLength - 1)}…`;
}

function describeSetting(path: string, value: SettingValue, paths: readonly string[]): string {
  if (TOLD_BY_VALUE.test(path) && value !== null) return placed(path, valueText(value), paths);
  return `${placed(path, shortName(path), paths)} ${valueText(value)}`;
}

function shortName(path: string): string {
  const name = lastField(path);
  return SHORT_NAMES[name] ?? name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** With the place in front where the name alone would not tell two settings apart. */
function placed(path: string, text: string, paths: readonly string[]): string {
  if (paths.filter((other) => lastField(other) === lastField(path)).length === 1) return text;
  const layer = /\[(\d+)\]/.exec(path)?.[1];
  if (layer !== undefined) return `layer ${String(Number(layer) + 1)} ${text}`;
  const part = path.split('.').at(-2) ?? '';
  return /["\]]/.test(part)
    ? `${path.slice(path.indexOf('[') + 2, path.lastIndexOf('"'))} ${text}`
    : `${part} ${text}`;
}

function lastField(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

function valueText(value: SettingValue): string {
  if (value === null) return 'none';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'number' || typeof value === 'string') return String(value);
  return value.length === 0 ? 'no hidden layer' : value.map((layer) => layerText(layer, String)).join(', ');
}
