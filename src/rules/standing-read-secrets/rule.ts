import { controls } from '../controls.ts';
import { standingRule } from '../standing.ts';

export const rule = standingRule({
  id: 'standing-read-secrets',
  capability: 'read-secrets',
  title: 'Standing right to read secrets',
  why: 'A secret that was read once works until it is changed: the access is copied out of the reach of every later revocation. Secrets of databases, partners and other clouds are reached this way, where this scan cannot see. A policy on the secret itself can grant the right as well, so nothing is called clear while those were not read.',
  remedy: 'Name the secrets each workload needs, let people read them only on request, and change those that were readable without need.',
  controls: controls(
    'NHI2',
    'NHI5',
    'NHI7',
    'PR.AA-05',
    'AC-3',
    'AC-6',
    'IA-5',
    'CC6.1',
    'CC6.3',
    'A.5.17',
    'A.8.3',
    'PCI-7.2.2',
    'PCI-8.6.3',
    'GDPR-32.1.b',
  ),
  severity: 'high',
  can: 'read secrets',
  also: [{ kind: 'secret-policy', where: 'reached' }],
});
