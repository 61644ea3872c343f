import { expect, it } from 'vitest';
import { commandsOf } from '../../../src/run/backlog/commands.ts';

const of = (...blocks: readonly (readonly string[])[]) =>
  blocks.map((commands) => ({ remediation: { summary: '', commands, mayBreak: null, verify: '' } }));
const detach = 'aws iam detach-role-policy --role-name delete-me --policy-arn p';
const remove = 'aws iam delete-role --role-name detach-me';

it('detaches before it deletes, in whatever order findings come and whatever things are called', () => {
  expect(commandsOf(of([remove], [detach]))).toEqual([detach, remove]);
  expect(commandsOf(of([detach], [remove]))).toEqual([detach, remove]);
});

it('says nothing twice, and keeps a block whole with its comments', () => {
  const block = [
    'aws iam list-access-keys --user-name u',
    '# take the id of the active key',
    'aws iam delete-access-key --user-name u --access-key-id "$ID"',
  ];
  expect(commandsOf(of(block, [detach], block, [detach]))).toEqual([detach, ...block]);
});

it('leaves out a block that is part of another', () => {
  expect(commandsOf(of([detach, remove], [remove]))).toEqual([detach, remove]);
});

it('deletes by a REST call after it changed by one', () => {
  const [put, gone] = ["az rest --method PUT --uri 'https://x/DELETE'", "az rest --method DELETE --uri 'https://x'"];
  expect(commandsOf(of([gone], [put]))).toEqual([put, gone]);
});
