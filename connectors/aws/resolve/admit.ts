import { impossible } from '../../../src/base/errors.ts';
import type { Caller } from '../rights/caller.ts';
import type { CompiledStatement } from '../rights/documents.ts';
import type { Right } from '../rights/rights.ts';
import type { Assumers } from './assume.ts';
import type { Estate } from './estate.ts';
import { roleOfSession } from './principals.ts';
import { readOidc, readSaml } from './subjects.ts';
import type { Templates } from './templates.ts';
import type { Admission } from './trust.ts';
import { admissionsOf, admitted, demands, detailOf, federatedOnly, refuted } from './trust.ts';
import type { Admitted } from './trust-reader.ts';
import { TrustReader } from './trust-reader.ts';

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
    for (const admission of known) admit(reader, admission);
  }
  return out;
}

function admit(reader: TrustReader, admission: Admission): void {
  const { party } = admission;
  switch (party.form) {
    case 'anyone':
      admitAnyone(reader, admission);
      return;
    case 'account':
      admitAccount(reader, admission, party.account, `arn:${party.partition}:iam::${party.account}:root`);
      return;
    case 'user':
    case 'role':
      reader.named(admission, party.account, party.arn);
      return;
    case 'session': {
      const role = roleOfSession(reader.estate, party.account, party.role, reader.trust.partition);
      reader.named(admission, party.account, role, `its session is named ${party.session}`);
      return;
    }
    case 'deleted':
      for (const right of reader.rights(admission, reader.outsider(), { arn: party.id })) {
        reader.add(
          admission,
          party.id,
          'none',
          refuted(right, `${party.id} is the id of a principal that was deleted; a namesake does not match it`),
        );
      }
      return;
    case 'service':
      for (const right of reader.rights(admission, { ...reader.outsider(), kind: 'service' }, { entry: `Service:${party.service}` })) {
        reader.add(admission, `service:${party.service}`, 'exact', right);
      }
      return;
    case 'oidc':
    case 'saml':
      admitFederated(reader, admission, party.form, party.provider);
      return;
    case 'federated-user':
      admitUnclear(reader, admission, party.arn, 'a federated session of a user: who may start one is not told');
      return;
    case 'canonical-user':
    case 'unknown':
      admitUnclear(reader, admission, `${party.form}:${party.id}`, 'a principal of this form in a role trust is not understood');
      return;
    default:
      impossible('a party of no known form', party);
  }
}

/** Anyone, or those whom conditions on account, principal or organization leave of everyone. */
function admitAnyone(reader: TrustReader, admission: Admission): void {
  const { conditions } = admission.statement;
  const accounts = federatedOnly(admission) ? undefined : accountsDemanded(admission.statement);
  if (accounts !== undefined) {
    for (const account of accounts) {
      if (account === reader.trust.account) reader.leave(reader.out.free, admission, account);
      else admitAccount(reader, admission, account, `arn:${reader.trust.partition}:iam::${account}:root`);
    }
    return;
  }
  const organization = conditions.find((atom) => /^aws:principalorg(?:id|paths)$/.test(atom.key) && demands(atom));
  const atoms = organization === undefined ? conditions : conditions.filter((atom) => atom !== organization);
  const caller = reader.outsider();
  for (const right of admitted(reader.trust, admission, caller, {}, atoms)) {
    const held = federatedOnly(admission) ? doubtful(right) : right;
    if (organization === undefined) reader.add(admission, 'anyone', 'any', held);
    else for (const id of new Set(organization.values.map(organizationOf))) reader.add(admission, `organization:${id}`, 'boundary', held);
  }
  if (federatedOnly(admission)) return;
  reader.leave(reader.out.free, admission, reader.trust.account);
  for (const account of reader.estate.accounts) if (account !== reader.trust.account) reader.leave(reader.out.abroad, admission, account);
}

function admitAccount(reader: TrustReader, admission: Admission, account: string, root: string): void {
  if (account === reader.trust.account) reader.leave(reader.out.own, admission, account);
  else if (reader.estate.accounts.has(account)) reader.leave(reader.out.abroad, admission, account);
  else {
    for (const right of reader.rights(admission, reader.outsider(account), { account })) {
      const caveats = [`the policies of account ${account} were not read: they say who in it may`, ...reader.trust.controls.caveats];
      reader.add(admission, root, 'boundary', right, { account, caveats });
    }
  }
}

function admitFederated(reader: TrustReader, admission: Admission, form: 'oidc' | 'saml', provider: string): void {
  const { conditions } = admission.statement;
  const read = form === 'oidc' ? readOidc(provider, conditions) : readSaml(provider, conditions);
  const caller: Caller = { ...reader.outsider(), kind: 'federated' };
  for (const right of admitted(reader.trust, admission, caller, { entry: `Federated:${provider}` }, read.others)) {
    for (const { matcher, openness, because } of read.subjects) {
      const held = openness === 'none' ? refuted(right, 'no token can satisfy its subject condition') : right;
      reader.add(admission, `federated:${provider}|${matcher}`, openness, held, {
        how: 'federates',
        because: [`the trust policy of role ${reader.trust.roleName} lets in subjects of ${read.issuer}`, ...because],
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

function admitUnclear(reader: TrustReader, admission: Admission, from: string, why: string): void {
  for (const right of reader.rights(admission, reader.outsider(), { arn: from })) {
    reader.add(admission, from, 'exact', { ...doubtful(right), unread: true, because: [...right.because, why] });
  }
}

export function doubtful(right: Right): Right {
  const note = { text: 'whether this principal element admits the call is not documented', settled: 'outside' as const };
  return { ...right, presence: 'possible', conditions: [...right.conditions, note] };
}

// `o-abc`, or a path `o-abc/r-1/ou-2/*`
export function organizationOf(value: string): string {
  return value.split('/')[0] ?? value;
}

/** The accounts that conditions demand of the caller, where they name each literally. */
export function accountsDemanded(statement: CompiledStatement): readonly string[] | undefined {
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
