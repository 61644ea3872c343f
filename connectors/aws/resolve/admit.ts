import type { Atom } from '../policy/condition.ts';
import type { Caller } from '../rights/caller.ts';
import type { Assumers } from './assume.ts';
import { doubtful } from './denies.ts';
import { doubted } from './doubted.ts';
import type { Estate, Principal } from './estate.ts';
import type { Admission, Reception } from './parties.ts';
import { receive } from './parties.ts';
import { readOidc, readSaml } from './subjects.ts';
import type { Templates } from './templates.ts';
import { admissionsOf, admitted, detailOf, refuted } from './trust.ts';
import type { Admitted } from './trust-reader.ts';
import { TrustReader } from './trust-reader.ts';
import type { Trust } from './trusts.ts';
import { unreadOrganization } from './unread-organizations.ts';

/** Identity pools of Cognito (its developer guide, role-trust-and-permissions.html). */
const POOLS = 'cognito-identity.amazonaws.com';

/** IAM Roles Anywhere, which acts for trust anchors (its user guide, trust-model.html). */
const ANCHORS = 'rolesanywhere.amazonaws.com';

/** Reads every trust policy. */
export function admitAll(estate: Estate, assumers: Assumers, templates: Templates, now: number): Admitted {
  const out: Admitted = { candidates: [], own: new Map(), abroad: new Map(), free: new Map(), served: [] };
  const admissions = new Map<string, readonly Admission[]>();
  for (const trust of estate.trusts) {
    const key = `${trust.document.id}|${trust.partition}`;
    let known = admissions.get(key);
    if (known === undefined) {
      known = admissionsOf(trust);
      admissions.set(key, known);
    }
    const to = new TrustReception(new TrustReader(estate, assumers, templates, now, trust, out));
    for (const admission of known) receive(admission, to);
  }
  return out;
}

/** Makes links of whom a trust policy lets in. */
class TrustReception implements Reception {
  readonly #reader: TrustReader;
  readonly estate: Estate;
  readonly owner: Reception['owner'];

  constructor(reader: TrustReader) {
    this.#reader = reader;
    this.estate = reader.estate;
    this.owner = reader.trust;
  }

  anyone(admission: Admission, atoms: readonly Atom[]): void {
    this.#strangers(admission, [['anyone', []]], 'any', atoms);
  }

