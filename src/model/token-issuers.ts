/*
 * Issuers of tokens that other systems let in by subject, and how far a trust in one of them opens.
 */

/** How far one value of a claim opens. `never`: no token can hold it. */
export type ClaimOpenness = 'exact' | 'boundary' | 'issuer' | 'any' | 'never';

const order: readonly ClaimOpenness[] = ['never', 'exact', 'boundary', 'issuer', 'any'];

export function narrower(a: ClaimOpenness, b: ClaimOpenness): ClaimOpenness {
  return order.indexOf(a) <= order.indexOf(b) ? a : b;
}

export function wider(a: ClaimOpenness, b: ClaimOpenness): ClaimOpenness {
  return order.indexOf(a) >= order.indexOf(b) ? a : b;
}

/** Whether no one organization or subject is named by it. */
export function isOpen(openness: ClaimOpenness): boolean {
  return openness === 'issuer' || openness === 'any';
}

/** The claim that tells the reusable workflow that is called (docs.github.com, actions/reference/security/oidc). */
export const CALLED_WORKFLOW = 'job_workflow_ref';

/** Whether a subject made of several claims tells whose repository calls. */
export function namesCaller(subject: string): boolean {
  return /:(?:repo|repository|repository_id|repository_owner|repository_owner_id|enterprise|enterprise_id|actor|actor_id):/.test(subject);
}

export interface Issuer {
  /** Whether anyone at all can become a subject of it. `null` = not known. */
  readonly public: boolean | null;
  /** What a trust without any subject condition opens to. */
  readonly unrestricted: 'boundary' | 'issuer' | 'any';
  /** How far one `sub` value opens; `like` = with wildcards. */
  readonly subject: (value: string, like: boolean) => ClaimOpenness;
  /** Other claims AWS makes keys of, and how far a literal value opens. */
  readonly claims: Readonly<Record<string, (value: string, like: boolean) => ClaimOpenness>>;
}

/** How far values of a claim open; `undefined`: nothing is known of the claim. */
export function claimReader({ claims }: Issuer, claim: string): Issuer['subject'] | undefined {
  return Object.hasOwn(claims, claim) ? claims[claim] : undefined;
}

/** Whoever else calls a reusable workflow that alone tells whom a trust lets in: anybody does where it is public. `called`: the matcher that names it. */
export function otherCallers(called: string): { readonly matcher: string; readonly because: string; readonly doubt: string } {
  return {
    matcher: `any repository & ${called}`,
    because: 'it asks for a reusable workflow alone, and whatever repository calls one has its name in the token',
    doubt: 'the reusable workflow is public, so that any repository may call it',
  };
}

const literal = (value: string, like: boolean): ClaimOpenness => (like && hasWildcard(value) ? 'issuer' : 'exact');
/** A tenant's immutable number: anyone that tenant allows. */
const tenant = (value: string, like: boolean): ClaimOpenness => (like && hasWildcard(value) ? 'issuer' : 'boundary');
/** Free text that any tenant may choose. */
const free = (): ClaimOpenness => 'issuer';

/** `head` up to a closing character must hold no wildcard, or an outsider can make a name that fits. */
function closed(text: string, end: RegExp): 'closed' | 'open' {
  const at = text.search(end);
  return at > 0 && !hasWildcard(text.slice(0, at)) ? 'closed' : 'open';
}

