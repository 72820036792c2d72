import { expect, it } from 'vitest';
import { packagesHash } from '../../../scripts/ensure-dependencies.mjs';

const lock = (version: string, zod = '4.6.7') =>
  JSON.stringify({
    name: 'ninestep',
    version,
    lockfileVersion: 3,
    packages: { '': { name: 'ninestep', version }, 'node_modules/zod': { version: zod } },
  });

it('a new version of Ninestep alone has nothing installed again', () => {
  expect(packagesHash(lock('0.7.0'))).toBe(packagesHash(lock('0.6.0')));
});

it('a new version of a package has', () => {
  expect(packagesHash(lock('0.6.0', '4.6.8'))).not.toBe(packagesHash(lock('0.6.0')));
});
