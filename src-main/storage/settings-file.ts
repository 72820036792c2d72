import { AppError } from '@shared/core/errors.ts';
import { LIMITS } from '@shared/core/limits.ts';
import { parseWith } from '@shared/schema/parse.ts';
import { parseJson } from '@shared/schema/safe-json.ts';
import { type Settings, settingsSchema } from '@shared/schema/settings.ts';
import { readFileSync, statSync } from 'node:fs';

const SETTINGS_VERSION = 1;

export type SettingsFile =
  | { state: 'usable'; settings: Settings }
  /** Written by a newer Ninestep: not to be touched. */
  | { state: 'too-new' }
  | { state: 'corrupt'; problem: string };

export function defaultSettings(): Settings {
  return settingsSchema.parse({});
}

/** Looks at the settings file before anything writes to it. No file is as good as the defaults. */
export function readSettingsFile(path: string): SettingsFile {
  const file = statSync(path, { throwIfNoEntry: false });
  if (file === undefined) return { state: 'usable', settings: defaultSettings() };
  if (file.size > LIMITS.settingsBytes) return { state: 'corrupt', problem: 'The file is far too large.' };
  try {
    const value = parseJson(readFileSync(path, 'utf8'), 'The settings file');
    if (isNewer(value)) return { state: 'too-new' };
    return { state: 'usable', settings: parseWith(settingsSchema, value, 'settings file') };
  } catch (error) {
    return {
      state: 'corrupt',
      problem: error instanceof AppError ? error.message : 'It cannot be read as JSON.',
    };
  }
}

function isNewer(value: unknown): boolean {
  const version =
    typeof value === 'object' && value !== null && 'version' in value ? value.version : undefined;
  return typeof version === 'number' && version > SETTINGS_VERSION;
}
