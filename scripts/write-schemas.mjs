// @ts-check
/**
 * `npm run schemas`: writes resources/schemas/*.schema.json from the zod schemas of src-shared/schema. A test fails
 * when they differ (test/unit/docs/schemas.test.ts).
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { asScript } from './lib/as-script.mjs';
import { say } from './lib/messages.mjs';
import { inProject, projectFolder } from './lib/project.mjs';

/** @typedef {typeof import('../src-shared/schema/json-schema.ts')} SchemaModule */

await asScript(writeSchemas);

async function writeSchemas() {
  // Loaded here: at the top it would be missing before the dependencies are installed.
  const { runnerImport } = await import('vite');
  /** @type {{ module: SchemaModule }} */
  const { module } = await runnerImport(inProject('src-shared/schema/json-schema.ts'), {
    root: projectFolder,
    configFile: false,
    logLevel: 'error',
  });
  mkdirSync(inProject('resources/schemas'), { recursive: true });
  for (const name of module.JSON_SCHEMA_NAMES) {
    const path = `resources/schemas/${name}.schema.json`;
    writeFileSync(inProject(path), module.jsonSchemaText(name));
    say(`Wrote ${path}.`);
  }
}
