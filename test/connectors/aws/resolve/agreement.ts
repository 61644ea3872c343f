import { awsCore } from '../../../../connectors/aws/core.ts';
import type { AccessDecision, AccessRequest } from '../../../../connectors/aws/policy/index.ts';
import { compile, evaluateAccess } from '../../../../connectors/aws/policy/index.ts';
import { matches } from '../../../../connectors/aws/policy/glob.ts';
import type { CapabilityRow } from '../../../../connectors/aws/resolve/capabilities.ts';
import { capabilityRows, unchangeable, universeOf } from '../../../../connectors/aws/resolve/capabilities.ts';
import { resolveAws } from '../../../../connectors/aws/resolve/resolve.ts';
import type { Json } from '../../../../src/base/json.ts';
import { isJsonObject } from '../../../../src/base/json.ts';
import { dominates } from '../../../../src/model/capability.ts';
import type { Fact } from '../../../../src/model/fact.ts';
import type { Grant } from '../../../../src/model/grant.ts';
import { stateAt } from '../../../../src/model/window.ts';
import type { EstateAccount, EstatePrincipal } from '../../../../bench/estate/estate.ts';
import { ORGANIZATION } from '../../../../bench/estate/organization.ts';
import { factIndex, organizationFacts } from './estate.ts';

/*
 * The grants that an estate is resolved to, against decisions about single requests. Nothing but the caller is told to the decision,
 * so it is `allowed` only where every request is and denied only where none is.
 *
 * Left out, as the two are to differ there:
 * - `sts:AssumeRole`, which makes links; but for the right to impersonate that comes of it;
 * - session policies: they are passed at call time and no fact tells them.
 * Actions that work for the whole organization need no grant: whether an account is a delegated administrator is told by no policy.
 */
export const asOf = '2026-11-01T00:00:00.000Z';
const now = Date.parse(asOf);

export const rows = capabilityRows.filter(({ capability }) => capability !== 'assume');

const allowingNothing: Json = { Version: '2012-10-17', Statement: [] };

/** The facts of accounts as their pages are read, and of the organization that holds them. */
export function factsOf(accounts: readonly EstateAccount[]): readonly Fact[] {
  const policies: Record<string, Json> = {};
  const targets: Record<string, readonly string[]> = {};
  const ids = new Map<Json, string>();
  for (const { path } of accounts) {
    for (const node of path) {
      // no node is without policies where the type is in force: what takes the last one away allows one thing that is not
      targets[node.id] = (node.policies.length === 0 ? [allowingNothing] : node.policies).map((document) => {
        const id = ids.get(document) ?? `p-${ids.size}`;
        ids.set(document, id);
        policies[id] = document;
        return id;
      });
    }
  }
  const managementAccount = accounts.find(({ management }) => management)?.id ?? '';
  const above = Object.fromEntries(
    accounts.map(({ id, path }) => [id, path.length === 0 ? ['r-acme'] : path.map((node) => node.id).filter((node) => node !== id)]),
  );
  return [
    ...accounts.flatMap(({ id, details }) =>
      awsCore
        .map({ boundary: `aws:${id}`, surface: 'aws:authorization-details', args: {} }, details as unknown as Json)
        .facts.map((fact) => ({ ...fact, pages: [{ page: id.padEnd(64, '0'), pointer: '/' }] })),
    ),
    ...organizationFacts({ id: ORGANIZATION, managementAccount, accounts: above, policies, targets }),
  ];
}

export function grantsBySubject(facts: readonly Fact[]): ReadonlyMap<string, readonly Grant[]> {
  const bySubject = new Map<string, Grant[]>();
  for (const each of resolveAws(factIndex(facts), asOf)) {
    if (each.type !== 'grant') continue;
    const known = bySubject.get(each.subject);
    if (known === undefined) bySubject.set(each.subject, [each]);
    else known.push(each);
  }
  return bySubject;
}

export interface Disagreement {
  readonly who: string;
  readonly what: string;
  readonly resource: string;
  readonly said: string;
}