// `repo:OWNER/REPO:…` and the immutable `repo:OWNER@ID/REPO@ID:…`. An owner name is closed by `/` or by `@`, which no name holds.
// Source: docs.github.com, actions/reference/security/oidc
function github(value: string, like: boolean): ClaimOpenness {
  // no repository, branch, tag or environment that GitHub puts into a subject holds these characters
  if (!like) return /[*?]/.test(value) ? 'never' : 'exact';
  if (!hasWildcard(value)) return 'exact';
  if (value.startsWith('repo:')) return closed(value.slice('repo:'.length), /[/@]/) === 'closed' ? 'boundary' : 'issuer';
  const custom = /^(?:repository_owner_id|repository_id|repository_owner|enterprise_id|enterprise):(.*)$/s.exec(value);
  if (custom !== null) return closed(custom[1] ?? '', /[:]/) === 'closed' ? 'boundary' : 'issuer';
  if (/^(?:job_workflow_ref|repository):/.test(value))
    return closed(value.slice(value.indexOf(':') + 1), /\//) === 'closed' ? 'boundary' : 'issuer';
  return 'issuer';
}

const ownerPath = (value: string, like: boolean): ClaimOpenness =>
  like && hasWildcard(value) && closed(value, /\//) === 'open' ? 'issuer' : 'boundary';

// The claims STS makes keys of since January 2026:
// https://aws.amazon.com/about-aws/whats-new/2026/01/aws-sts-supports-validation-identity-provider-claims
const githubClaims: Issuer['claims'] = {
  repository: ownerPath,
  repository_id: tenant,
  repository_owner_id: tenant,
  enterprise_id: tenant,
  job_workflow_ref: ownerPath,
  actor: tenant,
  actor_id: tenant,
  environment: free,
  ref: free,
  workflow: free,
};

/** Segments `a:b:c` of which the first value names the tenant. */
function segments(prefix: string, end: RegExp): Issuer['subject'] {
  return function openness(value, like) {
    if (!like || !hasWildcard(value)) return 'exact';
    return value.startsWith(prefix) && closed(value.slice(prefix.length), end) === 'closed' ? 'boundary' : 'issuer';
  };
}

/** An issuer that serves one tenant: even without a subject condition only whom that tenant allows. */
const single: Issuer = {
  public: false,
  unrestricted: 'boundary',
  subject: (value, like) => (like && hasWildcard(value) ? 'boundary' : 'exact'),
  claims: {},
};

const shared = (subject: Issuer['subject'], claims: Issuer['claims'] = {}): Issuer => ({
  public: true,
  unrestricted: 'issuer',
  subject,
  claims,
});

// Host (and path) patterns, first match wins. Sources: each issuer's own documentation of its OIDC tokens.
const issuers: readonly (readonly [RegExp, Issuer])[] = [
  [/^token\.actions\.githubusercontent\.com$/, shared(github, githubClaims)],
  [
    /^token\.actions\.githubusercontent\.com\/[^/]+$/,
    { ...single, subject: (v, like) => (github(v, like) === 'issuer' ? 'boundary' : github(v, like)), claims: githubClaims },
  ],
  [
    /^token\.actions\.[^/]+\.ghe\.com$/,
    { ...single, subject: (v, like) => (github(v, like) === 'issuer' ? 'boundary' : github(v, like)), claims: githubClaims },
  ],
  [/^gitlab\.com$/, shared(segments('project_path:', /[/:]/), { namespace_id: tenant, project_id: tenant })],
  [/^app\.terraform\.io$/, shared(segments('organization:', /:/), { terraform_organization_id: tenant })],
  [/^agent\.buildkite\.com$/, shared(segments('organization:', /:/), { organization_id: tenant })],
  [/^accounts\.google\.com$/, shared(literal, { aud: tenant, oaud: tenant, email: literal })],
  [/^(?:www\.amazon\.com|graph\.facebook\.com)$/, shared(literal, { aud: tenant, app_id: tenant, user_id: literal, id: literal })],
  [/^cognito-identity\.amazonaws\.com$/, shared(literal, { aud: tenant })],
  [/^oidc\.circleci\.com\/org\/[^/]+$/, single],
  [/^oidc\.eks\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\/id\/[A-Z0-9]+$/i, single],
  [/^[a-z0-9-]+\.oic\.(?:prod|[a-z]+)-aks\.azure\.[a-z]+\/.+$/i, single],
  [/^api\.bitbucket\.org\/2\.0\/workspaces\/[^/]+\//, single],
  [/^(?:sts\.windows\.net|sts\.chinacloudapi\.cn|login\.microsoftonline\.(?:com|us)|login\.partner\.microsoftonline\.cn)\/[^/]+/, single],
  [/^cognito-idp\.[a-z0-9-]+\.amazonaws\.com\/.+$/, single],
];

// Not known to serve one tenant only, so it may serve all the world.
const unknown: Issuer = { public: null, unrestricted: 'issuer', subject: literal, claims: {} };

/** `host`: an issuer without its scheme, with the path that goes on from it. */
export function issuerOf(host: string): Issuer {
  return issuers.find(([pattern]) => pattern.test(host))?.[1] ?? unknown;
}

function hasWildcard(pattern: string): boolean {
  return pattern.includes('*') || pattern.includes('?');
}
