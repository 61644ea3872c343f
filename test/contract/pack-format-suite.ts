import { describe, expect, it } from 'vitest';
import { grouped } from '../../src/base/text/count.ts';
import type { PackFile, PackFormat } from '../../src/contract/pack-format.ts';
import { emptyPack, packOf, samplePack } from '../support/pack.ts';
import { frameworks, type Framework, type Pack } from '../../src/model/pack.ts';
import { frozen, withMembersReversed, type Leaf } from './leaves.ts';
import { freeLeaves, packLeaves } from './pack-leaves.ts';

const made = { version: '0.1.0' };

/** What the suite must know of a format that it can't see from outside. */
export interface PackFormatFacts {
  /** All that a reader of the files gets to see; `null`: it is a summary, and cannot be held to every leaf. */
  readonly text: ((files: readonly PackFile[]) => string) | null;
  /** How a leaf may be written. Default: as it is. */
  readonly forms?: (leaf: Leaf) => readonly string[];
  /** Leaves it leaves to others on purpose, by their JSON pointer. */
  readonly omits?: readonly RegExp[];
  /** Frameworks that it is tried with. Default: all. */
  readonly of?: readonly Framework[];
  /** Fails when hostile text has become more than text. */
  readonly inert: (files: readonly PackFile[]) => void;
}

/** The contract of every format of a pack: nothing left out that it is for, nothing obeyed, the same bytes every time. */
export function packFormatSuite(format: PackFormat, facts: PackFormatFacts): void {
  describe(`pack format ${format.id}`, () => {
    it('has an id, and paths within the pack', async () => {
      expect(format.id).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
      expect(format.describes.length).toBeGreaterThan(5);
      const files = await format.render(samplePack, made);
      expect(files.length).toBeGreaterThan(0);
      for (const { path, bytes } of files) {
        expect(path).toMatch(/^(?:[a-z0-9-]+\/)*[A-Za-z0-9-]+\.[a-z]+$/);
        expect(bytes).toBeInstanceOf(Uint8Array);
      }
      expect(new Set(files.map(({ path }) => path)).size).toBe(files.length);
    });

    it('gives the same bytes twice, and however the members were put in', async () => {
      const once = hexes(await format.render(samplePack, made));
      expect(hexes(await format.render(samplePack, made))).toEqual(once);
      expect(hexes(await format.render(withMembersReversed(samplePack), made))).toEqual(once);
    });

    it('does not write to what it is given', async () => {
      const pack = frozen(structuredClone(samplePack));
      expect(hexes(await format.render(pack, made))).toEqual(hexes(await format.render(samplePack, made)));
    });

    it('renders a pack of nothing, and one of each framework', async () => {
      await format.render(emptyPack, made);
      for (const framework of facts.of ?? frameworks) expect((await format.render(packOf(framework), made)).length).toBeGreaterThan(0);
    });

    it('keeps hostile texts inert', async () => {
      const hostile: Pack = packLeaves.withHostileTexts(samplePack, [
        '',
        ' ',
        '{{ insert: param, x }}',
        '_x000A_',
        '王小明',
        '\ufffe\ufffd',
      ]);
      facts.inert(await format.render(hostile, made));
    });

    const { text, forms = plainForms, omits = [] } = facts;
    if (text === null) return;
    it('shows every leaf of every section that it does not leave out by declaration', async () => {
      const pack = packLeaves.withSentinels(samplePack);
      const leaves = freeLeaves(pack);
      expect(leaves.length).toBeGreaterThan(900);
      expect(new Set(leaves.map(({ value }) => value)).size).toBe(leaves.length);
      const all = text(await format.render(pack, made));
      const isOmitted = ({ pointer }: Leaf): boolean => omits.some((pattern) => pattern.test(pointer));
      const missing = leaves.filter((leaf) => !isOmitted(leaf) && !forms(leaf).some((form) => all.includes(form)));
      expect(missing).toEqual([]);
      for (const pattern of omits) {
        const own = leaves.filter(({ pointer }) => pattern.test(pointer));
        expect(
          own.some((leaf) => !forms(leaf).some((form) => all.includes(form))),
          `${String(pattern)} need not be declared`,
        ).toBe(true);
      }
    });
  });
}

/** A number may be shown with its digits in groups. */
export function plainForms({ value }: Leaf): readonly string[] {
  return typeof value === 'number' ? [String(value), grouped(value)] : [value];
}

function hexes(files: readonly PackFile[]): readonly string[] {
  return files.map(({ path, bytes }) => `${path} ${Buffer.from(bytes).toString('hex')}`);
}
