import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runPeer, type Ended } from './programs.ts';

const SCENARIOS = join(import.meta.dirname, '../peers/sipp');

export interface SippOptions {
  readonly port: number;
  readonly transport?: 'udp' | 'tcp';
  /** Ours and the server's; loopback by default. */
  readonly address?: '127.0.0.1' | '::1';
  /** Where the far end wants its RTP; nobody listens there by default. */
  readonly rtpPort?: number;
  /** The user part that is called. */
  readonly service?: string;
  readonly calls?: number;
  /** Calls per second. */
  readonly rate?: number;
  /** So many at once at most. */
  readonly atOnce?: number;
}

/** Plays one of our sipp scenarios; its exit code is 0 when every call went as the scenario says. */
export function sipp(scenario: string, options: SippOptions, limitMs = 120_000): Promise<Ended> {
  const { port, address = '127.0.0.1', transport = 'udp', rtpPort = 9, service = 'probe', calls = 1, rate = 10, atOnce = 5_000 } = options;
  const args = [
    ...[
      '-sf',
      join(SCENARIOS, `${scenario}.xml`),
      address === '::1' ? `[::1]:${port}` : `${address}:${port}`,
      '-i',
      address,
      '-mi',
      address,
      '-t',
      transport === 'tcp' ? 't1' : 'u1',
    ],
    ...[
      '-s',
      service,
      '-key',
      'rtp_port',
      String(rtpPort),
      '-m',
      String(calls),
      '-r',
      String(rate),
      '-l',
      String(atOnce),
      '-nostdin',
      '-timeout',
      String(limitMs / 1000),
    ],
  ];
  return runPeer('sipp', args, limitMs + 5_000, mkdtempSync(join(tmpdir(), 'danke-nein-sipp-')));
}
