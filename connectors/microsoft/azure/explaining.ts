import type { ExplainingCore } from '../../../src/contract/explaining-core.ts';
import { mapWith } from '../map-with.ts';
import { azureAreas } from './areas.ts';
import { azureExplainWants, azureMentions, explainAzure } from './explain.ts';

/** What explanations of Azure are made with. */
export const azureExplaining = {
  id: 'azure',
  mapping: 7,
  map: mapWith(azureAreas.flatMap((each) => each.surfaces)),
  mentions: azureMentions,
  explain: explainAzure,
  explainWants: azureExplainWants,
} satisfies ExplainingCore;
