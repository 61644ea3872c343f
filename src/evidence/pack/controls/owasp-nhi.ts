import { credentialsInTime, machinesInTime, noneResidual, nothingLeft } from '../tests/ends.ts';
import { populationComplete } from '../tests/process.ts';
import { credentialAge, disabledHoldNothing, federated, notStanding, owned, shared, thirdParties, unusedGone } from '../tests/rules.ts';
import type { Control } from './control.ts';

/** OWASP Non-Human Identities Top 10, 2025. Secret leakage, cloud deployment and isolation of environments (2, 6, 8) are not tested here. */
export const owaspNhi: readonly Control[] = [
  {
    id: 'NHI1:2025',
    title: 'Improper Offboarding',
    source: 'text',
    assertion: 'Access of what is not human ended in time, and nothing of it is left.',
    tests: [machinesInTime, nothingLeft, noneResidual, disabledHoldNothing, owned, populationComplete],
  },
  {
    id: 'NHI3:2025',
    title: 'Vulnerable Third-Party NHI',
    source: 'text',
    assertion: 'No party outside reaches privileged rights without being named and bound.',
    tests: [thirdParties],
  },
  {
    id: 'NHI4:2025',
    title: 'Insecure Authentication',
    source: 'text',
    assertion: 'No lasting secret is used where a federated identity is at hand.',
    tests: [federated],
  },
  {
    id: 'NHI5:2025',
    title: 'Overprivileged NHI',
    source: 'text',
    assertion: 'Nothing reaches lasting privileged rights, and what is not used is removed.',
    tests: [notStanding, unusedGone],
  },
  {
    id: 'NHI7:2025',
    title: 'Long-Lived Secrets',
    source: 'text',
    assertion: 'No secret is older than the policy allows, and credentials end in time.',
    tests: [credentialAge, credentialsInTime, populationComplete],
  },
  {
    id: 'NHI9:2025',
    title: 'NHI Reuse',
    source: 'text',
    assertion: 'No role is there for many to use as one.',
    tests: [shared],
  },
  {
    id: 'NHI10:2025',
    title: 'Human Use of NHI',
    source: 'text',
    assertion: 'No secret of what is not human is known to somebody who left.',
    tests: [shared],
  },
];
