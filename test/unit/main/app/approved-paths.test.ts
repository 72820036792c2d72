import { LIMITS } from '@shared/core/limits.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import type { Project } from '@shared/model/project.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { ApprovedPaths } from '../../../../src-main/app/approved-paths.ts';
import { workspaceAt } from '../../../../src-main/storage/paths.ts';
import { sampleExperiment, sampleSource } from '../ipc/contract-samples.ts';

const ROOT = '/home/me/Ninestep';
const NOT_ALLOWED = { code: 'NOT_ALLOWED', at: 'table.path' };

let paths: ApprovedPaths;
beforeEach(() => {
  paths = new ApprovedPaths(workspaceAt(ROOT));
});

const resolve = (path: string) => paths.resolve(path, 'table.path');
const refusal = (path: string) => {
  try {
    return resolve(path);
  } catch (error) {
    return error;
  }
};

function experimentOn(path: string): Experiment {
  const data = { ...sampleExperiment.data, source: { ...sampleSource, path } };
  return { ...sampleExperiment, data };
}

function projectOn(...tables: string[]): Project {
  const experiments = tables.map((path, k) => ({
    id: `exp_00000000000${k}`,
    experiment: experimentOn(path),
  }));
  return { format: 'ninestep-project', version: 1, name: 'Sample', experiments };
}

describe('ApprovedPaths (I4)', () => {
  it.each([
    '/etc/passwd',
    '/home/me/.ssh/id_ed25519',
    '../.ssh/id_ed25519',
    'data/../../.ssh/id_ed25519',
    'data',
    'data/..',
    'data/../project.json',
    'runs/run_0123456789ab/run.json',
    'database/table.csv',
    '',
    '.',
    '\0',
    '\\\\server\\share\\table.csv',
    'x'.repeat(LIMITS.textLength + 1),
  ])('refuses %j, which nobody chose, and says what to do', (path) => {
    expect(refusal(path)).toMatchObject({
      code: 'NOT_ALLOWED',
      message: expect.stringMatching(/Choose the file .* or drop it/) as string,
    });
  });

  it('reads what a person chose, by either name, and nothing beside it', () => {
    expect(paths.approve('/home/me/tables/iris.csv')).toBe('../tables/iris.csv');
    expect(resolve('/home/me/tables/iris.csv')).toBe('/home/me/tables/iris.csv');
    expect(resolve('../tables/iris.csv')).toBe('/home/me/tables/iris.csv');
    expect(refusal('/home/me/tables/wine.csv')).toMatchObject(NOT_ALLOWED);
    expect(refusal('/home/me/tables')).toMatchObject(NOT_ALLOWED);
  });

  it('reads what lies in the project’s own data folder', () => {
    expect(resolve('data/0123.csv')).toBe(`${ROOT}/data/0123.csv`);
  });

  it('reads what stood in the project when main read it', () => {
    paths.approveStored([experimentOn('../iris.csv'), experimentOn('/mnt/wine.csv'), sampleExperiment]);
    expect(resolve('/home/me/iris.csv')).toBe('/home/me/iris.csv');
    expect(resolve('/mnt/wine.csv')).toBe('/mnt/wine.csv');
  });

  it.each(['\\\\server\\share\\table.csv', '//server/share/table.csv'])(
    'does not call on the server of %j because a file from elsewhere says so',
    (path) => {
      paths.approveStored([experimentOn(path)]);
      expect(refusal(path)).toMatchObject(NOT_ALLOWED);
      expect(() => {
        paths.requireKnown(projectOn(path));
      }).not.toThrow();
      paths.approve(path);
      expect(refusal(path)).toBeTypeOf('string');
    },
  );

  it('lets no page smuggle a path into the project, to be believed at the next start', () => {
    paths.approve('/home/me/iris.csv');
    paths.requireKnown(projectOn('../iris.csv', 'data/0123.csv'));
    expect(() => {
      paths.requireKnown(projectOn('../iris.csv', '/etc/passwd'));
    }).toThrow(
      expect.objectContaining({ code: 'NOT_ALLOWED', at: 'experiments[1].experiment.data.source.path' }),
    );
  });

  it.each([
    ['/home/me/Ninestep/data/0123.csv', 'data/0123.csv'],
    ['/home/me/Downloads/iris.csv', '../Downloads/iris.csv'],
    ['/mnt/stick/iris.csv', '/mnt/stick/iris.csv'],
    ['/home/you/iris.csv', '/home/you/iris.csv'],
  ])('names %j as %j, so that what lies together can move together', (path, stored) => {
    expect(paths.storedPath(path)).toBe(stored);
    expect(paths.storedExperiment(experimentOn(path)).data.source).toMatchObject({ path: stored });
  });

  it('names nothing relative to a workspace that stands at the root of the disk', () => {
    expect(new ApprovedPaths(workspaceAt('/work')).storedPath('/etc/table.csv')).toBe('/etc/table.csv');
  });

  it('leaves an experiment without a file as it is', () => {
    expect(paths.storedExperiment(sampleExperiment)).toBe(sampleExperiment);
  });
});
