import type { Json } from '../../../src/base/json.ts';
import type { Evidence, FactIndex, FactOfKind } from '../../../src/model/fact.ts';
import type { Identity } from '../../../src/model/entity.ts';
import type { Source } from '../../../src/model/grant.ts';
import type { BoundaryId, EntityId } from '../../../src/model/ids.ts';
import type { Atom } from '../policy/condition.ts';
import type { KeyState } from '../policy/match/atom.ts';
import { absent } from '../rights/caller.ts';
import type { CompiledStatement, PolicyDocument, PolicyDocuments } from '../rights/documents.ts';
import { allows } from '../rights/documents.ts';
import type { SessionLimitFact } from '../surfaces/role-settings.ts';
import { roleSettings } from '../surfaces/role-settings.ts';
import { ownersOfArns } from './arn.ts';
import type { Controls } from './controls.ts';
import { uncontrolled } from './controls.ts';
import type { Organizations, Place } from './organization.ts';
import { isServiceLinked } from './organization.ts';
import { demands } from './demands.ts';
import { firstPage } from './policies.ts';
import { resourceTag } from './tagged.ts';

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
  /** Of the role, by name as it is written; `undefined`: it was not listed. */
  readonly tags: Identity['tags'] | undefined;
  readonly source: Source;
  /** Of the trust policy, then of the role's longest session where that was read. */
  readonly evidence: readonly Evidence[];
  /** How long a session of the role may last at most. Left out: it was not read, or not of the role that now has the name. */
  readonly sessionSeconds?: number;
}

export function trustsOf(facts: FactIndex, documents: PolicyDocuments, organizations: Organizations): readonly Trust[] {
  const trusts: Trust[] = [];
  const ownerOf = ownersOfArns();
  const limits = sessionLimits(facts);
  for (const fact of facts.ofKind('trust')) {
    const arn = ownerOf(fact.key);
    const document = (fact.value as { readonly document?: Json }).document ?? null;
    if (arn === undefined) continue;
    const place = organizations.placeOf(arn.account);
    const roleName = fact.key.slice(fact.key.lastIndexOf('/') + 1);
    const limit = limits.get(fact.key);
    trusts.push({
      role: fact.key,
      roleName,
      boundary: fact.boundary,
      account: arn.account,
      partition: arn.partition,
      document: documents.compile(document, 'trust'),
      controls: isServiceLinked(fact.key) ? uncontrolled : place.resources,
      membership: place.membership,
      tags: facts.find('identity', fact.boundary, fact.key)?.value.tags,
      source: { id: `${fact.key}|trust`, kind: 'trust-policy', name: `trust policy of role ${roleName}`, boundary: fact.boundary },
      evidence: limit === undefined ? firstPage(fact) : [...firstPage(fact), ...firstPage(limit)],
      ...(limit === undefined ? {} : { sessionSeconds: secondsOf(limit) }),
    });
  }
  return trusts;
}

/** By role. One that was read of a role that has gone, and whose name another has now, is left out. */
function sessionLimits(facts: FactIndex): ReadonlyMap<EntityId, FactOfKind<'session-limit'>> {
  const limits = new Map<EntityId, FactOfKind<'session-limit'>>();
  for (const fact of facts.ofKind('session-limit')) {
    if (fact.surface !== roleSettings.id) continue;
    const { uid } = fact.value as unknown as SessionLimitFact;
    const known = facts.find('identity', fact.boundary, fact.key)?.value.uid ?? null;
    if (uid === null || known === null || uid === known) limits.set(fact.key, fact);
  }
  return limits;
}

function secondsOf({ value }: FactOfKind<'session-limit'>): number {
  return (value as unknown as SessionLimitFact).maxSeconds;
}

/** Whether a session may carry tags that add to the role's own. */
export function allowsSessionTags(document: PolicyDocument): boolean {
  return allows(document, 'sts:tagsession');
}

/** What it takes that a session carries tags, or a source identity. */
export const settingActions = ['sts:TagSession', 'sts:SetSourceIdentity'] as const;
export type SettingAction = (typeof settingActions)[number];

/** Keys of what a session carries, and the action by which a trust policy lets it (IAM User Guide, id_session-tags.html, id_credentials_temp_control-access_monitor.html). */
function actionOf(key: string): SettingAction | undefined {
  if (key === 'sts:sourceidentity') return 'sts:SetSourceIdentity';
  return key.startsWith('aws:requesttag/') || key === 'aws:tagkeys' || key === 'sts:transitivetagkeys' ? 'sts:TagSession' : undefined;
}

const settings = new WeakMap<CompiledStatement, readonly SettingAction[]>();

/** What a statement of a trust policy demands that a session carries, by the actions that this takes. */
export function settingsDemanded(statement: CompiledStatement): readonly SettingAction[] {
  let actions = settings.get(statement);
  if (actions === undefined) {
    const demanded = statement.conditions.filter((each) => demands(each) || demandsSome(each)).map(({ key }) => actionOf(key));
    settings.set(statement, (actions = settingActions.filter((each) => demanded.includes(each))));
  }
  return actions;
}

/** Whether the key has to be there, whatever it says. */
function demandsSome({ family, values }: Atom): boolean {
  return family === 'null' && values.length > 0 && values.every((value) => value.toLowerCase() === 'false');
}

/** What a request to start a session tells of keys beside: the tags of the role, and what no session can carry. */
export function knownOf({ document, tags }: Pick<Trust, 'document' | 'tags'>): (key: string) => KeyState | undefined {
  const lacks = lacksOf(document);
  return (key) => (lacks(key) ? absent : resourceTag(key, tags));
}

const lacking = new WeakMap<PolicyDocument, (key: string) => boolean>();

/** Which keys no request that starts a session carries, as the trust policy lets nobody set what they tell: the whole call would fail. */
function lacksOf(document: PolicyDocument): (key: string) => boolean {
  let lacks = lacking.get(document);
  if (lacks === undefined) {
    const absent = settingActions.filter((action) => !allows(document, action.toLowerCase()));
    lacks = (key) => absent.some((action) => action === actionOf(key));
    lacking.set(document, lacks);
  }
  return lacks;
}
