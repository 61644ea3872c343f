import { byCodeUnit } from '../../../../src/base/order.ts';
import type { Link } from '../../../../src/model/grant.ts';
import type { EntityId } from '../../../../src/model/ids.ts';
import { issuerOf } from '../../../../src/model/token-issuers.ts';
import type { FederatedCredentialFact } from '../facts.ts';
import type { Directory } from './directory.ts';
import { linkOn } from './elements.ts';
import { standing } from './lasting.ts';

/** Whom a federated credential lets in. */
interface Subject {
  /** Further claims joined by ` & `; `*` where nothing narrows it. */
  readonly matcher: string;
  readonly openness: Link['openness'];
  readonly because: readonly string[];
  readonly provided: readonly string[];
}

/** From whoever a token of another issuer names to the application or managed identity that trusts it. */
export function* federatedLinks(directory: Pick<Directory, 'boundary' | 'federated'>): Iterable<Link> {
  const { boundary } = directory;
  for (const { key, value, pages } of directory.federated) {
    const host = issuerHost(value.issuer);
    const { matcher, openness, because, provided } = subjectOf(host, value);
    const source = { id: key, kind: 'federated-credential', name: `federated credential ${value.name}`, boundary };
    const lasting = standing([`federated credential ${value.name} lets in subjects of ${host}, and nothing ends it`]);
    const detail = {
      issuer: host,
      issuerPublic: issuerOf(host).public,
      subjectMatcher: matcher,
      audience: value.audiences.length > 0,
    };
    yield linkOn(
      { boundary, source, lasting, evidence: pages, because, provided, refuted: openness === 'none' },
      partyOf(host, matcher),
      'federates',
      value.of,
      {
        openness,
        detail,
      },
    );
  }
}

/** Whoever a federated credential lets in; `undefined`: no token can ever be let in by it. */
export function federatedParty(value: Pick<FederatedCredentialFact, 'issuer' | 'subject' | 'expression'>): EntityId | undefined {
  const host = issuerHost(value.issuer);
  const { matcher, openness } = subjectOf(host, value);
  return openness === 'none' ? undefined : partyOf(host, matcher);
}

function partyOf(host: string, matcher: string): EntityId {
  return `federated:${host}|${matcher}`;
}

const CLAIM = /claims\['([^']+)'\]\s+(eq|matches)\s+'([^']*)'/g;

/**
 * An expression joins comparisons of claims by `and` and `or`; `matches` takes `*` and `?`.
 * https://learn.microsoft.com/entra/workload-id/workload-identities-flexible-federated-identity-credentials
 */
function subjectOf(host: string, { subject, expression }: Pick<FederatedCredentialFact, 'subject' | 'expression'>): Subject {
  if (subject !== null) {
    const never = issuerOf(host).subject(subject, false) === 'never';
    const because = never ? [`no token can hold the literal ${subject}: a subject takes no wildcard`] : [];
    return { matcher: subject, openness: never ? 'none' : 'exact', because, provided: [] };
  }
  if (expression === null) {
    return {
      matcher: '*',
      openness: issuerOf(host).unrestricted,
      because: [],
      provided: ['its subject, which was not told, lets somebody in'],
    };
  }
  const because = [`it lets in whom ${expression} describes`];
  const claims = [...expression.matchAll(CLAIM)].map((each) => ({
    claim: each[1] ?? '',
    like: each[2] === 'matches',
    value: each[3] ?? '',
  }));
  const rest = expression
    .replace(CLAIM, '')
    .replace(/\band\b/g, '')
    .trim();
  const sub = claims.filter((each) => each.claim === 'sub');
  const [first] = sub;
  // `or`, a negation or anything else that is not known might open it to more
  if (rest !== '' || first === undefined || sub.length > 1) {
    return { matcher: '*', openness: issuerOf(host).unrestricted, because, provided: [] };
  }
  const more = claims
    .filter((each) => each.claim !== 'sub')
    .map((each) => ` & ${each.claim}=${each.value}`)
    .sort(byCodeUnit)
    .join('');
  const opens = issuerOf(host).subject(first.value, first.like);
  return { matcher: `${first.value}${more}`, openness: opens === 'never' ? 'none' : opens, because, provided: [] };
}

/** An issuer without scheme and closing slash, as other systems that trust it name it too. */
export function issuerHost(issuer: string): string {
  return issuer.replace(/^https:\/\//i, '').replace(/\/+$/, '');
}
