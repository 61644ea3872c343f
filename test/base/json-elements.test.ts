import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonCutError, cutJsonElements } from '../../src/base/json-elements.ts';
import type { JsonCutLimits, JsonPiece } from '../../src/base/json-elements.ts';
import { runs } from '../support/runs.ts';

const wanted = new Set(['Users', 'Roles']);

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) {
    // The memory of a chunk is used again for the next, as some sources do.
    const chunk = Uint8Array.from(bytes.subarray(at, at + size));
    yield chunk;
    chunk.fill(0x21);
  }
}

interface Outcome {
  readonly pieces: readonly JsonPiece[];
  readonly error: JsonCutError | null;
}

async function cut(text: string | Uint8Array, size = 1 << 20, limits: Partial<JsonCutLimits> = {}): Promise<Outcome> {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  const pieces: JsonPiece[] = [];
  try {
    for await (const piece of cutJsonElements(inPieces(bytes, size), wanted, limits)) pieces.push(piece);
    return { pieces, error: null };
  } catch (error) {
    if (!(error instanceof JsonCutError)) throw error;
    return { pieces, error };
  }
}

function elements(outcome: Outcome, list?: string): readonly unknown[] {
  return outcome.pieces.flatMap((piece) =>
    piece.type === 'element' && (list ?? piece.list) === piece.list ? [JSON.parse(piece.text)] : [],
  );
}

function scalars(outcome: Outcome, document: number): Record<string, unknown> {
  return Object.fromEntries(
    outcome.pieces.flatMap((piece) =>
      piece.type === 'scalar' && piece.document === document ? [[piece.key, JSON.parse(piece.text)]] : [],
    ),
  );
}

