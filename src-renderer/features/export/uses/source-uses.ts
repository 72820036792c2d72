import { cNames, cText } from '@shared/export/code/c-text.ts';
import { calendarDay, type ExampleCell, exampleRow } from './example-row.ts';
import { baseOf, shellWord, specifierOf, type Use, type UsedFile } from './use.ts';

/** What can be done with a JavaScript module of a model. */
export function javascriptUses({ fileName, inputs }: UsedFile): readonly Use[] {
  const row = exampleRow(inputs);
  const imported = row === null ? '{ CASES, predict }' : '{ predict }';
  const asked = row === null ? 'CASES[0].inputs' : javascriptRow(row);
  const from = specifierOf(fileName);
  const code = `import ${imported} from ${from};\n\nconst answer = predict(${asked});\n`;
  return [
    {
      label: 'Node',
      language: 'javascript',
      code: `${code}console.log(answer);`,
      needs: 'Node.js 18 or newer, from a file beside it whose name ends with .mjs',
    },
    {
      label: 'A page',
      language: 'html',
      code: `<script type="module">\n${code}document.body.append(JSON.stringify(answer));\n</script>`,
      needs: 'A page that is served beside it; browsers import no modules from file:// addresses',
    },
    selfTest(`node ${shellWord(fileName)}`, 'Node.js'),
  ];
}

/** `{ a: 30, "tail length": 70 }`. */
export function javascriptRow(row: readonly ExampleCell[]): string {
  const cells = row.map((cell) => `${javascriptKey(cell.name)}: ${javascriptValue(cell)}`);
  return cells.length === 0 ? '{}' : `{ ${cells.join(', ')} }`;
}

export function javascriptKey(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) && name !== '__proto__' ? name : JSON.stringify(name);
}

function javascriptValue(cell: ExampleCell): string {
  if (cell.kind !== 'date') return JSON.stringify(cell.value);
  const [year, month, day] = calendarDay(cell.value);
  return `new Date(Date.UTC(${String(year)}, ${String(month - 1)}, ${String(day)}))`;
}

/** What can be done with a Python script of a model. */
export function pythonUses({ fileName, inputs }: UsedFile): readonly Use[] {
  const row = exampleRow(inputs);
  const base = baseOf(fileName);
  const names = row === null ? ['CASES', 'predict'] : ['predict'];
  const imports = /^[A-Za-z_]\w*$/.test(base)
    ? `from ${base} import ${names.join(', ')}`
    : `import runpy\n\nmodel = runpy.run_path(${JSON.stringify(fileName)})\n${names
        .map((name) => `${name} = model["${name}"]`)
        .join('\n')}`;
  const asked = row === null ? 'CASES[0]["inputs"]' : pythonRow(row);
  const dates = row?.some(({ kind }) => kind === 'date') === true ? 'from datetime import date\n\n' : '';
  return [
    {
      label: 'Python',
      language: 'python',
      code: `${dates}${imports}\n\nprint(predict([${asked}]))`,
      needs: 'Python 3 with NumPy, from a file beside it',
    },
    selfTest(`python3 ${shellWord(fileName)}`, 'Python 3 with NumPy'),
  ];
}

/** `{"a": 30, "kind": "rose"}`. */
function pythonRow(row: readonly ExampleCell[]): string {
  const cells = row.map((cell) => {
    if (cell.kind !== 'date') return `${JSON.stringify(cell.name)}: ${JSON.stringify(cell.value)}`;
    return `${JSON.stringify(cell.name)}: date(${calendarDay(cell.value).join(', ')})`;
  });
  return `{${cells.join(', ')}}`;
}

/** What can be done with a C header of a model. */
export function cUses({ fileName, inputs }: UsedFile): readonly Use[] {
  const row = exampleRow(inputs);
  const names = cNames(inputs.map(({ name }) => name));
  const fields =
    row === null
      ? '/* its fields are the columns, as told in the header */ 0'
      : row
          .map((cell, k) => {
            return `.${names[k]!} = ${cell.kind === 'text' ? cText(cell.value) : String(cell.value)}`;
          })
          .join(', ');
  const file = shellWord(fileName);
  return [
    {
      label: 'C',
      language: 'c',
      code:
        `#include <stdio.h>\n#include ${JSON.stringify(fileName)}\n\nint main(void) {\n` +
        `  ninestep_row row = {${fields}};\n  float answers[NINESTEP_OUTPUTS];\n` +
        '  if (ninestep_predict(&row, answers) != 0) return 1;\n' +
        '  for (int k = 0; k < NINESTEP_OUTPUTS; k++) printf("%s: %g\\n", ninestep_outputs[k], answers[k]);\n' +
        '  return 0;\n}',
      needs: 'A C99 compiler and the mathematics library: cc -std=c99 main.c -lm',
    },
    selfTest(
      `cc -std=c99 -DNINESTEP_SELF_TEST -x c -o model-test ${file} -lm && ./model-test`,
      'A C99 compiler',
    ),
  ];
}

function selfTest(code: string, needs: string): Use {
  return { label: 'Test it', language: 'shell', code, needs };
}
