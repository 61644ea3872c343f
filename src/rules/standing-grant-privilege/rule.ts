import { controls } from '../controls.ts';
import { standingRule } from '../standing.ts';

export const rule = standingRule({
  id: 'standing-grant-privilege',
  capability: 'grant-privilege',
  title: 'Standing right to grant privilege',
  why: 'Whoever may attach policies, edit roles or change trusts can make an administrator, of itself or of another, and it takes one call. The right therefore weighs as much as what it can give.',
  remedy:
    'Move permission changes to a reviewed pipeline whose role is assumed for one run, or cap what may be handed out with a permissions boundary on every principal that can be changed.',
  controls: controls(
    'NHI5',
    'PR.AA-05',
    'AC-2(7)',
    'AC-6',
    'AC-6(1)',
    'AC-6(5)',
    'ZTA-3',
    'CC6.1',
    'CC6.3',
    'A.5.15',
    'A.8.2',
    'PCI-7.2.1',
    'PCI-7.2.2',
    'PCI-7.2.5',
    'AC-5',
    'A.5.3',
  ),
  severity: 'critical',
  can: 'hand out permissions',
});
