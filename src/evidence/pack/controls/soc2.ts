import {
  credentialsInTime,
  deniedInTime,
  endedInTime,
  incidentsInTime,
  leaversInTime,
  moversInTime,
  noneResidual,
  nothingLeft,
  reconciledRows,
  sessionsEnded,
} from '../tests/ends.ts';
import {
  anchored,
  approvedByAnother,
  dutiesApart,
  exceptionsCurrent,
  logCovers,
  populationComplete,
  runsAccounted,
} from '../tests/process.ts';
import {
  breakGlass,
  conflicting,
  credentialAge,
  disabledHoldNothing,
  logsWatch,
  notStanding,
  reviewed,
  secondFactor,
  shared,
  thirdParties,
  unusedGone,
} from '../tests/rules.ts';
import type { Control } from './control.ts';

/** SOC 2: Trust Services Criteria of the AICPA, 2017 with the points of focus of 2022; titles shortened. */
export const soc2: readonly Control[] = [
  {
    id: 'CC4.1',
    title: 'Ongoing and separate evaluations of internal control',
    source: 'short',
    assertion: 'Access was looked at throughout the period, and every look is on record.',
    tests: [runsAccounted, populationComplete, anchored],
  },
  {
    id: 'CC6.1',
    title: 'Logical access security over protected information assets',
    source: 'short',
    assertion:
      'Nobody holds lasting privileged rights or secrets that are older than the policy allows, and sessions end with the access they came from.',
    tests: [notStanding, credentialAge, secondFactor, shared, sessionsEnded, populationComplete],
  },
  {
    id: 'CC6.2',
    title: 'Registration and authorization of users, removal of credentials no longer authorized',
    source: 'short',
    assertion: 'Access is given after somebody else approved it, and is taken away from whoever leaves by the time the policy sets.',
    tests: [approvedByAnother, leaversInTime, credentialsInTime, reconciledRows, noneResidual, disabledHoldNothing, populationComplete],
  },
  {
    id: 'CC6.3',
    title: 'Access authorized, modified or removed by role, with least privilege and segregation of duties',
    source: 'short',
    assertion:
      'Access that is no longer needed ends in time, is reviewed within its cadence, and is held apart where one person may not have both.',
    tests: [endedInTime, moversInTime, deniedInTime, reviewed, conflicting, unusedGone, exceptionsCurrent, dutiesApart, populationComplete],
  },
  {
    id: 'CC6.6',
    title: 'Logical access security against threats from outside the system boundaries',
    source: 'short',
    assertion: 'No party outside reaches privileged rights without being named and bound.',
    tests: [thirdParties, secondFactor],
  },
  {
    id: 'CC6.7',
    title: 'Transmission, movement and removal of information restricted to authorized users',
    source: 'short',
    assertion: 'Nothing that ended leaves another way to the same data.',
    tests: [nothingLeft, populationComplete],
  },
  {
    id: 'CC7.2',
    title: 'Monitoring of system components for anomalies',
    source: 'short',
    assertion: 'Logs told of the whole period and cannot be altered unseen.',
    tests: [logCovers, logsWatch],
  },
  {
    id: 'CC7.3',
    title: 'Evaluation of security events',
    source: 'short',
    assertion: 'Access of whoever an incident or signal is about ended in time, and each use of an emergency account has its incident.',
    tests: [incidentsInTime, breakGlass, populationComplete],
  },
];
