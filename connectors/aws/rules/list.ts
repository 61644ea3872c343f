import type { Rule } from '../../../src/contract/rule.ts';
import { rule as rootAccessKey } from './root-access-key/rule.ts';
import { rule as rootUsed } from './root-used/rule.ts';
import { rule as rootWithoutMfa } from './root-without-mfa/rule.ts';
import { rule as trustWithoutExternalId } from './trust-without-external-id/rule.ts';

/** The rules that only an AWS estate can be asked. */
export const rules: readonly Rule<unknown>[] = [rootAccessKey, rootUsed, rootWithoutMfa, trustWithoutExternalId];
