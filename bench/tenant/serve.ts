// The tenant in a process of its own: `node bench/tenant/serve.ts USERS GROUPS APPS`. Prints its endpoint; ends with its input.
import { serveTenant } from './server.ts';

const [users = 0, groups = 0, apps = 0] = process.argv.slice(2).map(Number);
const server = await serveTenant({ users, groups, apps });
process.stdout.write(`${server.endpoint}\n`);
process.stdin.resume().on('end', () => void server.stop());
