import type { PackTrust } from '../../evidence/check/pack/check.ts';
import { trustedKey } from '../../evidence/check/pack/keys.ts';
import { parsePolicy, type Policy } from '../../evidence/check/policy/parse.ts';
import { fileOf, ledgerKeyGiven, vkeyGiven } from '../ledger/trust.ts';
import type { Terminal } from '../streams.ts';
import { UsageError } from '../usage.ts';

/** What whoever checks names on the command line; each came another way than the pack. */
export interface TrustOptions {
  readonly key?: readonly string[];
  readonly unsigned?: boolean;
  readonly tsaCa?: readonly string[];
  readonly witness?: readonly string[];
  readonly policy?: string;
  readonly since?: string;
}

/** Throws {@link UsageError} for what cannot be used, before anything is checked: a check with less than was asked for would say too much. */
export async function trustOf(terminal: Terminal, options: TrustOptions): Promise<PackTrust> {
  const policy = options.policy === undefined ? null : await policyIn(terminal, options.policy);
  const given = await Promise.all((options.key ?? []).map((text) => ledgerKeyGiven(terminal, text)));
  const keys = [...given, ...(policy?.logs ?? []).map(({ vkey }) => vkey)];
  if (keys.length === 0 && options.unsigned !== true)
    throw new UsageError('cannot check a pack without a key: whoever made the pack could have made another one', {
      hint: 'name the key of the ledger, which reached you another way, with --key; or see with --unsigned only whether the parts of the pack fit each other',
    });
  if (keys.length > 0 && options.unsigned === true) throw new UsageError('cannot check with --unsigned and a key: name one of them');
  for (const key of given)
    if (trustedKey(key) === undefined)
      throw new UsageError(`cannot use ${key.name} as the key of a ledger: it is the key of a witness`, { hint: 'name it with --witness' });
  const witnesses = (options.witness ?? []).map((text) => vkeyGiven(text, 'a witness (--witness)'));
  for (const key of witnesses)
    if (key.type !== 'cosignature-v1')
      throw new UsageError(`cannot use ${key.name} as the key of a witness: it is the key of a log`, { hint: 'name it with --key' });
  const authorities = await Promise.all((options.tsaCa ?? []).map((file) => fileOf(terminal, file, 'the certificates of an authority')));
  for (const [index, pem] of authorities.entries())
    if (!pem.toString().includes('-----BEGIN CERTIFICATE-----'))
      throw new UsageError(`cannot use ${options.tsaCa?.[index] ?? ''}: it holds no certificate in PEM`);
  return {
    keys,
    authorities: authorities.length === 0 ? null : authorities.map(String).join('\n'),
    witnesses,
    policy,
    earlier: options.since === undefined ? null : await fileOf(terminal, options.since, 'an earlier checkpoint'),
  };
}

async function policyIn(terminal: Terminal, file: string): Promise<Policy> {
  const parsed = parsePolicy((await fileOf(terminal, file, 'a policy')).toString());
  if (parsed.holds) return parsed.value;
  const [{ place, seen, expected }] = parsed.faults;
  throw new UsageError(`cannot use the policy ${file}: ${[place, seen].filter((each) => each !== '').join(': ')}`, {
    hint: `what is expected there: ${expected}`,
  });
}
