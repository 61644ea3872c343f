import { DAY_MS, instantOf, parseInstant } from '../../base/instant.ts';
import type { Json } from '../../base/json.ts';
import { inOnePiece } from '../../base/text/one-piece.ts';
import type { Identity } from '../../model/entity.ts';
import type { BoundaryId, EntityId, FactKey, SurfaceId } from '../../model/ids.ts';
import type { Sequence } from '../sequence.ts';
import type { Numbering } from './collect.ts';
import { GrowingTexts } from './growing-texts.ts';
import { Growing } from './growing.ts';
import { nameIn, nativePart } from './marks.ts';
import { giveWith } from './plan.ts';
import type { Plan } from './plan.ts';
import { ShapeFinder } from './shape-finder.ts';
import { shapesOf } from './shapes.ts';
import type { Shape } from './shapes.ts';
import { SHORTEST } from './template.ts';
import { spread } from './text-hash.ts';

/** Identities by number. */
export interface IdentityColumns {
  readonly ids: Sequence<string>;
  /** `''` where there is none, or a shape has it. */
  readonly uids: Sequence<string>;
  /** `''` where a shape has it: a name that has nothing to do with the id is nobody else's. */
  readonly names: Sequence<string>;
  /** What only some have, as the JSON of {@link Rest}; `''` where there is none. */
  readonly rests: Sequence<string>;
  /** `-1`: of no boundary. */
  readonly boundary: Int32Array;
  /** Epoch milliseconds of an instant in its one form; not a number where a shape has it. */
  readonly created: Float64Array;
  readonly shape: Int32Array;
  /** Rows of evidence; `-1`: listed by nobody. */
  readonly evidence: Int32Array;
  readonly shapes: Sequence<string>;
}

/** Identities as they were taken. */
export interface TakenIdentities extends IdentityColumns {
  readonly ids: GrowingTexts;
  readonly uids: GrowingTexts;
  readonly names: GrowingTexts;
  readonly rests: GrowingTexts;
}

type Rest = Pick<Identity, 'deletedAt' | 'handles'>;

// The fields of a shape, in their order.
const UID = 0;
const KIND = 1;
const NATURE = 2;
const REASON = 3;
const NAME = 4;
const CREATED = 5;
const TAGS = 6;
const MANAGED = 7;
const ENABLED = 8;
const SURFACES = 9;
/** Where and by which key a fact told it; `null`: in its own boundary, or by several. */
const TOLD_IN = 10;
const TOLD_KEY = 11;

const ALL_FIELDS = (1 << (TOLD_KEY + 1)) - 1;
const NO_MARKS = 5;
/** By field, the marks before which it uses none: what decides over an identity is told by a shape alone. */
export const FIRST_IDENTITY_MARKS: readonly number[] = [0, NO_MARKS, NO_MARKS, 0, 0, 0, 0, 0, 0, 0, 0, 0];

// The marks.
const ID_MARK = 0;
const UID_MARK = 1;
const CREATED_MARK = 2;
const NAME_MARK = 3;
const NATIVE_MARK = 4;

/** Makes identities from their columns. */
export interface IdentityReader {
  readonly at: (node: number) => Identity;
  /** What is written in shapes. */
  readonly marks: (node: number) => readonly string[];
  readonly fields: (node: number) => readonly Json[];
  surfaces(node: number): readonly SurfaceId[];
  /** Where it was told, and by which key. */
  told(node: number): { readonly boundary: BoundaryId; readonly key: FactKey };
}

