import { controls } from '../controls.ts';
import { standingRule } from '../standing.ts';

export const rule = standingRule({
  id: 'standing-mint-credential',
  capability: 'mint-credential',
  title: 'Standing right to mint credentials of others',
  why: 'A key or password made for another identity outlives the access of whoever made it, and works under a name that nobody suspects. It is the usual way to stay after being thrown out.',
  remedy:
    "Narrow the right to the holder's own credentials, or let a central process issue them; delete credentials nobody can account for.",
  controls: controls(
    'NHI5',
    'NHI7',
    'PR.AA-01',
    'PR.AA-05',
    'AC-2(7)',
    'AC-6',
    'AC-6(1)',
    'IA-5',
    'CC6.1',
    'CC6.3',
    'A.5.17',
    'A.8.2',
    'PCI-7.2.2',
    'PCI-8.2.4',
  ),
  severity: 'high',
  can: 'make credentials of other identities',
});
