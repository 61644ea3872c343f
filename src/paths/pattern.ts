/** Whether a scope stands for many names: `*` is any run of characters, `?` any one. */
export function isPattern(scope: string): boolean {
  return scope.includes('*') || scope.includes('?');
}

/** What every text a pattern matches starts with. */
export function patternStem(pattern: string): string {
  const end = pattern.search(/[*?]/);
  return end < 0 ? pattern : pattern.slice(0, end);
}

/**
 * Whether a pattern matches the whole text. Time is at most the product of their lengths. Where the text is a pattern itself, whether it
 * surely matches all that the text matches: a `*` of the text is met by a `*` only.
 */
export function matchesPattern(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    if (p < pattern.length && pattern[p] === '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.length && (pattern[p] === '?' ? text[t] !== '*' : pattern[p] === text[t])) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

/** Whether some text is matched by both. A text without `*` and `?` is matched by itself alone. Time is the product of their lengths. */
export function patternsMeet(a: string, b: string): boolean {
  const least = Math.min(patternStem(a).length, patternStem(b).length);
  if (a.slice(0, least) !== b.slice(0, least)) return false;
  // row[j]: whether what is left of `a` from i on, and of `b` from j on, have a text in common
  let row = new Uint8Array(b.length + 1);
  for (let i = a.length; i >= least; i--) {
    const next = new Uint8Array(b.length + 1);
    for (let j = b.length; j >= least; j--) {
      const [x, y] = [a[i], b[j]];
      let meets: boolean;
      if (x === undefined && y === undefined) meets = true;
      else if (x === '*') meets = row[j] === 1 || (y !== undefined && next[j + 1] === 1);
      else if (y === '*') meets = next[j + 1] === 1 || (x !== undefined && row[j] === 1);
      else meets = x !== undefined && y !== undefined && (x === y || x === '?' || y === '?') && row[j + 1] === 1;
      next[j] = meets ? 1 : 0;
    }
    row = next;
  }
  return row[least] === 1;
}

/** Partition, service, region, account and resource. */
export type ArnParts = readonly [string, string, string, string, string];

// arn:partition:service:region:account:resource, where the resource may hold colons:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
/** The parts of an ARN or of a pattern of ARNs; `undefined` for any other name. */
export function arnParts(name: string): ArnParts | undefined {
  const [arn, partition, service, region, account, ...resource] = name.split(':');
  if (arn !== 'arn' || account === undefined || resource.length === 0) return undefined;
  return [partition ?? '', service ?? '', region ?? '', account, resource.join(':')];
}

/**
 * Whether some name is matched by both. Of ARNs part by part: a `*` stands for nothing beyond its part, as IAM matches resources
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html).
 */
export function namesMeet(a: string, b: string): boolean {
  const [x, y] = [arnParts(a), arnParts(b)];
  if (x === undefined || y === undefined) return patternsMeet(a, b);
  return x.every((part, at) => patternsMeet(part, y[at] ?? ''));
}
