import { controls } from '../controls.ts';
import { standingRule } from '../standing.ts';

export const rule = standingRule({
  id: 'standing-administrator',
  capability: 'administer',
  title: 'Standing administrator',
  why: 'An identity that administers a boundary at every hour is worth stealing at every hour: whoever takes its credential, session or code has the boundary, and nothing ends that by itself. Root users, groups, pools of callers, services, registrations of applications and roles the provider itself manages are not asked about: the first have rules of their own, the others act only through an identity that is asked, and nobody can take a right from the last.',
  remedy:
    'Take the policy or role away and let the holder request it for one task: through a broker, an eligible role, or a grant with an end the provider enforces. Keep break-glass access as an exception with owner, end and test.',
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
    'GDPR-32.1.b',
    'CIS3-1.16',
    'CIS7-2.14',
  ),
  severity: 'critical',
  can: 'do everything',
});
