import { byCodeUnit } from '../../../../src/base/order.ts';
import type { Link } from '../../../../src/model/grant.ts';
import type { EntityId } from '../../../../src/model/ids.ts';
import type { ClaimOpenness } from '../../../../src/model/token-issuers.ts';
import {
  CALLED_WORKFLOW,
  claimReader,
  isOpen,
  issuerOf,
  namesCaller,
  narrower,
  otherCallers,
} from '../../../../src/model/token-issuers.ts';
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
  /** The reusable workflow that it names, where it names no caller of it. */
  readonly called?: string | undefined;
}

/** From whoever a token of another issuer names to the application or managed identity that trusts it. */
export function* federatedLinks(directory: Pick<Directory, 'boundary' | 'federated'>): Iterable<Link> {
  const { boundary } = directory;
  for (const { key, value, pages } of directory.federated) {
    const host = issuerHost(value.issuer);
    const source = { id: key, kind: 'federated-credential', name: `federated credential ${value.name}`, boundary };
    const lasting = standing([`federated credential ${value.name} lets in subjects of ${host}, and nothing ends it`]);
    for (const { matcher, openness, because, provided } of subjectsOf(host, value)) {
      const detail = {
        issuer: host,
        issuerPublic: issuerOf(host).public,
        subjectMatcher: matcher,
        audience: value.audiences.length > 0,
      };
      const ground = { boundary, source, lasting, evidence: pages, because, provided, refuted: openness === 'none' };
      yield linkOn(ground, partyOf(host, matcher), 'federates', value.of, { openness, detail });
    }
  }
}

/** Whoever a federated credential lets in; `undefined`: no token can ever be let in by it. */
export function federatedParty(value: Pick<FederatedCredentialFact, 'issuer' | 'subject' | 'expression'>): EntityId | undefined {
  const host = issuerHost(value.issuer);
  const { matcher, openness } = subjectOf(host, value);
  return openness === 'none' ? undefined : partyOf(host, matcher);
}

/** Whom it names; and whoever else calls a reusable workflow that alone is named: anybody does where that is public. */
function subjectsOf(host: string, value: Pick<FederatedCredentialFact, 'subject' | 'expression'>): readonly Subject[] {
  const own = subjectOf(host, value);
  if (own.called === undefined || issuerOf(host).public !== true) return [own];
  const { matcher, because, doubt } = otherCallers(own.called);
  return [own, { matcher, openness: 'issuer', because: [...own.because, because], provided: [doubt] }];
}

function partyOf(host: string, matcher: string): EntityId {
  return `federated:${host}|${matcher}`;
}

interface Claim {
  readonly claim: string;
  readonly like: boolean;
  readonly value: string;
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
    const called = never || !subject.startsWith(`${CALLED_WORKFLOW}:`) || namesCaller(subject) ? undefined : subject;
    return { matcher: subject, openness: never ? 'none' : 'exact', because, provided: [], called };
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
  const claims: readonly Claim[] = [...expression.matchAll(CLAIM)].map((each) => ({
    claim: each[1] ?? '',
    like: each[2] === 'matches',
    value: each[3] ?? '',
  }));
  const rest = expression
    .replace(CLAIM, '')
    .replace(/\band\b/g, '')
    .trim();
  const sub = claims.filter((each) => each.claim === 'sub');
  const issuer = issuerOf(host);
  // `or`, a negation or anything else that is not known might open it to more
  if (rest !== '' || claims.length === 0 || sub.length > 1) return { matcher: '*', openness: issuer.unrestricted, because, provided: [] };
  const others = claims.filter((each) => each.claim !== 'sub');
  const more = others
    .map((each) => ` & ${each.claim}=${each.value}`)
    .sort(byCodeUnit)
    .join('');
  const [first] = sub;
  const of = first === undefined ? issuer.unrestricted : issuer.subject(first.value, first.like);
  const isOfCalled = first?.value.startsWith(`${CALLED_WORKFLOW}:`) === true;
  const ofCaller = isOfCalled ? (namesCaller(first.value) ? 'boundary' : 'issuer') : of;
  // a claim that is not known may narrow nothing
  const opensAs = ({ claim, value, like }: Claim): ClaimOpenness => claimReader(issuer, claim)?.(value, like) ?? 'any';
  const least = (from: ClaimOpenness, all: readonly Claim[]): ClaimOpenness =>
    all.reduce((before, each) => narrower(before, opensAs(each)), from);
  const opens = least(of, others);
  const byOthers = others.filter(({ claim }) => claim !== CALLED_WORKFLOW);
  const isByCalled = (isOfCalled || byOthers.length < others.length) && isOpen(least(ofCaller, byOthers)) && !isOpen(opens);
  const matcher = `${first?.value ?? '*'}${more}`;
  if (opens === 'never') return { matcher, openness: 'none', because, provided: [] };
  return {
    matcher,
    openness: opens,
    because,
    provided: [],
    called: isByCalled ? (isOfCalled ? matcher : more.slice(' & '.length)) : undefined,
  };
}

/** An issuer without scheme and closing slash, as other systems that trust it name it too. */
export function issuerHost(issuer: string): string {
  return issuer.replace(/^https:\/\//i, '').replace(/\/+$/, '');
}
