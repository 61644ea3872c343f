import type { ActivationPolicy } from '../model/activation-policy.ts';
import type { BoundaryId } from '../model/ids.ts';
import type { View } from '../model/view.ts';
import { gatedBy } from './activation.ts';

/** The boundary that holds what hangs on a policy, for what is missing of it. */
export function boundaryOfQuestioned(view: View, { id, scope }: ActivationPolicy): BoundaryId {
  return gatedBy(view, id)[0]?.element.boundary ?? scope;
}
