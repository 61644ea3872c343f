import { expect, it } from 'vitest';
import { hashJson } from '../../../src/base/bytes/hash.ts';
import type { Json } from '../../../src/base/json.ts';
import type { KeptException } from '../../../src/model/exception.ts';
import { capturesPruned, exceptionAct, hashOfIds } from '../../../src/run/ledger/acts.ts';
import { exceptionEntry } from '../../../src/run/exceptions/kept.ts';
import { sampleReport } from '../../support/report.ts';

const by = { name: 'Ida Quist', from: 'configuration' } as const;

it('an exception is logged by the hash of the very value that the store keeps', () => {
  const exception = sampleReport.assurance?.exceptions[0]?.exception;
  if (exception === undefined) throw new Error('the sample has no exception');
  const kept: KeptException = { exception, change: { what: 'reviewed', by: 'ada', at: '2026-11-20T00:00:00.000Z', note: null } };
  const version = hashJson(exceptionEntry(kept.exception, kept.change).value);
  expect(exceptionAct(by, kept)).toEqual({ kind: 'exception', exception: exception.id, change: kept.change, version, by });
  const other = { ...kept, exception: { ...exception, end: '2027-01-01T00:00:00.000Z' } };
  expect(hashJson(other as unknown as Json)).not.toBe(version);
});

it('what was removed is told by all of its ids, in whatever order they went', () => {
  expect(hashOfIds(['b', 'a'])).toBe(hashOfIds(['a', 'b']));
  expect(hashOfIds(['ab'])).not.toBe(hashOfIds(['a', 'b']));
  expect(capturesPruned(by, null, ['b', 'a'])).toMatchObject({ kind: 'prune', what: 'captures', removed: 2, ids: hashOfIds(['a', 'b']) });
});
