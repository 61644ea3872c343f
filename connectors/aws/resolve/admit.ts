import type { Link } from '../../../src/model/grant.ts';
import type { Caller } from '../policy/caller.ts';
import type { CompiledStatement, PolicyDocument } from '../policy/documents.ts';
import { includes } from '../policy/resources.ts';
import type { Right } from '../policy/rights.ts';
import { combined, limited, plainRight } from '../policy/rights.ts';
import type { AssumerGroup, Assumers } from './assume.ts';
import type { OpenRole, OpenRoles } from './open-roles.ts';
import { assumption } from './assume.ts';
import { UNREAD_RCP, UNREAD_SCP } from './authority.ts';
import { capabilityRows } from './capabilities.ts';
import type { Estate, Principal, Trust } from './estate.ts';
import type { Candidate } from './links.ts';
import { trustSource } from './links.ts';
import type { Party } from './principals.ts';
import { roleOfSession } from './principals.ts';
import { readOidc, readSaml } from './subjects.ts';
import type { Templates } from './templates.ts';
import { isWhole } from './templates.ts';
import type { Admission } from './trust.ts';
import { admissionsOf, admitted, demands, detailOf, federatedOnly, refuted } from './trust.ts';

/** What all trust policies together admit. */
export interface Admitted {
  readonly candidates: Candidate[];
  /** By account: roles it owns whose trust leaves it to its policies, and roles of other accounts that do. */
  readonly own: OpenRoles;
  readonly abroad: OpenRoles;
  /** By account: roles that let in any of its principals without a policy of theirs. */
  readonly free: OpenRoles;
}

const assumeRow = capabilityRows.findIndex((row) => row.capability === 'assume');

/** What a principal may still assume where a trust alone decides: its denies and permissions boundary count. */
export function directRights(principal: Principal, templates: Templates): readonly Right[] {
  return limited(plainRight, assumeRow, templates.limitsOf(principal), isWhole);
}

/** Reads every trust policy. */
export function admitAll(estate: Estate, assumers: Assumers, templates: Templates, now: number): Admitted {
  const out: Admitted = { candidates: [], own: new Map(), abroad: new Map(), free: new Map() };
  const admissions = new Map<string, readonly Admission[]>();
  for (const trust of estate.trusts) {
    const key = `${trust.document.id}|${trust.partition}`;
    let known = admissions.get(key);
    if (known === undefined) {
      known = admissionsOf(trust);
      admissions.set(key, known);
    }
    const reader = new TrustReader(estate, assumers, templates, now, trust, out);
    for (const admission of known) reader.read(admission);
  }
  return out;
}

class TrustReader {
  readonly #estate: Estate;
  readonly #assumers: Assumers;
  readonly #templates: Templates;
  readonly #now: number;
  readonly #trust: Trust;
  readonly #out: Admitted;

  constructor(estate: Estate, assumers: Assumers, templates: Templates, now: number, trust: Trust, out: Admitted) {
    this.#estate = estate;
    this.#assumers = assumers;
    this.#templates = templates;
    this.#now = now;
    this.#trust = trust;
    this.#out = out;
  }

  read(admission: Admission): void {
    const { party } = admission;
    switch (party.form) {
      case 'anyone':
        this.#anyone(admission);
        return;
      case 'account':
        this.#account(admission, party.account, `arn:${party.partition}:iam::${party.account}:root`);
        return;
      case 'user':
      case 'role':
        this.#named(admission, party.account, party.arn);
        return;
      case 'session': {
        const role = roleOfSession(this.#estate, party.account, party.role, this.#trust.partition);
        this.#named(admission, party.account, role, `its session is named ${party.session}`);
        return;
      }
      case 'deleted':
        for (const right of this.#rights(admission, this.#outsider(undefined, undefined), { arn: party.id })) {
          this.#add(
            admission,
            party.id,
            'none',
            refuted(right, `${party.id} is the id of a principal that was deleted; a namesake does not match it`),
          );
        }
        return;
      case 'service':
        for (const right of this.#rights(
          admission,
          { ...this.#outsider(undefined, undefined), kind: 'service' },
          { entry: `Service:${party.service}` },
        )) {
          this.#add(admission, `service:${party.service}`, 'exact', right);
        }
        return;
      case 'oidc':
      case 'saml':
        this.#federated(admission, party.form, party.provider);
        return;
      case 'federated-user':
        this.#unclear(admission, party.arn, 'a federated session of a user: who may start one is not told');
        return;
      case 'canonical-user':
      case 'unknown':
        this.#unclear(admission, `${party.form}:${party.id}`, 'a principal of this form in a role trust is not understood');
        return;
      default:
        unreachable(party);
    }
  }

  #outsider(account: string | undefined, arn: string | undefined): Caller {
    const { account: resourceAccount } = this.#trust;
    return { kind: 'outsider', account, arn, username: undefined, uid: undefined, tags: undefined, resourceAccount, now: this.#now };
  }

