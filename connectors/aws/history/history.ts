import type { ConnectorHistory } from '../../../src/contract/history.ts';
import type { AwsSettings } from '../settings.ts';
import { foldedFacts } from '../workload-folds.ts';
import { asksAsMuch } from './asks-as-much.ts';
import { dependsOnIn } from './depends-on.ts';
import { familyOf } from './family.ts';
import { kept, whole } from './kept.ts';
import { namesOf } from './names.ts';
import { isSteady } from './steady.ts';
import { isMoot, partOf, unasked } from './parts.ts';

/** What history has to know of the facts of AWS. */
export const awsHistory: ConnectorHistory<AwsSettings> = {
  family: familyOf,
  names: namesOf,
  dependsOn: dependsOnIn,
  kept,
  folded: foldedFacts,
  whole,
  part: partOf,
  isMoot,
  unasked,
  isSteady,
  asksAsMuch,
};
