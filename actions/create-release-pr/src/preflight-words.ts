/** The words of what the rules ask of whoever merges. Values are Markdown already. */
interface Ends {
  readonly head: string;
  readonly base: string;
}

const en = {
  noMethod: ({ base }: Ends) =>
    `The rules of ${base} and the settings of the repository leave no way to merge: allow squash merging in both.`,
  onlyMethod: (method: string) => `Merge it by ${method}: nothing else is allowed.`,
  update: ({ head, base, merge }: Ends & { merge: string }) =>
    `${base} wants branches up to date before they merge, and updating this one writes to ${head}: set ${merge}, whose branch always holds ${base}.`,
  signatures: ({ head, base }: Ends) =>
    `${base} wants signed commits, so every commit that it gets of ${head} has to be one: GitHub signs the squashes and merges of its button, not its rebases.`,
  losesHead: ({ head, merge }: Ends & { merge: string }) =>
    `The repository deletes head branches after a merge, and nothing protects ${head}: forbid its deletion with a rule, or set ${merge}.`,
};

const ru: typeof en = {
  noMethod: ({ base }) =>
    `Правила ${base} и настройки репозитория не оставляют способа слить: разрешите squash в обоих местах.`,
  onlyMethod: (method) => `Сливайте через ${method}: другое не разрешено.`,
  update: ({ head, base, merge }) =>
    `${base} требует, чтобы ветка перед слиянием была обновлена, а обновление этой пишет в ${head}: задайте ${merge}, в той ветке ${base} есть всегда.`,
  signatures: ({ head, base }) =>
    `${base} требует подписанных коммитов, поэтому подписан должен быть каждый коммит ${head}, который в неё попадёт: squash и merge, сделанные кнопкой, GitHub подписывает, rebase нет.`,
  losesHead: ({ head, merge }) =>
    `Репозиторий удаляет ветки после слияния, а ${head} ничем не защищена: запретите её удаление правилом или задайте ${merge}.`,
};

export const preflightWords = { en, ru };
