/** An identity that is called otherwise now. */
export interface NewName {
  readonly from: string;
  readonly to: string;
}

/** What a record says, in texts. */
export interface Saying {
  readonly kind: string;
  readonly boundary: string;
  readonly family: string;
  /** Canonical JSON. */
  readonly value: string;
}

/**
 * Of what ended with an old name, what is told alike under the new one. Each is paired with one at most, in the order in which they are given,
 * and only where the two say the same of everything but the name.
 */
export function movedPairs<E extends Saying, B extends Saying>(
  ended: readonly E[],
  begun: readonly B[],
  name: NewName,
): readonly (readonly [E, B])[] {
  const waiting = new Map<string, E[]>();
  for (const each of ended) {
    const said = nameless(each, name);
    const alike = waiting.get(said);
    if (alike === undefined) waiting.set(said, [each]);
    else alike.push(each);
  }
  const pairs: (readonly [E, B])[] = [];
  for (const each of begun) {
    const former = waiting.get(nameless(each, name))?.shift();
    if (former !== undefined) pairs.push([former, each]);
  }
  return pairs;
}

/** With the same sign in place of either id, and of the names that they end in: texts for readers tell those alone. */
function nameless({ kind, boundary, family, value }: Saying, { from, to }: NewName): string {
  const ids = replaced([kind, boundary, family, value].join('\n'), [from, to], '\u0001');
  return replaced(ids, [lastOf(from), lastOf(to)], '\u0002');
}

/** Only where the word ends there: what goes on is another name. */
function replaced(text: string, words: readonly string[], by: string): string {
  // In the value they stand as JSON has them.
  const any = words.map((word) =>
    JSON.stringify(word)
      .slice(1, -1)
      .replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'),
  );
  return text.replace(new RegExp(`(?<![\\w@+=.-])(?:${any.join('|')})(?![\\w@+=-]|\\.\\w)`, 'g'), by);
}

function lastOf(id: string): string {
  return id.split(/[/:#]/).findLast((part) => part !== '') ?? id;
}
