import {
  credentialsInTime,
  endedInTime,
  leaversInTime,
  machinesInTime,
  moversInTime,
  noneResidual,
  reconciledRows,
  sessionsEnded,
} from '../tests/ends.ts';
import { approvedByAnother, exceptionsCurrent, logCovers, populationComplete, runsAccounted } from '../tests/process.ts';
import {
  breakGlass,
  conflicting,
  credentialAge,
  disabledHoldNothing,
  federated,
  logsWatch,
  notStanding,
  owned,
  reviewed,
  secondFactor,
  thirdParties,
  unusedGone,
} from '../tests/rules.ts';
import type { Control } from './control.ts';

/** NIST Cybersecurity Framework 2.0. */
export const nistCsf: readonly Control[] = [
  {
    id: 'PR.AA-01',
    title: 'Identities and credentials for authorized users, services, and hardware are managed by the organization',
    source: 'text',
    assertion: 'Each identity has an owner, no secret is older than the policy allows, and credentials end in time.',
    tests: [owned, credentialAge, credentialsInTime, disabledHoldNothing, populationComplete],
  },
  {
    id: 'PR.AA-03',
    title: 'Users, services, and hardware are authenticated',
    source: 'text',
    assertion: 'Nobody signs in with one factor alone, and sessions end with the access they came from.',
    tests: [secondFactor, sessionsEnded, populationComplete],
  },
  {
    id: 'PR.AA-04',
    title: 'Identity assertions are protected, conveyed, and verified',
    source: 'text',
    assertion: 'No lasting secret is used where a federated identity is at hand, and trusts name whom they trust.',
    tests: [federated, thirdParties],
  },
  {
    id: 'PR.AA-05',
    title:
      'Access permissions, entitlements, and authorizations are defined in a policy, managed, enforced, and reviewed, and incorporate the principles of least privilege and separation of duties',
    source: 'text',
    assertion:
      'Access ends in time when somebody leaves or moves or its reason is over, is reviewed within its cadence, and is held apart.',
    tests: [
      endedInTime,
      leaversInTime,
      moversInTime,
      noneResidual,
      reviewed,
      notStanding,
      conflicting,
      approvedByAnother,
      exceptionsCurrent,
      reconciledRows,
      populationComplete,
    ],
  },
  {
    id: 'PR.PS-04',
    title: 'Log records are generated and made available for continuous monitoring',
    source: 'text',
    assertion: 'Logs told of the whole period and cannot be altered unseen.',
    tests: [logCovers, logsWatch],
  },
  {
    id: 'ID.AM-08',
    title: 'Systems, hardware, software, services, and data are managed throughout their life cycles',
    source: 'text',
    assertion: 'Access of what is not human ends with it.',
    tests: [machinesInTime, owned, unusedGone, populationComplete],
  },
  {
    id: 'DE.CM-03',
    title: 'Personnel activity and technology usage are monitored to find potentially adverse events',
    source: 'text',
    assertion: 'Access was looked at throughout the period, and each use of an emergency account has its incident.',
    tests: [runsAccounted, breakGlass, populationComplete],
  },
];
