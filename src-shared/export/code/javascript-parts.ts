import type { ModelFile } from '../../model/model-file.ts';
import { commentText, inputInWords } from './code-model.ts';

/* What the JavaScript module and that beside a TensorFlow.js model have in common. */

/** Each element in a line of its own. */
export function constant(name: string, comment: string, elements: readonly unknown[]): string {
  const lines = elements.map((element) => `  ${safeJson(element)},`);
  return `/** ${comment} */\nexport const ${name} = [\n${lines.join('\n')}\n];`;
}

/** JSON that may also stand in a script of a page. */
function safeJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', String.raw`\u003c`)
    .replaceAll('\u2028', String.raw`\u2028`)
    .replaceAll('\u2029', String.raw`\u2029`);
}

/** Raw values → scaled ones, and back. */
export const SCALING = `function unscaled({ log, shift, scale }, answer) {
  const value = answer * scale + shift;
  return log ? Math.sign(value) * Math.expm1(Math.abs(value)) : value;
}

function scaled({ log, shift, scale }, raw) {
  return ((log ? Math.sign(raw) * Math.log1p(Math.abs(raw)) : raw) - shift) / scale;
}`;

/** The columns of a model in words, as lines of the comment that a module begins with. */
export function columnLines({ inputs, outputs }: Pick<ModelFile, 'inputs' | 'outputs'>): string[] {
  return [
    'Inputs:',
    ...inputs.map((input) => `  ${commentText(input.name)}: ${commentText(inputInWords(input))}`),
    'Outputs:',
    ...outputs.map(
      (output) => `  ${commentText(output.name)}${output.class === undefined ? '' : ': a probability'}`,
    ),
  ];
}
