import { wrap } from '../../base/text/wrap.ts';
import type { PermissionDocument } from '../../contract/connector.ts';
import { coreNamed, onlySurfaces } from '../live/sources.ts';
import { loadConfiguration, userPath, type CommonOptions } from '../settings.ts';
import { writeAll, writeFileWhole, type Terminal } from '../streams.ts';
import { UsageError } from '../usage.ts';
import type { Wiring } from '../wiring.ts';

export interface PermissionsOptions extends CommonOptions {
  readonly format: string;
  readonly document?: string;
  readonly surfaces?: string;
  readonly output?: string;
}

/** Prints the policies and trusts that a scan with these settings needs, and no more. Contacts nobody. */
export async function permissionsCommand(terminal: Terminal, wiring: Wiring, source: string, options: PermissionsOptions): Promise<number> {
  if (options.format !== 'text' && options.format !== 'json')
    throw new UsageError(`cannot print permissions as ${JSON.stringify(options.format)}`, { hint: 'the formats are text, json' });
  const core = coreNamed(wiring, source);
  const configuration = onlySurfaces(wiring, await loadConfiguration(terminal, wiring, options), [source], options.surfaces);
  const documents = core.permissions?.(configuration.connectorSettings[source]);
  if (documents === undefined) {
    throw new UsageError(`cannot print the permissions of ${source}: it has no documents of them`, {
      hint: '`vestige doctor` lists what each surface needs',
    });
  }
  const text = [...textOf(documents, options, terminal.width)];
  if (options.output === undefined) await writeAll(terminal.stdout, text);
  else await writeFileWhole(userPath(terminal, options.output), text);
  return 0;
}

function* textOf(documents: readonly PermissionDocument[], { format, document }: PermissionsOptions, width: number): Iterable<string> {
  if (document !== undefined) {
    const found = documents.find((each) => each.name === document);
    if (found === undefined) {
      throw new UsageError(`cannot print the document ${JSON.stringify(document)}: there is none of that name`, {
        hint: `the documents are ${documents.map((each) => each.name).join(', ')}`,
      });
    }
    yield json(found.document);
  } else if (format === 'json') yield json(documents);
  else {
    for (const [index, { name, purpose, document: body }] of documents.entries()) {
      yield `${index === 0 ? '' : '\n'}# ${name}\n`;
      for (const line of wrap(purpose, width - 2)) yield `# ${line}\n`;
      yield json(body);
    }
  }
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
