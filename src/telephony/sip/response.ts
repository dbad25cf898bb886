import { header, headerValues, type Header, type SipMessage, type SipRequest, type SipResponse } from './message.ts';

const REASONS: Readonly<Record<number, string>> = {
  100: 'Trying',
  180: 'Ringing',
  200: 'OK',
  400: 'Bad Request',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  408: 'Request Timeout',
  415: 'Unsupported Media Type',
  416: 'Unsupported URI Scheme',
  420: 'Bad Extension',
  422: 'Session Interval Too Small',
  480: 'Temporarily Unavailable',
  481: 'Call/Transaction Does Not Exist',
  482: 'Loop Detected',
  486: 'Busy Here',
  487: 'Request Terminated',
  488: 'Not Acceptable Here',
  491: 'Request Pending',
  500: 'Server Internal Error',
  501: 'Not Implemented',
  503: 'Service Unavailable',
  505: 'Version Not Supported',
};

const NO_BODY = Buffer.alloc(0);

export interface ResponseParts {
  readonly reason?: string;
  /** Added to To where the request has no tag yet. */
  readonly toTag?: string;
  readonly headers?: readonly Header[];
  readonly body?: Buffer;
}

/** A response to a request, with the headers that RFC 3261 section 8.2.6.2 wants copied. */
export function responseTo(request: Pick<SipRequest, 'headers' | 'body'>, status: number, parts: ResponseParts = {}): SipResponse {
  const to = header(request, 'To') ?? '';
  const tagged = parts.toTag !== undefined && !/;\s*tag\s*=/iu.test(to) ? `${to};tag=${parts.toTag}` : to;
  const copied: Header[] = [
    ...headerValues(request, 'Via').map((value) => ({ name: 'Via', value })),
    { name: 'From', value: header(request, 'From') ?? '' },
    { name: 'To', value: tagged },
    { name: 'Call-ID', value: header(request, 'Call-ID') ?? '' },
    { name: 'CSeq', value: header(request, 'CSeq') ?? '' },
  ];
  return {
    kind: 'response',
    status,
    reason: parts.reason ?? REASONS[status] ?? 'Unknown',
    headers: [...copied, ...(parts.headers ?? [])].filter((one) => one.value !== ''),
    body: parts.body ?? NO_BODY,
  };
}

/** A message's copy with one header's first value replaced. */
export function withFirstHeader<Message extends SipMessage>(message: Message, name: string, value: string): Message {
  const index = message.headers.findIndex((candidate) => candidate.name === name);
  return { ...message, headers: message.headers.with(index, { name, value }) };
}
