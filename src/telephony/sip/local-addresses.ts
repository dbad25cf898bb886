import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { isIP } from 'node:net';

/** Peers for which our address is remembered. */
export const MAX_REMEMBERED_PEERS = 1_000;
/** Each lookup takes a socket for a moment. */
export const MAX_LOOKUPS_AT_ONCE = 32;

/** Our own addresses, as peers see them. */
export class LocalAddresses {
  readonly #find: (remote: string) => Promise<string>;
  readonly #known = new Map<string, string>();
  readonly #lookups = new Map<string, Promise<string>>();

  constructor(find: (remote: string) => Promise<string> = localAddressTowards) {
    this.#find = find;
  }

  /** Without a wait, where it was found out before. */
  known(remote: string): string | undefined {
    return this.#known.get(remote);
  }

  /** For a peer that we chose. */
  async towards(remote: string): Promise<string> {
    const known = this.#known.get(remote);
    if (known !== undefined) return known;
    let lookup = this.#lookups.get(remote);
    if (!lookup) {
      lookup = this.#find(remote).finally(() => this.#lookups.delete(remote));
      this.#lookups.set(remote, lookup);
    }
    return this.#remember(remote, await lookup);
  }

  /** For whoever has sent us something; null: too many lookups are under way, for sources that may be made up. */
  async towardsStranger(remote: string): Promise<string | null> {
    return this.#lookups.size >= MAX_LOOKUPS_AT_ONCE ? null : this.towards(remote);
  }

  /** This machine has other addresses now. */
  forget(): void {
    this.#known.clear();
  }

  #remember(remote: string, local: string): string {
    const oldest = this.#known.size >= MAX_REMEMBERED_PEERS ? this.#known.keys().next().value : undefined;
    if (oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(remote, local);
    return local;
  }
}

/** The address of this machine on the way to `remote`: that of a socket that is connected to it; the unspecified address if there is no way. */
async function localAddressTowards(remote: string): Promise<string> {
  const socket = createSocket(isIP(remote) === 6 ? 'udp6' : 'udp4');
  try {
    const connected = once(socket, 'connect');
    socket.connect(5060, remote);
    await connected;
    return socket.address().address;
  } catch {
    return isIP(remote) === 6 ? '::' : '0.0.0.0';
  } finally {
    socket.close();
  }
}
