import { javascriptDeclarations } from '@shared/export/code/javascript-declarations.ts';
import { tfjsFiles } from '@shared/export/tfjs/tfjs-files.ts';
import type { ModelFile } from '@shared/model/model-file.ts';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EXPORT_TASKS, mixedModel, modelOfAllLayers } from '../../helpers/exported-models.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { writeTfjs } from '../../helpers/tfjs.ts';
import { typeErrors } from '../../helpers/typescript.ts';

const [, [, severalClasses]] = EXPORT_TASKS as [unknown, [string, object]];
const classes = mixedModel(severalClasses);
const numbers = modelOfAllLayers([]);
const ODD = '*/ """ \\ `${x}` </script> \n\u2028 ü';
const odd: ModelFile = {
  ...numbers,
  name: ODD,
  inputs: numbers.inputs.map((input, k) => ({ ...input, name: k === 0 ? '__proto__' : ODD })),
};

/** Every object has something of that name; here it may be missing. */
const inherited: ModelFile = {
  ...numbers,
  inputs: numbers.inputs.map((input, k) =>
    k === 0 ? { ...input, name: 'constructor', missing: { fill: 0, indicator: false } } : input,
  ) as ModelFile['inputs'],
};

const GOOD = `
import { classify, predict, predictValues, selfTest, CASES, INPUTS, OUTPUTS } from './classes.mjs';
import * as numbers from './numbers.mjs';
import * as odd from './odd.mjs';
import * as inherited from './inherited.mjs';

const share: number = predict({ customer: 3 })['shop = north'];
const whole = { customer: '3', grade: 'low', open: 'no', day: new Date(0), amount: null, pieces: undefined } as const;
const shop: 'north' | 'south' | 'west' | 'closed' = classify(whole).shop;
for (const { inputs, outputs } of CASES) predictValues(inputs)[0]! - outputs[0]!;
const largest: number = selfTest();
const names: string[] = [INPUTS[0]!.name, OUTPUTS[0]!.name];
const sum: number = numbers.predict([1, 2]).sum + numbers.predict({ a: 1, b: 2 }).product;
const answer = odd.predict([1, 2]).sum + inherited.predict({ b: 2 }).sum + inherited.predict({ constructor: 1, b: 2 }).sum;
export { answer, largest, names, shop, share, sum };
`.trim();

/** What is wrong, and what TypeScript must say of it. */
const MISTAKES: [string, RegExp][] = [
  ["classes.predict({ customer: 3, grade: 'lowest' });", /"lowest".*"low"/],
  ['classes.predict({ amount: 1 });', /'customer' is missing/],
  ['classes.predict({ customer: null });', /null/],
  ["classes.predict({ customer: 'three' });", /"three"/],
  ['classes.predict({ customer: 3, colour: 1 });', /colour/],
  ['numbers.predict([1]);', /1 element/],
  ['numbers.predict({ a: 1, b: 2 }).difference;', /difference/],
  ['numbers.classify([1, 2]);', /classify/],
];

describe('the declarations of a JavaScript module', () => {
  it('take rows by the names of their columns, with their levels, and nothing else', () => {
    const folder = tempFolder();
    const write = (name: string, text: string) => {
      writeFileSync(join(folder, name), text);
    };
    for (const [name, model] of Object.entries({ classes, numbers, odd, inherited })) {
      write(`${name}.d.mts`, javascriptDeclarations(model));
    }
    write('good.ts', GOOD);
    const imports = "import * as classes from './classes.mjs'; import * as numbers from './numbers.mjs';";
    write('mistakes.ts', [imports, ...MISTAKES.map(([line]) => line)].join('\n'));
    const told = typeErrors(['good.ts', 'mistakes.ts'].map((name) => join(folder, name)));
    expect(told.map(({ place }) => place)).toEqual(MISTAKES.map((_, k) => `mistakes.ts:${String(k + 2)}`));
    MISTAKES.forEach(([, message], k) => {
      expect(told[k]!.message).toMatch(message);
    });
  });
});

describe('the declarations beside a TensorFlow.js model', () => {
  it('take TensorFlow.js itself and what it loads', () => {
    const path = writeTfjs(tfjsFiles({ model: classes, base: 'model' }));
    const program = path.replace('.json', '.ts');
    const lines = [
      "import * as tf from '@tensorflow/tfjs';",
      "import { classify, predict, selfTest } from './model.columns.mjs';",
      "const model = await tf.loadLayersModel('model.json');",
      "export const share: number = (await predict(tf, model, [{ customer: 3, grade: 'low' }]))[0]!['shop = west'];",
      "export const isNorth = (await classify(tf, model, [{ customer: 3 }]))[0]!.shop === 'north';",
      'export const largest: number = await selfTest(tf, model);',
      "await predict(tf, model, [{ customer: 3, grade: 'lowest' }]);",
    ];
    writeFileSync(program, lines.join('\n'));
    const told = typeErrors([program], true);
    expect(told).toEqual([{ place: 'model.ts:7', message: expect.stringContaining('"lowest"') as string }]);
  });
});
