import type { EngineIdentity } from '@shared/model/run.ts';
import packageJson from '../../package.json' with { type: 'json' };

/** What trains here: goes into every run record and model file. */
export const ENGINE: EngineIdentity = {
  name: 'ninestep',
  version: packageJson.version,
  backend: 'reference',
};
