import * as v from 'valibot';
import type { MappedSurface } from '../../../../../src/contract/mapped-surface.ts';
import { arnOf, name, optional } from '../fields.ts';
import type { Listed, OneByOne, Told } from './one-by-one.ts';
import { oneByOne } from './one-by-one.ts';
import { optionalRole } from './told.ts';

/** What agents are given to work with, which Bedrock AgentCore tells of alike but for the names. */
interface Row extends Pick<OneByOne, 'surface' | 'kind' | 'called'> {
  /** `Get<it>` and `List<it>s` are the operations. */
  readonly operations: string;
  /** `<it>Id`, `<it>Arn` and `<it>Summaries` are members of the answers. */
  readonly members: string;
  /** The member of `args` that names one. */
  readonly about: string;
}

const there: ReadonlySet<string> = new Set(['CREATING', 'READY']);
const over: ReadonlySet<string> = new Set(['CREATE_FAILED', 'DELETED', 'DELETING']);

/** Bedrock AgentCore Control API reference: BrowserSummary and GetBrowser, CodeInterpreterSummary and GetCodeInterpreter. */
function agentTool({ operations, members, about, ...row }: Row): MappedSurface {
  const [id, arn] = [`${members}Id`, `${members}Arn`] as const;
  const summary = v.looseObject({ [id]: name, [arn]: optional });
  const tool = v.looseObject({ [id]: name, [arn]: arnOf('bedrock-agentcore'), name, status: name, executionRoleArn: optionalRole });
  return oneByOne({
    ...row,
    service: 'bedrock-agentcore',
    list: {
      call: `List${operations}s`,
      member: `${members}Summaries`,
      each: v.pipe(
        summary,
        v.transform((each) => ({ id: each[id], arn: each[arn] }) as Listed),
      ),
    },
    one: {
      call: `Get${operations}`,
      about,
      member: null,
      told: v.pipe(
        tool,
        v.transform(
          (told) => ({ id: told[id], arn: told[arn], name: told.name, status: told.status, role: told.executionRoleArn }) as Told,
        ),
      ),
    },
    there,
    over,
  });
}

/** The browser that AWS itself provides runs as no role of the account and is not asked for. */
export const browsers = agentTool({
  surface: {
    id: 'aws:bedrock-browsers',
    ifUnread: 'which browsers of Bedrock AgentCore run as a role, and so which roles are had by driving one',
  },
  kind: 'browser',
  called: 'browser',
  operations: 'Browser',
  members: 'browser',
  about: 'browser',
});

/** The interpreter that AWS itself provides runs as no role of the account and is not asked for. */
export const codeInterpreters = agentTool({
  surface: {
    id: 'aws:bedrock-code-interpreters',
    ifUnread: 'which code interpreters of Bedrock AgentCore run as a role, and so which roles are had by running code in one',
  },
  kind: 'code-interpreter',
  called: 'code interpreter',
  operations: 'CodeInterpreter',
  members: 'codeInterpreter',
  about: 'interpreter',
});
