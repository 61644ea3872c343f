import type { Grant } from '../../../../src/model/grant.ts';
import { outlasts, signature } from '../../rights/dominance.ts';
import type { PolicyDocument } from '../../rights/documents.ts';
import type { Right } from '../../rights/rights.ts';
import { combined } from '../../rights/rights.ts';
import { facetsOf, lastingOf } from '../authority.ts';
import type { Principal } from '../estate.ts';
import { flat } from '../flat.ts';
import type { GrantTemplate } from '../strongest.ts';
import { givesAll, strongest } from '../strongest.ts';
import { wholeAccount } from './administrators.ts';
import type { Templates } from '../templates.ts';
import { evidenceOf, saying, throughOf } from './told.ts';
import type { Way } from './ways.ts';

/** A principal that the holder gives any right. */
export interface Elevated {
  readonly principal: Principal;
  readonly method: string;
  readonly way: Way;
  /** Follows the permissions: what else makes it so. */
  readonly because: string;
  /** The policy it comes to have; left out: one that allows everything. */
  readonly document?: PolicyDocument;
}

/** What of it is told. */
export interface Gain extends GrantTemplate {
  readonly elevated: Elevated;
}

/** Grants of a holder that gives one of some principals, itself or one it acts as, any right: less what limits that principal. */
export class Gains {
  readonly #everything: PolicyDocument;
  readonly #templates: Templates;
  readonly #holder: Principal;
  readonly #gains = new Map<string, Gain>();
  readonly #whole: Right[];
  readonly #seen = new Map<readonly GrantTemplate[], Set<string>>();

  constructor(everything: PolicyDocument, templates: Templates, holder: Principal) {
    this.#everything = everything;
    this.#templates = templates;
    this.#holder = holder;
    this.#whole = [...wholeAccount(holder, templates)];
  }

  /** The first that gains something tells of it. Whether nothing more can be gained. */
  add(elevated: Elevated): boolean {
    const { principal, way, document = this.#everything } = elevated;
    const { grants } = this.#templates.of(document, principal);
    // it can be given no more than everything, which is told already
    if (this.hasAll(way.right)) return false;
    const its = signature(way.right);
    // principals that are limited alike gain alike by ways that come to the same
    const seen = this.#seen.get(grants);
    if (seen?.has(its) === true) return false;
    if (seen === undefined) this.#seen.set(grants, new Set([its]));
    else seen.add(its);
    let whole = false;
    const before = this.#before(document);
    for (const template of grants) {
      if (before.some((each) => isSame(each, template))) continue;
      const right =
        its === '' ? template.right : { ...combined(way.right, template.right), resources: template.right.resources, demands: [] };
      if (right.windows.length === 0) continue;
      const text = signature(right);
      if (givesAll(template)) {
        whole ||= text === '';
        this.#whole.push(right);
      }
      const key = `${template.capability}|${template.scope ?? ''}|${text}`;
      if (!this.#gains.has(key)) this.#gains.set(key, { ...template, right, elevated });
    }
    return whole;
  }

  /** What it gives the holder as it stands. */
  #before(document: PolicyDocument): readonly GrantTemplate[] {
    const isHeld = document !== this.#everything && this.#holder.held.some((each) => each.document === document);
    return isHeld ? this.#templates.of(document, this.#holder).grants : none;
  }

  /** Whether the whole account is gained at least as strongly. */
  hasAll(right: Right): boolean {
    return this.#whole.some((each) => outlasts(each, right));
  }

  /** Those that no other gives as strongly. */
  strongest(): readonly Gain[] {
    return strongest([...this.#gains.values()]);
  }
}

const none: readonly never[] = [];

function isSame(a: GrantTemplate, b: GrantTemplate): boolean {
  return a === b || (a.capability === b.capability && a.scope === b.scope && signature(a.right) === signature(b.right));
}

/** A gain as a holder has it by one way, its own or that of somebody alike by policies of its own. */
export function grantOf(
  { capability, scope, right, elevated: { method, because } }: Gain,
  { id, name, boundary, place }: Principal,
  way: Way,
): Grant {
  const facets = facetsOf(right);
  const [first] = way.used;
  const source = first?.held.source ?? { id, kind: 'identity', name, boundary };
  const on = scope ?? boundary;
  return {
    type: 'grant',
    key: flat('grant|', id, '|', source.id, '|', capability, '|', on, '|', method, facets.suffix),
    boundary,
    subject: id,
    capability,
    scope: on,
    through: throughOf(way),
    bounds: facets.bounds,
    presence: facets.presence,
    windows: facets.windows,
    endsBy: facets.endsBy,
    gate: facets.gate,
    because: [...saying(way), because, lastingOf(right), ...facets.because],
    conditions: facets.conditions,
    caveats: facets.caveats.length === 0 ? place.services.caveats : [...facets.caveats, ...place.services.caveats],
    source,
    evidence: evidenceOf(way),
    escalation: method,
  };
}
