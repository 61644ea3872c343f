import type { ExplainingCore } from '../../../src/contract/explaining-core.ts';
import { mapWith } from '../map-with.ts';
import { entraAreas } from './areas.ts';
import { entraMentions, explainEntra } from './explain.ts';

/** What explanations of Entra ID are made with. */
export const entraExplaining = {
  id: 'entra',
  mapping: 7,
  map: mapWith(entraAreas.flatMap((each) => each.surfaces)),
  mentions: entraMentions,
  explain: explainEntra,
} satisfies ExplainingCore;
