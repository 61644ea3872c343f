const KEY = 12;

/** Gives each different text a number, in the order in which they come, and writes numbers and texts short. */
export interface TextCoder {
  /**
   * A text as one number. With n texts so far: `0` = the next text, not met before (it is number n); v > 0 = number v - 1; v < 0 = number
   * n + v. Whoever reads the same numbers in the same order counts n along.
   */
  code(text: string): string;
  /**
   * The texts in the order of their numbers, each as a JSON value. A string is the text itself, and when it has 12 UTF-16 units or more it
   * begins the next family (family 0 first). `[f,p,s,"middle"]` is the first p and the last s units of the newest text of family f
   * with the middle between them, and becomes that family's newest. Names and commands of one estate are much alike: this halves a page
   * that holds its data as text, and what a larger one has to pack.
   */
  encoded(): Generator<string, void, undefined>;
}

export function textCoder(): TextCoder {
  const ids = new Map<string, number>();
  return {
    code(text) {
      const id = ids.get(text);
      if (id === undefined) {
        ids.set(text, ids.size);
        return '0';
      }
      const [direct, back] = [String(id + 1), String(id - ids.size)];
      return back.length < direct.length ? back : direct;
    },
    *encoded() {
      const families = new Map<string, { readonly number: number; newest: string }>();
      for (const text of ids.keys()) {
        if (text.length < KEY) {
          yield json(text);
          continue;
        }
        const key = text.slice(0, KEY);
        const family = families.get(key);
        if (family === undefined) {
          families.set(key, { number: families.size, newest: text });
          yield json(text);
        } else {
          yield difference(family.number, text, family.newest);
          family.newest = text;
        }
      }
    },
  };
}

function difference(family: number, text: string, like: string): string {
  const most = Math.min(text.length, like.length);
  let prefix = 0;
  while (prefix < most && text.charCodeAt(prefix) === like.charCodeAt(prefix)) prefix++;
  let suffix = 0;
  while (suffix < most - prefix && text.charCodeAt(text.length - 1 - suffix) === like.charCodeAt(like.length - 1 - suffix)) suffix++;
  return `[${family},${prefix},${suffix},${json(text.slice(prefix, text.length - suffix))}]`;
}

/** JSON that may stand in a `script` element. */
export function json(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}
