import { existsSync, globSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './run.ts';

/** Real programs, and parts of them, that tests talk to: what they are called, and the Debian packages that bring them. */
export const PEERS = [
  { program: 'sipp', packages: ['sip-tester'], tests: 'calls with sipp' },
  { program: 'baresip', packages: ['baresip-core'], tests: 'calls with speech from baresip' },
  { program: 'kamailio', packages: ['kamailio'], tests: 'registration at kamailio' },
  { program: 'tls.so', packages: ['kamailio-tls-modules'], tests: 'registration at kamailio over TLS' },
  { program: 'openssl', packages: ['openssl'], tests: 'TLS with certificates of its own' },
  { program: 'dnsmasq', packages: ['dnsmasq-base'], tests: 'servers found by DNS' },
  { program: 'pocketsphinx_continuous', packages: ['pocketsphinx', 'pocketsphinx-en-us'], tests: 'conversations with a real recogniser' },
  { program: 'flite', packages: ['flite'], tests: 'conversations with a real recogniser' },
  { program: 'chromium', packages: ['chromium', 'fonts-liberation'], tests: 'the console in a browser' },
  { program: 'flac', packages: ['flac'], tests: 'voice activity on real speech' },
] as const;

const SEARCHED = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin', ...globSync('/usr/lib/*/kamailio/modules')];

export function hasProgram(program: string): boolean {
  return SEARCHED.some((folder) => existsSync(join(folder, program)));
}

/** Debian starts what it installs; a policy that says 101 keeps it from that (invoke-rc.d(8)). */
const POLICY = '/usr/sbin/policy-rc.d';
const TRIES = 3;

/** Installs missing peers where that is allowed: as root, on Debian, not refused. Returns what is still missing. */
export async function installPeers(): Promise<(typeof PEERS)[number][]> {
  const missing = PEERS.filter(({ program }) => !hasProgram(program));
  const allowed = process.getuid?.() === 0 && existsSync('/etc/debian_version') && process.env['DANKE_NO_APT'] !== '1';
  if (missing.length === 0 || !allowed) return missing;
  const packages = missing.flatMap((peer) => peer.packages);
  console.log(`Installing test peers from Debian: ${packages.join(' ')} (DANKE_NO_APT=1 refuses)`);
  const ownPolicy = !existsSync(POLICY);
  if (ownPolicy) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    await install(packages);
  } finally {
    if (ownPolicy) rmSync(POLICY, { force: true });
  }
  return PEERS.filter(({ program }) => !hasProgram(program));
}

async function install(packages: readonly string[]): Promise<void> {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    await run('apt-get', ['update', '-q'], { env });
    const { code, output } = await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], { env });
    if (code === 0) return;
    console.log(`apt-get failed (try ${attempt} of ${TRIES}): ${output.trim().split('\n').at(-1)}`);
  }
}