describe('cutting list elements', () => {
  it('gives elements, scalars, lists and the end of a document in order, with their places', async () => {
    const text = '{\n "IsTruncated": false,\n "Users": [\n  {"a": "}]\\"{"},\n  [1, 2], "x", -1.5e3\n ],\n "Roles": [],\n "Marker": "m"\n}';
    const outcome = await cut(text);
    expect(outcome.error).toBeNull();
    expect(outcome.pieces).toEqual([
      { type: 'scalar', key: 'IsTruncated', document: 0, text: 'false' },
      { type: 'list', list: 'Users', document: 0, offset: text.indexOf('[\n'), line: 3 },
      { type: 'element', list: 'Users', index: 0, document: 0, offset: text.indexOf('{"a"'), line: 4, text: '{"a": "}]\\"{"}' },
      { type: 'element', list: 'Users', index: 1, document: 0, offset: text.indexOf('[1'), line: 5, text: '[1, 2]' },
      { type: 'element', list: 'Users', index: 2, document: 0, offset: text.indexOf('"x"'), line: 5, text: '"x"' },
      { type: 'element', list: 'Users', index: 3, document: 0, offset: text.indexOf('-1.5'), line: 5, text: '-1.5e3' },
      { type: 'list', list: 'Roles', document: 0, offset: text.indexOf('[]'), line: 7 },
      { type: 'scalar', key: 'Marker', document: 0, text: '"m"' },
      { type: 'end', document: 0, lists: 2 },
    ]);
  });

  it('tells the documents of concatenated values and of arrays apart, each with its own scalars', async () => {
    const outcome = await cut('{"Users":[1],"IsTruncated":true}{"Users":[2]}\n[[{"Users":[3],"IsTruncated":false}],{"Users":[4]}]');
    expect(outcome.pieces.filter((piece) => piece.type === 'element').map(({ document, text }) => [document, text])).toEqual([
      [0, '1'],
      [1, '2'],
      [2, '3'],
      [3, '4'],
    ]);
    expect([0, 1, 2, 3].map((document) => scalars(outcome, document)['IsTruncated'])).toEqual([true, undefined, false, undefined]);
  });

  it('makes each deeper object with a wanted list a document of its own, so that their scalars do not mix', async () => {
    const outcome = await cut('{"111":{"Meta":{"z":1},"IsTruncated":true,"Users":[1]},"222":{"IsTruncated":false,"Users":[]},"at":"t"}');
    expect(outcome.error).toBeNull();
    expect(scalars(outcome, 0)).toEqual({ at: 't' });
    expect(scalars(outcome, 1)).toEqual({ IsTruncated: true });
    expect(scalars(outcome, 2)).toEqual({ IsTruncated: false });
    expect(outcome.pieces.filter((piece) => piece.type === 'end')).toEqual([
      { type: 'end', document: 1, lists: 1 },
      { type: 'end', document: 2, lists: 1 },
      { type: 'end', document: 0, lists: 0 },
    ]);
  });

  it('leaves wanted keys inside an element alone', async () => {
    const outcome = await cut('{"Users":[{"Roles":[1,2]}]}');
    expect(elements(outcome)).toEqual([{ Roles: [1, 2] }]);
  });

  it.each(['null', '{}', '"none"', '5'])('says that %s is no list and goes on', async (value) => {
    const outcome = await cut(`{"Users":${value},"Roles":[1]}`);
    expect(outcome.error).toBeNull();
    expect(outcome.pieces[0]).toMatchObject({ type: 'broken', code: 'not-a-list', list: 'Users', index: null, document: 0 });
    expect(outcome.pieces.some((piece) => piece.type === 'list' && piece.list === 'Users')).toBe(false);
    expect(elements(outcome, 'Roles')).toEqual([1]);
  });

  it('reports an element that is not UTF-8, one with half a surrogate pair and one that is too long, and keeps the others', async () => {
    const latin1 = Buffer.concat([
      Buffer.from('{"Users":["a","'),
      Buffer.from([0xe9]),
      Buffer.from('","\\ud800","\\ud83d\\ude00","\\\\ud800","'),
      Buffer.alloc(50, 'x'),
      Buffer.from('","z"]}'),
    ]);
    for (const size of [1, 7, 1000]) {
      const outcome = await cut(latin1, size, { pieceBytes: 40 });
      expect(outcome.pieces.flatMap((piece) => (piece.type === 'broken' ? [[piece.code, piece.index]] : []))).toEqual([
        ['wrong-encoding', 1],
        ['wrong-encoding', 2],
        ['too-large', 5],
      ]);
      expect(elements(outcome)).toEqual(['a', '😀', '\\ud800', 'z']);
    }
  });

  it('leaves an element that is balanced but not JSON to its reader', async () => {
    const outcome = await cut('{"Users":[{"a":nope},{"b":1}]}');
    expect(outcome.pieces.flatMap((piece) => (piece.type === 'element' ? [piece.text] : []))).toEqual(['{"a":nope}', '{"b":1}']);
  });

  it('accepts a byte order mark before each value', async () => {
    const outcome = await cut('\ufeff{"Users":[1]}\n\ufeff {"Users":[2]}', 1);
    expect(outcome.error).toBeNull();
    expect(elements(outcome)).toEqual([1, 2]);
  });
});

