import type { InferOutput } from 'valibot';
import { describe, expect, it } from 'vitest';
import type { LedgerKey } from '../../../../src/contract/ledger.ts';
import type { disclosedPageSchema, disclosedRecordSchema, keysSchema } from '../../../../src/evidence/check/pack/schema/files.ts';
import type { leafBodySchema } from '../../../../src/evidence/check/pack/schema/leaf-body.ts';
import type { packSchema } from '../../../../src/evidence/check/pack/schema/pack.ts';
import type { LeafBody } from '../../../../src/model/ledger.ts';
import type { DisclosedPage, DisclosedRecord, Pack } from '../../../../src/model/pack.ts';

type Plain<T> = T extends string | number | boolean | null | undefined ? T : { -readonly [K in keyof T]: Plain<T[K]> };
/** `true` only where each may stand for the other; else assigning `true` to it does not compile. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : 'the type has more') : 'the schema has more';

const pack: Same<InferOutput<typeof packSchema>, Plain<Pack>> = true;
const page: Same<InferOutput<typeof disclosedPageSchema>, Plain<DisclosedPage>> = true;
const record: Same<InferOutput<typeof disclosedRecordSchema>, Plain<DisclosedRecord>> = true;
const body: Same<InferOutput<typeof leafBodySchema>, Plain<LeafBody>> = true;
const keys: Same<InferOutput<typeof keysSchema>, Plain<LedgerKey>[]> = true;

describe('the schema of a pack', () => {
  it('is of the type that packs have, member for member', () => {
    expect([pack, page, record, body, keys]).toEqual([true, true, true, true, true]);
  });
});
