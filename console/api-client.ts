import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/browser';
import type {
  AnswerRequest,
  ApiError,
  ApiToken,
  ApproachWish,
  BookEntry,
  CallerRequest,
  CallPage,
  CallSearch,
  CallsPage,
  Comment,
  CommentsPage,
  CommentState,
  CorrectionReply,
  CorrectionRequest,
  DecisionsReply,
  DeletedReply,
  DraftRequest,
  EvidenceReply,
  ExperiencesPage,
  GreetingReply,
  HeardReply,
  HintsReply,
  HintsRequest,
  ImportReply,
  Language,
  LineTestReply,
  MoodReply,
  MoodRequest,
  PackReply,
  PacksPage,
  Parting,
  PasskeyEntry,
  PasswordRequest,
  PictureReply,
  PracticePage,
  PracticeReply,
  PracticeRequest,
  PreviewReply,
  RecordingReply,
  Reflection,
  ReflectionRequest,
  Role,
  SayReply,
  SayWish,
  SentencesReply,
  ServiceCheckReply,
  ServiceCheckRequest,
  SettingSection,
  SettingsPage,
  SettingsReply,
  State,
  StoryContent,
  StoryKept,
  StoryReply,
  StoryRequest,
  TodayReply,
  TokenReply,
  TokenRequest,
  TryReply,
  TryRequest,
  UserEntry,
  WebCallReply,
  WebCallRequest,
  WordListsReply,
} from '../src/http/api.ts';

/** What went wrong, as a code that `errors` in the words has a sentence for. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly code: ApiError['error'] | 'network';
  /** Of a setting: which one. */
  readonly field: string | null;

  constructor(code: ApiError['error'] | 'network', field: string | null = null) {
    super(code);
    this.code = code;
    this.field = field;
  }
}

/** Of whatever was thrown; `errors` in the words has a sentence for each. */
export function codeOf(error: unknown): ApiProblem['code'] {
  return error instanceof ApiProblem ? error.code : 'internal';
}

/** The answer of the server; throws ApiProblem where there is none, or where it says no. */
async function sent(method: string, path: string, body?: unknown): Promise<Response> {
  const json = body === undefined ? {} : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } };
  return answered(path, { method, ...json });
}

function sentBytes(path: string, body: Blob): Promise<Response> {
  return answered(path, { method: 'POST', body, headers: { 'Content-Type': 'application/octet-stream' } });
}

async function answered(path: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(`/api${path}`, init);
  } catch {
    throw new ApiProblem('network');
  }
  if (response.ok) return response;
  const reply: unknown = await response.json().catch(() => ({ error: 'internal' }));
  const { error, field } = reply as ApiError;
  throw new ApiProblem(error, field);
}

async function request<Reply>(method: string, path: string, body?: unknown): Promise<Reply> {
  const response = await sent(method, path, body);
  return (await response.json()) as Reply;
}