  organizations(admission: Admission, ids: Iterable<string>, atoms: readonly Atom[]): void {
    this.#strangers(
      admission,
      [...ids].map((id) => [`organization:${id}`, unreadOrganization(id, this.estate)] as const),
      'boundary',
      atoms,
    );
  }

  #strangers(
    admission: Admission,
    from: readonly (readonly [id: string, caveats: readonly string[]])[],
    openness: 'any' | 'boundary',
    atoms: readonly Atom[],
  ): void {
    const reader = this.#reader;
    for (const right of admitted(reader.trust, admission, () => reader.outsider(), {}, atoms)) {
      for (const [id, caveats] of from) {
        const more = caveats.length === 0 ? {} : { caveats: [...caveats, ...reader.trust.controls.caveats] };
        reader.add(admission, id, openness, admission.unsigned ? doubtful(right) : right, more);
      }
    }
    if (admission.unsigned) return;
    this.everyone(admission);
    for (const account of this.estate.accounts) if (account !== this.owner.account) this.abroad(admission, account);
  }

  everyone(admission: Admission): void {
    this.#reader.leave(this.#reader.out.free, admission, this.owner.account);
  }

  delegate(admission: Admission): void {
    this.#reader.leave(this.#reader.out.own, admission, this.owner.account);
  }

  abroad(admission: Admission, account: string): void {
    this.#reader.leave(this.#reader.out.abroad, admission, account);
  }

  unread(admission: Admission, account: string, root: string, caveat: string): void {
    const reader = this.#reader;
    for (const right of reader.rights(admission, () => reader.outsider(account), { account })) {
      reader.add(admission, root, 'boundary', right, { account, caveats: [caveat, ...reader.trust.controls.caveats] });
    }
  }

  principal(admission: Admission, principal: Principal, session?: string): void {
    this.#reader.named(admission, principal, session);
  }

  unlisted(admission: Admission, account: string, arn: string, caveat: string, session?: string): void {
    this.#reader.unlisted(admission, account, arn, caveat, session);
  }

  service(admission: Admission, service: string): void {
    const reader = this.#reader;
    const { trust } = reader;
    const requester = { entry: `Service:${service}` };
    const asking = (): Caller => ({ ...reader.outsider(), kind: 'service' });
    for (const right of reader.rights(admission, asking, requester)) reader.add(admission, `service:${service}`, 'exact', right);
    const forOwner = (): Caller => ({ ...asking(), told: toldOf(trust) });
    for (const right of reader.rights(admission, forOwner, requester)) reader.out.served.push({ trust, service, isNew: false, right });
    if (service !== ANCHORS) return;
    for (const anchor of newAnchors(trust, admission)) {
      const forAnchor = (): Caller => ({ ...asking(), told: new Map([...toldOf(trust), ['aws:sourcearn', anchor]]) });
      for (const right of reader.rights(admission, forAnchor, requester)) reader.out.served.push({ trust, service, isNew: true, right });
    }
  }

  federated(admission: Admission, form: 'oidc' | 'saml', provider: string): void {
    const reader = this.#reader;
    const { conditions } = admission.statement;
    const read = form === 'oidc' ? readOidc(provider, conditions) : readSaml(provider, conditions);
    const asking = (): Caller => ({ ...reader.outsider(), kind: 'federated' });
    const elsewhere = notOf(reader.trust, provider);
    for (const right of admitted(reader.trust, admission, asking, { entry: `Federated:${provider}` }, read.others)) {
      // what a pool may hand out is settled by who sets its roles, as with what a service may act as
      if (read.issuer === POOLS) reader.out.served.push({ trust: reader.trust, service: POOLS, isNew: false, right });
      for (const { matcher, openness: told, because, doubt } of read.subjects) {
        const why = told === 'none' ? 'no token can satisfy its subject condition' : elsewhere;
        const sure = doubt === null ? right : doubted(right, [doubt]);
        const held = why === undefined ? sure : refuted(right, why);
        const openness = why === undefined ? told : 'none';
        reader.add(admission, `federated:${provider}|${matcher}`, openness, held, {
          how: 'federates',
          because: [`the trust policy of role ${reader.trust.roleName} lets in subjects of ${read.issuer}`, ...because],
          detail: {
            ...detailOf(reader.trust, admission, { account: null, foreign: false }),
            issuer: read.issuer,
            issuerPublic: read.public,
            subjectMatcher: matcher,
            audience: read.audience,
          },
        });
      }
    }
  }

  deleted(admission: Admission, id: string): void {
    const reader = this.#reader;
    for (const right of reader.rights(admission, () => reader.outsider(), { arn: id })) {
      const why = `${id} is the id of a principal that was deleted; a namesake does not match it`;
      reader.add(admission, id, 'none', refuted(right, why));
    }
  }

  unclear(admission: Admission, from: string, why: string): void {
    const reader = this.#reader;
    for (const right of reader.rights(admission, () => reader.outsider(), { arn: from })) {
      reader.add(admission, from, 'exact', { ...doubtful(right), unread: true, because: [...right.because, why] });
    }
  }
}

/** Why a provider that is told by its ARN opens no role of an account: it takes sign-ins from its own alone (STS, AssumeRoleWithSAML and AssumeRoleWithWebIdentity). */
function notOf({ account }: Trust, provider: string): string | undefined {
  const owner = provider.startsWith('arn:') ? provider.split(':')[4] : account;
  return owner === account ? undefined : `${provider} is of another account, and a role takes sign-ins from providers of its own alone`;
}

/** Trust anchors that nobody has made yet, in each region that the statement speaks of. */
function newAnchors({ account, partition }: Trust, { statement }: Admission): readonly string[] {
  const told = statement.conditions.flatMap(({ key, values }) =>
    key === 'aws:sourcearn' ? values.map((value) => value.split(':')[3] ?? '') : [],
  );
  const regions = new Set(told.filter((region) => region !== '' && !/[*?$]/.test(region)));
  return [...(regions.size === 0 ? ['us-east-1'] : regions)].map(
    (region) => `arn:${partition}:rolesanywhere:${region}:${account}:trust-anchor/\uE002`,
  );
}

/** What a service tells of the resource for which it acts, where that is the role's own account's. */
function toldOf({ account, membership }: Trust): ReadonlyMap<string, string> {
  const told = new Map([['aws:sourceaccount', account]]);
  if (membership !== null && membership !== undefined) told.set('aws:sourceorgid', membership.organization);
  return told;
}
