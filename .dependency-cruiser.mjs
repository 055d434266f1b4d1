// The import arrows of ARCHITECTURE.md. A line here is a wall; a new arrow is a decision.
const source = '^(actions|packages)/[^/]+/src/';
const test = '\\.(test|suite)\\.ts$';
const room = (name) => ({ path: `^actions/[^/]+/src/${name}\\.ts$` });
const effects = '^packages/(git|github|railway|http|notify|sandbox|testing|workflows)/';

// Plain values in and out: pure rooms may use them.
const pureText = [
  '^packages/action-kit/src/(gantt|language|text)\\.ts$',
  '^packages/github/src/(auto-merge-words|branch-preflight|change-list|held-back-words|managed-block|standing-pull)\\.ts$',
  '^packages/railway/src/(rollback-text|service-choice)\\.ts$',
];

const forbidden = (name, from, to) => ({ name, severity: 'error', from, to });

export default {
  forbidden: [
    forbidden(
      'no-circular',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    ),
    forbidden(
      'action-to-action',
      { path: '^actions/([^/]+)/' },
      { path: '^actions/', pathNot: '^actions/$1/' },
    ),
    forbidden('package-to-action', { path: '^packages/' }, { path: '^actions/' }),
    forbidden(
      'product-to-test-rooms',
      { path: source, pathNot: `${test}|^packages/(sandbox|testing)/` },
      { path: '^packages/(sandbox|testing)/' },
    ),
    forbidden('pure-rooms-have-no-effects', room('(decide|render)'), {
      path: `${effects}|^node_modules/|^packages/(polling|probe|action-kit)/`,
      pathNot: pureText,
      dependencyTypesNot: ['type-only'],
    }),
    forbidden('pure-rooms-have-no-node', room('(decide|render)'), {
      dependencyTypes: ['core'],
    }),
    forbidden('run-sees-ports-as-types', room('run'), {
      path: '^packages/(git|github|railway|http|notify|sandbox|testing)/',
      pathNot: pureText,
      dependencyTypesNot: ['type-only'],
    }),
    forbidden('rooms-flow-one-way', room('(contract|decide|render)'), {
      path: '^actions/[^/]+/src/(main|run)\\.ts$',
    }),
    forbidden('decide-does-not-render', room('decide'), {
      path: '^actions/[^/]+/src/render\\.ts$',
    }),
    forbidden(
      'evidence-imports-nothing',
      { path: '^packages/evidence/src/', pathNot: test },
      {
        pathNot: '^packages/evidence/',
      },
    ),
    forbidden(
      'promotion-imports-nothing',
      { path: '^packages/promotion/src/', pathNot: test },
      {
        pathNot: '^packages/promotion/',
      },
    ),
    forbidden(
      'polling-imports-nothing',
      { path: '^packages/polling/src/', pathNot: test },
      {
        pathNot: '^packages/polling/',
      },
    ),
    forbidden(
      'workflows-imports-nothing-of-ours',
      { path: '^packages/workflows/src/', pathNot: test },
      {
        path: '^(actions|packages)/',
        pathNot: '^packages/workflows/',
      },
    ),
    forbidden(
      'adapters-do-not-know-each-other',
      {
        path: '^packages/(git|github|railway|probe|http|notify)/src/',
        pathNot: test,
      },
      {
        path: '^packages/(git|github|railway|probe|notify|evidence|workflows|sandbox)/',
        pathNot: '^packages/$1/',
      },
    ),
    forbidden(
      'one-file-knows-actions-core',
      {
        path: '^(actions|packages)/',
        pathNot: '^packages/action-kit/src/github-runner\\.ts$',
      },
      { path: '@actions/core' },
    ),
    forbidden(
      'sandbox-knows-no-product',
      { path: '^packages/sandbox/src/', pathNot: test },
      {
        path: '^packages/',
        pathNot: '^packages/(sandbox|workflows|git)/',
      },
    ),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/dist/|\\.sandbox\\.test\\.ts$' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node'] },
  },
};
