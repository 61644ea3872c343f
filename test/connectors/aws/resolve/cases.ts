import { readdirSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import type { Json } from '../../../../src/base/json.ts';
import type { Grant, Link } from '../../../../src/model/grant.ts';
import { resolveAws } from '../../../../connectors/aws/resolve/resolve.ts';
import { accountFacts, factIndex } from './estate.ts';

const document = v.custom<Json>(() => true);
const holder = {
  attached: v.optional(v.array(v.string())),
  inline: v.optional(v.record(v.string(), document)),
  groups: v.optional(v.array(v.string())),
  limit: v.optional(v.string()),
  tags: v.optional(v.record(v.string(), v.string())),
  uid: v.optional(v.string()),
};
const account = v.strictObject({
  policies: v.optional(v.record(v.string(), document)),
  groups: v.optional(v.record(v.string(), v.strictObject(holder))),
  users: v.optional(v.record(v.string(), v.strictObject(holder))),
  roles: v.optional(v.record(v.string(), v.strictObject({ ...holder, trust: v.optional(document) }))),
  root: v.optional(v.boolean()),
});
const cases = v.array(
  v.strictObject({
    name: v.pipe(v.string(), v.minLength(5)),
    accounts: v.record(v.pipe(v.string(), v.regex(/^\d{12}$/)), account),
    expect: v.array(v.string()),
  }),
);

export type Case = v.InferOutput<typeof cases>[number];
export const AS_OF = '2026-01-01T00:00:00.000Z';
const folder = new URL('./cases/', import.meta.url);

/** Every case file with its cases. A key that is not known and a name that is there twice are refused. */
export function readCases(): readonly { readonly file: string; readonly cases: readonly Case[] }[] {
  const names = new Set<string>();
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((file) => {
      const read = v.parse(cases, JSON.parse(readFileSync(new URL(file, folder), 'utf8')));
      for (const { name } of read) {
        if (names.has(name)) throw new Error(`two cases are named "${name}"; the second is in ${file}`);
        names.add(name);
      }
      return { file, cases: read };
    });
}

export function resolveAccounts(accounts: Case['accounts']): readonly (Grant | Link)[] {
  const facts = Object.entries(accounts).flatMap(([id, each]) => accountFacts(id, each as Parameters<typeof accountFacts>[1]));
  return [...resolveAws(factIndex(facts), AS_OF)];
}
