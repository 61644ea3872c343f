import { byKeys } from '../../../../src/base/order.ts';
import type { Evidence } from '../../../../src/model/fact.ts';
import type { Capability } from '../../../../src/model/capability.ts';
import type { ConditionNote, Grant, Link, LinkKind, Source } from '../../../../src/model/grant.ts';
import type { BoundaryId, EntityId, ScopeId } from '../../../../src/model/ids.ts';
import type { Lasting } from './lasting.ts';

/** What an element rests on. */
export interface Ground {
  readonly boundary: BoundaryId;
  readonly source: Source;
  readonly lasting: Lasting;
  readonly evidence: readonly Evidence[];
  /** Outside of what was read: with any, presence is `possible`. */
  readonly provided?: readonly string[];
  /** Nobody can use it. */
  readonly refuted?: boolean;
  readonly caveats?: readonly string[];
  readonly because?: readonly string[];
  readonly escalation?: string;
}

export function grantOn(ground: Ground, subject: EntityId, capability: Capability, scope: ScopeId, way: string): Grant {
  return {
    type: 'grant',
    key: `grant|${subject}|${capability}|${scope}|${ground.source.id}|${ground.lasting.form}|${way}`,
    subject,
    capability,
    scope,
    through: [],
    ...authorityOf(ground),
  };
}

export function linkOn(
  ground: Ground,
  from: EntityId,
  how: LinkKind,
  to: EntityId,
  more: { readonly openness?: Link['openness']; readonly detail?: Link['detail']; readonly way?: string } = {},
): Link {
  return {
    type: 'link',
    key: `link|${from}|${how}|${to}|${ground.source.id}|${ground.lasting.form}|${more.way ?? ''}`,
    from,
    how,
    to,
    openness: more.openness ?? 'exact',
    detail: more.detail ?? {},
    ...authorityOf(ground),
  };
}

/** The same whatever order facts came in. */
export function inOrder(evidence: readonly Evidence[]): readonly Evidence[] {
  return evidence.toSorted(
    byKeys(
      (each) => each.page,
      (each) => each.pointer,
    ),
  );
}

function authorityOf(ground: Ground): Omit<Grant, 'type' | 'key' | 'subject' | 'capability' | 'scope' | 'through'> {
  const { boundary, source, evidence, lasting, provided = [], caveats = [], because = [] } = ground;
  const { bounds, windows, endsBy, gate, gatedBy } = lasting;
  const conditions: readonly ConditionNote[] = provided.map((text) => ({ text, settled: 'outside' }));
  return {
    boundary,
    bounds,
    presence: ground.refuted === true ? 'refuted' : provided.length === 0 ? 'certain' : 'possible',
    windows,
    endsBy,
    gate,
    ...(gatedBy === undefined ? {} : { gatedBy }),
    because: [...because, ...lasting.because],
    conditions,
    caveats,
    source,
    evidence,
    ...(ground.escalation === undefined ? {} : { escalation: ground.escalation }),
  };
}
