import type { ErrorCode } from '@shared/core/errors.ts';
import { parseWith } from '@shared/schema/parse.ts';
import { projectSchema } from '@shared/schema/project.ts';
import { describe, expect, it } from 'vitest';
import { smallExperimentJson } from '../../helpers/experiments.ts';
import { withValue, without } from '../../helpers/json-path.ts';
import { thrownBy } from '../../helpers/thrown.ts';

const entry = { id: 'exp_000000000001', example: 'article', experiment: smallExperimentJson };
const project = { format: 'ninestep-project', version: 1, name: 'Project', experiments: [entry] };
const parse = (value: unknown) => parseWith(projectSchema, value, 'project');

describe('projectSchema', () => {
  it('takes a project as it is', () => {
    expect(parse(project)).toEqual(project);
  });

  it('takes a draft whose parts do not fit together yet: only training refuses that', () => {
    expect(parse(withValue(project, 'experiments[0].experiment.data.split.train', 0.1))).toBeTypeOf('object');
  });

  it.each<[string, unknown, ErrorCode, string]>([
    ['experiments', [], 'INVALID_VALUE', 'experiments'],
    ['experiments', undefined, 'MISSING_FIELD', 'experiments'],
    ['experiments[0].id', '../../x', 'INVALID_VALUE', 'experiments[0].id'],
    ['experiments[0].id', 'run_000000000001', 'INVALID_VALUE', 'experiments[0].id'],
    ['experiments[0].notes', 'x', 'UNKNOWN_FIELD', 'experiments[0].notes'],
    [
      'experiments[0].experiment.training.epochs',
      -1,
      'INVALID_VALUE',
      'experiments[0].experiment.training.epochs',
    ],
    ['name', '', 'INVALID_VALUE', 'name'],
    ['__proto__', {}, 'UNKNOWN_FIELD', '__proto__'],
    ['theme', 'dark', 'UNKNOWN_FIELD', 'theme'],
  ])('refuses %s = %j', (place, value, code, at) => {
    const json = value === undefined ? without(project, place) : withValue(project, place, value);
    const error = thrownBy(() => parse(json));
    expect({ code: error.code, at: error.at }).toEqual({ code, at });
  });

  it('refuses two experiments with the same id, which no list could tell apart', () => {
    const error = thrownBy(() => parse({ ...project, experiments: [entry, entry] }));
    expect(error).toMatchObject({ code: 'INVALID_VALUE', at: 'experiments' });
    expect(error.message).toContain('the same id');
  });
});
