import { sha256Hex } from '../../../base/bytes/hash.ts';
import type { Pack } from '../../../model/pack.ts';
import type { PackPredicate } from '../../envelope/predicates.ts';
import { checkPackStatement, type SealedCode } from '../envelope/statement.ts';
import type { TrustedKey } from './keys.ts';
import { ENVELOPE, MANIFEST, PACK, type Manifest } from './manifest.ts';
import type { PackProblemCode, Problems } from './problem.ts';
import type { PackFiles } from './read.ts';

const codes: Readonly<Record<SealedCode, PackProblemCode>> = {
  'not-json': 'bad-envelope',
  'not-an-envelope': 'bad-envelope',
  'not-base64': 'bad-envelope',
  'not-canonical': 'bad-envelope',
  'unknown-key': 'unknown-key',
  'bad-signature': 'bad-signature',
  'too-few': 'unknown-key',
  'payload-type': 'bad-statement',
  'predicate-type': 'bad-statement',
  predicate: 'bad-statement',
  subject: 'wrong-subjects',
  'not-a-statement': 'bad-statement',
};

/** The envelope of something signed, its faults told as problems of a file. */
export function sealProblem(
  problems: Problems,
  file: string,
  faults: readonly { readonly code: SealedCode; readonly place: string; readonly seen: string; readonly expected: string }[],
): void {
  for (const { code, place, seen, expected } of faults)
    problems.add(codes[code], file, place, `${file} is not signed as it has to be: ${code.replaceAll('-', ' ')}`, { seen, expected });
}

export interface SignedPack {
  readonly predicate: PackPredicate;
  /** The keys that signed it, of those trusted. */
  readonly by: readonly string[];
}

/** That a trusted key signed for every file of the pack, and for no other, and for this pack. `undefined`: nobody who is trusted signed anything. */
export function checkEnvelope(
  problems: Problems,
  files: PackFiles,
  keys: readonly TrustedKey[],
  manifest: Manifest | undefined,
  pack: Pack | undefined,
): SignedPack | undefined {
  const bytes = files.get(ENVELOPE);
  if (bytes === undefined) return undefined;
  const checked = checkPackStatement(
    bytes,
    keys.map(({ publicKey }) => publicKey),
  );
  if (!checked.holds) {
    sealProblem(problems, ENVELOPE, checked.faults);
    return undefined;
  }
  const { statement, by } = checked.value;
  const { predicate, subject } = statement;
  checkSubjects(problems, files, manifest, subject);
  const differ = (place: string, what: string, expected: string, seen: string): void => {
    if (seen !== expected)
      problems.add('wrong-predicate', ENVELOPE, `payload.predicate.${place}`, `what was signed does not name the ${what} of this pack`, {
        seen,
        expected,
      });
  };
  if (manifest !== undefined) differ('pack', 'id', predicate.pack, manifest.pack);
  const content = files.get(PACK);
  if (content !== undefined) differ('content', 'contents', predicate.content, sha256Hex(content));
  if (pack !== undefined) {
    differ('pack', 'id', predicate.pack, pack.id);
    differ('framework', 'framework', predicate.framework, pack.framework);
    differ('period', 'period', `${predicate.period.from} ${predicate.period.to}`, `${pack.period.from} ${pack.period.to}`);
  }
  const signers = new Set(by.map(({ keyId }) => keyId));
  return { predicate, by: keys.filter(({ publicKey }) => signers.has(publicKey.keyId)).map(({ text }) => text) };
}

/** Each file of the pack but the envelope is a subject by path and hash, and nothing else is. */
function checkSubjects(
  problems: Problems,
  files: PackFiles,
  manifest: Manifest | undefined,
  subjects: readonly { readonly name: string | null; readonly digest: Readonly<Record<string, string>> }[],
): void {
  const expected = new Map((manifest?.files ?? []).map(({ path, sha256 }) => [path, sha256]));
  const own = files.get(MANIFEST);
  if (own !== undefined) expected.set(MANIFEST, sha256Hex(own));
  for (const { name, digest } of subjects) {
    const wanted = name === null ? undefined : expected.get(name);
    if (name === null || wanted === undefined)
      problems.add(
        'wrong-subjects',
        name ?? ENVELOPE,
        '',
        `what was signed is about ${name ?? 'something without a name'}, which the pack does not list`,
      );
    else if (digest['sha256'] !== wanted)
      problems.add('wrong-subjects', name, '', `${name} is not the file that was signed`, {
        seen: wanted,
        expected: digest['sha256'] ?? 'another kind of hash',
      });
    if (name !== null) expected.delete(name);
  }
  for (const [name, seen] of expected) problems.add('wrong-subjects', name, '', `${name} is listed and was not signed`, { seen });
}
