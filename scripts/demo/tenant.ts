import type { DemoDay } from '../../src/demo/days.ts';
import type { WorldInput } from '../../test/connectors/microsoft/world/description.ts';

/*
 * The directory of the sample company and its subscriptions, day by day, as an administrator would tell of them. What it shows is what
 * src/demo/story.ts says; names of people are dotted where their answers name them.
 */

const ELIGIBLE = '2026-03-02T08:00:00Z';
const NEVER = '2299-12-31T00:00:00Z';

export function tenantOn(day: DemoDay): WorldInput {
  return {
    users: {
      'ann-keller': {},
      'bo-lindqvist': {},
      'farah-aziz': {},
      'hana-sato': {},
      'ivo-marek': {},
      'noor-haddad': {},
      'sven-dahl': {},
      // left in spring; nobody took what she may switch on
      'lena-vogt': { disabled: true },
      'omar-reyes': { guest: true },
    },
    groups: {
      'aws-administrators': { assignable: true },
      'aws-analysts': { assignable: true, members: ['bo-lindqvist', 'farah-aziz'] },
    },
    groupAccess: [
      { group: 'aws-administrators', who: 'sven-dahl', as: 'eligible', from: ELIGIBLE },
      // for the eight hours of one day
      { group: 'aws-administrators', who: 'sven-dahl', as: 'activated', from: '2026-10-16T05:00:00Z', until: '2026-10-16T13:00:00Z' },
    ],
    groupPolicies: { 'aws-administrators': { member: { approvers: ['ann-keller'] } } },
    roles: [
      { who: 'ann-keller', role: 'Global Administrator', as: 'assigned', from: '2024-02-01T09:00:00Z' },
      { who: 'hana-sato', role: 'Global Administrator', as: 'eligible', from: ELIGIBLE },
      { who: 'ivo-marek', role: 'Privileged Role Administrator', as: 'eligible', from: ELIGIBLE },
      { who: 'lena-vogt', role: 'Privileged Authentication Administrator', as: 'eligible', from: ELIGIBLE },
      { who: 'omar-reyes', role: 'Application Administrator', as: 'eligible', from: ELIGIBLE },
    ],
    rolePolicies: {
      'Global Administrator': { approvers: ['ann-keller'] },
      'Privileged Role Administrator': {},
      'Privileged Authentication Administrator': { approvers: ['ann-keller', 'hana-sato'] },
      'Application Administrator': { approvers: ['ann-keller', 'hana-sato'] },
    },
    apps: {
      'freight-sync': {
        owners: ['noor-haddad'],
        secrets: [{ from: '2025-03-10T09:00:00Z', until: NEVER }],
        permissions: ['RoleManagement.ReadWrite.Directory'],
      },
      'ledger-bridge': { owners: ['ann-keller'], secrets: [{ from: '2026-09-20T09:00:00Z', until: '2026-12-15T00:00:00Z' }] },
      'infra-pipeline': { owners: ['ann-keller'], federated: [{ subject: 'repo:kestrel-freight/infra:ref:refs/heads/main' }] },
      'meeting-notes': {},
    },
    consents: [{ client: 'meeting-notes', scopes: ['Directory.ReadWrite.All'] }],
    azure: {
      subscriptions: { 'freight-prod': {}, 'freight-lab': {} },
      access: [
        { who: 'hana-sato', role: 'Owner', at: 'freight-prod', as: 'eligible', from: ELIGIBLE },
        { who: 'infra-pipeline', role: 'Contributor', at: 'freight-prod', as: 'assigned', from: '2026-01-05T08:00:00Z' },
        { who: 'bo-lindqvist', role: 'Reader', at: 'freight-lab', as: 'assigned', from: '2026-01-05T08:00:00Z' },
        // elevated her access for a morning's work, and left it
        ...(day < '2026-10-15'
          ? []
          : [{ who: 'ann-keller', role: 'User Access Administrator', at: '/', as: 'assigned', from: '2026-10-14T07:00:00Z' } as const]),
      ],
      policies: [{ role: 'Owner', at: 'freight-prod', approvers: ['ann-keller'] }],
    },
  };
}
