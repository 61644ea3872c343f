import { controls } from '../controls.ts';
import { standingRule } from '../standing.ts';

export const rule = standingRule({
  id: 'standing-impersonate',
  capability: 'impersonate',
  title: 'Standing right to act as others',
  why: 'Whoever may start a session as another identity has all that identity has, and logs show the other one. A session that ends in an hour can be started anew each hour, so the right to start it is what lasts.',
  remedy:
    'Name the identities that may be assumed one by one, demand a decision for each session where the target is privileged, and remove wildcards.',
  controls: controls(
    'NHI5',
    'NHI9',
    'PR.AA-05',
    'AC-2(7)',
    'AC-3',
    'AC-6',
    'ZTA-3',
    'CC6.1',
    'CC6.3',
    'A.5.15',
    'A.8.2',
    'PCI-7.2.2',
    'PCI-7.2.5',
  ),
  severity: 'high',
  can: 'act as other identities',
});
