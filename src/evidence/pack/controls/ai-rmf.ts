import { machinesInTime, noneResidual, nothingLeft, sessionsEnded } from '../tests/ends.ts';
import { logCovers, populationComplete, runsAccounted } from '../tests/process.ts';
import { credentialAge, disabledHoldNothing, notStanding, owned } from '../tests/rules.ts';
import type { Control } from './control.ts';

/** NIST AI RMF 1.0, for identities of agents and of what runs them. */
export const aiRmf: readonly Control[] = [
  {
    id: 'GOVERN 1.6',
    title: 'Mechanisms are in place to inventory AI systems and are resourced according to organizational risk priorities',
    source: 'text',
    assertion: 'Each identity that is not human has an owner, and all that could show one was read.',
    tests: [owned, populationComplete],
  },
  {
    id: 'GOVERN 1.7',
    title: 'Processes and procedures are in place for decommissioning and phasing out AI systems safely',
    source: 'short',
    assertion: 'Access of what is not human ended in time, and nothing of it is left.',
    tests: [machinesInTime, nothingLeft, disabledHoldNothing, populationComplete],
  },
  {
    id: 'MEASURE 2.7',
    title: 'AI system security and resilience are evaluated and documented',
    source: 'short',
    assertion: 'Nothing reaches lasting privileged rights, and no secret is older than the policy allows.',
    tests: [notStanding, credentialAge],
  },
  {
    id: 'MANAGE 2.4',
    title: 'Mechanisms are in place to supersede, disengage, or deactivate AI systems',
    source: 'short',
    assertion: 'What is not human and should be gone is gone, and its sessions with it.',
    tests: [machinesInTime, sessionsEnded, noneResidual, populationComplete],
  },
  {
    id: 'MANAGE 4.1',
    title: 'Post-deployment AI system monitoring plans are implemented',
    source: 'short',
    assertion: 'Access was looked at throughout the period.',
    tests: [runsAccounted, logCovers, populationComplete],
  },
];
