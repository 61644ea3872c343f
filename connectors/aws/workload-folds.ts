import { byKeys } from '../../src/base/order.ts';
import type { Evidence, Fact, FactIndex, FactKind } from '../../src/model/fact.ts';
import { asJson } from './surfaces/item.ts';
import type { RunningWorkloadFact, WorkloadFact } from './workload-facts.ts';
import { workloadArn } from './workload-facts.ts';

/** What a workload that comes and goes is one of, and what goes on for as long as any of them is there. */
export interface Fold {
  /**
   * Key of its fact. Tasks: `<ARN of all tasks of the cluster>|<family>|<role>`, with `nobody` for no role; `<…>||<role>` of those that name
   * a role themselves; `<…>|<ARN of the definition>|unread` where what tells the role was not read. Endpoints of agent runtimes: `<ARN>|<role>`.
   */
  readonly key: string;
  /** `main/web` */
  readonly name: string;
  readonly role: string | null;
}

/** The roles of task definitions that were read, by ARN. */
export type Definitions = ReadonlyMap<string, string | null>;

/**
 * Services start tasks anew whenever they like, with ids of their own, and a new revision of a definition, or version of a runtime, may well
 * keep the role: none of that is kept apart. `null`: it is one of nothing. A task whose ARN has the short form, without its cluster, stays alone.
 */
export function foldOf(key: string, workload: RunningWorkloadFact, definitions: Definitions): Fold | null {
  const { kind, name, role } = workload;
  const arn = workloadArn(key);
  if (kind === 'agent-runtime') return { key: `${arn}|${role ?? 'nobody'}`, name, role };
  if (kind !== 'task') return null;
  const [, tasks, cluster] = /^(.*:task\/([^/]+)\/)[^/]+$/.exec(arn) ?? [];
  if (tasks === undefined || cluster === undefined) return null;
  if (arn === `${tasks}*`) return { key, name, role };
  const { definition } = workload;
  if (role !== null) return { key: `${tasks}*||${role}`, name: `${cluster}/*`, role };
  if (definition === undefined) return null;
  const told = definitions.get(definition);
  const revision = definition.slice(definition.lastIndexOf('/') + 1);
  if (told === undefined) return { key: `${tasks}*|${definition}|unread`, name: `${cluster}/${revision}`, role: null };
  const family = withoutRevision(revision);
  return { key: `${tasks}*|${family}|${told ?? 'nobody'}`, name: `${cluster}/${family}`, role: told };
}

/** The definitions among facts. */
export function definitionsIn(facts: FactIndex): Definitions {
  const definitions = new Map<string, string | null>();
  for (const { key, value } of facts.ofKind('workload')) {
    const told = value as unknown as WorkloadFact;
    if (told.type === 'task-definition') definitions.set(key, told.role);
  }
  return definitions;
}

type WorkloadOf = Extract<Fact, { readonly kind: 'workload' }>;

interface Group {
  readonly key: string;
  /** The value, of those that it stands for. */
  readonly told: (of: readonly WorkloadFact[]) => WorkloadFact;
  readonly of: WorkloadOf[];
}

/**
 * Facts of kind `workload` as history keeps them. Each that stands for several has a place in each of their pages, and can be used as it stands
 * where one of them can be. Definitions, too, are one for as long as the family has the role: `<ARN without the revision>|<role>`.
 */
export function foldedFacts(kind: FactKind, facts: FactIndex): Iterable<Fact> | undefined {
  return kind === 'workload' ? folded(facts) : undefined;
}

function* folded(facts: FactIndex): Iterable<Fact> {
  const definitions = definitionsIn(facts);
  const groups = new Map<string, Group>();
  for (const fact of facts.ofKind('workload')) {
    const group = groupOf(fact.key, fact.value as unknown as WorkloadFact, definitions);
    if (group === null) {
      yield fact;
      continue;
    }
    const id = `${fact.boundary}\n${group.key}`;
    const known = groups.get(id);
    if (known === undefined) groups.set(id, { ...group, of: [fact] });
    else known.of.push(fact);
  }
  for (const { key, told, of } of groups.values()) {
    const value = told(of.map((each) => each.value as unknown as WorkloadFact));
    yield { ...(of[0] as WorkloadOf), key, value: asJson(value), pages: onePlaceEach(of) };
  }
}

function groupOf(key: string, value: WorkloadFact, definitions: Definitions): Omit<Group, 'of'> | null {
  if (value.type === 'task-definition') {
    const [arn, name] = [withoutRevision(key), withoutRevision(value.name)];
    return { key: `${arn}|${value.role ?? 'nobody'}`, told: () => ({ ...value, name }) };
  }
  const fold = value.type === 'workload' ? foldOf(key, value, definitions) : null;
  if (value.type !== 'workload' || fold === null) return null;
  const { version: _version, definition, ...lasting } = value;
  const unread = fold.key.endsWith('|unread') && definition !== undefined ? { definition } : {};
  return {
    key: fold.key,
    told: (of) => ({ ...lasting, ...unread, name: fold.name, role: fold.role, usable: usableAsOneOf(of) }),
  };
}

function usableAsOneOf(of: readonly WorkloadFact[]): boolean | null {
  const usable = of.map((each) => (each.type === 'workload' ? each.usable : false));
  return usable.includes(true) ? true : usable.includes(null) ? null : false;
}

/** `web` of `web:7`, of ARNs too. */
function withoutRevision(definition: string): string {
  return definition.replace(/:\d+$/, '');
}

function onePlaceEach(facts: readonly Fact[]): readonly Evidence[] {
  const byPage = new Map<string, Evidence>();
  for (const each of facts.flatMap(({ pages }) => pages)) {
    const known = byPage.get(each.page);
    if (known === undefined || each.pointer < known.pointer) byPage.set(each.page, each);
  }
  return [...byPage.values()].sort(byKeys(({ page }) => page));
}
