import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../../src/base/bytes/canonical.ts';
import { sha256Hex } from '../../../src/base/bytes/hash.ts';
import type { Json } from '../../../src/base/json.ts';
import type { PackInput } from '../../../src/evidence/pack/input.ts';
import { makePack, pseudonymsOf } from '../../../src/evidence/pack/make.ts';
import { populationRoot } from '../../../src/evidence/pack/population.ts';
import { adminUser, oldKey } from '../../support/report-findings.ts';
import { runs } from '../../support/runs.ts';
import { arn, calm, ending, event, identity, ledger, withEnds, withOptions } from './small.ts';

const key = new Uint8Array(32).fill(7);

/** A world in which these people do all that people do. */
function worldWith([subject, owner, actor, approver]: readonly [string, string, string, string]): PackInput {
  const who = identity(subject, { handles: [{ kind: 'mail', value: `${subject}@corp.example`, immutable: false }] });
  const left = event({ id: `left-${subject}`, type: 'left', about: [{ kind: 'mail', value: `${subject}@corp.example` }] });
  const stray = event({ id: 'stray', type: 'left', about: [{ kind: 'display-name', value: approver }] });
  const its = ending('1', {
    subject: arn(subject),
    subjectName: subject,
    owner,
    controlOwner: actor,
    because: [`${subject}@corp.example was there, says ${owner}`],
    endedBy: { actor, by: 'person' },
  });
  const given = withEnds([its], [left, stray], calm({ identities: [who, identity('deployer', { nature: 'non-human' })] }));
  const finding = {
    ...adminUser,
    subject: { ...adminUser.subject, id: arn(subject), uid: who.uid, name: subject },
    reasons: [`${subject.toUpperCase()} has it`],
    remediation: { ...adminUser.remediation, commands: [`aws iam delete-user --user-name '${subject}'`] },
    controls: [{ framework: 'soc2', id: 'CC6.1', title: 'x' }],
  };
  return withOptions(
    {
      ...given,
      report: { ...given.report, findings: [finding] },
      assured: {
        ...given.assured,
        unmatched: [{ source: 'workday', event: { source: 'workday', id: 'stray' }, why: 'unknown', keys: stray.about, candidates: [] }],
        authorisations: [
          {
            id: 'jira|1',
            kind: 'request',
            subjects: [arn(subject)],
            covers: { objects: null, scope: null, kinds: null },
            from: '2026-07-01T00:00:00.000Z',
            until: '2026-07-02T00:00:00.000Z',
            requester: `${subject}@corp.example`,
            approvers: [approver],
            ticket: null,
            events: [{ source: 'jira', id: '1' }],
          },
        ],
      },
      ledger: ledger([
        [
          '2026-07-01T00:00:00.000Z',
          {
            kind: 'run-intent',
            command: 'scan',
            nonce: 'aa',
            by: { name: actor, from: 'system' },
            program: '1',
            configuration: '',
            scope: [],
            anchor: null,
          },
        ],
      ]),
    },
    { pseudonymKey: key, actor: owner },
  );
}

const names = fc
  .uniqueArray(fc.stringMatching(/^[a-z]{3}q[xz][a-z]{2}$/), { minLength: 4, maxLength: 4 })
  .map((all) => all as [string, string, string, string]);

