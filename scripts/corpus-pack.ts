// Adds a pack to the corpus, with the key and the marks it is checked by: node scripts/corpus-pack.ts NAME PACK.zip KEY [AUTHORITY.pem] [WITNESS_VKEY].
// A pack of the corpus is never changed: what was once handed to an auditor has to verify for ever.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkPack } from '../src/evidence/check/pack/check.ts';
import { readZip } from '../src/evidence/check/zip/read.ts';
import { parseVkey } from '../src/evidence/log/vkey.ts';

const [name, zip, key, authority, witness] = process.argv.slice(2);
if (name === undefined || zip === undefined || key === undefined)
  throw new Error('corpus-pack NAME PACK.zip KEY [AUTHORITY.pem] [WITNESS_VKEY]');
const folder = join(import.meta.dirname, '..', 'test', 'corpus', 'packs');
const target = join(folder, `${name}.zip`);
if (existsSync(target)) throw new Error(`${target} is there, and a pack of the corpus is never changed`);
const bytes = readFileSync(zip);
const authorities = authority === undefined || authority === '' ? null : readFileSync(authority, 'utf8');
const witnesses = witness === undefined ? [] : [witness];
const { files, problems } = readZip(bytes);
const checked = checkPack(files, { keys: [parseVkey(key)], authorities, witnesses: witnesses.map(parseVkey), policy: null, earlier: null });
const wrong = [...problems.all(), ...checked.problems];
if (wrong.length > 0) throw new Error(`it does not hold: ${wrong.map(({ file, says }) => `${file}: ${says}`).join('; ')}`);
mkdirSync(folder, { recursive: true });
writeFileSync(target, bytes);
writeFileSync(join(folder, `${name}.json`), `${JSON.stringify({ key, authorities, witnesses, level: checked.level }, null, 2)}\n`);
process.stdout.write(`corpus-pack: ${target}, ${checked.files} files, ${checked.level}\n`);
