import type { Attribute, Condition } from './syntax.ts';
import type { Token } from './tokens.ts';
import { tokensOf } from './tokens.ts';

/** Deeper ones are not understood; Azure itself refuses conditions over 8 kB. */
const DEEPEST = 200;

/** The condition, or `undefined` for what does not follow the grammar to its end: it may then hold or not. */
export function parseCondition(text: string): Condition | undefined {
  const tokens = tokensOf(text);
  if (tokens === undefined) return undefined;
  const reader = new ConditionReader(tokens);
  const read = reader.any(0);
  return reader.isAtEnd ? read : undefined;
}

const quantifiers = ['foranyofanyvalues', 'forallofanyvalues', 'foranyofallvalues', 'forallofallvalues'];

class ConditionReader {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#tokens.length;
  }

  any(depth: number): Condition | undefined {
    return this.#joined('any', ['or', '||'], () => this.#joined('all', ['and', '&&'], () => this.#not(depth + 1)));
  }

  #joined(type: 'any' | 'all', between: readonly string[], read: () => Condition | undefined): Condition | undefined {
    const of: Condition[] = [];
    do {
      const next = read();
      if (next === undefined) return undefined;
      of.push(next);
    } while (this.#takes(...between));
    return of.length === 1 ? of[0] : { type, of };
  }

  #not(depth: number): Condition | undefined {
    if (depth > DEEPEST) return undefined;
    if (!this.#takes('!', 'not')) return this.#primary(depth);
    const of = this.#not(depth + 1);
    return of === undefined ? undefined : { type: 'not', of };
  }

  #primary(depth: number): Condition | undefined {
    if (this.#takes('(')) {
      const inner = this.any(depth);
      return this.#takes(')') ? inner : undefined;
    }
    if (this.#takes('actionmatches')) return this.#patterns('action-matches');
    if (this.#takes('suboperationmatches')) return this.#patterns('sub-operation-matches');
    const negated = this.#takes('notexists');
    if (negated || this.#takes('exists')) {
      const attribute = this.#attribute();
      if (attribute === undefined) return undefined;
      return negated ? { type: 'not', of: { type: 'exists', attribute } } : { type: 'exists', attribute };
    }
    return this.#compare();
  }

  #patterns(type: 'action-matches' | 'sub-operation-matches'): Condition | undefined {
    const patterns = this.#list();
    return patterns === undefined ? undefined : { type, patterns };
  }

  #compare(): Condition | undefined {
    const attribute = this.#attribute();
    if (attribute === undefined) return undefined;
    let word = this.#word();
    // `ForAnyOfAnyValues:GuidEquals` is one word
    const [first = '', second] = (word ?? '').toLowerCase().split(':');
    const quantifier = quantifiers.includes(first) ? first : null;
    word = quantifier === null ? first : (second ?? this.#word()?.toLowerCase());
    if (word === undefined || word === '' || (quantifier === null && second !== undefined)) return undefined;
    const values = this.#list() ?? this.#attribute() ?? this.#single();
    return values === undefined ? undefined : { type: 'compare', attribute, quantifier, operator: word, values };
  }

  #list(): readonly string[] | undefined {
    if (!this.#takes('{')) return undefined;
    const values: string[] = [];
    do {
      const [value] = this.#single() ?? [];
      if (value === undefined) return undefined;
      values.push(value);
    } while (this.#takes(','));
    return this.#takes('}') ? values : undefined;
  }

  #single(): readonly string[] | undefined {
    const token = this.#tokens[this.#at];
    if (token?.type !== 'value' && token?.type !== 'word') return undefined;
    this.#at++;
    return [token.text];
  }

  #attribute(): Attribute | undefined {
    const token = this.#tokens[this.#at];
    if (token?.type !== 'attribute') return undefined;
    this.#at++;
    return { from: token.from, name: token.name };
  }

  #word(): string | undefined {
    const token = this.#tokens[this.#at];
    if (token?.type !== 'word') return undefined;
    this.#at++;
    return token.text;
  }

  #takes(...texts: readonly string[]): boolean {
    const token = this.#tokens[this.#at];
    if ((token?.type !== 'mark' && token?.type !== 'word') || !texts.includes(token.text.toLowerCase())) return false;
    this.#at++;
    return true;
  }
}
