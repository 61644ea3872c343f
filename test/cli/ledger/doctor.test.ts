import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLedger } from '../../../src/evidence/ledger/open.ts';
import { fileSigner } from '../../../src/evidence/seal/key-file.ts';
import { logIntent } from '../../../src/run/ledger/run-log.ts';
import { ledgerPlace, type Ran } from './support.ts';

const { at, here, run, begin, kinds } = ledgerPlace();

/** What `doctor` says of the ledger, a check a line, its hint behind it. */
function told({ out }: Ran): readonly string[] {
  const checks = out.split(/\n(?=ok|note|warn|fails)/).map((each) => each.replace(/\s+/g, ' ').trim());
  return checks.filter((each) => /^\w+ ledger/.test(each));
}

describe('vestige doctor', () => {
  it('says that none is kept, and that nothing runs where one is required', async () => {
    const none = await run(['doctor']);
    expect([none.exit, told(none)]).toEqual([
      0,
      [
        'note ledger: there is none in .vestige/ledger: runs are not logged, and evidence of them rests on management hint: `vestige ledger init` begins one',
      ],
    ]);
    writeFileSync(at('vestige.yaml'), 'ledger: { required: true }\n');
    const required = await run(['doctor']);
    expect([required.exit, told(required)]).toEqual([2, [expect.stringMatching(/^fails ledger: there is none .* nothing can run hint:/)]]);
  });

  it('says what is kept, that nobody has marked it, and that its key signs; and appends nothing', async () => {
    await begin();
    const { exit, out, err } = await run(['doctor']);
    expect([exit, told({ exit, out, err })]).toEqual([
      0,
      [
        'ok ledger .vestige/ledger: 1 entry of test.example/log',
        'warn ledger: nobody outside has marked it: integrity rests on management hint: have it marked: `vestige ledger timestamp` or `vestige ledger witness`',
        expect.stringMatching(/^ok ledger: file .*key\.pem signs, as the ledger names it$/),
      ],
    ]);
    expect(await kinds()).toEqual(['begun']);
  });

  it('counts runs without an end', async () => {
    await begin();
    const logbook = {
      ...{ place: '', by: { name: 'x', from: 'system' as const }, now: Date.now, sleep: () => Promise.resolve() },
      random: (bytes: number) => new Uint8Array(bytes),
      async open() {
        const ledger = await openLedger(here(), await fileSigner(here('key.pem')));
        return { ledger, close: () => ledger.close() };
      },
    };
    await logIntent(logbook, { command: 'scan', configuration: 'c', scope: [] });
    const { exit, ...ran } = await run(['doctor']);
    expect([exit, told({ exit, ...ran })]).toEqual([0, expect.arrayContaining([expect.stringContaining('1 run without an end')])]);
  });

  it.each<[string, () => void, RegExp]>([
    ['a lost key', () => rmSync(here('key.pem')), /^fails ledger: cannot .*key\.pem/],
    ['a key that is another', () => writeFileSync(here('key.pem'), readFileSync(at('other.pem'))), /^fails ledger: the key in .* signs$/],
    ['a changed checkpoint', () => writeFileSync(here('checkpoint'), 'x'), /^fails ledger: cannot use the ledger/],
    ['a lost ledger.json', () => rmSync(here('ledger.json')), /^fails ledger: cannot open the ledger/],
  ])('finds %s', async (_, plant, says) => {
    await run(['ledger', 'init', '--state', 'another', '--key-file', 'other.pem']);
    await begin();
    plant();
    const ran = await run(['doctor']);
    expect([ran.exit, told(ran).at(-1)]).toEqual([2, expect.stringMatching(says)]);
  });

  it('says that a passphrase is wanted', async () => {
    await run(['ledger', 'init'], undefined, { VESTIGE_LEDGER_PASSPHRASE: 'correct horse' });
    expect(told(await run(['doctor'])).at(-1)).toMatch(/^fails ledger: .* hint: set VESTIGE_LEDGER_PASSPHRASE/);
    expect(told(await run(['doctor'], undefined, { VESTIGE_LEDGER_PASSPHRASE: 'correct horse' })).at(-1)).toMatch(/^ok ledger: /);
  });
});

describe('a ledger whose making was cut off', () => {
  /** What is on the disk after each step of making one. */
  const steps: readonly (readonly [string, readonly string[]])[] = [
    ['the key', ['checkpoint', 'tile', 'bodies', 'ledger.json']],
    ['its settings', ['checkpoint', 'tile', 'bodies']],
    ['its first body', ['checkpoint', 'tile']],
    ['its tiles', ['checkpoint']],
  ];

  it.each(steps)('after %s says how to go on, and that works with the key that is there', async (_, lacking) => {
    await begin();
    const key = readFileSync(here('key.pem'));
    for (const name of lacking) rmSync(here(name), { recursive: true });
    const scanned = await run(['scan', 'estate']);
    expect([scanned.exit, scanned.err]).toEqual([
      2,
      expect.stringContaining('its making was cut off, and nothing was logged in it (exit 2)'),
    ]);
    for (const args of [['ledger', 'status'], ['ledger', 'prove', '0'], ['doctor']]) {
      const { exit, out, err } = await run(args);
      expect([args, exit, `${out}${err}`.replace(/\s+/g, ' ')]).toEqual([
        args,
        2,
        expect.stringContaining('hint: run `vestige ledger init` again, with the same options: a key that is there is used'),
      ]);
    }
    expect((await begin()).exit).toBe(0);
    expect(readFileSync(here('key.pem'))).toEqual(key);
    expect((await run(['capture', 'estate'])).exit).toBe(0);
    expect((await run(['ledger', 'check'])).exit).toBe(0);
  });

  it('is not one that lost its checkpoint, and is not begun anew', async () => {
    await begin();
    await run(['capture', 'estate']);
    for (const lost of [['checkpoint'], ['tile', 'statements', 'secrets']]) {
      for (const name of lost) rmSync(here(name), { recursive: true });
      const { err } = await run(['ledger', 'status']);
      expect(err).not.toContain('was cut off');
      expect(await begin()).toMatchObject({ exit: 2, err: expect.stringContaining('there are parts of one') as unknown });
    }
  });

  it('leaves nothing behind where it could not be called so', async () => {
    mkdirSync(dirname(here()), { recursive: true });
    const { exit, err } = await run(['ledger', 'init', '--origin', 'two words']);
    expect([exit, err]).toEqual([2, expect.stringContaining('cannot call a ledger "two words"')]);
    expect((await run(['capture', 'estate'])).err).not.toContain('ledger');
  });
});
