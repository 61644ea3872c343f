import { utf8Chunks } from '../../src/base/bytes/chunks.ts';
import type { PackFile, PackFormat } from '../../src/contract/pack-format.ts';
import type { Pack } from '../../src/model/pack.ts';
import { controlLine } from './control.ts';
import { endingLine } from './ending.ts';
import { findingLine, undeterminedLine, type Said } from './finding.ts';

/**
 * Events of OCSF 1.8.0, one a line: findings with what could not be determined (2008), controls (2003), and of each record the activity that
 * ended it (3001, 3004, 3005) or, where it did not end, a finding (2008). A file without a line: there is nothing of the kind.
 */
export const ocsfPackFormat: PackFormat = {
  id: 'ocsf',
  describes: 'events for security data lakes and SIEMs',
  render(pack, { version }) {
    const said: Said = { at: pack.asOf, version };
    return Promise.resolve([
      file('ocsf/findings.ndjson', findings(pack, said)),
      file(
        'ocsf/controls.ndjson',
        pack.controls.map((control) => controlLine(control, pack, said)),
      ),
      file('ocsf/revocations.ndjson', revocations(pack, said)),
    ]);
  },
};

function* findings({ findings: all, excepted, undetermined }: Pack, said: Said): Generator<string, void, undefined> {
  for (const finding of all) yield findingLine(finding, null, said);
  for (const { finding, exception } of excepted) yield findingLine(finding, { exception }, said);
  for (const [index, each] of undetermined.entries()) yield undeterminedLine(each, index, said);
}

function* revocations({ records, id }: Pack, said: Said): Generator<string, void, undefined> {
  for (const { ending, rows, findings: about, exception, logged } of records) {
    yield endingLine(ending, { pack: id, rows, findings: about, exception, logged }, said);
  }
}

function file(path: string, lines: Iterable<string>): PackFile {
  return { path, bytes: Buffer.concat([...utf8Chunks(lines)]) };
}
