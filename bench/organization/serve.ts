// The organization in a process of its own: `node bench/organization/serve.ts ACCOUNTS`. Prints its endpoint; ends with its input.
import { usual } from './options.ts';
import { serveOrganization } from './server.ts';
import { organizationOf } from './world.ts';

const world = organizationOf({ ...usual, accounts: Number(process.argv[2] ?? 500) });
const server = await serveOrganization(world);
process.stdout.write(`${server.endpoint}\n`);
process.stdin.resume().on('end', () => void server.stop());
