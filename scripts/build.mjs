// @ts-check
/** `npm run build`: makes out/ from the sources, if it is not there already. */
import { ensureBuild } from './ensure-build.mjs';
import { asScript } from './lib/as-script.mjs';
import { say } from './lib/messages.mjs';

await asScript(async () => {
  await ensureBuild();
  say('out/ is up to date with the sources.');
});
