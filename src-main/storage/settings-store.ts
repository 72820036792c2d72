import { AppError } from '@shared/core/errors.ts';
import { type Settings, settingsSchema } from '@shared/schema/settings.ts';
import ElectronStore from 'electron-store';
import { basename, join } from 'node:path';
import { setAside } from './set-aside.ts';
import { defaultSettings, readSettingsFile } from './settings-file.ts';

export interface SettingsStore {
  get(): Settings;
  /** The new settings, after they are on disk. */
  change(changes: Partial<Settings>): Settings;
}

export interface OpenedSettings {
  store: SettingsStore;
  /** What the person has to be told, once. */
  problem: string | null;
}

const NAME = 'settings';

/** Opens the settings of this person. Whatever is found, Ninestep starts. */
export function openSettings(folder: string): OpenedSettings {
  const path = join(folder, `${NAME}.json`);
  const found = readSettingsFile(path);
  switch (found.state) {
    case 'usable':
      return { store: createStore(found.settings, writeTo(folder)), problem: null };
    case 'too-new':
      return {
        store: createStore(defaultSettings(), keepInMemory),
        problem:
          'Your settings were written by a newer Ninestep. They are left untouched; changes last until you quit.',
      };
    case 'corrupt':
      return startAfresh(folder, path, found.problem);
  }
}

function startAfresh(folder: string, path: string, problem: string): OpenedSettings {
  try {
    const kept = setAside(path, new Date());
    return {
      store: createStore(defaultSettings(), writeTo(folder)),
      problem: `Your settings could not be read and are back to their defaults. ${problem} The old file is kept as ${basename(kept)}.`,
    };
  } catch {
    return {
      store: createStore(defaultSettings(), keepInMemory),
      problem: `Your settings can neither be read nor moved; changes last until you quit. ${problem}`,
    };
  }
}

function createStore(initial: Settings, save: (settings: Settings) => void): SettingsStore {
  let current = initial;
  return {
    get: () => current,
    change: (changes) => {
      const next = settingsSchema.parse({ ...current, ...changes });
      save(next);
      current = next;
      return next;
    },
  };
}

function writeTo(folder: string): (settings: Settings) => void {
  const file = new ElectronStore<Settings>({ name: NAME, cwd: folder, configFileMode: 0o600 });
  return (settings) => {
    try {
      file.store = settings;
    } catch (error) {
      throw new AppError(
        'FILE_UNWRITABLE',
        'The settings cannot be saved. Check that the disk is not full.',
        {
          cause: error,
        },
      );
    }
  };
}

function keepInMemory(): void {
  return;
}
