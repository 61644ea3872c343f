import type { Capability } from '../../../src/model/capability.ts';
import type { Grant } from '../../../src/model/grant.ts';
import { unreadBounds } from '../../../src/model/persistence.ts';
import { always } from '../../../src/model/window.ts';
import { signature } from '../rights/dominance.ts';
import { matches } from '../policy/glob.ts';
import { facetsOf, lastingOf, UNREAD_SCP } from './authority.ts';
import { capabilityRows } from './capabilities.ts';
import type { Estate, Principal } from './estate.ts';
import type { PolicyHeld } from './held.ts';
import type { GrantTemplate } from './strongest.ts';
import { strongest } from './strongest.ts';

/** Actions with which a holder gives itself any right when they reach its own identity. */
const ownPolicyWrites = new Set(['iam:AttachUserPolicy', 'iam:PutUserPolicy', 'iam:AttachRolePolicy', 'iam:PutRolePolicy']);

/** The grants one policy gives a principal. `templates` may come with more that only the estate could tell. */
export function* grantsOf(principal: Principal, held: PolicyHeld, templates: readonly GrantTemplate[]): Iterable<Grant> {
  for (const template of withOneself(principal, gains(principal, templates))) yield grantOf(principal, held, template);
}

/** Without what is no gain to this very principal: its own credentials, and a user of its name elsewhere. */
function gains({ id, name, account, partition, caller }: Principal, templates: readonly GrantTemplate[]): readonly GrantTemplate[] {
  if (caller.kind !== 'user') return templates;
  // names are unique in an account whatever the path, so `user/NAME` of a user with a path is nobody
  const namesake = `arn:${partition}:iam::${account}:user/${name}`;
  const idle = ({ capability, scope }: GrantTemplate): boolean => (scope === id ? capability === 'mint-credential' : scope === namesake);
  return templates.some(idle) ? templates.filter((each) => !idle(each)) : templates;
}

const ownWrites = new WeakSet<GrantTemplate>();

/** Who may write its own policies may give itself every right of the account, unless a permissions boundary caps it. */
function withOneself(principal: Principal, templates: readonly GrantTemplate[]): readonly GrantTemplate[] {
  const own = templates.filter((each) => reachesOneself(principal, each));
  if (own.length === 0) return templates;
  const widened = new Map<string, GrantTemplate>();
  for (const each of own) {
    const id = signature(each.right);
    const template = { ...each, scope: null, rows: [...(widened.get(id)?.rows ?? []), ...each.rows] };
    ownWrites.add(template);
    widened.set(id, template);
  }
  const rest = templates.filter((each) => !own.includes(each));
  // what the policy gives on the whole account already says as much
  return strongest([...rest, ...[...widened.values()].filter((each) => !rest.some((other) => same(other, each)))]);
}

function same(a: GrantTemplate, b: GrantTemplate): boolean {
  return a.capability === b.capability && a.scope === b.scope && signature(a.right) === signature(b.right);
}

function reachesOneself(principal: Principal, { scope, capability, rows }: GrantTemplate): boolean {
  if (scope === null || capability !== 'grant-privilege' || principal.limit.state !== 'none') return false;
  const actions = rows.map((row) => capabilityRows[row]?.action ?? '');
  if (matches(scope, principal.id) && actions.some((action) => ownPolicyWrites.has(action))) return true;
  return actions.includes('iam:CreatePolicyVersion') && principal.held.some((each) => matches(scope, each.policy));
}

const phrases = new WeakMap<GrantTemplate, readonly string[]>();

function becauseOf(template: GrantTemplate): readonly string[] {
  let text = phrases.get(template);
  if (text === undefined) {
    text = [allowed(template), lastingOf(template.right), ...facetsOf(template.right).because];
    phrases.set(template, text);
  }
  return text;
}

function allowed(template: GrantTemplate): string {
  const { capability, scope, rows } = template;
  if (capability === 'administer') return 'it allows every action on every resource';
  const actions = [...new Set([...rows].sort((a, b) => a - b).map((row) => capabilityRows[row]?.action ?? ''))];
  const named = actions.slice(0, 3).join(', ') + (actions.length > 3 ? ` and ${actions.length - 3} more` : '');
  if (ownWrites.has(template)) return `it allows ${named} on its own policies, so it may give itself any right`;
  return `it allows ${named} on ${scope ?? 'all of the account'}`;
}

const caveatLists = new WeakMap<GrantTemplate, readonly string[]>();

function caveatsOf(template: GrantTemplate): readonly string[] {
  let list = caveatLists.get(template);
  if (list === undefined) {
    list = [...facetsOf(template.right).caveats, UNREAD_SCP];
    caveatLists.set(template, list);
  }
  return list;
}

function grantOf(principal: Principal, held: PolicyHeld, template: GrantTemplate): Grant {
  const { suffix, bounds, presence, windows, endsBy, gate, conditions } = facetsOf(template.right);
  const scope = template.scope ?? principal.boundary;
  return {
    type: 'grant',
    key: `grant|${principal.id}|${held.source.id}|${template.capability}|${scope}${suffix}`,
    boundary: principal.boundary,
    subject: principal.id,
    capability: template.capability,
    scope,
    through: held.through,
    bounds,
    presence,
    windows,
    endsBy,
    gate,
    because: becauseOf(template),
    conditions,
    caveats: caveatsOf(template),
    source: held.source,
    evidence: held.evidence,
  };
}

/** A policy or group that something refers to and nobody listed may hold anything. */
export function unlistedGrant(principal: Principal, held: PolicyHeld): Grant {
  return elementary(principal.id, principal.boundary, 'administer', {
    key: `grant|${principal.id}|${held.source.id}|administer|${principal.boundary}|unlisted`,
    bounds: unreadBounds,
    presence: 'possible',
    because: [held.unlisted ?? 'it was not listed'],
    conditions: [{ text: held.unlisted ?? 'it was not listed', settled: 'outside' }],
    caveats: [UNREAD_SCP],
    source: held.source,
    evidence: held.evidence,
    through: held.through,
  });
}

/** The root user of each account read holds everything by what it is. */
export function* rootGrants(estate: Estate): Iterable<Grant> {
  for (const { id, boundary, account, evidence } of estate.roots) {
    yield elementary(id, boundary, 'administer', {
      key: `grant|${id}|root|administer|${boundary}`,
      bounds: { lo: 'standing', hi: 'standing' },
      presence: 'certain',
      because: ['the root user of an account may do everything in it', 'nothing ends it'],
      conditions: [],
      caveats: [UNREAD_SCP],
      source: { id, kind: 'root', name: `root user of account ${account}`, boundary },
      evidence,
      through: [],
    });
  }
}

type Particular = Pick<Grant, 'key' | 'bounds' | 'presence' | 'because' | 'conditions' | 'caveats' | 'source' | 'evidence' | 'through'>;

function elementary(subject: string, boundary: string, capability: Capability, particular: Particular): Grant {
  return { type: 'grant', boundary, subject, capability, scope: boundary, windows: always, endsBy: 'nothing', gate: 'none', ...particular };
}
