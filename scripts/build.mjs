// @ts-check
/** `npm run build`: makes out/ from the sources, if it is not there already. */
import { ensureBuild } from './ensure-build.mjs';
import { ensureDependencies } from './ensure-dependencies.mjs';
import { describeFailure, say } from './lib/messages.mjs';

try {
  await ensureDependencies();
  await ensureBuild();
  say('out/ is up to date with the sources.');
} catch (error) {
  say(describeFailure(error));
  process.exitCode = 1;
}
