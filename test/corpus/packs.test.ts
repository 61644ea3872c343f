import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkPack } from '../../src/evidence/check/pack/check.ts';
import { readZip } from '../../src/evidence/check/zip/read.ts';
import { parseVkey } from '../../src/evidence/log/vkey.ts';
import { smallPack } from '../support/evidence/small-pack.ts';
import { formatsOf, type Formats } from './formats.ts';

/** What each was checked by when it was made (`scripts/corpus-pack.ts`). */
interface Trust {
  readonly key: string;
  readonly authorities: string | null;
  readonly witnesses: readonly string[];
  readonly level: string;
}

const folder = join(import.meta.dirname, 'packs');
const names = readdirSync(folder).filter((name) => name.endsWith('.zip'));

describe('packs of every released format', () => {
  it('are there, from the first on', () => {
    expect(names).toEqual(expect.arrayContaining(['v1-by-hand.zip', 'v1-exported.zip']));
  });

  it('have one of every format that packs are written in now: a new one is added by scripts/corpus-pack.ts', () => {
    const all = names.map((name) => formatsOf(readZip(readFileSync(join(folder, name))).files));
    const now = formatsOf(smallPack().files);
    expect([...now.keys()].sort()).toEqual(['entry', 'hashing', 'manifest.json', 'mark', 'pack.json', 'predicate', 'proof', 'statement']);
    expect(lacking(now, all)).toEqual([]);
    const next = new Map([...now, ['pack.json', new Set(['2'])]]);
    expect(lacking(next, all)).toEqual(['pack.json 2']);
  });

  it.each(names)('%s verifies, and not with a changed byte', (name) => {
    const bytes = readFileSync(join(folder, name));
    const { key, authorities, witnesses, level } = JSON.parse(readFileSync(join(folder, name.replace(/zip$/, 'json')), 'utf8')) as Trust;
    const trust = { keys: [parseVkey(key)], authorities, witnesses: witnesses.map(parseVkey), policy: null, earlier: null };
    const { files, problems } = readZip(bytes);
    expect(problems.all()).toEqual([]);
    const checked = checkPack(files, trust);
    expect(checked.problems).toEqual([]);
    expect(checked.level).toBe(level);
    for (const [path, content] of files) {
      if (content.length === 0) continue;
      const changed = Uint8Array.from(content);
      changed[Math.floor(content.length / 2)]! ^= 4;
      expect(checkPack(new Map([...files, [path, changed]]), trust).problems, path).not.toEqual([]);
    }
  });
});

function lacking(now: Formats, corpus: readonly Formats[]): readonly string[] {
  return [...now].flatMap(([what, values]) =>
    [...values].filter((value) => !corpus.some((each) => each.get(what)?.has(value))).map((value) => `${what} ${value}`),
  );
}
