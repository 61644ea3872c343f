import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkPack } from '../../src/evidence/check/pack/check.ts';
import { readZip } from '../../src/evidence/check/zip/read.ts';
import { parseVkey } from '../../src/evidence/log/vkey.ts';

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