export const api = {
  state: () => request<State>('GET', '/state'),
  calls: (search: CallSearch, before: string | null) =>
    request<CallsPage>('GET', `/calls?${query({ ...search, ...(before !== null && { before }) })}`),
  today: (from: number) => request<TodayReply>('GET', `/today?from=${from}`),
  callers: () => request<BookEntry[]>('GET', '/callers'),
  putCaller: ({ number, name, welcome }: CallerRequest) => request<object>('PUT', '/callers', { number, name, welcome }),
  /** An entry as the server gave it: its number is whole. */
  putEntry: ({ number, name, welcome }: BookEntry) => api.putCaller({ number: `+${number}`, name, welcome }),
  removeCaller: (number: string) => request<object>('DELETE', `/callers/${encodeURIComponent(number)}`),
  removeCallers: (numbers: readonly string[]) => request<object>('POST', '/callers/remove', { numbers }),
  importCallers: async (text: string) => (await sentBytes('/callers/import', new Blob([text]))).json() as Promise<ImportReply>,
  correct: (id: string, welcome: CorrectionRequest['welcome']) => request<CorrectionReply>('PUT', `/calls/${id}/correction`, { welcome }),
  call: (id: string) => request<CallPage>('GET', `/calls/${id}`),
  deleteCall: (id: string) => request<object>('DELETE', `/calls/${id}`),
  restoreCall: (id: string) => request<object>('POST', `/calls/${id}/restore`),
  endCall: (id: string) => request<object>('POST', `/calls/${id}/end`),
  putThrough: (id: string) => request<object>('POST', `/calls/${id}/put-through`),
  forgetWords: (id: string) => request<object>('DELETE', `/calls/${id}/transcript`),
  deleteMessage: (messageId: string) => request<object>('DELETE', `/messages/${messageId}`),
  markHeard: (messageId: string) => request<object>('POST', `/messages/${messageId}/heard`),
  testLine: (id: string) => request<LineTestReply>('POST', `/lines/${encodeURIComponent(id)}/test`),
  expect: (minutes: number | null) => request<object>('POST', '/expecting', { minutes }),
  tryBegin: (wish: TryRequest) => request<TryReply>('POST', '/try', wish),
  trySay: (callId: string, words: string) => request<SayReply>('POST', `/try/${callId}/say`, { words }),
  tryKey: (callId: string, digit: string) => request<object>('POST', `/try/${callId}/key`, { digit }),
  tryHangUp: (callId: string) => request<object>('DELETE', `/try/${callId}`),
  evidence: () => request<EvidenceReply>('GET', '/evidence'),
  setParting: (id: string, parting: Parting) => request<object>('PUT', `/calls/${id}/parting`, { parting }),
  mood: (id: string) => request<MoodReply>('GET', `/calls/${id}/mood`),
  setMood: (id: string, mood: MoodRequest) => request<object>('PUT', `/calls/${id}/mood`, mood),
  reflections: () => request<Reflection[]>('GET', '/reflections'),
  reflection: (id: string) => request<Reflection>('GET', `/reflections/${id}`),
  keepReflection: (id: string, reflection: ReflectionRequest) => request<object>('PUT', `/reflections/${id}`, reflection),
  deleteReflection: (id: string) => request<object>('DELETE', `/reflections/${id}`),
  wordLists: (lang: Language) => request<WordListsReply>('GET', `/word-lists?lang=${lang}`),
  reflectionHints: (wish: HintsRequest) => request<HintsReply>('POST', '/reflection-hints', wish),
  practice: (lang: Language) => request<PracticePage>('GET', `/practice?lang=${lang}`),
  practiceTalk: (wish: PracticeRequest) => request<PracticeReply>('POST', '/practice/talk', wish),
  keepPractice: (id: string, wish: PracticeRequest) => request<object>('PUT', `/practice/kept/${id}`, wish),
  forgetPractices: () => request<object>('DELETE', '/practice/kept'),
  practiceHear: async (lang: Language, pcm: Blob) => (await sentBytes(`/practice/hear?lang=${lang}`, pcm)).json() as Promise<HeardReply>,
  practiceVoice: async (lang: Language, words: string) => (await sent('POST', '/practice/voice', { lang, words })).blob(),
  greeting: (lang: Language) => request<GreetingReply>('GET', `/voice/greeting?lang=${lang}`),
  sentences: (lang: Language) => request<SentencesReply>('GET', `/voice/sentences?lang=${lang}`),
  keepRecording: async (lang: Language, words: string, wav: Blob) =>
    (
      await answered(`/voice/recording?${query({ lang, words })}`, { method: 'PUT', body: wav, headers: { 'Content-Type': 'audio/wav' } })
    ).json() as Promise<RecordingReply>,
  removeRecording: (lang: Language, words: string) => request<object>('DELETE', `/voice/recording?${query({ lang, words })}`),
  restoreRecording: (lang: Language, words: string) => request<object>('POST', '/voice/recording/restore', { lang, words }),
  settings: () => request<SettingsPage>('GET', '/settings'),
  changeSetting: (section: SettingSection, value: unknown) =>
    request<SettingsReply>('PUT', `/settings/${encodeURIComponent(section)}`, value),
  undoSetting: (change: number) => request<object>('POST', `/settings/changes/${change}/undo`),
  checkService: (wish: ServiceCheckRequest) => request<ServiceCheckReply>('POST', '/settings/services/check', wish),
  packs: () => request<PacksPage>('GET', '/packs'),
  installPack: (id: string) => request<object>('POST', `/packs/${encodeURIComponent(id)}/install`),
  cancelPack: (id: string) => request<object>('POST', `/packs/${encodeURIComponent(id)}/cancel`),
  removePack: (id: string) => request<object>('DELETE', `/packs/${encodeURIComponent(id)}`),
  importPack: async (file: File) =>
    (await sentBytes(`/packs/import?name=${encodeURIComponent(file.name)}`, file)).json() as Promise<PackReply>,
  webCall: (wish: WebCallRequest) => request<WebCallReply>('POST', '/web/call', wish),
  webTake: (id: string, offer: string) => request<WebCallReply>('POST', `/calls/${id}/take`, { offer }),
  webListen: (id: string, offer: string) => request<WebCallReply>('POST', `/calls/${id}/listen`, { offer }),
  webHangUp: (legId: string) => request<object>('DELETE', `/web/${encodeURIComponent(legId)}`),
  writeAlong: (id: string) => request<object>('POST', `/calls/${id}/write-along`),
  sayNext: (id: string, wish: SayWish) => request<object>('POST', `/calls/${id}/say`, wish),
  changeApproach: (id: string, wish: ApproachWish) => request<object>('POST', `/calls/${id}/approach`, wish),
  experiences: (offset: number) => request<ExperiencesPage>('GET', `/experiences?offset=${offset}`),
  removeDemo: () => request<object>('DELETE', '/experiences/demo'),
  story: (id: string) => request<StoryReply>('GET', `/stories/${id}`),
  beginStory: (content: StoryContent) => request<StoryReply>('POST', '/stories', content),
  storyFrom: (wish: DraftRequest) => request<StoryReply>('POST', '/stories/from-reflection', wish),
  keepStory: (id: string, wish: StoryRequest) => request<StoryKept>('PUT', `/stories/${id}`, wish),
  publishStory: (id: string, wish: StoryRequest) => request<StoryKept>('POST', `/stories/${id}/publish`, wish),
  unpublishStory: (id: string) => request<StoryReply>('POST', `/stories/${id}/unpublish`),
  deleteStory: (id: string) => request<object>('DELETE', `/stories/${id}`),
  restoreStory: (id: string) => request<object>('POST', `/stories/${id}/restore`),
  previewStory: (body: string) => request<PreviewReply>('POST', '/stories/preview', { body }),
  sendPicture: async (picture: Blob) => (await sentBytes('/pictures', picture)).json() as Promise<PictureReply>,
  importStories: async (file: Blob, lang: Language) => (await sentBytes(`/experiences/import?lang=${lang}`, file)).body,
  comments: (state: CommentState, before: string | null) =>
    request<CommentsPage>('GET', `/comments?${query({ state, ...(before !== null && { before }) })}`),
  decideComments: (ids: readonly string[], state: CommentState) => request<DecisionsReply>('POST', '/comments/decide', { ids, state }),
  editComment: (id: string, body: string) => request<object>('PUT', `/comments/${id}`, { body }),
  blockCommenter: (id: string, blocked: boolean) => request<object>('POST', `/comments/${id}/block`, { blocked }),
  answerComment: (wish: AnswerRequest) => request<object>('POST', '/comments', wish),
  commentsOfPerson: (email: string) => request<Comment[]>('POST', '/comments/person', { email }),
  deletePerson: (email: string) => request<DeletedReply>('POST', '/comments/person/delete', { email }),
  passkeys: () => request<PasskeyEntry[]>('GET', '/passkeys'),
  passkeyOptions: () => request<PublicKeyCredentialCreationOptionsJSON>('POST', '/passkeys/options'),
  addPasskey: (name: string, response: RegistrationResponseJSON) => request<object>('POST', '/passkeys', { name, response }),
  removePasskey: (id: string) => request<object>('DELETE', `/passkeys/${id}`),
  passkeyLogInOptions: () => request<PublicKeyCredentialRequestOptionsJSON>('POST', '/login/passkey/options'),
  logInByPasskey: (response: AuthenticationResponseJSON) => request<object>('POST', '/login/passkey', { response }),
  tokens: () => request<ApiToken[]>('GET', '/tokens'),
  addToken: (wish: TokenRequest) => request<TokenReply>('POST', '/tokens', wish),
  removeToken: (id: string) => request<object>('DELETE', `/tokens/${id}`),
  logIn: (name: string, password: string) => request<object>('POST', '/login', { name, password }),
  logOutEverywhere: () => request<object>('POST', '/logout/everywhere'),
  logOut: () => request<object>('POST', '/logout'),
  users: () => request<UserEntry[]>('GET', '/users'),
  addUser: (name: string, password: string, role: Role) => request<object>('POST', '/users', { name, password, role }),
  removeUser: (id: string) => request<object>('DELETE', `/users/${id}`),
  changePassword: (wish: PasswordRequest) => request<object>('POST', '/password', wish),
};

function query(fields: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return new URLSearchParams(given).toString();
}

/** A file with the calls that are searched for. */
export const exportUrl = (search: CallSearch, format: 'csv' | 'json', lang: Language): string =>
  `/api/calls/export?${query({ ...search, format, lang })}`;

/** `at`: which recording: another one is at another address. */
export function recordingUrl(lang: Language, words: string, at: number): string {
  return `/api/voice/recording?${query({ lang, words, at: String(at) })}`;
}

/** `of`: what it says, so that a browser asks anew when that has changed. */
export const greetingUrl = (lang: Language, of: string): string => `/api/voice/greeting/audio?lang=${lang}&of=${encodeURIComponent(of)}`;

export const audioUrl = (messageId: string): string => `/api/messages/${messageId}/audio`;
