import { controls } from '../controls.ts';
import { standingRule } from '../standing.ts';

export const rule = standingRule({
  id: 'standing-change-guardrail',
  capability: 'change-guardrail',
  title: 'Standing right to change guardrails',
  why: 'Permissions boundaries, organization policies and approval rules are what keeps other rights in bounds. Whoever may remove them has everything they were holding back.',
  remedy:
    'Let guardrails be changed only from the account that owns them, by a role that is switched on for a reviewed change; deny their removal everywhere else.',
  controls: controls('NHI5', 'PR.AA-05', 'AC-5', 'AC-6', 'AC-6(1)', 'CC6.3', 'A.5.3', 'A.8.2', 'PCI-7.2.1', 'PCI-7.2.2'),
  severity: 'high',
  can: 'take away the limits set over identities',
});
