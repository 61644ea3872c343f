import type { Capability } from '../../../src/model/capability.ts';
import type { Grant } from '../../../src/model/grant.ts';
import { unreadBounds } from '../../../src/model/persistence.ts';
import { always } from '../../../src/model/window.ts';
import type { RightFacets } from './authority.ts';
import { facetsOf, lastingOf } from './authority.ts';
import { capabilityRows } from './capabilities.ts';
import type { Principal } from './estate.ts';
import { flat } from './flat.ts';
import type { Guards } from './guard.ts';
import { guarded } from './guarded.ts';
import type { PolicyHeld } from './held.ts';
import type { GrantTemplate } from './strongest.ts';

/** The grants one policy gives a principal. `templates` may come with more that only the estate could tell. */
export function grantsOf(principal: Principal, held: PolicyHeld, given: readonly GrantTemplate[], guards: Guards): readonly Grant[] {
  if (given.length === 0) return none;
  const templates = guards.all.length === 0 ? given : guarded(principal, given, guards);
  return gains(principal, templates).map((template) => grantOf(principal, held, template));
}

const none: readonly Grant[] = [];

/** Without what is no gain to this very principal: its own credentials, and a user of its name elsewhere. */
function gains({ id, name, account, partition, caller }: Principal, templates: readonly GrantTemplate[]): readonly GrantTemplate[] {
  if (caller.kind !== 'user') return templates;
  // names are unique in an account whatever the path, so `user/NAME` of a user with a path is nobody
  const namesake = `arn:${partition}:iam::${account}:user/${name}`;
  const idle = ({ capability, scope }: GrantTemplate): boolean => (scope === id ? capability === 'mint-credential' : scope === namesake);
  return templates.some(idle) ? templates.filter((each) => !idle(each)) : templates;
}

/** Each once, in the order of the table. */
function actionsOf(rows: readonly number[]): readonly string[] {
  const [only] = rows;
  if (only !== undefined && rows.length === 1) return [capabilityRows[only]?.action ?? ''];
  return [...new Set([...rows].sort((a, b) => a - b).map((row) => capabilityRows[row]?.action ?? ''))];
}

function allowed(template: GrantTemplate): string {
  const { capability, scope, rows } = template;
  if (capability === 'administer') return 'it allows every action on every resource';
  const actions = actionsOf(rows);
  const named = actions.slice(0, 3).join(', ') + (actions.length > 3 ? ` and ${actions.length - 3} more` : '');
  return `it allows ${named} on ${scope ?? 'all of the account'}`;
}

/** What all grants of a template share. A template is of one account only. */
interface Common {
  readonly tail: string;
  readonly scope: string;
  readonly because: readonly string[];
  readonly caveats: readonly string[];
  readonly facets: RightFacets;
}

const commons = new WeakMap<GrantTemplate, Common>();

function commonOf(template: GrantTemplate, { boundary, place }: Principal): Common {
  let common = commons.get(template);
  if (common === undefined) {
    const facets = facetsOf(template.right);
    const scope = template.scope ?? boundary;
    common = {
      tail: flat(template.capability, '|', scope, facets.suffix),
      scope,
      because: [allowed(template), lastingOf(template.right), ...facets.because],
      caveats: facets.caveats.length === 0 ? place.services.caveats : [...facets.caveats, ...place.services.caveats],
      facets,
    };
    commons.set(template, common);
  }
  return common;
}

function grantOf(principal: Principal, held: PolicyHeld, template: GrantTemplate): Grant {
  const { tail, scope, because, caveats, facets } = commonOf(template, principal);
  return {
    type: 'grant',
    key: flat('grant|', principal.id, '|', held.source.id, '|', tail),
    boundary: principal.boundary,
    subject: principal.id,
    capability: template.capability,
    scope,
    through: held.through,
    bounds: facets.bounds,
    presence: facets.presence,
    windows: facets.windows,
    endsBy: facets.endsBy,
    gate: facets.gate,
    because,
    conditions: facets.conditions,
    caveats,
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
    caveats: principal.place.services.caveats,
    source: held.source,
    evidence: held.evidence,
    through: held.through,
  });
}

type Particular = Pick<Grant, 'key' | 'bounds' | 'presence' | 'because' | 'conditions' | 'caveats' | 'source' | 'evidence' | 'through'>;

export function elementary(subject: string, boundary: string, capability: Capability, particular: Particular): Grant {
  return { type: 'grant', boundary, subject, capability, scope: boundary, windows: always, endsBy: 'nothing', gate: 'none', ...particular };
}