export type Decisions = Record<AccessDecision['decision'], number>;

/** Every privileged action of the principal over a thing nobody names, and over one for each pattern of its policies and grants. */
export function compare(
  account: EstateAccount,
  principal: EstatePrincipal,
  grants: readonly Grant[],
  count: Decisions,
): readonly Disagreement[] {
  const comparison = new Comparison(account, principal, grants, count);
  comparison.decide();
  comparison.justify();
  return comparison.found;
}

const making: Readonly<Record<string, string>> = { 'iam:CreateRole': 'iam:AttachRolePolicy', 'iam:CreateUser': 'iam:AttachUserPolicy' };

type Caller = Omit<AccessRequest, 'action' | 'resource'>;

class Comparison {
  readonly found: Disagreement[] = [];
  readonly #account: string;
  readonly #principal: EstatePrincipal;
  readonly #grants: readonly Grant[];
  readonly #count: Decisions;
  readonly #caller: Caller;
  readonly #asked: readonly (readonly [CapabilityRow, string])[];
  /** What is not denied. */
  readonly #open: (readonly [CapabilityRow, string])[] = [];

  constructor({ id }: EstateAccount, principal: EstatePrincipal, grants: readonly Grant[], count: Decisions) {
    this.#account = id;
    this.#principal = principal;
    this.#grants = grants;
    this.#count = count;
    this.#caller = callerOf(id, principal);
    const patterns = patternsOf(principal, grants);
    this.#asked = rows.flatMap((row) => resourcesOf(row, id, patterns).map((resource) => [row, resource] as const));
  }

