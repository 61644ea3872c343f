import type { AttributeSource } from './syntax.ts';

export type Token =
  | { readonly type: 'mark'; readonly text: '(' | ')' | '{' | '}' | ',' | '!' | '&&' | '||' }
  | { readonly type: 'word'; readonly text: string }
  | { readonly type: 'value'; readonly text: string }
  | { readonly type: 'attribute'; readonly from: AttributeSource; readonly name: string };

const PIECES =
  /\s+|(?<mark>&&|\|\||[(){},!])|'(?<quoted>(?:[^']|'')*)'|@(?<from>request|resource|principal|environment)\[(?<name>[^\]]+)\]|(?<word>[\w.:+-]+)/giy;

/** `undefined` where there is anything that no token begins with. Words keep their case. */
export function tokensOf(text: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  PIECES.lastIndex = 0;
  for (let at = 0; at < text.length; at = PIECES.lastIndex) {
    const groups = PIECES.exec(text)?.groups;
    // a match of blanks has groups too, none of them filled
    if (groups === undefined) return undefined;
    const token = tokenOf(groups);
    if (token !== undefined) tokens.push(token);
  }
  return tokens;
}

function tokenOf(groups: Readonly<Record<string, string | undefined>>): Token | undefined {
  const { mark, quoted, from, name, word } = groups as Partial<Record<'mark' | 'quoted' | 'from' | 'name' | 'word', string>>;
  if (mark !== undefined) return { type: 'mark', text: mark as (Token & { type: 'mark' })['text'] };
  if (quoted !== undefined) return { type: 'value', text: quoted.replaceAll("''", "'") };
  if (from !== undefined && name !== undefined)
    return { type: 'attribute', from: from.toLowerCase() as AttributeSource, name: name.trim().toLowerCase() };
  return word === undefined ? undefined : { type: 'word', text: word };
}