  #rights(admission: Admission, caller: Caller, requester: Parameters<typeof admitted>[3]): readonly Right[] {
    return admitted(this.#trust, admission, caller, requester);
  }

  #asCaller(principal: Principal): Caller {
    return { ...principal.caller, resourceAccount: this.#trust.account };
  }

  #rightsOfPrincipal(admission: Admission, principal: Principal): readonly Right[] {
    return this.#rights(admission, this.#asCaller(principal), { arn: principal.id, account: principal.account });
  }

  #add(
    admission: Admission,
    from: string,
    openness: Link['openness'],
    right: Right,
    more: Partial<Candidate> & { readonly account?: string | null } = {},
  ): void {
    const { account = null, ...rest } = more;
    const trust = this.#trust;
    this.#out.candidates.push({
      how: 'can-assume',
      from,
      to: trust.role,
      boundary: trust.boundary,
      right,
      openness,
      detail: detailOf(admission, {
        account,
        foreign: account === null ? foreignWithoutAccount(admission.party) : !this.#estate.accounts.has(account),
      }),
      source: trustSource(trust),
      because: [`the trust policy of role ${trust.roleName} lets it in`],
      caveats: [UNREAD_RCP],
      evidence: trust.evidence,
      ...rest,
    });
  }

  /** Anyone, or those whom conditions on account, principal or organization leave of everyone. */
  #anyone(admission: Admission): void {
    const { conditions } = admission.statement;
    const accounts = accountsDemanded(admission.statement);
    if (accounts !== undefined) {
      for (const account of accounts) {
        if (account === this.#trust.account) this.#leave(this.#out.free, admission, account);
        else this.#account(admission, account, `arn:${this.#trust.partition}:iam::${account}:root`);
      }
      return;
    }
    const organization = conditions.find((atom) => /^aws:principalorg(?:id|paths)$/.test(atom.key) && demands(atom));
    const atoms = organization === undefined ? conditions : conditions.filter((atom) => atom !== organization);
    const caller = this.#outsider(undefined, undefined);
    for (const right of admitted(this.#trust, admission, caller, {}, atoms)) {
      const held = federatedOnly(admission) ? doubtful(right) : right;
      if (organization === undefined) this.#add(admission, 'anyone', 'any', held);
      else for (const id of new Set(organization.values.map(organizationOf))) this.#add(admission, `organization:${id}`, 'boundary', held);
    }
    if (federatedOnly(admission)) return;
    this.#leave(this.#out.free, admission, this.#trust.account);
    for (const account of this.#estate.accounts) if (account !== this.#trust.account) this.#leave(this.#out.abroad, admission, account);
  }

  #account(admission: Admission, account: string, root: string): void {
    if (account === this.#trust.account) this.#leave(this.#out.own, admission, account);
    else if (this.#estate.accounts.has(account)) this.#leave(this.#out.abroad, admission, account);
    else {
      for (const right of this.#rights(admission, this.#outsider(account, undefined), { account })) {
        const caveats = [`the policies of account ${account} were not read: they say who in it may`, UNREAD_RCP];
        this.#add(admission, root, 'boundary', right, { account, caveats });
      }
    }
  }

  /** Leaves it to an account's principals: together where the trust treats them alike, one by one where it does not. */
  #leave(open: OpenRoles, admission: Admission, account: string): void {
    const { document, role } = this.#trust;
    const detail = detailOf(admission, { account, foreign: false });
    if (!document.personal && !document.statements.some(namesSome)) {
      const caller: Caller = { ...this.#outsider(account, undefined), kind: 'user', username: undefined };
      for (const right of this.#rights(admission, caller, { account })) push(open, account, role, { trust: this.#trust, right, detail });
      return;
    }
    if (open === this.#out.free) {
      for (const principal of this.#estate.principals.values()) if (principal.account === account) this.#direct(admission, principal);
      return;
    }
    for (const group of this.#assumers.of(account)) if (includes(group.resources, role)) this.#each(admission, group, detail);
  }

  #each(admission: Admission, group: AssumerGroup, detail: Link['detail']): void {
    for (const member of group.members) {
      for (const right of this.#rightsOfPrincipal(admission, member.principal)) {
        this.#out.candidates.push(assumption(member, { trust: this.#trust, detail }, combined(member.right, right)));
      }
    }
  }

  #direct(admission: Admission, principal: Principal, session?: string): void {
    for (const right of this.#rightsOfPrincipal(admission, principal)) {
      for (const own of directRights(principal, this.#templates)) {
        if (!includes(own.resources, this.#trust.role)) continue;
        const more = { account: principal.account, caveats: [UNREAD_SCP] };
        this.#add(admission, principal.id, 'exact', inSession(combined(own, right), session), more);
      }
    }
  }

  /** A user or role by name: in the same account the trust alone decides, across accounts both sides must allow. */
  #named(admission: Admission, account: string, arn: string, session?: string): void {
    const principal = this.#estate.principals.get(arn);
    if (principal === undefined) {
      const caller: Caller = { ...this.#outsider(account, arn), kind: 'outsider' };
      const caveat = this.#estate.accounts.has(account)
        ? `${arn} was not listed: its own denies and permissions boundary are not known`
        : `the policies of ${arn} were not read: they must allow it too`;
      for (const right of this.#rights(admission, caller, { arn, account })) {
        this.#add(admission, arn, 'exact', inSession(right, session), { account, caveats: [caveat, UNREAD_RCP] });
      }
      return;
    }
    if (account === this.#trust.account) {
      this.#direct(admission, principal, session);
      return;
    }
    for (const held of principal.held) {
      if (held.document === null) continue;
      for (const own of this.#templates.of(held.document, principal).assume) {
        if (!includes(own.resources, this.#trust.role)) continue;
        for (const right of this.#rightsOfPrincipal(admission, principal)) {
          const because = [`the trust policy of role ${this.#trust.roleName} names it`, `${held.source.name} allows sts:AssumeRole on it`];
          const evidence = [...this.#trust.evidence, ...held.evidence];
          this.#add(admission, arn, 'exact', inSession(combined(own, right), session), {
            account,
            because,
            evidence,
            caveats: [UNREAD_SCP],
          });
        }
      }
    }
  }

  #federated(admission: Admission, form: 'oidc' | 'saml', provider: string): void {
    const { conditions } = admission.statement;
    const read = form === 'oidc' ? readOidc(provider, conditions) : readSaml(provider, conditions);
    const caller: Caller = { ...this.#outsider(undefined, undefined), kind: 'federated' };
    for (const right of admitted(this.#trust, admission, caller, { entry: `Federated:${provider}` }, read.others)) {
      for (const { matcher, openness, because } of read.subjects) {
        const held = openness === 'none' ? refuted(right, 'no token can satisfy its subject condition') : right;
        this.#add(admission, `federated:${provider}|${matcher}`, openness, held, {
          how: 'federates',
          because: [`the trust policy of role ${this.#trust.roleName} lets in subjects of ${read.issuer}`, ...because],
          detail: {
            ...detailOf(admission, { account: null, foreign: false }),
            issuer: read.issuer,
            issuerPublic: read.public,
            subjectMatcher: matcher,
            audience: read.audience,
          },
        });
      }
    }
  }

  #unclear(admission: Admission, from: string, why: string): void {
    for (const right of this.#rights(admission, this.#outsider(undefined, undefined), { arn: from })) {
      this.#add(admission, from, 'exact', { ...doubtful(right), unread: true, because: [...right.because, why] });
    }
  }
}

// Services and identity providers are no accounts; of the rest it is not told whose they are.
function foreignWithoutAccount(party: Party): false | null {
  return party.form === 'service' || party.form === 'oidc' || party.form === 'saml' || party.form === 'deleted' ? false : null;
}

function doubtful(right: Right): Right {
  const note = { text: 'whether this principal element admits the call is not documented', settled: 'outside' as const };
  return { ...right, presence: 'possible', conditions: [...right.conditions, note] };
}

// The holder names its own sessions.
function inSession(right: Right, session: string | undefined): Right {
  return session === undefined ? right : { ...right, conditions: [...right.conditions, { text: session, settled: 'by-holder' }] };
}

function push(open: OpenRoles, account: string, role: string, entry: OpenRole): void {
  const roles = open.get(account) ?? new Map<string, OpenRole[]>();
  open.set(account, roles);
  const entries = roles.get(role);
  if (entries === undefined) roles.set(role, [entry]);
  else entries.push(entry);
}

// `o-abc`, or a path `o-abc/r-1/ou-2/*`
function organizationOf(value: string): string {
  return value.split('/')[0] ?? value;
}

/** A Deny that names some principals and not others. */
function namesSome(statement: CompiledStatement): boolean {
  if (statement.effect !== 'Deny' || statement.principals === null) return false;
  return statement.principals.except || statement.principals.list.some((entry) => entry.value !== '*');
}

/** The accounts that conditions demand of the caller, where they name each literally. */
function accountsDemanded(statement: PolicyDocument['statements'][number]): readonly string[] | undefined {
  for (const atom of statement.conditions) {
    if (!demands(atom)) continue;
    const accounts =
      atom.key === 'aws:principalaccount'
        ? atom.values
        : atom.key === 'aws:principalarn'
          ? atom.values.map((value) => value.split(':')[4] ?? '')
          : [];
    if (accounts.length > 0 && accounts.every((each) => /^\d{12}$/.test(each))) return [...new Set(accounts)];
  }
  return undefined;
}

function unreachable(party: never): never {
  throw new TypeError(`a party of no known form: ${JSON.stringify(party satisfies Party)}`);
}