describe('a text that cannot be cut', () => {
  it.each([
    ['', 'empty', 0],
    [' \n\ufeff ', 'empty', 6],
    ['UserDetailList:\n- Arn: x', 'not-json', 0],
    ['12', 'not-json', 0],
    ['"text"', 'not-json', 0],
    ['{"a" 1}', 'not-json', 5],
    ['{"a":1,}', 'not-json', 7],
    ['{"Users":[1,]}', 'not-json', 12],
    ['{"Users":[1 2]}', 'not-json', 12],
    ['{"a":tru}', 'not-json', 5],
    ['{"a":01}', 'not-json', 5],
    ['{"a":"\\x"}', 'not-json', 5],
    ['{"Users":[{]]}', 'not-json', 11],
    ['{"Users":[1]]', 'not-json', 12],
    ['{"Users":[1]}x', 'not-json', 13],
    ['{"Users":[1', 'truncated', 11],
    ['{"a', 'truncated', 3],
    ['[', 'truncated', 1],
  ])('%j: %s at byte %i', async (text, code, offset) => {
    for (const size of [1, 3, 100]) {
      const { error } = await cut(text, size);
      expect(error?.code).toBe(code);
      expect(error?.offset).toBe(offset);
    }
  });

  it('names UTF-16 and other encodings as such', async () => {
    for (const encoding of ['utf16le', 'latin1'] as const) {
      const { error } = await cut(Buffer.from('{"é": 1}', encoding));
      expect(error?.code).toBe('wrong-encoding');
    }
    expect((await cut(Buffer.from([0xff, 0xfe, 0x7b, 0]))).error?.code).toBe('wrong-encoding');
  });

  it('refuses nesting and scalars without bound', async () => {
    expect((await cut('['.repeat(600))).error?.code).toBe('too-deep');
    expect((await cut(`{"Users":[${'['.repeat(600)}`)).error?.code).toBe('too-deep');
    expect((await cut(`{"a":"${'x'.repeat(100)}"}`, 9, { pieceBytes: 64 })).error?.code).toBe('too-large');
    expect((await cut(`{"o":{${Array.from({ length: 40 }, (_, i) => `"k${i}":1`).join()}}}`, 9, { pieceBytes: 64 })).error?.code).toBe(
      'too-large',
    );
  });

  it('has given every whole element before the place where the text breaks off, wherever that is', async () => {
    const whole = '{"IsTruncated":false,"Users":[{"n":"é}"},[0,"\\\\"],{"m":{}}],"Roles":["r"]}';
    const bytes = Buffer.from(whole);
    const all = await cut(bytes);
    for (let end = 1; end < bytes.length; end++) {
      const outcome = await cut(bytes.subarray(0, end), 4);
      expect(outcome.error?.code).toBe('truncated');
      expect(outcome.error?.offset).toBe(end);
      const due = all.pieces.filter((piece) => piece.type === 'element' && piece.offset + Buffer.byteLength(piece.text) <= end);
      expect(outcome.pieces.filter((piece) => piece.type === 'element')).toEqual(due);
    }
  });

  it('gives the pieces before an error of the source', async () => {
    async function* torn(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('{"Users":[1,2,');
      throw new Error('the disk');
    }
    const texts: string[] = [];
    await expect(async () => {
      for await (const piece of cutJsonElements(torn(), wanted)) if (piece.type === 'element') texts.push(piece.text);
    }).rejects.toThrow('the disk');
    expect(texts).toEqual(['1', '2']);
  });
});

const key = fc.oneof(fc.constantFrom('Users', 'Roles', 'IsTruncated', 'a', '', '__proto__'), fc.string({ unit: 'binary' }));
const { document } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string({ unit: 'binary' }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    tie('array'),
    tie('document'),
  ),
  array: fc.array(tie('value'), { maxLength: 4 }),
  document: fc.array(fc.tuple(key, tie('value')), { maxLength: 5 }).map((entries) => Object.fromEntries(entries)),
}));

/** What should be found, worked out on the parsed value. */
function expected(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap((each) => expected(each));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    wanted.has(name) && Array.isArray(member) ? (member as unknown[]) : expected(member),
  );
}

describe('any JSON', () => {
  it('gives the elements that parsing the whole gives, and the same pieces in any chunks', async () => {
    await fc.assert(
      fc.asyncProperty(document, fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 60 }), async (value, indent, size) => {
        const text = JSON.stringify(value, null, indent);
        const whole = await cut(text);
        expect(whole.error).toBeNull();
        expect(elements(whole)).toEqual(expected(JSON.parse(text)));
        expect(await cut(text, size)).toEqual(whole);
        for (const piece of whole.pieces) {
          if (piece.type !== 'element') continue;
          const bytes = Buffer.from(text);
          expect(bytes.subarray(piece.offset, piece.offset + Buffer.byteLength(piece.text)).toString()).toBe(piece.text);
          expect(piece.line).toBe(bytes.subarray(0, piece.offset).toString('latin1').split('\n').length);
        }
      }),
      { numRuns: runs(300) },
    );
  });

  it('fails alike in any chunks when bytes are changed', async () => {
    await fc.assert(
      fc.asyncProperty(
        document,
        fc.nat(),
        fc.integer({ min: 0, max: 255 }),
        fc.integer({ min: 1, max: 9 }),
        async (value, at, byte, size) => {
          const bytes = Buffer.from(JSON.stringify(value));
          bytes[at % bytes.length] = byte;
          const whole = await cut(bytes);
          const pieces = await cut(bytes, size);
          expect(pieces.pieces).toEqual(whole.pieces);
          expect([pieces.error?.code, pieces.error?.message]).toEqual([whole.error?.code, whole.error?.message]);
        },
      ),
      { numRuns: runs(300) },
    );
  });
});