  /** What is allowed must be granted. */
  decide(): void {
    for (const [row, resource] of this.#asked) {
      const { decision, on } = settledNow({ ...this.#caller, ...keyPolicy(row, this.#account), action: row.action, resource });
      this.#count[decision]++;
      if (decision !== 'allowed' && decision !== 'depends') continue;
      this.#open.push([row, resource]);
      if (row.organizationWide || isIdle(row, resource, this.#principal)) continue;
      const here = this.#grants.filter((each) => reaches(each, row, resource, this.#account));
      if (decision === 'allowed' && !here.some(isSure))
        this.#say(row.action, row.capability, resource, 'it is allowed, and no grant is certain');
      if (decision === 'depends' && on.every(isChosen) && here.length === 0) {
        this.#say(row.action, row.capability, resource, `it depends on ${on.join()} alone, and there is no grant`);
      }
    }
  }

  /** What is granted must be allowed, or depend on something: each action that the grant names, on one thing of its scope at the least. */
  justify(): void {
    for (const each of this.#grants) {
      if (!isCurrent(each) || isWidened(each) || isLeftOpen(each) || isCut(each)) continue;
      const named = each.capability === 'administer' ? rows.filter(({ core }) => core).map(({ action }) => action) : actionsOf(each);
      const idle = named.filter((action) => !this.#isOpen(action, each));
      const wrong = each.capability === 'administer' ? idle.length === named.length : idle.length > 0;
      if (wrong) this.#say(idle.join(), each.capability, each.scope, `it is denied, and there is ${each.presence} ${each.key}`);
    }
  }

  #isOpen(action: string, grant: Grant): boolean {
    if (action === 'sts:AssumeRole') return mayAssume(this.#caller, this.#account);
    const like = making[action];
    if (like !== undefined) return this.#mayMake(action, like);
    return this.#open.some(([row, resource]) => row.action === action && isOver(grant, row, resource, this.#account));
  }

  /** No row of its own: what is made is of the sort that another action changes. */
  #mayMake(action: string, like: string): boolean {
    return this.#asked.some(([row, resource]) => {
      if (row.action !== like) return false;
      const { decision } = settledNow({ ...this.#caller, action, resource });
      return decision === 'allowed' || decision === 'depends';
    });
  }

  #say(action: string, capability: string, resource: string, said: string): void {
    this.found.push({ who: this.#principal.principal.arn, what: `${action} (${capability})`, resource, said });
  }
}

/** What depends on the clock alone is decided by the time of the audit. */
function settledNow(request: AccessRequest): Pick<AccessDecision, 'decision' | 'on'> {
  const answer = evaluateAccess(request);
  return answer.on.join() === 'aws:CurrentTime' ? evaluateAccess({ ...request, context: { 'aws:CurrentTime': asOf } }) : answer;
}

function callerOf(id: string, of: EstatePrincipal): Caller {
  return {
    principal: of.principal,
    ...(of.principal.type === 'user' ? { principalTags: of.principalTags } : {}),
    resourceAccount: id,
    identityPolicies: of.identityPolicies.map((each) => compile(each, 'identity')),
    ...(of.permissionsBoundary === undefined ? {} : { permissionsBoundary: compile(of.permissionsBoundary, 'identity') }),
    ...(of.serviceControlPolicies === undefined
      ? {}
      : { serviceControlPolicies: of.serviceControlPolicies.map((node) => node.map((each) => compile(each, 'scp'))) }),
  };
}

/** Whose policies let it assume roles by a pattern impersonates whichever of them are open to it: told from the roles' trusts. */
function mayAssume(caller: Caller, account: string): boolean {
  const Statement = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: account } };
  const role = `arn:aws:iam::${account}:role/fresh7`;
  const answer = evaluateAccess({
    ...caller,
    action: 'sts:AssumeRole',
    resource: role,
    resourcePolicy: { Version: '2012-10-17', Statement },
  });
  return answer.decision === 'allowed' || answer.decision === 'depends';
}

/** A key's policy that was not read is taken to be the one that every key is made with. */
function keyPolicy({ on }: CapabilityRow, account: string): Pick<AccessRequest, 'resourcePolicy'> {
  if (on !== 'key') return {};
  const Statement = { Effect: 'Allow', Action: 'kms:*', Resource: '*', Principal: { AWS: `arn:aws:iam::${account}:root` } };
  return { resourcePolicy: { Version: '2012-10-17', Statement } };
}

/** The actions that a grant is said to come of, the first three. */
function actionsOf({ because }: Grant): readonly string[] {
  return [...(because[0] ?? '').replace(/ on .*/s, '').matchAll(/\b[a-z0-9-]+:[A-Z]\w+/g)].map(([action]) => action);
}

/** Who may change its own policies or what limits it is granted what it then may do; what nobody listed may hold anything. */
function isWidened({ because, key }: Grant): boolean {
  const changed = /so it may give itself any right|^with(?:out)? .* it has what /;
  return key.endsWith('|unlisted') || because.some((each) => changed.test(each));
}

/** Where two patterns cut across each other, what both match is no pattern: the scope is then that of one of them. */
function isCut({ scope, boundary, because }: Grant): boolean {
  return scope !== boundary && because.some((each) => each.startsWith('a deny takes part of it away'));
}

/** A key that the estate does not tell, compared with a variable: that the variable has no value is not seen, so the grant is possible. */
function isLeftOpen({ presence, conditions }: Grant): boolean {
  return presence === 'possible' && conditions.some(({ text, settled }) => settled === 'outside' && text.includes('${'));
}

function reaches(grant: Grant, row: CapabilityRow, resource: string, account: string): boolean {
  return row.capability !== 'assume' && dominates(grant.capability, row.capability) && isOver(grant, row, resource, account);
}

function isOver(grant: Grant, row: CapabilityRow, resource: string, account: string): boolean {
  // what works for the organization works for all there is
  if (grant.scope === grant.boundary || grant.scope === `aws:${ORGANIZATION}`) return true;
  if (resource === '*') return grant.scope === '*';
  return matches(grant.scope, resource) && meetsUniverse(row, resource, account);
}

function isSure(grant: Grant): boolean {
  return grant.presence === 'certain' && isCurrent(grant);
}

function isCurrent({ windows }: Grant): boolean {
  return stateAt(windows, now) === 'current';
}

/** A name that IAM gives to nothing; or what is no gain to this very principal: its own credentials, and a user of its name elsewhere. */
function isIdle({ capability, action }: CapabilityRow, resource: string, { principal, account }: EstatePrincipal): boolean {
  if (action.startsWith('iam:') && resource.includes('${')) return true;
  if (principal.type !== 'user') return false;
  const name = principal.arn.slice(principal.arn.lastIndexOf('/') + 1);
  return (
    (resource === principal.arn && capability === 'mint-credential') ||
    (resource === `arn:aws:iam::${account}:user/${name}` && resource !== principal.arn)
  );
}

/** Keys whose value the caller alone brings about, in any request. */
function isChosen(key: string): boolean {
  return chosen.has(key) || key.startsWith('aws:RequestTag/');
}
const chosen = new Set([
  'aws:RequestedRegion',
  'aws:MultiFactorAuthPresent',
  'aws:SourceIp',
  'aws:SecureTransport',
  'aws:UserAgent',
  'aws:Referer',
  'aws:TagKeys',
]);

function meetsUniverse({ on }: CapabilityRow, resource: string, account: string): boolean {
  return (
    matches(universeOf(on, 'aws', account), resource) && !unchangeable(on, 'aws', account).some((pattern) => matches(pattern, resource))
  );
}

/** Concrete things of what the row acts on: one nobody names, and one for each pattern. */
function resourcesOf(row: CapabilityRow, account: string, patterns: readonly string[]): readonly string[] {
  const universe = universeOf(row.on, 'aws', account);
  if (universe === '*') return ['*'];
  const found = new Set([written(universe)]);
  for (const pattern of patterns) {
    for (const each of [pattern, filledFrom(pattern, universe), lengthened(pattern, universe)]) {
      // what ends in a star covers a bucket and what is in it
      const named = [written(each), written(each.replace(/\*$/, '*/*'))].find((name) => meetsUniverse(row, name, account));
      if (named !== undefined) found.add(named);
    }
  }
  return [...found];
}

/** The universe's own segments where the pattern leaves them open. */
function filledFrom(pattern: string, universe: string): string {
  const own = universe.split(':');
  return pattern
    .split(':')
    .map((segment, at) => (segment === '*' ? (own[at] ?? segment) : segment))
    .join(':');
}

/** A pattern of fewer segments, whose first star stands for colons too, as a pattern within the universe. */
function lengthened(pattern: string, universe: string): string {
  const star = pattern.indexOf('*');
  if (star < 0 || pattern.split(':').length > 5) return '';
  return `${universe.split(':').slice(0, 5).join(':')}:${universe.split(':').slice(5).join(':').replace(/\*.*$/, '')}*${pattern.slice(star + 1)}`;
}

/** The pattern with something for each wildcard. */
function written(pattern: string): string {
  const segments = pattern.split(':');
  return segments
    .map((each, at) => (at === 3 && each === '*' ? 'eu-west-1' : each.replaceAll('*', 'fresh7').replaceAll('?', 'f')))
    .join(':');
}

function patternsOf(
  { identityPolicies, permissionsBoundary, serviceControlPolicies, principal }: EstatePrincipal,
  grants: readonly Grant[],
): readonly string[] {
  const documents = [...identityPolicies, permissionsBoundary ?? null, ...(serviceControlPolicies ?? []).flat()];
  const patterns = new Set([principal.arn, ...grants.map(({ scope }) => scope)]);
  for (const each of documents.flatMap(statementsOf)) {
    for (const name of ['Resource', 'NotResource'])
      for (const pattern of [each[name] ?? []].flat()) if (typeof pattern === 'string') patterns.add(pattern);
  }
  return [...patterns].filter((each) => each.startsWith('arn:'));
}

function statementsOf(document: Json): readonly Record<string, Json>[] {
  const statement = isJsonObject(document) ? document['Statement'] : undefined;
  return [statement ?? []].flat().filter((each): each is Record<string, Json> => isJsonObject(each));
}
