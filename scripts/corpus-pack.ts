// Adds a pack to the corpus, with the key and the marks it is checked by. A pack of the corpus is never changed: what was once handed to an auditor has to
// verify for ever. A format that is new brings its pack, or `test/corpus/packs.test.ts` fails.
//
//   node scripts/corpus-pack.ts NAME                                             made of the sample estate, by what exports packs now
//   node scripts/corpus-pack.ts NAME PACK.zip KEY [AUTHORITY.pem] [WITNESS_VKEY]  one that was made elsewhere
//
// The first has the same bytes whenever and wherever it is made of the same program: key, clock and chance are those of the tests.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packFormats } from '../reports/list.ts';
import type { Reporter } from '../src/contract/reporter.ts';
import { checkPack } from '../src/evidence/check/pack/check.ts';
import { readZip } from '../src/evidence/check/zip/read.ts';
import { parseVkey } from '../src/evidence/log/vkey.ts';
import { formatsOf } from '../test/corpus/formats.ts';
import { demoState, exported, reader, scratch } from '../test/run/evidence/support.ts';

interface Given {
  readonly zip: Uint8Array;
  readonly key: string;
  readonly authorities: string | null;
  readonly witnesses: readonly string[];
}

/** Of what people read nothing is checked but its bytes; an entry of the corpus stays small. */
const left = new Set(['pdf', 'xlsx']);
const page: Reporter = {
  id: 'html',
  mediaType: 'text/html',
  extension: 'html',
  render: () => [
    Buffer.from('<!doctype html><html lang="en"><title>A pack of the corpus</title><p>What people read is left out here.</p></html>\n'),
  ],
};

const [name, zip, key, authority, witness] = process.argv.slice(2);
if (name === undefined || !/^[\w-]+$/.test(name) || (zip !== undefined && key === undefined))
  throw new Error('corpus-pack NAME [PACK.zip KEY [AUTHORITY.pem] [WITNESS_VKEY]]');
const folder = join(import.meta.dirname, '..', 'test', 'corpus', 'packs');
const target = join(folder, `${name}.zip`);
if (existsSync(target)) throw new Error(`${target} is there, and a pack of the corpus is never changed`);
const given = zip === undefined || key === undefined ? await sample() : handed(zip, key);
const { files, problems } = readZip(given.zip);
const { authorities, witnesses } = given;
const trust = { keys: [parseVkey(given.key)], authorities, witnesses: witnesses.map(parseVkey), policy: null, earlier: null };
const checked = checkPack(files, trust);
const wrong = [...problems.all(), ...checked.problems];
if (wrong.length > 0) throw new Error(`it does not hold: ${wrong.map(({ file, says }) => `${file}: ${says}`).join('; ')}`);
mkdirSync(folder, { recursive: true });
writeFileSync(target, given.zip);
writeFileSync(
  join(folder, `${name}.json`),
  `${JSON.stringify({ key: given.key, authorities, witnesses, level: checked.level }, null, 2)}\n`,
);
const formats = [...formatsOf(files)].map(([what, values]) => `${what} ${[...values].join(' ')}`);
process.stdout.write(`corpus-pack: ${target}, ${checked.files} files, ${checked.level}; ${formats.join(', ')}\n`);

function handed(path: string, vkey: string): Given {
  return {
    zip: readFileSync(path),
    key: vkey,
    authorities: authority === undefined || authority === '' ? null : readFileSync(authority, 'utf8'),
    witnesses: witness === undefined ? [] : [witness],
  };
}

/** Made twice, from nothing: where the bytes differ nobody could make it again. */
async function sample(): Promise<Given> {
  const first = await made();
  const second = await made();
  if (Buffer.compare(first.zip, second.zip) !== 0) throw new Error('two packs of the same estate differ: it could not be made again');
  return first;
}

async function made(): Promise<Given> {
  const state = await demoState();
  const place = join(scratch(), 'pack');
  const formats = packFormats.filter(({ id }) => !left.has(id));
  const options = { sample: { size: 8, nonce: 'what the auditor of the corpus said' } };
  await exported(state, { target: place, zip: true, formats, page, options });
  const [first] = (await reader(state)).keys;
  if (first === undefined) throw new Error('the ledger has no key');
  return { zip: readFileSync(`${place}.zip`), key: first.vkey, authorities: null, witnesses: [] };
}
