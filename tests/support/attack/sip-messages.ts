/** Where a message comes from. */
export interface Source {
  readonly address: string;
  readonly port: number;
}

export interface RequestParts {
  readonly method: string;
  readonly source: Source;
  /** Port of the server on loopback. */
  readonly port: number;
  readonly callId: string;
  readonly transport?: 'UDP' | 'TCP';
  readonly cseq?: number;
  /** The branch of a CANCEL is that of its INVITE (RFC 3261 section 9.1). */
  readonly branch?: string;
  readonly toTag?: string;
  /** The user part of From. */
  readonly user?: string;
  readonly headers?: readonly string[];
  readonly body?: string;
  readonly contentType?: string;
}

/** A request that RFC 3261 has nothing against. */
export function sipRequest(parts: RequestParts): string {
  const { method, source, port, callId, transport = 'UDP', cseq = 1, user = 'probe', headers = [], body = '' } = parts;
  const { branch = `z9hG4bK-${callId}-${method}-${cseq}`, contentType = 'application/sdp' } = parts;
  return [
    `${method} sip:attendant@127.0.0.1:${port} SIP/2.0`,
    `Via: SIP/2.0/${transport} ${source.address}:${source.port};branch=${branch};rport`,
    'Max-Forwards: 70',
    `From: <sip:${user}@${source.address}:${source.port}>;tag=from-${callId}`,
    `To: <sip:attendant@127.0.0.1:${port}>${parts.toTag === undefined ? '' : `;tag=${parts.toTag}`}`,
    `Call-ID: ${callId}`,
    `CSeq: ${cseq} ${method}`,
    `Contact: <sip:${user}@${source.address}:${source.port}>`,
    ...headers,
    ...(body === '' ? [] : [`Content-Type: ${contentType}`]),
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n');
}

/** PCMA and telephone events. */
export function offer(address: string, rtpPort: number): string {
  return [
    'v=0',
    `o=- 1 1 IN IP4 ${address}`,
    's=-',
    `c=IN IP4 ${address}`,
    't=0 0',
    `m=audio ${rtpPort} RTP/AVP 8 101`,
    'a=rtpmap:8 PCMA/8000',
    'a=rtpmap:101 telephone-event/8000',
    '',
  ].join('\r\n');
}

/** What a user agent client needs of a response. */
export interface Answer {
  readonly status: number;
  readonly toTag: string;
  readonly callId: string;
  readonly cseq: number;
  readonly method: string;
  /** Where the server takes RTP; null: the body names no port. */
  readonly rtpPort: number | null;
}

/** Null: no response. */
export function readAnswer(text: string): Answer | null {
  const status = /^SIP\/2\.0 (\d{3}) /u.exec(text)?.[1];
  const [, cseq, method] = /^CSeq:\s*(\d+)\s+(\S+)/imu.exec(text) ?? [];
  if (status === undefined || cseq === undefined || method === undefined) return null;
  const rtpPort = /^m=audio (\d+)/mu.exec(text)?.[1];
  return {
    status: Number(status),
    toTag: /^To:.*;tag=([^\s;]+)/imu.exec(text)?.[1] ?? '',
    callId: /^Call-ID:\s*(\S+)/imu.exec(text)?.[1] ?? '',
    cseq: Number(cseq),
    method,
    rtpPort: rtpPort === undefined ? null : Number(rtpPort),
  };
}

/** Answers a request of the server with 200 (RFC 3261 section 8.2.6). */
export function okTo(request: string): string {
  const copied = request.split('\r\n').filter((line) => /^(?:Via|From|To|Call-ID|CSeq|v|f|t|i)\s*:/iu.test(line));
  return ['SIP/2.0 200 OK', ...copied, 'Content-Length: 0', '', ''].join('\r\n');
}
