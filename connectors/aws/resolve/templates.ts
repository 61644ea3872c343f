import type { AppliedStatement, PolicyDocument } from '../rights/documents.ts';
import { forAction } from '../rights/documents.ts';
import { intersectResources } from '../rights/resources.ts';
import type { Limits, Plan } from '../rights/limits.ts';
import { limited, noLimits, planOf, within } from '../rights/limits.ts';
import { peculiarity } from '../rights/peculiar.ts';
import { Readings } from '../rights/readings.ts';
import type { Right } from '../rights/rights.ts';
import { plainRight, rightOf } from '../rights/rights.ts';
import type { Principal } from './estate.ts';
import type { PolicyHeld } from './held.ts';
import type { LimitKey } from './limit-key.ts';
import { limitKey } from './limit-key.ts';
import { limitsFrom } from './limits-of.ts';
import type { Organizations } from './organization.ts';
import { accountsNamed } from './named-accounts.ts';
import { universeOf } from './capabilities.ts';
import { settingRow } from './escalate/needs.ts';
import type { SettingAction } from './trusts.ts';
import type { RowUniverse } from './rows.ts';
import { assumeRow, isWhole, rowIn, rowsOf } from './rows.ts';
import { widest } from './strongest.ts';
import type { PolicyTemplate } from './template-of.ts';
import { nothing, templateOf } from './template-of.ts';

/** How principals of one context, or one of them alone, read a document. */
export type Reading = LimitKey | string;

/** Answers what a policy gives a principal, remembering the answer for all who share policy, denies and permissions boundary. */
export class Templates {
  readonly #accounts: Iterable<string>;
  readonly #organizations: Organizations;
  readonly #byContext = new Map<PolicyDocument, Map<Reading, PolicyTemplate>>();
  readonly #byPlans = new Map<PolicyDocument, Map<string, PolicyTemplate>>();
  readonly #byRow = new Map<PolicyDocument, Map<string, Map<number, Map<string, readonly Right[]>>>>();
  readonly #readings = new Readings();
  readonly #keys = new WeakMap<Principal, LimitKey>();
  /** By context, the first key of it: whatever is told by context is told by one object. */
  readonly #contexts = new Map<string, LimitKey>();
  readonly #limits = new Map<LimitKey, Limits>();
  readonly #planNumbers = new Map<string, number>();
  #last: { readonly principal: Principal; readonly key: LimitKey } | undefined;

  /** `accounts`: those that were read, or were to be. */
  constructor(accounts: Iterable<string>, organizations: Organizations) {
    this.#accounts = accounts;
    this.#organizations = organizations;
  }

  /** Principals of one context are alike but for the policies that allow them something, and for themselves. */
  contextOf(principal: Principal): string {
    return this.#keyOf(principal).context;
  }

  /** A document says the same of every action to principals of one reading. */
  readingOf(document: PolicyDocument, principal: Principal): Reading {
    const key = this.#keyOf(principal);
    const own = peculiarity(document, principal.caller);
    return own === '' ? key : `${key.context}|${own}`;
  }

  /** The statements of a policy that allow something and can apply to the principal. */
  allowing(document: PolicyDocument, principal: Principal): readonly AppliedStatement[] {
    return this.#readings.of(document, 'Allow', principal.caller, this.#keyOf(principal).kind);
  }

