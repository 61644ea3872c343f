import type { Instant } from '../base/instant.ts';
import type { Json, JsonObject } from '../base/json.ts';
import type { Fact, FactIndex, FactKind } from '../model/fact.ts';
import type { Grant, Link } from '../model/grant.ts';
import type { Teller } from '../model/history.ts';
import type { EntityId, FactKey, SurfaceId } from '../model/ids.ts';
import type { Task } from '../model/page.ts';

/** A fact's value as history keeps it. */
export interface Kept {
  /** What lasts: the same as long as nothing was changed, however often and in whatever order it is listed. */
  readonly value: Json;
  /** Members of the value that change with use alone (`lastUsed`). They make no intervals. `null`: there are none. */
  readonly passing: JsonObject | null;
}

/** A kept fact, for being made whole again. */
export interface KeptFact extends Kept {
  readonly kind: FactKind;
  readonly key: FactKey;
  /** When `passing` was told; it may be later than the moment asked for. `null`: nothing was kept of it. */
  readonly passingAt: Instant | null;
}

/** What history has to know of a connector's facts. Pure. Every method of one fact is called for each fact of a run, and must be quick. */
export interface ConnectorHistory<S> {
  /** A name for the kind of thing among the facts of its kind, as fine as what a reader may have left out by itself: `inline policy of role`. */
  family(fact: Fact): string;
  /** What it is found by: ids of identities and sources, names. An identity's id, immutable id and name among them. */
  names(fact: Fact): Iterable<string>;
  /** The identities that a fact of these is nothing without. Ids of nobody listed may be among them. */
  dependsOn(facts: FactIndex): (fact: Fact) => Iterable<EntityId>;
  kept(fact: Fact): Kept;
  /**
   * The connector's facts of a kind as they are kept, where single ones come and go from read to read although what they say goes on: fewer,
   * each with pages that tell it. `resolve` takes them in place of those that were read. `undefined`, or left out: those that were read are kept.
   */
  folded?(kind: FactKind, facts: FactIndex): Iterable<Fact> | undefined;
  /** The value at a moment, of what was kept. `undefined`: without what passes it says nothing, and that is not known of the moment. */
  whole(kept: KeptFact, at: Instant): Json | undefined;
  /**
   * The part of its surface that a task asks, where the settings alone do not tell which parts are asked. What a part tells is looked for only
   * where that part was asked again. `null`: the surface is asked as a whole.
   */
  part?(task: Task): string | null;
  /** Parts that were asked before and need no asking, because of these facts there can be nothing in them. */
  isMoot?(boundary: string, surface: SurfaceId, part: string, facts: FactIndex): boolean;
  /** Where things are known to be there of which something was not asked: such reads say nothing of what is gone. */
  unasked?(facts: FactIndex): Iterable<Teller>;
  /**
   * Whether a grant or link is told as this very one for as long as the right is there, whatever else comes and goes. Of others nothing is kept:
   * that one is lacking would say nothing. Left out: all are.
   */
  isSteady?(element: Grant | Link): boolean;
  /** Whether settings ask at least as much of a surface, in any boundary, as others did. What is not understood does not. */
  asksAsMuch(surface: SurfaceId, settings: S, former: S): boolean;
}
