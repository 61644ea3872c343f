import { canonicalJson } from '../../base/bytes/canonical.ts';
import { isNonEmpty, type Json } from '../../base/json.ts';
import { impossible } from '../../base/errors.ts';
import type { PackPredicate } from '../../evidence/envelope/predicates.ts';
import { packStatement, type Statement } from '../../evidence/envelope/statement.ts';
import type { Pack } from '../../model/pack.ts';
import type { ListedFile } from './folder.ts';

/** `manifest.json`: every file of the pack but itself and the envelope, by path; canonical JSON. */
export function manifestOf(pack: Pack, files: readonly ListedFile[]): string {
  return canonicalJson({ schema: 1, pack: pack.id, files: files as unknown as Json });
}

/** What is signed of a pack. `files`: all of it, the manifest among them. */
export function statementOf(
  { id, framework, period }: Pack,
  content: string,
  ledger: PackPredicate['ledger'],
  files: readonly ListedFile[],
): Statement<PackPredicate> {
  if (!isNonEmpty(files)) impossible('a pack without a file is to be signed');
  return packStatement({ pack: id, framework, period: { ...period }, content, ledger }, files);
}
