/** The import rules of ARCHITECTURE.md. A folder may import itself, call/, and what stands here. */
const MAY_IMPORT = {
  call: [],
  telephony: ['hearing/speech-probability'],
  hearing: [],
  understanding: [],
  conversation: ['understanding', 'nvc', 'household'],
  speaking: [],
  journal: [],
  household: [],
  nvc: [],
  practice: ['nvc'],
  words: [],
  packs: [],
  attendant: ['telephony/leg', 'hearing', 'understanding', 'conversation', 'speaking', 'journal', 'household'],
  http: [
    'words',
    'packs',
    'attendant',
    'practice',
    'nvc',
    'experiences',
    'journal',
    'household',
    'speaking',
    'hearing/transcriber',
    'telephony/leg',
    'telephony/local-leg',
  ],
  adapters: ['telephony/web-peer', 'packs', 'hearing', 'understanding', 'speaking', 'journal', 'household', 'practice', 'experiences'],
  experiences: ['nvc', 'journal', 'household', 'words'],
  site: ['experiences', 'words'],
  cli: ['.*'],
};

const everything = Object.keys(MAY_IMPORT).filter((folder) => folder !== 'cli');

module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    ...Object.entries(MAY_IMPORT).map(([folder, allowed]) => ({
      name: `${folder}-imports-only-its-own`,
      severity: 'error',
      from: { path: `^src/${folder}/` },
      to: { path: '^src/', pathNot: `^src/(call|${[folder, ...allowed].join('|')})(/|\\.ts$|$)` },
    })),
    {
      name: 'roots-alone-import-adapters-and-http',
      severity: 'error',
      from: { path: `^src/(${everything.filter((folder) => !['adapters', 'http'].includes(folder)).join('|')})/` },
      to: { path: '^src/(adapters|http)/' },
    },
    {
      name: 'ui-knows-the-api-and-words-only',
      severity: 'error',
      from: { path: '^console/' },
      to: { path: '^src/', pathNot: '^src/(http/api\\.ts|words/)' },
    },
    { name: 'nothing-imports-tests', severity: 'error', from: { path: '^(src|console)/' }, to: { path: '^(tests|bench|scripts)/' } },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.css'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
