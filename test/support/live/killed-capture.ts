import { main } from '../../../src/cli/main.ts';
import { estateServer, estateWiring } from './estate.ts';
import { fakeTerminal } from './terminal.ts';

/** Captures the estate in the folder given, and is killed when its second question is asked: nothing is said, closed or written after it. */
const [folder = '.'] = process.argv.slice(2);
const server = estateServer(undefined, (call) => {
  if (call === 2) process.kill(process.pid, 'SIGKILL');
  return Promise.resolve();
});
await main(['capture', 'estate'], fakeTerminal(folder).terminal, estateWiring(server));