  limitsOf(principal: Principal): Limits {
    const known = this.#keyOf(principal);
    const { denying, key, kind } = known;
    if (key === '') return noLimits;
    let limits = this.#limits.get(known);
    if (limits === undefined) {
      limits = limitsFrom(principal, denying, (document, effect) => this.#readings.of(document, effect, principal.caller, kind));
      this.#limits.set(known, limits);
    }
    return limits;
  }

  of(document: PolicyDocument, principal: Principal): PolicyTemplate {
    if (!document.allows) return nothing;
    const id = this.readingOf(document, principal);
    let known = this.#byContext.get(document);
    if (known === undefined) this.#byContext.set(document, (known = new Map<Reading, PolicyTemplate>()));
    let template = known.get(id);
    if (template === undefined) known.set(id, (template = this.#shared(document, principal)));
    return template;
  }

  /** Most limits have no say in most documents: a template is shared by all holders whose limits say the same of its actions. */
  #shared(document: PolicyDocument, principal: Principal): PolicyTemplate {
    const { kind } = this.#keyOf(principal);
    const own = peculiarity(document, principal.caller);
    const limits = this.limitsOf(principal);
    const plans = limits === noLimits ? '' : this.#plansOf(document, principal, limits);
    const id = `${kind}|${own}|${plans}`;
    let known = this.#byPlans.get(document);
    if (known === undefined) this.#byPlans.set(document, (known = new Map<string, PolicyTemplate>()));
    let template = known.get(id);
    if (template === undefined) {
      template = templateOf(this.allowing(document, principal), principal, limits);
      known.set(id, template);
    }
    return template;
  }

  /** What a policy allows of one action of the list, on all of its universe or part of it. One list for all to whom it allows the same. */
  rightsOf(document: PolicyDocument, principal: Principal, row: number, universe: string): readonly Right[] {
    const { kind } = this.#keyOf(principal);
    const plan = planOf(this.limitsOf(principal), row, universe, isWhole);
    let known = this.#byRow.get(document);
    if (known === undefined) this.#byRow.set(document, (known = new Map<string, Map<number, Map<string, readonly Right[]>>>()));
    const own = peculiarity(document, principal.caller);
    const id = own === '' ? kind : `${kind}|${own}`;
    let byRow = known.get(id);
    if (byRow === undefined) known.set(id, (byRow = new Map<number, Map<string, readonly Right[]>>()));
    let here = byRow.get(row);
    if (here === undefined) byRow.set(row, (here = new Map<string, readonly Right[]>()));
    let rights = here.get(plan.id);
    if (rights === undefined) {
      rights = this.allowing(document, principal).flatMap((applied) => {
        const one = applied.statement.flags[row] === 1 ? forAction(applied, row) : undefined;
        return one === undefined ? none : within(rightOf(one, isWhole), plan, isWhole);
      });
      here.set(plan.id, (rights = widest(rights)));
    }
    return rights;
  }

  /** What a policy gives a principal, `null` where nobody listed it, and what it allows of sts:AssumeRole. */
  givenOf(held: PolicyHeld, principal: Principal): { readonly template: PolicyTemplate | null; readonly assume: readonly Right[] } {
    const { document } = held;
    const template = document === null ? null : this.of(document, principal);
    const isPlain = template !== null && document?.asksOwner !== true && !this.#keyOf(principal).asksOwner;
    return { template, assume: isPlain ? template.assume : this.assumeOf(held, principal) };
  }

  /**
   * What a policy allows of sts:AssumeRole, of the roles of every account read or named where it tells the accounts apart. One that
   * nobody listed may allow all of it.
   */
  assumeOf(held: PolicyHeld, principal: Principal): readonly Right[] {
    if (held.document?.asksOwner !== true && !this.#keyOf(principal).asksOwner) return this.#assumeIn(held, principal);
    const named = held.document === null ? none : accountsNamed(held.document);
    return [...new Set([...this.#accounts, ...named])].flatMap((account) => {
      const roles = { include: [`arn:${principal.partition}:iam::${account}:role/*`], exclude: [] };
      const owned = { resourceAccount: account, resourceMembership: this.#organizations.placeOf(account).membership };
      return this.#assumeIn(held, { ...principal, caller: { ...principal.caller, ...owned } })
        .map((right) => ({ ...right, resources: intersectResources(right.resources, roles) }))
        .filter((right) => right.resources.include.length > 0);
    });
  }

  /** What all policies of a principal allow of setting what a session carries. One that nobody listed may allow it. */
  settingsOf(action: SettingAction, principal: Principal): readonly Right[] {
    const row = settingRow(action);
    const universe = universeOf('role', principal.partition, '*');
    return widest(
      principal.held.flatMap(({ document, unlisted }) => {
        if (document !== null) return this.rightsOf(document, principal, row, universe);
        return this.#mayAllow(unlisted, principal, { action: row, universe });
      }),
    );
  }

  #assumeIn({ document, unlisted }: PolicyHeld, principal: Principal): readonly Right[] {
    if (document !== null) return this.of(document, principal).assume;
    return this.#mayAllow(unlisted, principal, rowIn(assumeRow, principal));
  }

  /** What of an action a policy may allow that nobody listed. */
  #mayAllow(unlisted: PolicyHeld['unlisted'], principal: Principal, at: Pick<RowUniverse, 'action' | 'universe'>): readonly Right[] {
    const conditions = [{ text: unlisted ?? 'it was not listed', settled: 'outside' as const }];
    return limited({ ...plainRight, presence: 'possible', unread: true, conditions }, at, this.limitsOf(principal), isWhole);
  }

  #keyOf(principal: Principal): LimitKey {
    // policies of one principal are asked about in a row
    if (this.#last?.principal === principal) return this.#last.key;
    let key = this.#keys.get(principal);
    if (key === undefined) {
      const its = limitKey(principal);
      key = this.#contexts.get(its.context);
      if (key === undefined) this.#contexts.set(its.context, (key = its));
      this.#keys.set(principal, key);
    }
    this.#last = { principal, key };
    return key;
  }

  /** What the limits say of each action that the document allows. */
  #plansOf(document: PolicyDocument, principal: Principal, limits: Limits): string {
    const rows = rowsOf(principal);
    let text = '';
    let last = -1;
    for (const { effect, rows: spoken } of document.statements) {
      if (effect !== 'Allow') continue;
      for (const row of spoken) {
        if (row >= rows.length) break;
        const number = this.#planNumber(planOf(limits, row, rows[row]?.universe ?? '', isWhole));
        text += number === last ? '+' : ` ${number}`;
        last = number;
      }
    }
    return text;
  }

  #planNumber({ id }: Plan): number {
    let number = this.#planNumbers.get(id);
    if (number === undefined) this.#planNumbers.set(id, (number = this.#planNumbers.size));
    return number;
  }
}

const none: readonly never[] = [];
