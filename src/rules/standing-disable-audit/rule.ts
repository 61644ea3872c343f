import { controls } from '../controls.ts';
import { standingRule } from '../standing.ts';

export const rule = standingRule({
  id: 'standing-disable-audit',
  capability: 'disable-audit',
  title: 'Standing right to switch audit off',
  why: 'Logs are what shows that access was used and that it ended. Whoever can stop, delete or filter them at any hour can make everything after that unprovable.',
  remedy:
    'Leave changes of trails and detectors to an account and pipeline of their own, and deny them everywhere else with a guardrail the holder cannot change.',
  controls: controls(
    'NHI5',
    'PR.AA-05',
    'PR.PS-04',
    'AC-5',
    'AC-6',
    'AC-6(1)',
    'AU-9',
    'CC6.3',
    'CC7.2',
    'A.5.3',
    'A.8.2',
    'A.8.15',
    'PCI-7.2.2',
    'PCI-10.2.1',
  ),
  severity: 'high',
  can: 'switch audit logs off or blind them',
});
