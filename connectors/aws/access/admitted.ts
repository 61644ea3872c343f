import type { Json } from '../../../src/base/json.ts';
import { byCodeUnit } from '../../../src/base/order.ts';
import type { EntityId } from '../../../src/model/ids.ts';
import type { PolicyUse } from '../policy/statement.ts';
import type { Admission, Reception } from '../resolve/parties.ts';
import { receive } from '../resolve/parties.ts';
import { partiesOf } from '../resolve/principals.ts';
import { readOidc, readSaml } from '../resolve/subjects.ts';
import { admissionsOf } from '../resolve/trust.ts';
import { ActionList } from '../rights/actions.ts';
import type { PolicyDocument } from '../rights/documents.ts';
import { PolicyDocuments } from '../rights/documents.ts';

/** Who owns what a policy hangs on. */
export type Owner = Reception['owner'];

/**
 * Whom the Allow statements of a trust policy let in, as links name them, each once and sorted. Those whom no call of theirs is allowed, and the
 * ids of principals that are gone, are nobody. An account stands for all whom it lets by its own policies.
 */
export function admittedByTrust(document: Json, owner: Owner): readonly EntityId[] {
  const policy = compiled(document, 'trust');
  return told('trust', owner, admissionsOf({ document: policy, partition: owner.partition }));
}

/** The same of a policy that hangs on a resource. The resource's own account is not among them: its policies say who, and stand by themselves. */
export function admittedByResource(document: Json, owner: Owner): readonly EntityId[] {
  const admissions = compiled(document, 'resource').statements.flatMap((statement) =>
    statement.effect === 'Allow' ? partiesOf(statement, owner.partition).map((party) => ({ party, statement, unsigned: false })) : [],
  );
  return told('resource', owner, admissions);
}

/** Of whom it speaks is told by its principals alone: no action need be looked up. */
function compiled(document: Json, use: PolicyUse): PolicyDocument {
  return new PolicyDocuments(new ActionList([])).compile(document, use);
}

function told(on: 'trust' | 'resource', owner: Owner, admissions: readonly Admission[]): readonly EntityId[] {
  const names = new Names(on, owner);
  for (const admission of admissions) receive(admission, names);
  return [...names.all].sort(byCodeUnit);
}

/** Gathers names. It knows nobody, so that what one policy says is the same whatever else was read. */
class Names implements Reception {
  readonly estate: Reception['estate'] = { accounts: new Set(), principals: new Map(), rolesByName: new Map() };
  readonly all = new Set<EntityId>();
  readonly owner: Owner;
  readonly #on: 'trust' | 'resource';

  constructor(on: 'trust' | 'resource', owner: Owner) {
    this.#on = on;
    this.owner = owner;
  }

  anyone(): void {
    this.all.add('anyone');
  }

  organizations(_admission: Admission, ids: Iterable<string>): void {
    for (const id of ids) this.all.add(`organization:${id}`);
  }

  everyone(): void {
    this.all.add(rootOf(this.owner.partition, this.owner.account));
  }

  delegate(): void {
    if (this.#on === 'trust') this.everyone();
  }

  abroad(_admission: Admission, account: string): void {
    this.all.add(rootOf(this.owner.partition, account));
  }

  unread(_admission: Admission, _account: string, root: string): void {
    this.all.add(root);
  }

  principal(_admission: Admission, { id }: { readonly id: EntityId }): void {
    this.all.add(id);
  }

  unlisted(_admission: Admission, _account: string, arn: string): void {
    this.all.add(arn);
  }

  service(_admission: Admission, service: string): void {
    this.all.add(`service:${service}`);
  }

  federated({ statement }: Admission, form: 'oidc' | 'saml', provider: string): void {
    if (this.#on === 'resource') this.all.add(`federated:${provider}|*`);
    else {
      const { subjects } = form === 'oidc' ? readOidc(provider, statement.conditions) : readSaml(provider, statement.conditions);
      for (const { matcher, openness } of subjects) if (openness !== 'none') this.all.add(`federated:${provider}|${matcher}`);
    }
  }

  /** The id of a principal that is gone matches nobody. */
  deleted(): void {}

  unclear(_admission: Admission, from: string): void {
    this.all.add(from);
  }
}

function rootOf(partition: string, account: string): EntityId {
  return `arn:${partition}:iam::${account}:root`;
}
