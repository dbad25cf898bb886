import { get } from 'node:http';
import { createConnection } from 'node:net';
import { sipRequest } from './sip-messages.ts';

const PATIENCE_MS = 5_000;

/** How long a SIP client at 127.0.0.1 that had no connection waits for its first answer over TCP, in ms; infinite: longer than 5 s. */
export function newcomerByTcp(sipPort: number): Promise<number> {
  return timed((answered) => {
    const socket = createConnection({ host: '127.0.0.1', port: sipPort, localAddress: '127.0.0.1' });
    socket.on('error', () => {}).once('data', answered);
    socket.on('connect', () => {
      const source = { address: '127.0.0.1', port: socket.localPort ?? 0 };
      socket.write(sipRequest({ method: 'OPTIONS', source, port: sipPort, callId: `newcomer-${source.port}`, transport: 'TCP' }));
    });
    return () => socket.destroy();
  });
}

/** The same for a browser and the console. */
export function newcomerByHttp(httpPort: number, cookie: string): Promise<number> {
  return timed((answered) => {
    const headers = { Host: `localhost:${httpPort}`, Cookie: cookie };
    const asked = get({ host: '127.0.0.1', port: httpPort, path: '/api/state', headers, agent: false }, (answer) => {
      if (answer.statusCode === 200) answered();
      answer.resume();
    });
    asked.on('error', () => {});
    return () => asked.destroy();
  });
}

function timed(ask: (answered: () => void) => () => void): Promise<number> {
  return new Promise((resolve) => {
    const from = performance.now();
    const finish = (took: number): void => {
      clearTimeout(limit);
      leave();
      resolve(took);
    };
    const limit = setTimeout(() => finish(Infinity), PATIENCE_MS);
    const leave = ask(() => finish(performance.now() - from));
  });
}