export function identityReader(columns: IdentityColumns, boundaryNamed: (number: number) => BoundaryId): IdentityReader {
  const shapes = shapesOf(columns.shapes);
  let marks: string[] = [];
  const given = (shape: Shape, field: number): Json => giveWith(shape.fields[field] as Plan, marks);

  function mark(node: number, all = false): Shape {
    const shape = shapes.at(columns.shape[node] as number);
    const uses = all ? ~0 : shape.allUses;
    const created = columns.created[node] as number;
    const boundary = columns.boundary[node] as number;
    const id = columns.ids.at(node) as string;
    // In the order of the marks.
    marks = [
      id,
      (uses & (1 << UID_MARK)) === 0 ? '' : (columns.uids.at(node) as string),
      (uses & (1 << CREATED_MARK)) === 0 || Number.isNaN(created) ? '' : writeTime(created),
      (uses & (1 << NAME_MARK)) === 0 ? '' : nameIn(id),
      (uses & (1 << NATIVE_MARK)) === 0 || boundary < 0 ? '' : nativePart(boundaryNamed(boundary)),
    ];
    return shape;
  }

  return {
    at(node) {
      const shape = mark(node);
      const boundary = columns.boundary[node] as number;
      const name = columns.names.at(node) as string;
      const rest = columns.rests.at(node) as string;
      const identity: Identity = {
        id: marks[ID_MARK] as EntityId,
        uid: given(shape, UID) as string | null,
        kind: given(shape, KIND) as Identity['kind'],
        nature: given(shape, NATURE) as Identity['nature'],
        natureReason: given(shape, REASON) as string,
        name: name === '' ? (given(shape, NAME) as string) : name,
        boundary: boundary < 0 ? null : boundaryNamed(boundary),
        createdAt: given(shape, CREATED) as string | null,
        tags: given(shape, TAGS) as Identity['tags'],
        providerManaged: given(shape, MANAGED) as boolean,
        enabled: given(shape, ENABLED) as boolean | null,
      };
      return rest === '' ? identity : { ...identity, ...readRest(rest) };
    },
    marks(node) {
      mark(node, true);
      return marks;
    },
    fields(node) {
      const { fields } = mark(node, true);
      return fields.map((each) => giveWith(each, marks));
    },
    told(node) {
      const shape = mark(node);
      const boundary = given(shape, TOLD_IN) as string | null;
      return { boundary: boundary ?? boundaryNamed(columns.boundary[node] as number), key: given(shape, TOLD_KEY) as string };
    },
    surfaces: (node) => given(mark(node), SURFACES) as unknown as readonly SurfaceId[],
  };
}

/** Whether an identity is a user of unknown nature. */
export function isUnsettledUser(columns: IdentityColumns): (node: number) => boolean {
  return ofShapes(columns, (fields) => fields[KIND] === 'user' && fields[NATURE] === 'unknown');
}

/** Whether an identity is a pool. */
export function isPool(columns: IdentityColumns): (node: number) => boolean {
  return ofShapes(columns, (fields) => fields[KIND] === 'pool');
}

/** What holds of each shape as it is written, asked once. */
function ofShapes({ shape, shapes }: IdentityColumns, holds: (fields: readonly Json[]) => boolean): (node: number) => boolean {
  const known: (boolean | undefined)[] = [];
  return (node) => {
    const number = shape[node] as number;
    return (known[number] ??= holds(JSON.parse(shapes.at(number) as string) as readonly Json[]));
  };
}

/** Takes identities as they come; each may be taken again in its place. */
export class IdentityCollector {
  readonly #numbering: Numbering;
  readonly #ids: GrowingTexts;
  readonly uids = new GrowingTexts();
  readonly #names = new GrowingTexts();
  readonly #rests = new GrowingTexts();
  readonly #boundary = new Growing();
  readonly #shape = new Growing();
  readonly #evidence = new Growing();
  readonly #shapes = new ShapeFinder(FIRST_IDENTITY_MARKS);
  #boundaryId: BoundaryId | null = null;
  #nativePart = '';
  #created = new Float64Array(1024);

  /** `ids`: of all that are put, each there before it is put in its place. */
  constructor(numbering: Numbering, ids: GrowingTexts) {
    this.#numbering = numbering;
    this.#ids = ids;
  }

  get length(): number {
    return this.#shape.length;
  }

