/** The words of what the rules will ask. Names are Markdown already. */

interface Place {
  readonly file: string;
  readonly line: number;
}

const en = {
  classicHidden: (base: string) =>
    `Classic protection of ${base} is readable for administrators only, so what it asks for is not known here: look at Settings → Branches.`,
  noMethod: (base: string) =>
    `The rules of ${base} and the settings of the repository leave no way to merge: allow one in both (Settings → General → Pull Requests; Settings → Rules → Rulesets).`,
  ownRule: ({ branch, what }: { branch: string; what: string }) =>
    `A ruleset covers ${branch} and ${what}: leave the branch out in Settings → Rules → Rulesets, or let the owner of the token bypass it there.`,
  creation: 'restricts who may create it',
  update: 'restricts who may push to it',
  forcePush: 'forbids force pushes, which bring it up to date',
  pullRequest: 'wants every change through a pull request',
  checks: 'wants checks to pass before a push',
  signatures: 'wants signed commits, which the ones pushed here are not',
  linear: 'forbids merge commits, and the commit pushed here is one',
  unsigned: ({ base, branch, amend }: Record<'base' | 'branch' | 'amend', string>) =>
    `${base} wants signed commits, and the one on ${branch} is not, so GitHub may refuse to merge it: sign it there (${amend}, then a push by force, which the next run keeps), or let whoever merges bypass the rule.`,
  pulls: ({ file, line, branch, pattern }: Place & { branch: string; pattern: string }) =>
    `${file}, line ${line}, opens or merges a pull request for every branch like ${branch}, which would squash it into another: leave it out there (${pattern}).`,
  approvals: ({ file, line, base }: Place & { base: string }) =>
    `${file}, line ${line}, approves pull requests into ${base} by itself, so a required approval asks nobody: restrict it by ${'`branches`'} or ${'`if`'}, or require a review from code owners in Settings → Rules → Rulesets.`,
};

const ru: typeof en = {
  classicHidden: (base) =>
    `Классическую защиту ${base} видят только администраторы, поэтому её требования здесь неизвестны: посмотрите Settings → Branches.`,
  noMethod: (base) =>
    `Правила ${base} и настройки репозитория не оставляют ни одного способа слияния: разрешите один и тот же в обоих местах (Settings → General → Pull Requests; Settings → Rules → Rulesets).`,
  ownRule: ({ branch, what }) =>
    `Ruleset распространяется на ${branch} и ${what}: исключите ветку в Settings → Rules → Rulesets или разрешите владельцу токена обход там же.`,
  creation: 'ограничивает, кто может её создать',
  update: 'ограничивает, кто может в неё писать',
  forcePush: 'запрещает force push, которым она обновляется',
  pullRequest: 'требует проводить каждое изменение через pull request',
  checks: 'требует пройденных проверок до push',
  signatures: 'требует подписанных коммитов, а здесь они не подписаны',
  linear: 'запрещает merge-коммиты, а здесь как раз такой',
  unsigned: ({ base, branch, amend }) =>
    `${base} требует подписанных коммитов, а коммит в ${branch} не подписан, и GitHub может отказаться его слить: подпишите его там (${amend}, затем force push: следующий запуск его сохранит) или разрешите обход правила тому, кто сливает.`,
  pulls: ({ file, line, branch, pattern }) =>
    `${file}, строка ${line}, открывает или сливает pull request для каждой ветки вроде ${branch}, то есть сольёт её через squash в другую: исключите её там (${pattern}).`,
  approvals: ({ file, line, base }) =>
    `${file}, строка ${line}, сам одобряет pull request’ы в ${base}, поэтому обязательное одобрение никого не спрашивает: ограничьте его через ${'`branches`'} или ${'`if`'} либо потребуйте проверку владельцами кода в Settings → Rules → Rulesets.`,
};

export const branchPreflightWords = { en, ru };
export type BranchPreflightWords = typeof en;
