import { impossible } from '../../../src/base/errors.ts';
import type { Atom } from '../policy/condition.ts';
import { hasWildcard } from '../policy/glob.ts';
import type { CompiledStatement } from '../rights/documents.ts';
import { isAccountOfCaller } from '../rights/keys.ts';
import type { Estate, Principal } from './estate.ts';
import { demands } from './demands.ts';
import type { Party } from './principals.ts';
import { roleOfSession } from './principals.ts';

/** One party that an Allow statement of a trust or resource policy lets in; several statements may let in the same. */
export interface Admission {
  readonly party: Party;
  readonly statement: CompiledStatement;
  /** The statement allows only calls that nobody signs: whether `"*"` admits those is not documented. */
  readonly unsigned: boolean;
}

/** What a policy of one kind does with each party that it lets in. */
export interface Reception {
  /** What was read; without any, every party is told by the name it has in the policy. */
  readonly estate: Pick<Estate, 'accounts' | 'principals' | 'rolesByName'>;
  /** Of the role or resource. */
  readonly owner: { readonly account: string; readonly partition: string };
  /** Anyone, under the conditions given. */
  anyone(admission: Admission, atoms: readonly Atom[]): void;
  /** The members of organizations that conditions demand, under those left. */
  organizations(admission: Admission, ids: Iterable<string>, atoms: readonly Atom[]): void;
  /** Each principal of the owner's account by itself. */
  everyone(admission: Admission): void;
  /** The owner's account by its number: its own policies say who. */
  delegate(admission: Admission): void;
  /** Another account that was read, by its number. */
  abroad(admission: Admission, account: string): void;
  /** An account nobody read, as its root user. */
  unread(admission: Admission, account: string, root: string, caveat: string): void;
  /** A user or role; or one session of a role, whose name the text tells. */
  principal(admission: Admission, principal: Principal, session?: string): void;
  unlisted(admission: Admission, account: string, arn: string, caveat: string, session?: string): void;
  service(admission: Admission, service: string): void;
  federated(admission: Admission, form: 'oidc' | 'saml', provider: string): void;
  /** The id of a principal that is gone. */
  deleted(admission: Admission, id: string): void;
  unclear(admission: Admission, from: string, why: string): void;
}

/** Tells who it is that an admission lets in, from all that was read. */
export function receive(admission: Admission, to: Reception): void {
  const { party } = admission;
  switch (party.form) {
    case 'anyone':
      receiveAnyone(admission, to);
      return;
    case 'account':
      receiveAccount(admission, party.account, party.partition, to);
      return;
    case 'user':
    case 'role':
      receiveNamed(admission, party.account, party.arn, to);
      return;
    case 'session': {
      const role = roleOfSession(to.estate, party.account, party.role, to.owner.partition);
      receiveNamed(admission, party.account, role, to, `its session is named ${party.session}`);
      return;
    }
    case 'service':
      to.service(admission, party.service);
      return;
    case 'oidc':
    case 'saml':
      to.federated(admission, party.form, party.provider);
      return;
    case 'deleted':
      to.deleted(admission, party.id);
      return;
    case 'federated-user':
      to.unclear(admission, party.arn, 'a federated session of a user: who may start one is not told');
      return;
    case 'canonical-user':
    case 'unknown':
      to.unclear(admission, `${party.form}:${party.id}`, 'a principal of this form is not understood');
      return;
    default:
      impossible('a party of no known form', party);
  }
}

/** Anyone, or those whom conditions on account, principal or organization leave of everyone. */
function receiveAnyone(admission: Admission, to: Reception): void {
  const { conditions } = admission.statement;
  const accounts = admission.unsigned ? undefined : accountsDemanded(conditions);
  if (accounts !== undefined) {
    for (const account of accounts) {
      if (account === to.owner.account) to.everyone(admission);
      else receiveAccount(admission, account, to.owner.partition, to);
    }
    return;
  }
  const organization = conditions.find((atom) => /^aws:principalorg(?:id|paths)$/.test(atom.key) && demands(atom));
  // a pattern of ids is no organization, and one that fits all is none at all
  const isNamed =
    organization !== undefined &&
    (organization.test !== 'like' || organization.values.every((value) => !hasWildcard(value.split('/')[0] ?? value)));
  if (!isNamed) to.anyone(admission, conditions);
  else {
    // `o-abc`, or a path `o-abc/r-1/ou-2/*`
    const ids = new Set(organization.values.map((value) => value.split('/')[0] ?? value));
    to.organizations(
      admission,
      ids,
      conditions.filter((atom) => atom !== organization),
    );
  }
}

function receiveAccount(admission: Admission, account: string, partition: string, to: Reception): void {
  if (account === to.owner.account) to.delegate(admission);
  else if (to.estate.accounts.has(account)) to.abroad(admission, account);
  else {
    const caveat = `the policies of account ${account} were not read: they say who in it may`;
    to.unread(admission, account, `arn:${partition}:iam::${account}:root`, caveat);
  }
}

function receiveNamed(admission: Admission, account: string, arn: string, to: Reception, session?: string): void {
  const principal = to.estate.principals.get(arn);
  if (principal !== undefined) {
    to.principal(admission, principal, session);
    return;
  }
  const caveat = to.estate.accounts.has(account)
    ? `${arn} was not listed: its own denies and permissions boundary are not known`
    : `the policies of ${arn} were not read: they must allow it too`;
  to.unlisted(admission, account, arn, caveat, session);
}

/** The accounts that conditions demand of the caller, where they name each literally. */
function accountsDemanded(conditions: readonly Atom[]): readonly string[] | undefined {
  for (const atom of conditions) {
    if (!demands(atom)) continue;
    const accounts = isAccountOfCaller(atom.key)
      ? atom.values
      : atom.key === 'aws:principalarn'
        ? atom.values.map((value) => value.split(':')[4] ?? '')
        : [];
    if (accounts.length > 0 && accounts.every((each) => /^\d{12}$/.test(each))) return [...new Set(accounts)];
  }
  return undefined;
}
