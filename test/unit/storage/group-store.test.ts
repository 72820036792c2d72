import type { SweepSpec } from '@shared/model/sweep.ts';
import { sweepSchema } from '@shared/schema/sweep.ts';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { listGroups, readGroup, saveGroup } from '../../../src-main/storage/group-store.ts';
import { smallExperimentJson } from '../../helpers/experiments.ts';
import { tempWorkspace } from '../../helpers/runs.ts';
import { rejectionOf } from '../../helpers/thrown.ts';

const spec: SweepSpec = sweepSchema.parse({
  format: 'ninestep-sweep',
  version: 1,
  name: 'Widths',
  experiment: smallExperimentJson,
  settings: [{ path: 'network.layers[0].units', values: [2, 4] }],
});
const ID = 'grp_000000000001';

it('gives back the spec that a group was launched with', async () => {
  const workspace = tempWorkspace();
  await saveGroup(workspace, ID, spec);
  expect(await readGroup(workspace, ID)).toEqual(spec);
  expect(await listGroups(workspace)).toEqual({ groups: [{ id: ID, spec }], problems: [] });
});

it('never changes a spec that is there', async () => {
  const workspace = tempWorkspace();
  await saveGroup(workspace, ID, spec);
  const error = await rejectionOf(saveGroup(workspace, ID, { ...spec, name: 'Other' }));
  expect(error.code).toBe('TARGET_EXISTS');
  expect(await readGroup(workspace, ID)).toEqual(spec);
});

it('says that there is no such group', async () => {
  expect(await rejectionOf(readGroup(tempWorkspace(), ID))).toMatchObject({ code: 'FILE_NOT_FOUND' });
  expect(await listGroups(tempWorkspace())).toEqual({ groups: [], problems: [] });
});

it('tells a spec that cannot be read, and passes over a folder that a kill left without one', async () => {
  const workspace = tempWorkspace();
  await saveGroup(workspace, ID, spec);
  for (const name of ['grp_000000000002', 'grp_000000000003', 'notes']) {
    mkdirSync(join(workspace.groups, name));
  }
  writeFileSync(join(workspace.groups, 'grp_000000000002', 'sweep.json'), '{');
  const { groups, problems } = await listGroups(workspace);
  expect(groups.map(({ id }) => id)).toEqual([ID]);
  expect(problems).toEqual([expect.stringContaining('grp_000000000002')]);
});