  /** `row` of evidence; `node`: whose place it takes, else the next. `told`: left out where several facts did, or none. */
  put(
    identity: Identity,
    surfaces: readonly SurfaceId[],
    row: number,
    node = this.length,
    told?: { readonly boundary: BoundaryId; readonly key: FactKey },
  ): void {
    const { id, uid, boundary, createdAt, name, natureReason } = identity;
    const created = createdAt === null ? NaN : plainTime(createdAt);
    const nameMark = nameIn(id);
    // In the order of the marks.
    const marks = [id, uid ?? '', Number.isNaN(created) ? '' : (createdAt ?? ''), nameMark, this.#native(boundary)];
    const { kind, nature, tags, providerManaged, enabled } = identity;
    const toldIn = told === undefined || told.boundary === boundary ? null : told.boundary;
    const ownName = nameMark.length < SHORTEST || !name.includes(nameMark) ? name : '';
    // In the order of the fields.
    const values: readonly Json[] = [
      uid,
      kind,
      nature,
      natureReason,
      ownName === '' ? name : '',
      createdAt,
      tags,
      providerManaged,
      enabled,
      surfaces,
      toldIn,
      told?.key ?? null,
    ];
    const shapes = this.#shapes;
    const open = shapes.guess(values, marks, ALL_FIELDS);
    for (let field = 0, left = open; left !== 0; field++, left >>>= 1) {
      if ((left & 1) !== 0) shapes.plan(field, values[field] as Json, marks, hintOf(field, identity, nameMark));
    }
    const shape = shapes.find();
    this.#set(node, identity, shape, created, row);
    put(this.uids, node, uid ?? '');
    put(this.#names, node, ownName);
    put(this.#rests, node, restOf(identity));
  }

  #native(boundary: BoundaryId | null): string {
    if (boundary !== this.#boundaryId) {
      this.#boundaryId = boundary;
      this.#nativePart = boundary === null ? '' : nativePart(boundary);
    }
    return this.#nativePart;
  }

  #set(node: number, { boundary }: Identity, shape: number, created: number, row: number): void {
    if (node === this.length) for (const column of [this.#boundary, this.#shape, this.#evidence]) column.push(0);
    if (node === this.#created.length) {
      const more = new Float64Array(this.#created.length * 2);
      more.set(this.#created);
      this.#created = more;
    }
    this.#boundary.set(node, boundary === null ? -1 : this.#numbering.boundary(boundary));
    this.#shape.set(node, shape);
    this.#evidence.set(node, row);
    this.#created[node] = created;
  }

  /** What was taken; a view that what is put later may leave behind. */
  view(): TakenIdentities {
    return {
      ids: this.#ids,
      uids: this.uids,
      names: this.#names,
      rests: this.#rests,
      boundary: this.#boundary.view(),
      created: this.#created.subarray(0, this.length),
      shape: this.#shape.view(),
      evidence: this.#evidence.view(),
      shapes: this.#shapes.texts(),
    };
  }
}

function put(texts: GrowingTexts, node: number, text: string): void {
  if (node === texts.length) texts.push(text);
  else texts.set(node, text);
}

function restOf({ deletedAt, handles }: Identity): string {
  if (deletedAt === undefined && handles === undefined) return '';
  const rest: Rest = {
    ...(deletedAt === undefined ? {} : { deletedAt }),
    ...(handles === undefined ? {} : { handles: handles.map(({ kind, value, immutable }) => ({ kind, value, immutable })) }),
  };
  return JSON.stringify(rest);
}

/** Of the kinds of handles there are few: each is one text. */
const handleKinds = new Map<string, string>();

function readRest(text: string): Rest {
  const { handles, ...rest } = JSON.parse(text) as Rest;
  if (handles === undefined) return rest;
  const told = handles.map(({ kind, value, immutable }) => {
    let known = handleKinds.get(kind);
    if (known === undefined) handleKinds.set(kind, (known = kind));
    return { kind: known, value, immutable };
  });
  return { ...rest, handles: told };
}

// Hints: what of an identity's texts stays the same whoever it is, as far as that is quick to tell.

function hintOf(field: number, { kind, nature, natureReason, name, tags }: Identity, nameMark: string): number {
  switch (field) {
    case KIND:
      return kind.length;
    case NATURE:
      return nature.length;
    case REASON:
      return reasonHint(natureReason);
    case NAME:
      return name.length - nameMark.length;
    case TAGS:
      return tagsHint(tags);
    default:
      return 0;
  }
}

function reasonHint(reason: string): number {
  let hint = reason.length;
  for (let at = reason.length - 24; at < reason.length; at += 2) hint = (Math.imul(hint, 31) + reason.charCodeAt(at)) | 0;
  return spread(hint);
}

function tagsHint(tags: Identity['tags']): number {
  let hint = 0;
  for (const name in tags) {
    const value = tags[name] as string;
    hint = (Math.imul(hint, 31) + name.length * 7 + value.length) | 0;
    for (let at = 0; at < value.length; at++) hint = (Math.imul(hint, 31) + value.charCodeAt(at)) | 0;
  }
  return spread(hint);
}

const days = new Map<number, string>();

/** As {@link instantOf} writes it. Most are of a few thousand days. */
function writeTime(ms: number): string {
  const day = Math.floor(ms / DAY_MS);
  let date = days.get(day);
  if (date === undefined) {
    if (days.size > 50_000) days.clear();
    days.set(day, (date = instantOf(day * DAY_MS).slice(0, -'00:00:00.000Z'.length)));
  }
  const rest = ms - day * DAY_MS;
  const [hour, minute, second] = [Math.floor(rest / 3_600_000), Math.floor(rest / 60_000) % 60, Math.floor(rest / 1000) % 60];
  return inOnePiece(`${date}${two(hour)}:${two(minute)}:${two(second)}.${String(rest % 1000).padStart(3, '0')}Z`);
}

function two(number: number): string {
  return number < 10 ? `0${number}` : String(number);
}

/** The milliseconds of an instant that is written as {@link instantOf} writes it; not a number for any other text. */
function plainTime(text: string): number {
  const ms = parseInstant(text);
  if (ms === undefined || text.length !== 24) return NaN;
  // of the form that nearly all have; of the others the writer is asked
  const plain = text.endsWith('.000Z') && text[0] !== '0' && text[10] === 'T' && text[17] !== '6';
  return plain || instantOf(ms) === text ? ms : NaN;
}
