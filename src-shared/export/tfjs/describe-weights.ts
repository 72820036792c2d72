import type { ExportedFiles } from '../exported-files.ts';
import type { TfjsModelJson } from './topology.ts';

/** What lies in the file of weights, an array a line, in its order. */
export function describeTfjs({ main }: ExportedFiles): string {
  const { weightsManifest } = JSON.parse(String(main)) as TfjsModelJson;
  const lines = weightsManifest[0].weights.map(
    ({ name, shape, dtype }) => `${name}: ${dtype} [${shape.join(', ')}]`,
  );
  return ['Numbers without anything between them, the least significant byte first:', ...lines, ''].join(
    '\n',
  );
}
