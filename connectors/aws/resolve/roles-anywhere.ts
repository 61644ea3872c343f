import type { Json } from '../../../src/base/json.ts';
import { isJsonObject } from '../../../src/base/json.ts';
import { byCodeUnit, byKeys } from '../../../src/base/order.ts';
import type { Evidence, FactIndex } from '../../../src/model/fact.ts';
import type { EntityId } from '../../../src/model/ids.ts';
import type { Link } from '../../../src/model/grant.ts';
import type { Atom } from '../policy/condition.ts';
import { matches } from '../policy/glob.ts';
import type { Caller } from '../rights/caller.ts';
import type { RolesAnywhereProfileFact, TrustAnchorFact } from '../surfaces/regional/facts.ts';
import type { Estate } from './estate.ts';
import type { Candidate } from './links.ts';
import { linksOf } from './links.ts';
import { outsiderTo } from './outsider.ts';
import type { Admission } from './parties.ts';
import { firstPage } from './policies.ts';
import { admissionsOf, admitted, detailOf } from './trust.ts';
import type { Trust } from './trusts.ts';

const SERVICE = 'rolesanywhere.amazonaws.com';

interface Told<T> {
  readonly value: T;
  readonly evidence: readonly Evidence[];
}

/**
 * Whose certificates open a role: of each trust anchor in force, through each profile in force that names the role, where the role's
 * trust lets in IAM Roles Anywhere. All three are of one account, anchor and profile of one region (its user guide, trust-model.html).
 * The certificate authority decides who gets a certificate, unless the trust names its subject.
 */
export function certificateLinks(facts: FactIndex, estate: Estate, now: number): readonly Link[] {
  const anchors: Told<TrustAnchorFact>[] = [];
  const profiles: Told<RolesAnywhereProfileFact>[] = [];
  for (const fact of facts.ofKind('provider')) {
    const { value } = fact;
    if (isAnchor(value) && value.enabled) anchors.push({ value, evidence: firstPage(fact) });
    else if (isProfile(value) && value.enabled) profiles.push({ value, evidence: firstPage(fact) });
  }
  if (anchors.length === 0 || profiles.length === 0) return [];
  // one that narrows its sessions opens no more than one that does not
  const ordered = profiles.sort(byKeys(({ value }) => `${Number(value.narrowed)} ${value.arn}`));
  const byRole = new Map<string, Told<RolesAnywhereProfileFact>[]>();
  for (const each of ordered) for (const role of each.value.roles) byRole.set(role, [...(byRole.get(role) ?? []), each]);
  const links: Link[] = [];
  for (const trust of estate.trusts) {
    const doors = (byRole.get(trust.role) ?? []).filter(({ value }) => value.arn.split(':')[4] === trust.account);
    if (doors.length === 0) continue;
    const admissions = admissionsOf(trust).filter(({ party }) => party.form === 'service' && party.service === SERVICE);
    const candidates = admissions.flatMap((admission) =>
      anchors.flatMap((anchor) => {
        const door = doors.find(({ value }) => placeOf(value.arn) === placeOf(anchor.value.arn));
        return door === undefined ? [] : opened(trust, admission, anchor, door, estate, now);
      }),
    );
    links.push(...linksOf(candidates));
  }
  return links;
}

/** The roles that profiles in force name. */
export function rolesOfProfiles(facts: FactIndex): readonly EntityId[] {
  const roles = new Set<EntityId>();
  for (const { value } of facts.ofKind('provider')) if (isProfile(value) && value.enabled) for (const role of value.roles) roles.add(role);
  return [...roles];
}

function isAnchor(value: Json): value is Json & TrustAnchorFact {
  return isJsonObject(value) && value['type'] === 'trust-anchor';
}

function isProfile(value: Json): value is Json & RolesAnywhereProfileFact {
  return isJsonObject(value) && value['type'] === 'roles-anywhere-profile';
}

/** Region and account of an ARN. */
function placeOf(arn: string): string {
  return arn.split(':').slice(3, 5).join(':');
}

function opened(
  trust: Trust,
  admission: Admission,
  anchor: Told<TrustAnchorFact>,
  door: Told<RolesAnywhereProfileFact>,
  estate: Estate,
  now: number,
): readonly Candidate[] {
  const subjects: Atom[] = [];
  const others: Atom[] = [];
  for (const atom of admission.statement.conditions) {
    const says = saysOfSource(atom, anchor.value.arn, trust.account);
    if (says === false) return [];
    if (says === undefined) (isSubject(atom) ? subjects : others).push(atom);
  }
  const caller: Caller = { ...outsiderTo(trust, estate, now), kind: 'service' };
  const matcher =
    subjects.length === 0
      ? '*'
      : subjects
          .map((each) => `${each.key.slice(PREFIX.length)}=${each.values.join(',')}`)
          .sort(byCodeUnit)
          .join(' & ');
  const isNamed = subjects.some(
    (each) => each.key.endsWith('/cn') && !(each.test === 'like' && each.values.some((value) => /[*?]/.test(value))),
  );
  return admitted(trust, admission, () => caller, { entry: `Service:${SERVICE}` }, others).map((right) => ({
    how: 'federates',
    from: `federated:${anchor.value.arn}|${matcher}`,
    to: trust.role,
    boundary: trust.boundary,
    right,
    openness: isNamed ? 'exact' : 'boundary',
    detail: {
      ...detailOf(trust, admission, { account: null, foreign: false }),
      issuer: anchor.value.arn,
      issuerPublic: false,
      subjectMatcher: matcher,
      audience: false,
    },
    source: trust.source,
    because: [
      `the trust policy of role ${trust.roleName} lets in IAM Roles Anywhere, and profile ${door.value.name} names the role`,
      subjects.length === 0
        ? `any certificate that trust anchor ${anchor.value.name} believes will do`
        : `a certificate that trust anchor ${anchor.value.name} believes, with ${matcher}`,
    ],
    caveats: [
      ...(door.value.narrowed ? [`unless the policies of profile ${door.value.name} leave its sessions less than the role`] : []),
      ...trust.controls.caveats,
    ],
    evidence: [...trust.evidence, ...anchor.evidence, ...door.evidence],
  }));
}

const PREFIX = 'aws:principaltag/';

/** A condition on the certificate's subject, which comes as tags of the session; one that only excludes names nobody. */
function isSubject({ key, family, negated, ifExists, set }: Atom): boolean {
  return key.startsWith(`${PREFIX}x509`) && family === 'string' && !negated && !ifExists && set !== 'all';
}

/** What a condition on the source of the call says of an anchor; `undefined`: it is about something else, or not understood. */
function saysOfSource({ key, family, test, negated, values }: Atom, anchor: string, account: string): boolean | undefined {
  const asked = key === 'aws:sourcearn' ? anchor : key === 'aws:sourceaccount' ? account : undefined;
  if (asked === undefined || (family !== 'arn' && family !== 'string') || values.some((each) => each.includes('${'))) return undefined;
  if (test !== 'like' && test !== 'equals') return undefined;
  return values.some((each) => (test === 'like' ? matches(each, asked) : each === asked)) !== negated;
}
