import * as http from './http-attacks.ts';
import * as media from './media-attacks.ts';
import * as sip from './sip-attacks.ts';
import * as tcp from './tcp-attacks.ts';
import type { Attack } from './target.ts';

/** By name, in the order in which they are run. */
export const ATTACKS = {
  'hostile messages': sip.hostileMessages,
  'an OPTIONS scanner, 5,000 a second': sip.optionsScanner,
  'a REGISTER flood': sip.registerFlood,
  'INVITEs that are cancelled': sip.invitesCancelled,
  'INVITEs that are confirmed and hung up at the end': sip.invitesConfirmed,
  'INVITEs that nobody confirms': sip.invitesNeverConfirmed,
  'keys by RTP, 5,000 a second': media.keysByRtp,
  'keys by INFO, 1,000 a second': media.keysByInfo,
  'RTP of a stranger': media.injectedRtp,
  'TCP pings whose answers nobody reads': tcp.tcpPings,
  '300 idle TCP connections': tcp.idleTcpConnections,
  'TCP byte by byte': tcp.slowTcpMessages,
  '600 idle HTTP connections': http.idleHttpConnections,
  'HTTP headers without end': http.slowHeaders,
  '300 event streams': http.eventStreams,
  'a log-in flood': http.logInFlood,
  'a WordPress import of 10 MB': http.wordpressImport,
  'previews of comments': http.commentPreviews,
  'previews of stories': http.storyPreviews,
} as const satisfies Readonly<Record<string, Attack>>;

export type AttackName = keyof typeof ATTACKS;
export const ATTACK_NAMES = Object.keys(ATTACKS) as AttackName[];
