import { byCodeUnit, byKeys } from '../../../src/base/order.ts';
import type { Link } from '../../../src/model/grant.ts';
import type { Atom } from '../policy/condition.ts';
import type { ClaimOpenness } from '../../../src/model/token-issuers.ts';
import {
  CALLED_WORKFLOW,
  claimReader,
  isOpen,
  issuerOf,
  namesCaller,
  narrower,
  otherCallers,
  wider,
} from '../../../src/model/token-issuers.ts';

/** Whom one branch of a federated trust lets in. */
export interface Subject {
  /** `repo:o/r:*`, further claims joined by ` & `; `*` where nothing narrows it. */
  readonly matcher: string;
  readonly openness: Link['openness'];
  readonly because: readonly string[];
  /** What it depends on that nothing tells; `null`: nothing. */
  readonly doubt: string | null;
}

export interface FederatedTrust {
  readonly issuer: string;
  readonly public: boolean | null;
  readonly audience: boolean;
  readonly subjects: readonly Subject[];
  /** Conditions that are no claims of the issuer. */
  readonly others: readonly Atom[];
}

/** `arn:aws:iam::A:oidc-provider/HOST/PATH` or the bare host of a provider that AWS has built in. */
export function issuerHost(provider: string): string {
  const at = provider.indexOf(':oidc-provider/');
  return at < 0 ? provider : provider.slice(at + ':oidc-provider/'.length);
}

/**
 * Reads whom an OIDC trust opens to, the widest that any branch reaches. A matcher that a missing claim satisfies counts as absent
 * (`ForAllValues:`, `…IfExists`), as does one that only excludes. Conditions are those of one Allow statement.
 */
export function readOidc(provider: string, atoms: readonly Atom[]): FederatedTrust {
  const host = issuerHost(provider);
  const issuer = issuerOf(host);
  const prefix = `${host.toLowerCase()}:`;
  const [unordered, others] = partition(atoms, (atom) => atom.key.startsWith(prefix));
  const claims = [...unordered].sort(byKeys((atom) => atom.text));
  const because: string[] = [];
  const audience = claims.some((atom) => atom.key === `${prefix}aud` && narrows(atom));
  if (!audience) because.push('no audience is demanded: only the client ids of the identity provider limit it');
  let restriction: ClaimOpenness = issuer.unrestricted;
  let values: readonly { readonly value: string; readonly openness: ClaimOpenness }[] = [];
  const more: string[] = [];
  let [fixed, anonymous] = [false, false];
  // how far the claims open that tell who calls, and not what is called
  let callers: ClaimOpenness = issuer.unrestricted;
  const unexposed: Atom[] = [];
  for (const atom of claims) {
    const claim = atom.key.slice(prefix.length);
    const read = claim === 'sub' ? issuer.subject : claimReader(issuer, claim);
    if (claim === 'amr') {
      // Cognito's word for callers that did not sign in
      if (!atom.negated && atom.values.some((value) => value === 'unauthenticated' || value === '*')) anonymous = true;
      continue;
    }
    if (read === undefined) {
      if (claim !== 'aud') unexposed.push(atom);
      continue;
    }
    if (!narrows(atom)) {
      because.push(`${atom.text} narrows nothing: ${why(atom)}`);
      continue;
    }
    const like = atom.test === 'like';
    const each = atom.values.map((value) => ({ value, openness: read(value, like) }));
    if (each.length === 0) each.push({ value: '(no value)', openness: 'never' });
    if (claim === 'sub' && values.length === 0) values = each;
    else {
      const opens = each.map((one) => one.openness).reduce(wider, 'never');
      restriction = narrower(restriction, opens);
      if (claim !== CALLED_WORKFLOW) callers = narrower(callers, opens);
      more.push(`${claim}=${atom.values.join(',')}`);
      if (['ref', 'environment', 'job_workflow_ref'].includes(claim) && !(like && atom.values.some((value) => /[*?]/.test(value))))
        fixed = true;
    }
  }
  // a tenant together with a fixed branch, environment or workflow names one party
  if (fixed && restriction === 'boundary') restriction = 'exact';
  const tail = more
    .sort(byCodeUnit)
    .map((text) => ` & ${text}`)
    .join('');
  const branches =
    values.length === 0
      ? [{ value: '*', openness: restriction }]
      : values.map(({ value, openness }) => ({ value, openness: narrower(openness, restriction) }));
  return {
    issuer: host,
    public: issuer.public,
    audience,
    others: [...others, ...unexposed],
    subjects: [
      ...branches.map(({ value, openness }): Subject => ({
        matcher: value + tail,
        openness: openness === 'never' ? 'none' : anonymous ? 'any' : openness,
        because: [...because, ...notesOn(value, openness)],
        doubt: null,
      })),
      ...(issuer.public === true ? strangers(branches, values, tail, callers, because) : []),
    ],
  };
}

