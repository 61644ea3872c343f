import type { ConnectorCore } from '../../src/contract/connector.ts';
import type { ExplainingCore } from '../../src/contract/explaining-core.ts';
import type { SurfaceId } from '../../src/model/ids.ts';
import { explainAws } from './explain/explain.ts';
import { mentionsOf } from './explain/mentions.ts';
import { explainWants } from './explain/wants.ts';

/** What explanations of AWS are made with, but for what reads pages. */
export const awsTelling = {
  id: 'aws',
  mapping: 4,
  mentions: mentionsOf,
  explain: explainAws,
  explainWants,
} satisfies Omit<ExplainingCore, 'map'>;

/** What explanations of AWS are made with. Most rest on the answer that tells all roles and policies of an account: its reader is loaded alone. */
export const awsExplaining = { ...awsTelling, mapOf } satisfies ExplainingCore;

async function mapOf(surface: SurfaceId): Promise<ConnectorCore<unknown>['map']> {
  if (surface === 'aws:authorization-details') return (await import('./surfaces/authorization-details.ts')).mapAuthorizationDetails;
  return (await import('./map.ts')).mapAws;
}