describe('pseudonyms', () => {
  test('leave no name of anybody anywhere', () => {
    fc.assert(
      fc.property(names, (people) => {
        const text = canonicalJson(makePack(worldWith(people)) as unknown as Json).toLowerCase();
        for (const name of people) expect(text).not.toContain(name);
      }),
      { numRuns: runs(60, 5_000) },
    );
  });

  test('are the same for one person wherever they are named, and others for others', () => {
    const input = worldWith(['ann', 'olga', 'ivan', '王伟']);
    const pack = makePack(input);
    const table = pseudonymsOf(input) ?? [];
    const codeOf = (name: string): string => table.find((each) => each.names.includes(name))?.code ?? '';
    const [ann, olga] = [codeOf('ann'), codeOf('olga')];
    expect(ann).toMatch(/^person-[0-9a-f]{12}$/);
    expect(codeOf('ann@corp.example')).toBe(ann);
    expect(codeOf(arn('ann'))).toBe(ann);
    expect(new Set(table.map(({ code }) => code)).size).toBe(table.length);
    expect(pack.records[0]?.ending).toMatchObject({ subject: ann, subjectName: ann, owner: olga });
    expect(pack.records[0]?.ending.because).toEqual([`${ann} was there, says ${olga}`]);
    expect(pack.findings[0]).toMatchObject({ subject: { id: ann, uid: ann, name: ann }, reasons: [`${ann} has it`] });
    expect(pack.findings[0]?.remediation.commands).toEqual([`aws iam delete-user --user-name '${ann}'`]);
    expect(pack.population.reconciliation.unmatched[0]?.keys).toEqual([{ kind: 'display-name', value: codeOf('王伟') }]);
    expect(pack.people.map(({ person }) => person)).toContain(olga);
    expect(pack.pseudonyms).toEqual({ key: sha256Hex(key), people: table.length });
    expect(pack.population.root).toBe(populationRoot(pack.population.rows));
  });

  test('change with the key, and stand in for nobody without one', () => {
    const input = worldWith(['ann', 'olga', 'ivan', 'petra']);
    const other = withOptions(input, { pseudonymKey: new Uint8Array(32).fill(8) });
    expect(pseudonymsOf(other)?.map(({ code }) => code)).not.toEqual(pseudonymsOf(input)?.map(({ code }) => code));
    const clear = withOptions(input, { pseudonymKey: null });
    expect(pseudonymsOf(clear)).toBeNull();
    expect(makePack(clear)).toMatchObject({ pseudonyms: null, records: [{ ending: { subjectName: 'ann' } }] });
    const short = withOptions(input, { pseudonymKey: new Uint8Array(31) });
    expect(() => makePack(short)).toThrow(expect.objectContaining({ code: 'short-key' }));
  });

  test('leave the words that a pack is written in, whatever people are called', () => {
    const pack = makePack(worldWith(['ended', 'scan', 'human', 'assignment']));
    expect(pack.records[0]?.ending).toMatchObject({ outcome: 'ended', kind: 'assignment', nature: 'human' });
    expect(pack.records[0]?.ending.subjectName).toMatch(/^person-/);
    expect(pack.records[0]?.timeline.map(({ what }) => what)).toContain('ended');
    expect(pack.runs[0]).toMatchObject({ command: 'scan' });
    expect(pack.runs[0]?.by).toMatch(/^person-/);
  });

  test('two people of one name are told apart by their accounts', () => {
    const other = 'arn:aws:iam::444455556666:user/ann';
    const input = withOptions(
      calm({ identities: [identity('ann'), identity('ann', { id: other, uid: 'AIDAOTHER00000000001', boundary: 'aws:444455556666' })] }),
      { pseudonymKey: key },
    );
    const codes = pseudonymsOf(input)?.filter(({ names: of }) => of.some((each) => each.includes('ann')));
    expect(codes?.map(({ names: of }) => of)).toEqual(
      expect.arrayContaining([['ann'], expect.arrayContaining([arn('ann')]), expect.arrayContaining([other])]),
    );
  });

  test('withhold every item of a page', () => {
    const given = worldWith(['ann', 'olga', 'ivan', 'petra']);
    const page = given.assured.endings[0]?.evidence[0]?.page ?? '';
    const input = { ...given, pages: [{ page, capture: null, withheld: null }] };
    expect(makePack(input).records[0]?.cited).toMatchObject([{ shown: false, withheld: 'pseudonymised' }]);
    expect(makePack(withOptions(input, { pseudonymKey: null })).records[0]?.cited).toMatchObject([{ shown: true, withheld: null }]);
    const unknown = withOptions({ ...input, pages: [] }, { pseudonymKey: null });
    expect(makePack(unknown).records[0]?.cited).toMatchObject([{ shown: false, withheld: 'page-not-kept' }]);
  });
});

test('a finding of something that is not human keeps its name', () => {
  const given = withOptions(calm(), { pseudonymKey: key });
  const finding = { ...oldKey, subject: { ...oldKey.subject, nature: 'non-human' as const, name: 'ci-runner' } };
  const pack = makePack({
    ...given,
    report: { ...given.report, findings: [{ ...finding, controls: [{ framework: 'soc2', id: 'CC6.1', title: 'x' }] }] },
  });
  expect(pack.findings[0]?.subject.name).toBe('ci-runner');
});
