import { readdirSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import { capabilities } from '../../../../src/model/capability.ts';
import { persistenceClasses } from '../../../../src/model/persistence.ts';
import { worldOf } from '../world/description.ts';

const why = v.pipe(v.string(), v.minLength(12));
const persistence = v.picklist(persistenceClasses);
const bounds = v.union([persistence, v.tuple([persistence, persistence])]);

/** A name of the tenant's description; `app:x` is the registration of x, `partner:x` the other tenant x as a whole, `foreign:x/y` y in it, `federated:…` itself. */
const who = v.string();

const reached = v.strictObject({
  who,
  can: v.picklist(capabilities),
  /** `tenant`, `azure`, or a place of Azure as the description writes it. */
  on: v.string(),
  /** `none`: there is no way to it at all that could be used now. One class: both bounds are it. */
  class: v.union([v.literal('none'), bounds]),
  presence: v.optional(v.picklist(['certain', 'possible']), 'certain'),
  /** The strongest gate on the way; left out: not looked at. */
  gate: v.optional(v.picklist(['none', 'self', 'checked', 'approved'])),
  why,
});

/** A grant or link of its own, in force or not. */
const held = v.strictObject({ who, class: bounds, when: v.picklist(['current', 'future', 'past']), why });

const answered = v.strictObject({
  rule: v.string(),
  /** Whose question it is; for a rule about a role's policy `policy:<role>`, `policy:<group> member`, or in Azure `policy:<role> at <place>`; `tenant`: of the boundary. */
  about: v.string(),
  says: v.picklist(['finding', 'clear', 'undetermined', 'not-asked']),
  why,
});

const shape = v.strictObject({
  /** What behaviour it stands for. */
  name: v.pipe(v.string(), v.minLength(10)),
  world: v.looseObject({}),
  /** Whose members are read. Left out: all groups’ where there is Azure, whose roles this connector does not see; else those of interest. */
  groups: v.optional(v.picklist(['all', 'of-interest'])),
  expect: v.pipe(v.array(reached), v.minLength(1)),
  holds: v.optional(v.array(held), []),
  rules: v.optional(v.array(answered), []),
});

export interface Case extends v.InferOutput<typeof shape> {
  /** `directory/direct-standing`: folder and file. */
  readonly file: string;
}
export type Reached = Case['expect'][number];

const folder = new URL('./cases/', import.meta.url);

/** Every case of every folder, with its world checked. A key that is not known and a name that is there twice are refused. */
export function readCases(): readonly Case[] {
  const names = new Set<string>();
  return readdirSync(folder)
    .sort()
    .flatMap((sort) =>
      readdirSync(new URL(`${sort}/`, folder))
        .sort()
        .map((file): Case => {
          const at = `${sort}/${file.replace(/\.json$/, '')}`;
          const read = v.safeParse(shape, JSON.parse(readFileSync(new URL(`${sort}/${file}`, folder), 'utf8')));
          if (!read.success)
            throw new Error(`${at}: ${read.issues.map((each) => `${v.getDotPath(each) ?? ''} ${each.message}`).join('; ')}`);
          worldOf(read.output.world);
          if (names.has(read.output.name)) throw new Error(`${at}: another case has the name "${read.output.name}"`);
          names.add(read.output.name);
          return { file: at, ...read.output };
        }),
    );
}
