import type { EngineIdentity } from '@shared/model/run.ts';
import packageJson from '../../package.json' with { type: 'json' };

/** What trains here, as long as nobody has chosen a backend: a run's process writes its own into the record. */
export const ENGINE: EngineIdentity = {
  name: 'ninestep',
  version: packageJson.version,
  backend: 'reference',
};