/** Whoever calls a reusable workflow that alone tells whom a trust lets in: anybody does where it is public. */
function strangers(
  branches: readonly { readonly value: string; readonly openness: ClaimOpenness }[],
  values: readonly { readonly value: string; readonly openness: ClaimOpenness }[],
  tail: string,
  callers: ClaimOpenness,
  because: readonly string[],
): readonly Subject[] {
  if (!isOpen(callers)) return [];
  const bound = branches.flatMap(({ value, openness }, at) => {
    if (openness === 'never' || isOpen(openness)) return [];
    if (value.startsWith(`${CALLED_WORKFLOW}:`)) return namesCaller(value) ? [] : [`${value}${tail}`];
    return isOpen(values[at]?.openness ?? 'issuer') ? [tail.slice(' & '.length)] : [];
  });
  return [...new Set(bound)].map((called) => {
    const { matcher, because: why, doubt } = otherCallers(called);
    return { matcher, openness: 'issuer', because: [...because, why], doubt };
  });
}

function narrows(atom: Atom): boolean {
  return atom.family === 'string' && !atom.negated && !atom.ifExists && atom.set !== 'all';
}

function why(atom: Atom): string {
  if (atom.negated) return 'it only excludes';
  if (atom.ifExists || atom.set === 'all') return 'a missing claim satisfies it';
  return 'its operator does not compare the claim';
}

function notesOn(value: string, openness: ClaimOpenness): readonly string[] {
  if (openness === 'never') return [`no token can hold the literal ${value}: the operator takes no wildcard`];
  if (/:environment:/.test(value)) return ['the subject names a deployment environment whose approval gate was not read'];
  return [];
}

/** SAML: the identity provider decides whom it lets in, unless the subject is named. */
export function readSaml(provider: string, atoms: readonly Atom[]): FederatedTrust {
  const [claims, others] = partition(atoms, (atom) => atom.key.startsWith('saml:'));
  const named = claims.filter((atom) => (atom.key === 'saml:sub' || atom.key === 'saml:edupersonprincipalname') && narrows(atom));
  const values = named[0]?.values ?? [];
  const like = named[0]?.test === 'like';
  return {
    issuer: provider,
    public: null,
    audience: claims.some((atom) => atom.key === 'saml:aud' && narrows(atom)),
    // aud and iss hold for every response of the provider; the rest narrows what only the provider knows
    others: [...others, ...claims.filter((atom) => !named.includes(atom) && atom.key !== 'saml:aud' && atom.key !== 'saml:iss')],
    subjects:
      values.length === 0
        ? [{ matcher: '*', openness: 'boundary', because: ['the SAML provider decides who may use it'], doubt: null }]
        : values.map((value) => ({
            matcher: value,
            openness: like && /[*?]/.test(value) ? 'boundary' : 'exact',
            because: [],
            doubt: null,
          })),
  };
}

function partition(atoms: readonly Atom[], test: (atom: Atom) => boolean): readonly [readonly Atom[], readonly Atom[]] {
  return [atoms.filter(test), atoms.filter((atom) => !test(atom))];
}
