import type { Json } from '../../../src/base/json.ts';
import type { Evidence, FactIndex } from '../../../src/model/fact.ts';
import type { Source } from '../../../src/model/grant.ts';
import type { BoundaryId, EntityId } from '../../../src/model/ids.ts';
import { matches } from '../policy/glob.ts';
import type { PolicyDocument, PolicyDocuments } from '../rights/documents.ts';
import { ownersOfArns } from './arn.ts';
import type { Controls } from './controls.ts';
import { uncontrolled } from './controls.ts';
import type { Organizations, Place } from './organization.ts';
import { isServiceLinked } from './organization.ts';
import { firstPage } from './policies.ts';

/** A role with its trust policy. */
export interface Trust {
  readonly role: EntityId;
  readonly roleName: string;
  readonly boundary: BoundaryId;
  readonly account: string;
  readonly partition: string;
  readonly document: PolicyDocument;
  /** Resource control policies of its account; none for a service-linked role. */
  readonly controls: Controls;
  readonly membership: Place['membership'];
  readonly source: Source;
  readonly evidence: readonly Evidence[];
}

export function trustsOf(facts: FactIndex, documents: PolicyDocuments, organizations: Organizations): readonly Trust[] {
  const trusts: Trust[] = [];
  const ownerOf = ownersOfArns();
  for (const fact of facts.ofKind('trust')) {
    const arn = ownerOf(fact.key);
    const document = (fact.value as { readonly document?: Json }).document ?? null;
    if (arn === undefined) continue;
    const place = organizations.placeOf(arn.account);
    const roleName = fact.key.slice(fact.key.lastIndexOf('/') + 1);
    trusts.push({
      role: fact.key,
      roleName,
      boundary: fact.boundary,
      account: arn.account,
      partition: arn.partition,
      document: documents.compile(document, 'trust'),
      controls: isServiceLinked(fact.key) ? uncontrolled : place.resources,
      membership: place.membership,
      source: { id: `${fact.key}|trust`, kind: 'trust-policy', name: `trust policy of role ${roleName}`, boundary: fact.boundary },
      evidence: firstPage(fact),
    });
  }
  return trusts;
}

/** Whether a session may carry tags that add to the role's own. */
export function allowsSessionTags(document: PolicyDocument): boolean {
  return document.statements.some(
    (each) =>
      each.effect === 'Allow' &&
      (each.unknown !== null || each.actions.list.some((action) => matches(action, 'sts:tagsession')) !== each.actions.except),
  );
}
