import { endedInTime, leaversInTime, moversInTime, noneResidual, nothingLeft, observed, reconciledRows } from '../tests/ends.ts';
import { anchored, approvedByAnother, populationComplete, runsAccounted } from '../tests/process.ts';
import { credentialAge, notStanding, reviewed, secondFactor, unusedGone } from '../tests/rules.ts';
import type { Control } from './control.ts';

/** Regulation (EU) 2016/679. */
export const gdpr: readonly Control[] = [
  {
    id: 'Art. 5(1)(f)',
    title: 'Integrity and confidentiality',
    source: 'text',
    assertion: 'Nobody reaches what they should no longer reach.',
    tests: [noneResidual, nothingLeft, populationComplete],
  },
  {
    id: 'Art. 5(2)',
    title: 'Accountability',
    source: 'text',
    assertion: 'What this evidence rests on was logged when it was read and cannot have been altered since.',
    tests: [runsAccounted, anchored],
  },
  {
    id: 'Art. 25(2)',
    title: 'Data protection by default',
    source: 'text',
    assertion: 'Rights are not lasting, and what is not used is removed.',
    tests: [notStanding, unusedGone],
  },
  {
    id: 'Art. 32(1)(b)',
    title: 'The ability to ensure the ongoing confidentiality, integrity, availability and resilience of processing systems and services',
    source: 'text',
    assertion: 'Access ends in time, and no secret is older than the policy allows.',
    tests: [endedInTime, credentialAge, secondFactor, populationComplete],
  },
  {
    id: 'Art. 32(1)(d)',
    title: 'A process for regularly testing, assessing and evaluating the effectiveness of technical and organisational measures',
    source: 'text',
    assertion: 'Access was looked at throughout the period and reviewed within its cadence, and each end was looked for.',
    tests: [runsAccounted, reviewed, observed, populationComplete],
  },
  {
    id: 'Art. 32(4)',
    title: 'Persons acting under the authority of the controller process data only on instructions',
    source: 'short',
    assertion: 'Access was approved, and of whoever left or moved it ended in time.',
    tests: [approvedByAnother, leaversInTime, moversInTime, reconciledRows, populationComplete],
  },
];
