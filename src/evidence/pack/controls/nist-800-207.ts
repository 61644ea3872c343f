import { endedInTime, incidentsInTime, sessionsEnded, temporaryInTime } from '../tests/ends.ts';
import { approvedByAnother, logCovers, populationComplete, runsAccounted } from '../tests/process.ts';
import { deniedStaysDenied, notStanding, secondFactor } from '../tests/rules.ts';
import type { Control } from './control.ts';

/** NIST SP 800-207, section 2.1: tenets by number. */
export const nist800207: readonly Control[] = [
  {
    id: 'Tenet 3',
    title: 'Access to individual enterprise resources is granted on a per-session basis',
    source: 'text',
    assertion: 'Nobody holds lasting privileged rights, and sessions end with the access they came from.',
    tests: [notStanding, deniedStaysDenied, sessionsEnded, populationComplete],
  },
  {
    id: 'Tenet 4',
    title: 'Access to resources is determined by dynamic policy',
    source: 'short',
    assertion: 'Access ends when what allowed it is over, or an incident or signal says so.',
    tests: [temporaryInTime, incidentsInTime, endedInTime, populationComplete],
  },
  {
    id: 'Tenet 5',
    title: 'The enterprise monitors and measures the integrity and security posture of all owned and associated assets',
    source: 'text',
    assertion: 'Access was looked at throughout the period.',
    tests: [runsAccounted, populationComplete],
  },
  {
    id: 'Tenet 6',
    title: 'All resource authentication and authorization are dynamic and strictly enforced before access is allowed',
    source: 'text',
    assertion: 'Privileged rights need a second factor and an approval that somebody else gives, each time.',
    tests: [secondFactor, approvedByAnother, deniedStaysDenied],
  },
  {
    id: 'Tenet 7',
    title:
      'The enterprise collects as much information as possible about the current state of assets, network infrastructure and communications and uses it to improve its security posture',
    source: 'text',
    assertion: 'All that could show access was read, and logs told of the whole period.',
    tests: [populationComplete, logCovers, runsAccounted],
  },
];
