/**
 * Patterns of IAM: `*` is any run of characters (also none), `?` exactly one; everything else is itself. Anchored at both ends.
 * Whole-string reading: a `*` crosses `/` and `:`. Source: IAM User Guide, reference_policies_elements_resource.html.
 *
 * A literal `*` or `?` (from `${*}`, `${?}` or a substituted value) is kept as one of two private-use characters.
 */
export const LITERAL_STAR = '\uE000';
export const LITERAL_MARK = '\uE001';

/** The text with its wildcards made literal, for values put in place of a variable. */
export function literally(text: string): string {
  return hasWildcard(text) ? text.replaceAll('*', LITERAL_STAR).replaceAll('?', LITERAL_MARK) : text;
}

/** The pattern as a person writes it. */
export function shown(pattern: string): string {
  return pattern.replaceAll(LITERAL_STAR, '${*}').replaceAll(LITERAL_MARK, '${?}');
}

export function hasWildcard(pattern: string): boolean {
  return pattern.includes('*') || pattern.includes('?');
}

/** Whether it is nothing but stars, which match anything. */
export function isAllStars(pattern: string): boolean {
  if (pattern === '*') return true;
  for (let at = 0; at < pattern.length; at++) if (pattern[at] !== '*') return false;
  return pattern !== '';
}

/** Whether the pattern matches the text. Case-sensitive: fold both where the element ignores case. */
export function matches(pattern: string, text: string): boolean {
  return hasWildcard(pattern) || pattern.includes(LITERAL_STAR) || pattern.includes(LITERAL_MARK)
    ? walk(pattern, literally(text))
    : pattern === text;
}

/**
 * Whether everything `inner` matches is matched by `outer`. A yes is always right; a no may be wrong for patterns whose wildcards
 * touch (`*?` against `?*`), which errs to the narrower reading.
 */
export function covers(outer: string, inner: string): boolean {
  if (outer === '*' || outer === inner) return true;
  return walk(outer, inner);
}

// Two-pointer match. In `text` a wildcard is a character that only a `*` (or, for `?`, also a `?`) of the pattern takes.
function walk(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let mark = 0;
  while (t < text.length) {
    const want = pattern[p];
    const have = text[t];
    if (want === '*') {
      star = p++;
      mark = t;
    } else if (want !== undefined && (want === '?' ? have !== '*' : want === have)) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++mark;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

/**
 * Whether at least one text is matched by both. Of two ARN patterns each of the first five segments is compared with its like, so
 * that the account's `*` of one does not swallow the resource of the other; else exact.
 */
export function meets(a: string, b: string): boolean {
  if (a === '*' || b === '*') return true;
  const [x, y] = [arnSegments(a), arnSegments(b)];
  return x.length === 6 && y.length === 6 ? x.every((each, at) => textsMeet(each, y[at] ?? '')) : textsMeet(a, b);
}

/** An ARN's six segments, the last with whatever colons it holds; fewer where the text has fewer. */
export function arnSegments(arn: string): readonly string[] {
  const parts = arn.split(':');
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

function textsMeet(a: string, b: string): boolean {
  if (!hasWildcard(a)) return walk(b, a);
  if (!hasWildcard(b)) return walk(a, b);
  let row = new Array<boolean>(b.length + 1).fill(false);
  row[0] = true;
  for (let j = 0; j < b.length && b[j] === '*'; j++) row[j + 1] = true;
  for (const x of a) {
    const next = new Array<boolean>(b.length + 1).fill(false);
    next[0] = x === '*' && row[0] === true;
    for (let j = 0; j < b.length; j++) {
      const y = b[j] ?? '';
      // a `*` is either empty or takes one more element of the other side
      next[j + 1] =
        x === '*' || y === '*' ? row[j + 1] === true || next[j] === true : row[j] === true && (x === y || x === '?' || y === '?');
    }
    row = next;
  }
  return row[b.length] === true;
}
