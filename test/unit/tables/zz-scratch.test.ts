import { it } from 'vitest';
import { writeFileSync } from 'node:fs';
import { readTableFile } from '../../../src-main/tables/read-table-file.ts';
async function time(name: string, text: string) {
  const p = `/tmp/rv-${name}.csv`; writeFileSync(p, text); const t = performance.now();
  try { const r = await readTableFile(p, null); console.log(name, r.rows, r.table.columns.map(c=>c.kind).slice(0,3), Math.round(performance.now()-t)); }
  catch (e) { console.log(name, String(e).slice(0,200), Math.round(performance.now()-t)); }
}
it('digits', async () => {
  await time('digits', 'a,b\n' + ('1'.repeat(20000) + 'x,2\n').repeat(3));
  await time('digits40', 'a,b\n' + ('1'.repeat(40000) + 'x,2\n').repeat(3));
  await time('thousand', 'a,b\n' + ('1'.repeat(990) + 'x,2\n').repeat(3000));
}, 120000);
it('short rows', async () => {
  const names = Array.from({length: 4000}, (_, k) => `c${k}`).join(',');
  const before = process.memoryUsage().rss;
  await time('short', names + '\n' + '1\n'.repeat(40000));
  console.log('rss MB', Math.round((process.memoryUsage().rss - before)/2**20));
}, 120000);
