import type { GraphInput } from '../../../src/graph/input.ts';
import type { CrownJewel } from '../../../src/model/jewel.ts';
import { fillers, things } from './estates.ts';
import type { LiteralPath, LiteralReach, Look } from './paths.ts';
import { isWorking, reachOf } from './paths.ts';
import { isAbove } from './tier-zero.ts';
import type { Unread } from './unread.ts';

/** Who reaches a jewel, by identity: the words of the configuration's documentation, over all simple paths. */
export function literalJewelReaches(
  input: GraphInput,
  paths: readonly LiteralPath[],
  jewel: CrownJewel,
  unread: Unread,
  look: Look,
): ReadonlyMap<string, LiteralReach> {
  const names = [...new Set(paths.flatMap((each) => [each.from, each.grant.subject]))];
  const itself = names.filter((each) => each === jewel.scope || regexOf(jewel.scope).test(each));
  const acting = jewel.capabilities.some((each) => ['impersonate', 'run-as', 'mint-credential'].includes(each));
  const found = new Map<string, LiteralPath[]>();
  for (const path of paths) {
    const { from, grant } = path;
    if (itself.includes(from)) continue;
    const through = acting && itself.includes(grant.subject);
    const held = jewel.capabilities.some((each) => each === grant.capability || grant.capability === 'administer');
    if (!through && !(held && isOn(input, grant.scope, jewel, names))) continue;
    const doubtful = !through && jewel.boundary !== null && grant.boundary !== jewel.boundary && tellsNothing(grant.scope);
    found.set(from, [...(found.get(from) ?? []), doubtful ? { ...path, presence: 'possible' } : path]);
  }
  // whoever holds a right to it, though nobody may reach the holder
  const held = input.elements.filter(
    (each) =>
      each.type === 'grant' &&
      isWorking(each, look.now) &&
      jewel.capabilities.some((one) => one === each.capability || each.capability === 'administer') &&
      isOn(input, each.scope, jewel, names),
  );
  const open = [...placesOf(input, jewel), ...held.map((each) => each.boundary)].some((each) => unread.isBoundaryOpen(each));
  return new Map([...found].map(([from, own]) => [from, reachOf(own, open || unread.isOpenFor(from))] as const));
}

function isOn(input: GraphInput, scope: string, jewel: CrownJewel, names: readonly string[]): boolean {
  if (scope === jewel.scope) return true;
  if (scope.startsWith('aws:')) return isAbove(input, scope, jewel.boundary ?? jewel.scope, []);
  // a pattern holds what it matches, and shares with a pattern what both match
  if (jewel.boundary === null) return false;
  return [scope, jewel.scope, ...things, ...fillers, ...names].some((each) => regexOf(scope).test(each) && regexOf(jewel.scope).test(each));
}

function placesOf(input: GraphInput, { boundary, scope }: CrownJewel): readonly string[] {
  if (boundary !== null) return [boundary];
  const read = input.boundaries.map((each) => each.value.id);
  return !read.includes(scope) && read.some((each) => isAbove(input, scope, each, [])) ? read : [scope];
}

/** Neither a boundary nor a name that holds an account. */
function tellsNothing(scope: string): boolean {
  return !scope.startsWith('aws:') && !/^arn:[^:]*:[^:]*:[^:]*:\d{12}:/.test(scope);
}

function regexOf(pattern: string): RegExp {
  const text = pattern
    .replace(/[.+^${}()|[\]\\/#]/g, '\\$&')
    .replaceAll('*', '[^]*')
    .replaceAll('?', '[^]');
  return new RegExp(`^${text}$`);
}
