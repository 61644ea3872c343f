import type { LayerName, PolicyInput } from '../access.ts';
import type { AccessFlag } from '../flags.ts';
import type { PolicyUse } from '../statement.ts';
import { compiledFor } from '../compile/policy.ts';
import type { CompiledStatement } from '../compile/statement.ts';
import type { Truth } from '../match/truth.ts';
import { and, or } from '../match/truth.ts';
import type { Situation } from '../request/situation.ts';
import type { Allows } from './formula.ts';
import { eachLayer } from './layers.ts';
import type { Way } from './principal.ts';
import { anyWay, meeting, ways } from './principal.ts';
import type { Place } from './place.ts';
import { holds, noteFlags } from './statement.ts';

/** Cells: what the statements of a kind come to together. The nodes of the organization follow the last. */
export const DENIED = 0;
const IDENTITY = 1;
const BOUNDARY = 2;
const SESSION = 3;
const FIRST_WAY = 4;
const FIRST_NODE = FIRST_WAY + ways.length;

/** A statement that may or may not match, and the cell that it then makes true. */
export interface OpenStatement {
  readonly cell: number;
  readonly statement: CompiledStatement;
  readonly place: Place;
  /** The way by which a resource policy's Allow must meet the caller; `null`: any, or none is needed. */
  readonly way: Way | null;
}

export interface Survey {
  readonly cells: readonly Truth[];
  /** Only of cells that no other statement decides. */
  readonly open: readonly OpenStatement[];
  readonly flags: ReadonlySet<AccessFlag>;
}

/** Looks at every statement that speaks of the action, with what is known left as it is and the rest open. */
export function survey(situation: Situation): Survey {
  const pass = new Pass(situation);
  eachLayer(situation, (name, policies, use, node) => pass.take(name, policies, use, node));
  return pass;
}

const noFlags: ReadonlySet<AccessFlag> = new Set<never>();
const noneOpen: readonly OpenStatement[] = [];
const noCells: readonly Truth[] = new Array<Truth>(FIRST_NODE).fill(0).slice();

class Pass implements Survey {
  readonly cells: Truth[] = [...noCells];
  readonly #situation: Situation;
  readonly #askCase: boolean;
  #open: OpenStatement[] | null = null;
  #flags: Set<AccessFlag> | null = null;

  constructor(situation: Situation) {
    const { request, caller, target } = situation;
    this.#situation = situation;
    if (request.permissionsBoundary === undefined) this.cells[BOUNDARY] = 1;
    // a federated user's session that was given no policies may do nothing
    if (request.sessionPolicies === undefined && caller.kind !== 'federated-user') this.cells[SESSION] = 1;
    this.#askCase = target.service === 'iam' && target.rest.startsWith('user/');
  }

  get open(): readonly OpenStatement[] {
    return this.#open?.filter(({ cell }) => this.cells[cell] === 2) ?? noneOpen;
  }

  get flags(): ReadonlySet<AccessFlag> {
    return this.#flags ?? noFlags;
  }

  add(flag: AccessFlag): void {
    (this.#flags ??= new Set()).add(flag);
  }

  take(name: LayerName, policies: readonly PolicyInput[], use: PolicyUse, node: number): void {
    const cell = this.#cellOf(name);
    const { action } = this.#situation;
    for (let policy = 0; policy < policies.length; policy++) {
      const { allows, denies } = compiledFor(policies[policy] as PolicyInput, use).speaking(action);
      if (allows.length === 0 && denies.length === 0) continue;
      const place = { layer: name, node, policy };
      for (let at = 0; at < denies.length; at++) this.#look(denies[at] as CompiledStatement, place, DENIED);
      for (let at = 0; at < allows.length; at++) this.#look(allows[at] as CompiledStatement, place, cell);
    }
  }

  #cellOf(name: LayerName): number {
    switch (name) {
      case 'identity':
        return IDENTITY;
      case 'boundary':
        return BOUNDARY;
      case 'session':
        return SESSION;
      case 'resource':
        return FIRST_WAY;
      case 'scp':
      case 'rcp':
        return this.cells.push(0) - 1;
    }
  }

  #look(statement: CompiledStatement, place: Place, cell: number): void {
    if (statement.flags.length > 0 || statement.mayFlag || this.#askCase) noteFlags(statement, this.#situation, this);
    if (place.layer === 'resource') this.#lookForCaller(statement, place, cell);
    else if (this.cells[cell] !== 1) this.#note(holds(statement, place, this.#situation), cell, statement, place, null);
  }

  #lookForCaller(statement: CompiledStatement, place: Place, cell: number): void {
    if (cell === DENIED && this.cells[DENIED] === 1) return;
    const met = meeting(statement, place, this.#situation);
    const any = anyWay(met);
    if (any === 0) return;
    const matched = holds(statement, place, this.#situation);
    if (matched === 0) return;
    if (cell === DENIED) this.#note(and(any, matched), cell, statement, place, null);
    else for (const [at, way] of ways.entries()) this.#note(and(met[way], matched), cell + at, statement, place, way);
  }

  #note(truth: Truth, cell: number, statement: CompiledStatement, place: Place, way: Way | null): void {
    if (truth === 0) return;
    this.cells[cell] = or(this.cells[cell] as Truth, truth);
    if (truth === 2) (this.#open ??= []).push({ cell, statement, place, way });
  }
}

/** What an open statement comes to, with what was put in for what is not known. */
export function truthOf({ statement, place, way }: OpenStatement, situation: Situation): Truth {
  if (place.layer !== 'resource') return holds(statement, place, situation);
  const met = meeting(statement, place, situation);
  const by = way === null ? anyWay(met) : met[way];
  return by === 0 ? 0 : and(by, holds(statement, place, situation));
}

/** The cells as the formula takes them. */
export function allowsOf(cells: readonly Truth[]): Allows {
  let control: Truth = 1;
  for (let at = FIRST_NODE; at < cells.length; at++) control = and(control, cells[at] ?? 0);
  return {
    identity: cells[IDENTITY] ?? 0,
    boundary: cells[BOUNDARY] ?? 0,
    session: cells[SESSION] ?? 0,
    user: cells[FIRST_WAY] ?? 0,
    sessionArn: cells[FIRST_WAY + 1] ?? 0,
    star: cells[FIRST_WAY + 2] ?? 0,
    role: cells[FIRST_WAY + 3] ?? 0,
    issuer: cells[FIRST_WAY + 4] ?? 0,
    account: cells[FIRST_WAY + 5] ?? 0,
    control,
  };
}
