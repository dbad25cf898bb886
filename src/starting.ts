import { accessSync, constants, mkdirSync } from 'node:fs';
import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { StartError } from './config.ts';
import { ListenError } from './telephony/sip/flow.ts';

/** In the data folder. */
export const DATABASE_FILE = 'danke-nein.db';

/** Makes the data folder, for nobody else to look into. Throws StartError where it cannot be written. */
export function prepareFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new StartError(`The data folder ${folder} cannot be written (${code}). Set DATA_DIR to a folder that can.`, { cause: error });
  }
}

/** Starts what listens; where it cannot, takes back what was started before and rejects with StartError, one line for a person. */
export async function listen(start: () => Promise<void>, variable: string, port: number, undo: () => Promise<void>): Promise<void> {
  try {
    await start();
  } catch (error) {
    await undo();
    const code = error instanceof ListenError ? error.code : ((error as NodeJS.ErrnoException).code ?? String(error));
    // Of several ports it names the one that it could not open.
    const failed = (error as { port?: number }).port ?? port;
    throw new StartError(listenProblem(code, failed === port ? variable : 'http.https.port', failed), { cause: error });
  }
}

function listenProblem(code: string, variable: string, port: number): string {
  if (code === 'EADDRINUSE') return `Port ${port} is in use by another program. End it, or set ${variable} to another port.`;
  if (code === 'EACCES') return `Port ${port} needs more rights than this user has. Set ${variable} to a port above 1023.`;
  return `Port ${port} cannot be opened (${code}). Set ${variable} to another port.`;
}

/** IPv4, as people type it into a telephone. */
export function ownAddresses(): string[] {
  return everyAddress().filter((address) => isIP(address) === 4);
}

/** Of both families; those of one wire alone never change. */
export function everyAddress(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .filter(({ internal, address }) => !internal && !address.startsWith('fe80:'))
    .map(({ address }) => address);
}
