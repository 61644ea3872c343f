import type { ControlResult, ControlTest, Framework } from '../../src/model/pack.ts';
import { sampleEndings } from './report-endings.ts';
import { deployRole } from './report-findings.ts';
import { packRows } from './pack-population.ts';

const endedInTime: ControlTest = {
  id: 'ended-in-time',
  what: 'every access that was due ended within the time allowed',
  population: { of: 'rows of the population that were due', size: 9 },
  tested: 8,
  passed: 5,
  exceptions: [
    { of: 'row', id: packRows[1]!.id, why: 'it ended 14 h after it was due' },
    { of: 'ending', id: sampleEndings[1]!.id, why: 'it is there and should not be' },
    { of: 'finding', id: deployRole.fingerprint, why: 'standing administrator' },
  ],
  undetermined: [{ id: packRows[8]!.id, why: 'no read since it was due' }],
};

const logCovers: ControlTest = {
  id: 'log-covers-period',
  what: 'the provider log covers the whole period',
  population: { of: 'boundaries with a log', size: 2 },
  tested: 1,
  passed: 1,
  exceptions: [
    { of: 'surface', id: 'aws:cloudtrail', why: 'no log from 2025-11-20 to 2025-11-25' },
    { of: 'run', id: '12', why: 'begun and never ended' },
    { of: 'exception', id: 'legacy-directory', why: 'approver is owner' },
  ],
  undetermined: [{ id: 'entra:directory-audits', why: 'not read: AuditLog.Read.All was denied' }],
};

const reviewed: ControlTest = {
  id: 'reviewed-within-cadence',
  what: 'every privileged access was reviewed within 90 days',
  population: { of: 'privileged accesses', size: 17 },
  tested: 17,
  passed: 17,
  exceptions: [],
  undetermined: [],
};

const none: ControlTest = {
  id: 'leavers-reconciled',
  what: 'every leaver row is matched to a person',
  population: { of: 'leavers', size: 0 },
  tested: 0,
  passed: 0,
  exceptions: [],
  undetermined: [],
};

const cannot: ControlTest = { ...logCovers, tested: 0, passed: 0, population: { of: 'boundaries with a log', size: 1 }, exceptions: [] };

const ids: Readonly<Record<Framework, readonly [string, string, string, string]>> = {
  soc2: ['CC6.1', 'CC6.2', 'CC6.3', 'CC7.2'],
  iso27001: ['5.15', '5.16', '5.18', '8.2'],
  pci: ['7.2.2', '7.2.4', '8.2.5', '8.2.6'],
  'nist-800-53': ['AC-6(7)', 'AC-2(3)', 'AU-12', 'PS-4'],
  'nist-csf': ['PR.AA-01', 'PR.AA-05', 'PR.PS-04', 'ID.AM-08'],
  'nist-800-207': ['Tenet 3', 'Tenet 4', 'Tenet 6', 'Tenet 7'],
  'ai-rmf': ['GOVERN 1.6', 'GOVERN 1.7', 'MEASURE 2.7', 'MANAGE 2.4'],
  gdpr: ['Art. 32(1)(b)', 'Art. 32(1)(d)', 'Art. 5(1)(f)', 'Art. 5(2)'],
  'owasp-nhi': ['NHI1:2025', 'NHI5:2025', 'NHI7:2025', 'NHI9:2025'],
};

/** One control for each thing a control can say. */
export function pickControls(framework: Framework): readonly ControlResult[] {
  const [supports, against, cannotTell, idle] = ids[framework];
  return [
    {
      framework,
      id: supports,
      title: 'Review of User Privileges',
      assertion: 'Privileged access is reviewed at least every 90 days.',
      tests: [reviewed],
      says: 'supports',
      because: ['all 17 that were tested hold'],
    },
    {
      framework,
      id: against,
      title: 'Disable Accounts',
      assertion: 'Access ends within the time that policy allows after it is called for.',
      tests: [endedInTime, reviewed],
      says: 'does-not-support',
      because: ['3 of 8 fail', '1 could not be tested'],
    },
    {
      framework,
      id: cannotTell,
      title: 'Audit Record Generation',
      assertion: 'What was done to access is logged over the whole period.',
      tests: [cannot],
      says: 'cannot-tell',
      because: ['the directory audit log was not read'],
    },
    {
      framework,
      id: idle,
      title: 'Personnel Termination',
      assertion: 'Whoever leaves loses access on the last day of work.',
      tests: [none],
      says: 'not-exercised',
      because: ['nobody left in the period'],
    },
  ];
}

export const packControls = pickControls('nist-800-53').map((control) =>
  control.says === 'does-not-support' ? { ...control, tests: [...control.tests, logCovers] } : control,
);
