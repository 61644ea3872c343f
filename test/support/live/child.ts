// Runs the program over the small live source in a process of its own, to be killed. HANG_AT: the call that is never answered.
import { appendFileSync } from 'node:fs';
import { main } from '../../../src/cli/main.ts';
import { estateServer, estateWiring, type Server } from './estate.ts';

const hangAt = Number(process.env['HANG_AT'] ?? '0');
const server: Server = estateServer(undefined, async (call, signal) => {
  appendFileSync('calls.txt', `${server.calls[call - 1] ?? ''}\n`);
  if (call !== hangAt) return;
  process.stdout.write('hung\n');
  await new Promise((_, reject) => {
    const alive = setInterval(() => undefined, 1000);
    signal.addEventListener('abort', () => {
      clearInterval(alive);
      reject(signal.reason as Error);
    });
  });
});
process.exitCode = await main(process.argv.slice(2), undefined, estateWiring(server));
