import { diagnose } from '@shared/doctor/diagnose.ts';
import { type Finding, type RuleName, RULES } from '@shared/doctor/finding.ts';
import { checkExperiment } from '@shared/data/check-experiment.ts';
import type { Patient } from '@shared/doctor/patient.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { describe, expect, it } from 'vitest';
import { patientOf } from '../../helpers/patients.ts';
import { CASES } from './cases.ts';

const trained = new Map<RuleName, Promise<Patient>>();

/** The sick run of a case, trained once. */
function sickPatient({ rule, sick }: (typeof CASES)[number]): Promise<Patient> {
  const patient = trained.get(rule) ?? Promise.resolve(sick()).then(patientOf);
  trained.set(rule, patient);
  return patient;
}

function rulesOf(findings: readonly Finding[]): RuleName[] {
  return findings.map(({ rule }) => rule);
}

describe('every rule of the doctor', () => {
  it('has a run that it must find and one that it must not', () => {
    expect(CASES.map(({ rule }) => rule).sort()).toEqual(Object.keys(RULES).sort());
  });

  it.each(CASES)('finds $rule where it is', async (own) => {
    const { rule } = own;
    const findings = diagnose(await sickPatient(own));
    expect(rulesOf(findings)).toContain(rule);
    const finding = findings.find((one) => one.rule === rule)!;
    expect(finding.severity).not.toBe('note');
    expect(finding.evidence.length).toBeGreaterThan(0);
  });

  it.each(CASES)('finds no $rule in a run much like it', async ({ rule, well }) => {
    expect(rulesOf(diagnose(await patientOf(await well())))).not.toContain(rule);
  });

  it.each(CASES)('offers a cure for $rule that cures it: $cure', async (own) => {
    const { rule, cure } = own;
    const patient = await sickPatient(own);
    const finding = diagnose(patient).find((one) => one.rule === rule)!;
    const offered = finding.cures.find(({ label }) => label === cure);
    expect(finding.cures.map(({ label }) => label)).toContain(cure);
    const again = diagnose(await patientOf(offered!.change(patient.experiment)));
    // What remains is worth knowing at most: a run that learns well may still end before it is done.
    expect(rulesOf(again.filter(({ severity }) => severity !== 'note'))).not.toContain(rule);
    expect(again.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it.each(CASES)('offers only cures for $rule that can be trained', async (own) => {
    const patient = await sickPatient(own);
    const cures = diagnose(patient).flatMap((finding) => finding.cures);
    for (const { change } of cures) {
      const cured = change(patient.experiment);
      checkExperiment(cured);
      expect(parseExperiment(JSON.parse(JSON.stringify(cured)))).toEqual(cured);
      expect(cured).not.toEqual(patient.experiment);
    }
  });
});
