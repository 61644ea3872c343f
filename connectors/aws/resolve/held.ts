import type { Identity } from '../../../src/model/entity.ts';
import type { Evidence, FactOfKind } from '../../../src/model/fact.ts';
import type { Source, Step } from '../../../src/model/grant.ts';
import type { BoundaryId } from '../../../src/model/ids.ts';
import type { AttachmentFact, MembershipFact, PolicyFact } from '../facts.ts';
import type { PolicyDocument } from '../rights/documents.ts';
import { flat } from './flat.ts';
import type { PolicyReader, ReadPolicy } from './policies.ts';
import { firstPage } from './policies.ts';

/** One policy that a principal has, by itself or through a group. Most give nothing privileged, so the rest is made when asked for. */
export interface PolicyHeld {
  readonly source: Source;
  /** `null`: nobody listed it, and `unlisted` says so. */
  readonly document: PolicyDocument | null;
  readonly unlisted: string | null;
  readonly policy: string;
  readonly through: readonly Step[];
  readonly evidence: readonly Evidence[];
}

/** The principal or group an inline policy sits in; `''` for a managed one. */
export function ownerOf(fact: FactOfKind<'policy'>): string {
  const { managed, owner } = fact.value as unknown as PolicyFact;
  return managed === 'inline' ? (owner ?? '') : '';
}

export function heldBy(
  holder: Identity,
  boundary: BoundaryId,
  attached: readonly FactOfKind<'attachment'>[],
  inline: readonly FactOfKind<'policy'>[],
  policies: PolicyReader,
): readonly PolicyHeld[] {
  const held: PolicyHeld[] = [];
  for (const fact of attached) held.push(new Attached(holder, boundary, fact, policies));
  for (const fact of inline) held.push(new Inline(holder, boundary, fact, policies));
  return held;
}

const itself: readonly Step[] = [];

class Attached implements PolicyHeld {
  readonly policy: string;
  readonly document: PolicyDocument | null;
  readonly through = itself;
  readonly #holder: Identity;
  readonly #boundary: BoundaryId;
  readonly #fact: FactOfKind<'attachment'>;
  readonly #found: ReadPolicy | undefined;
  #source: Source | undefined;
  #evidence: readonly Evidence[] | undefined;

  constructor(holder: Identity, boundary: BoundaryId, fact: FactOfKind<'attachment'>, policies: PolicyReader) {
    this.policy = (fact.value as unknown as AttachmentFact).policy;
    this.#found = policies.find(this.policy, boundary);
    this.document = this.#found?.document ?? null;
    this.#holder = holder;
    this.#boundary = boundary;
    this.#fact = fact;
  }

  get unlisted(): string | null {
    return this.#found === undefined ? `attached policy ${this.policy} was not listed` : null;
  }

  get source(): Source {
    const { policyName } = this.#fact.value as unknown as AttachmentFact;
    const { id, kind, name } = this.#holder;
    return (this.#source ??= {
      id: `${id}|${this.policy}`,
      kind: kind === 'group' ? 'group-attached-policy' : 'attached-policy',
      name: flat(policyName, ' attached to ', kind, ' ', name),
      boundary: this.#boundary,
    });
  }

  get evidence(): readonly Evidence[] {
    return (this.#evidence ??= [...firstPage(this.#fact), ...(this.#found?.evidence ?? [])]);
  }
}

class Inline implements PolicyHeld {
  readonly policy: string;
  readonly document: PolicyDocument;
  readonly unlisted = null;
  readonly through = itself;
  readonly #holder: Identity;
  readonly #boundary: BoundaryId;
  readonly #read: ReadPolicy;
  #source: Source | undefined;

  constructor(holder: Identity, boundary: BoundaryId, fact: FactOfKind<'policy'>, policies: PolicyReader) {
    this.policy = fact.key;
    this.#read = policies.read(fact);
    this.document = this.#read.document;
    this.#holder = holder;
    this.#boundary = boundary;
  }

  get source(): Source {
    const { kind, name } = this.#holder;
    return (this.#source ??= {
      id: this.policy,
      kind: 'inline-policy',
      name: flat('inline policy ', this.#read.name, ' of ', kind, ' ', name),
      boundary: this.#boundary,
    });
  }

  get evidence(): readonly Evidence[] {
    return this.#read.evidence;
  }
}

export function groupPolicies(
  member: FactOfKind<'membership'>,
  user: Identity,
  boundary: BoundaryId,
  account: string,
  partition: string,
  groups: ReadonlyMap<string, FactOfKind<'identity'>>,
  groupHeld: ReadonlyMap<string, readonly PolicyHeld[]>,
): readonly PolicyHeld[] {
  const { groupName } = member.value as unknown as MembershipFact;
  const key = `${boundary}|${groupName}`;
  const group = groups.get(key)?.value.id ?? `arn:${partition}:iam::${account}:group/${groupName}`;
  const through: readonly Step[] = [{ how: 'member-of', from: user.id, to: group }];
  const evidence = firstPage(member);
  if (!groups.has(key)) {
    const source: Source = {
      id: `${user.id}|${group}`,
      kind: 'membership',
      name: `membership of user ${user.name} in group ${groupName}`,
      boundary,
    };
    return [{ source, document: null, unlisted: `group ${groupName} was not listed`, policy: group, through, evidence }];
  }
  return (groupHeld.get(key) ?? []).map(({ source, document, unlisted, policy, evidence: of }) => ({
    source,
    document,
    unlisted,
    policy,
    through,
    evidence: [...evidence, ...of],
  }));
}
