import type { Header } from './message.ts';

/** What we take, whoever asks (RFC 3261 section 20.5). */
export const ALLOW: Header = { name: 'Allow', value: 'INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE' };
export const CONTENT_TYPE_SDP: Header = { name: 'Content-Type', value: 'application/sdp' };
