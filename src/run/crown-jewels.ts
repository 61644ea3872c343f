import * as v from 'valibot';
import { byCodeUnit, byKeys } from '../base/order.ts';
import { connectorOf } from '../graph/names.ts';
import { capabilities } from '../model/capability.ts';
import type { BoundaryId } from '../model/ids.ts';
import { jewelCapabilities } from '../model/jewel.ts';
import type { CrownJewel } from '../model/jewel.ts';
import { boundaryOfName } from '../paths/scope.ts';
import { RunError } from './errors.ts';

const text = (description: string) => v.pipe(v.string(), v.trim(), v.nonEmpty(), v.description(description));

const jewel = v.strictObject({
  name: v.pipe(text('what people call it; unique'), v.regex(/^[A-Za-z0-9][A-Za-z0-9 ._-]*$/, 'letters, digits, spaces, dots, - and _')),
  scope: text(
    'a boundary (aws:111122223333), a container of boundaries (aws:o-…, aws:ou-…), or the native name, or pattern of names, of something in a boundary; unique',
  ),
  capabilities: v.pipe(
    v.optional(v.pipe(v.array(v.picklist(capabilities)), v.minLength(1)), [...jewelCapabilities]),
    v.description(`whoever holds one of these on it, or what gives all of one, reaches it. Default: ${jewelCapabilities.join(', ')}`),
  ),
  owner: v.optional(text('who answers for it; told with each finding')),
  boundary: v.optional(text('where it lies; needed where its name tells no account, as those of S3 buckets do not')),
});

export const crownJewelsSetting = v.pipe(
  v.optional(v.array(jewel), []),
  v.description('what is worth most: standing ways to it are findings, and `vestige paths --to crown-jewels` lists every way'),
);

/**
 * The jewels of a configuration, in the order of their names. Throws {@link RunError} `bad-configuration` where two have a name or a scope in
 * common, and where it is not told in which boundary one lies: rights to the whole of that boundary could not be seen to reach it.
 */
export function crownJewelsOf(
  given: v.InferOutput<typeof crownJewelsSetting>,
  connectors: ReadonlySet<string>,
  name: string,
): readonly CrownJewel[] {
  const seen = new Map<string, string>();
  const jewels = given.map((each, place): CrownJewel => {
    const at = `crownJewels.${place}`;
    for (const key of ['name', 'scope'] as const) {
      const before = seen.get(`${key} ${each[key]}`);
      if (before !== undefined)
        throw wrong(name, `${at}.${key}`, `${quoted(each[key])} is that of ${before} already`, `give each jewel its own ${key}`);
      seen.set(`${key} ${each[key]}`, at);
    }
    return {
      name: each.name,
      scope: each.scope,
      capabilities: [...new Set(each.capabilities)].sort(byCodeUnit),
      owner: each.owner ?? null,
      boundary: placeOf(each, connectors, name, at),
    };
  });
  return jewels.sort(byKeys((each) => each.name));
}

function placeOf(
  { scope, boundary }: v.InferOutput<typeof jewel>,
  connectors: ReadonlySet<string>,
  name: string,
  at: string,
): BoundaryId | null {
  const known = [...connectors].sort(byCodeUnit).map((each) => `${each}:…`);
  if (connectors.has(connectorOf(scope))) {
    if (boundary === undefined) return null;
    throw wrong(name, `${at}.boundary`, `${quoted(scope)} is a boundary or a container of some itself`, 'leave boundary out');
  }
  const told = boundaryOfName(scope);
  if (told !== undefined && boundary !== undefined && boundary !== told)
    throw wrong(name, `${at}.boundary`, `${quoted(boundary)}, but the name of ${quoted(scope)} tells ${told}`, 'leave boundary out');
  const place = told ?? boundary;
  if (place === undefined)
    throw wrong(name, at, `the name of ${quoted(scope)} does not tell where it lies`, `add boundary: in AWS the account, aws:111122223333`);
  if (connectors.has(connectorOf(place))) return place;
  throw wrong(
    name,
    boundary === undefined ? `${at}.scope` : `${at}.boundary`,
    `${quoted(place)} is no boundary`,
    `boundaries are ${known.join(', ')}`,
  );
}

function quoted(text: string): string {
  return JSON.stringify(text);
}

function wrong(name: string, at: string, seen: string, hint: string): RunError {
  return new RunError('bad-configuration', `cannot use ${name}: ${at}: ${seen}`, { hint });
}
