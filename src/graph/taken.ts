import { capabilities } from '../model/capability.ts';
import type { Capability } from '../model/capability.ts';
import type { Grant, Link } from '../model/grant.ts';
import type { BoundaryId, EntityId, ScopeId } from '../model/ids.ts';
import { ElementCollector } from './columns/collect.ts';
import type { Numbers } from './columns/numbers.ts';
import type { Target } from './graph.ts';
import type { NodeNames } from './node-names.ts';

/** A grant that rests on what nobody listed. */
export interface UnlistedSource {
  /** The place in which it came among the grants. */
  readonly grant: number;
  readonly words: string;
  readonly subject: EntityId;
  readonly node: number;
  readonly boundary: BoundaryId;
}

/** Elements as they came, in columns; nodes and targets have the numbers in which they came. */
export class TakenElements {
  readonly links: ElementCollector;
  readonly grants: ElementCollector;
  readonly targets: Target[] = [];
  readonly unlistedSources: UnlistedSource[] = [];
  readonly #scopes: readonly Map<ScopeId, number>[] = capabilities.map(() => new Map<ScopeId, number>());
  readonly #places = new Map<Capability, number>(capabilities.map((each, place) => [each, place]));
  readonly #notListed: (because: readonly string[]) => string | undefined;
  #names: NodeNames | undefined;

  /** `notListed`: the words of a grant that rests on what nobody listed; asked of those that are not certain. */
  constructor(names: NodeNames, numbers: Numbers, notListed: (because: readonly string[]) => string | undefined) {
    this.#names = names;
    this.#notListed = notListed;
    this.links = new ElementCollector(numbers);
    this.grants = new ElementCollector(numbers);
  }

  add(element: Grant | Link): void {
    const names = this.#names as NodeNames;
    if (element.type === 'link') {
      const from = names.fromOf(element);
      const to = names.toOf(element);
      this.links.add(element, from.node, from.id, to.node, to.id);
      return;
    }
    const { node, id: subject } = names.subjectOf(element);
    const words = element.presence === 'certain' ? undefined : this.#notListed(element.because);
    if (words !== undefined) this.unlistedSources.push({ grant: this.grants.length, words, subject, node, boundary: element.boundary });
    this.grants.add(element, node, subject, this.#target(element), element.scope);
  }

  /** Nothing more is taken: the names may go. */
  close(): void {
    this.#names = undefined;
  }

  #target({ capability, scope }: Grant): number {
    const scopes = this.#scopes[this.#places.get(capability) as number] as Map<ScopeId, number>;
    let number = scopes.get(scope);
    if (number === undefined) {
      number = this.targets.length;
      scopes.set(scope, number);
      this.targets.push({ capability, scope });
    }
    return number;
  }
}
