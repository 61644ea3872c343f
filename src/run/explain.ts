import type { Instant } from '../base/instant.ts';
import type { Json } from '../base/json.ts';
import type { ExplainingCore, ExplainingCores } from '../contract/explaining-core.ts';
import type { Explained } from '../model/explained.ts';
import type { Evidence, Fact, FactIndex, FactKind, FactOfKind } from '../model/fact.ts';
import type { Finding } from '../model/finding.ts';
import type { Grant, Link } from '../model/grant.ts';
import type { Bounds, Presence } from '../model/persistence.ts';
import type { Path, View } from '../model/view.ts';
import { stepsOf } from '../paths/steps.ts';
import type { PathStep } from '../model/finding.ts';
import { coresOfBoundaries } from './explaining-cores.ts';

/** Where the facts behind an explanation come from: a replay of the capture, or an index of its pages. */
export interface FactSource {
  /** At least all facts that mention one of the names, as connectors name them; any more does no harm. */
  about(names: ReadonlySet<string>): Promise<FactIndex>;
  /** What a place of a page holds; `undefined` where the capture has no such place. */
  item(evidence: Evidence): Promise<Json | undefined>;
}

/** One link or grant of a path with all that bears on it. */
export interface ExplainedElement extends Explained {
  readonly type: 'link' | 'grant';
  /** Of the element; of one that was joined around a pool both, with ` + ` between them. */
  readonly key: string;
  readonly from: string;
  /** The identity a link leads to, or the scope of a grant. */
  readonly to: string;
  /** `can-assume`, or the capability of a grant. */
  readonly what: string;
  /** The connector's name of the way that several permissions make; `null`: it is one plain right. */
  readonly escalation: string | null;
  readonly bounds: Bounds;
  readonly presence: Presence;
  readonly because: readonly string[];
  readonly caveats: readonly string[];
}

/** A path from an identity to what it may do, element by element. */
export interface ExplainedPath {
  readonly identity: string;
  readonly capability: string;
  readonly scope: string;
  /** As people read it. */
  readonly path: readonly PathStep[];
  readonly steps: readonly ExplainedElement[];
}

/** What explanations are made with: where facts come from, and the connectors that know what they mean, or what loads each when it is needed. */
export interface Explaining {
  readonly source: FactSource;
  readonly connectors: readonly ExplainingCore[] | ExplainingCores;
  /** The moment of the analysis. */
  readonly asOf: Instant;
  /** By connector, as the analysis had them. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** The links and the grant that a finding is about: of its path, else the one that it names; empty for a credential, a surface and the like. */
export function elementsOf(view: View, { capability, scope, subject, object }: Finding): readonly (Grant | Link)[] {
  const path = capability === null || scope === null ? undefined : view.path(subject.id, capability, scope);
  if (path !== undefined) return [...path.links, path.grant];
  const single = object?.type === 'grant' ? view.grant(object.id) : object?.type === 'link' ? view.link(object.id) : undefined;
  return single === undefined ? [] : [single];
}

/** Each element with the statements behind it, in the order given. */
export async function explainElements(explaining: Explaining, elements: readonly (Grant | Link)[]): Promise<readonly ExplainedElement[]> {
  const { connectors, asOf, settings } = explaining;
  const told = new Map<Grant | Link, Explained>();
  for (const core of await coresOfBoundaries(connectors, new Set(elements.map(({ boundary }) => boundary)))) {
    const own = elements.filter(({ boundary }) => boundary.startsWith(`${core.id}:`));
    if (core.explain === undefined) continue;
    const facts = await wantedFacts(explaining.source, core, own);
    for (const each of own) told.set(each, core.explain(facts, each, asOf, settings[core.id]));
  }
  return elements.map((element) => ({ ...headOf(element), ...(told.get(element) ?? untold(element)) }));
}

/** A path of the view, element by element. */
export async function explainPath(explaining: Explaining, view: View, path: Path): Promise<ExplainedPath> {
  const { capability, scope } = path.grant;
  const steps = await explainElements(explaining, [...path.links, path.grant]);
  return { identity: path.identity, capability, scope, path: stepsOf(view, path), steps };
}

function headOf(element: Grant | Link): Omit<ExplainedElement, keyof Explained> {
  const { type, key, bounds, presence, because, caveats, escalation } = element;
  const ends =
    element.type === 'grant'
      ? { from: element.subject, to: element.scope, what: element.capability }
      : { from: element.from, to: element.to, what: element.how };
  return { type, key, ...ends, escalation: escalation ?? null, bounds, presence, because, caveats };
}

/** Of a connector that explains nothing there is what the element itself says. */
function untold({ source, because, conditions, evidence }: Grant | Link): Explained {
  const outcome = because.join('; ');
  const statement = { document: source.name, attached: '', statement: null, text: null, outcome, conditions, evidence };
  return { statements: [{ says: 'allows', reason: 'recorded', ...statement }], unread: [] };
}

/**
 * The facts that mention a name which the elements want, and no others: what is explained depends on them alone, wherever they come
 * from. Names are asked for until no new one is wanted.
 */
async function wantedFacts(source: FactSource, core: ExplainingCore, elements: readonly (Grant | Link)[]): Promise<FactIndex> {
  const asked = new Set<string>(elements.flatMap(plainNames));
  for (;;) {
    const facts = narrowed(await source.about(asked), core, asked);
    const before = asked.size;
    for (const element of elements) for (const name of core.explainWants?.(element, facts, new Set(asked)) ?? []) asked.add(name);
    if (asked.size === before) return facts;
  }
}

function plainNames(element: Grant | Link): readonly string[] {
  return ['', element.source.id, ...(element.type === 'grant' ? [element.subject] : [element.from, element.to])];
}

/** A connector that names nothing is shown everything. */
function narrowed(facts: FactIndex, core: ExplainingCore, names: ReadonlySet<string>): FactIndex {
  if (core.mentions === undefined) return facts;
  const isMeant = (fact: Fact): boolean => {
    for (const name of core.mentions?.(fact) ?? []) if (names.has(name)) return true;
    return false;
  };
  const kinds = new Map<FactKind, readonly Fact[]>();
  const ofKind = <K extends FactKind>(kind: K): readonly FactOfKind<K>[] => {
    let known = kinds.get(kind);
    if (known === undefined) kinds.set(kind, (known = [...facts.ofKind(kind)].filter(isMeant)));
    return known as readonly FactOfKind<K>[];
  };
  return {
    ofKind,
    find(kind, boundary, key) {
      const fact = facts.find(kind, boundary, key);
      return fact !== undefined && isMeant(fact) ? fact : undefined;
    },
    boundaries: facts.boundaries,
    size: facts.size,
    ...(facts.saidAt === undefined ? {} : { saidAt: (page) => facts.saidAt?.(page) ?? null }),
  };
}
