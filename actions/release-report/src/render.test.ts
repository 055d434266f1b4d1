import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyFacts } from './any-facts.suite.ts';
import { decide } from './decide.ts';
import { report, shopOnRailway } from './released-shop.suite.ts';
import { renderReport } from './render.ts';
import { link } from './say.ts';
import { words } from './words.ts';

const look = (language: 'en' | 'ru') => ({
  words: words[language],
  repositoryUrl: 'https://github.example/acme/shop',
  most: 100,
});

/** Nothing in there is a mention, a link or a tag. */
const codeSpans = /(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g;

describe('the report as Markdown', () => {
  it('reads as this in English', async () => {
    const { summary } = await report({ world: shopOnRailway() });

    expect(summary.split('<details>')[0]).toMatchInlineSnapshot(`
      "### Release report: [#8](https://github.example/acme/shop/pull/8) Release staging to main → production

      **Complete**: nothing that was expected is missing.

      | Stage | State | Began (UTC) | Took | What happened |
      | --- | --- | --- | --- | --- |
      | **Proof on staging** | [done](https://github.example/staging) | 2026-10-05 08:05:00 | 5m | 1 passed |
      | · staging | [done](https://github.example/staging) | 2026-10-05 08:05:00 | 5m |  |
      | **Pull request** | [done](https://github.example/acme/shop/pull/8) | 2026-10-05 09:00:00 |  | by acme-release-train\\[bot\\] |
      | **Checks** | done | 2026-10-05 09:01:00 | 5m | 2 passed |
      | · lint | [done](https://github.example/lint) | 2026-10-05 09:01:00 | 1m |  |
      | · test | [done](https://github.example/test) | 2026-10-05 09:01:00 | 5m |  |
      | **Approval by a person** | [done](https://github.example/review) | 2026-10-05 09:00:00 | 25m | by erik; a bot is no person: acme-release-train\\[bot\\] |
      | **Merge** | [done](https://github.example/acme/shop/pull/8) | 2026-10-05 09:30:00 |  | by erik as \`6666666\` |
      | **Deploy** | done | 2026-10-05 09:31:00 | 1m 30s |  |
      | · web | [done](https://railway.com/project/project-1/service/service-web?environmentId=environment-1&id=web-1) | 2026-10-05 09:31:00 | 1m 30s |  |
      | · worker | [done](https://railway.com/project/project-1/service/service-worker?environmentId=environment-1&id=worker-1) | 2026-10-05 09:31:00 | 1m 30s |  |
      | **Health check** | done | 2026-10-05 09:32:20 | 10s |  |
      | · web | [done](https://railway.com/project/project-1/service/service-web?environmentId=environment-1&id=web-1) | 2026-10-05 09:32:20 | 10s | Railway’s own check |
      | · worker | [done](https://railway.com/project/project-1/service/service-worker?environmentId=environment-1&id=worker-1) | 2026-10-05 09:32:20 | 10s | Railway’s own check |
      | **Monitor** | [done](https://github.example/run) | 2026-10-05 09:34:00 | 10m | \`healthy (clean)\` |
      | **Rollback** | none |  |  |  |
      | **Sync back** | skipped |  |  | nothing to bring back: staging held the same |

      #### How long it took

      - Approval → production: 7m 30s
      - Pull request → production: 32m 30s
      - Lead time of the oldest commit: 5h 32m 30s

      #### Is it what was tested?

      Yes: the released commit holds exactly what was tested on staging.

      #### What shipped

      2 commits since [#3](https://github.example/acme/shop/pull/3).

      - #6 Sell gift cards (dana)
      - #7 Show prices (dana)

      "
    `);
  });

  it('reads as this in Russian', async () => {
    const inputs = { 'pull-request': '8', language: 'ru' };

    const { summary } = await report({ world: shopOnRailway(), inputs });

    expect(summary.split('<details>')[0]).toMatchInlineSnapshot(`
      "### Отчёт о релизе: [#8](https://github.example/acme/shop/pull/8) Release staging to main → production

      **Полный**: из того, что ожидалось, ничего не пропущено.

      | Этап | Состояние | Начало (UTC) | Длительность | Что было |
      | --- | --- | --- | --- | --- |
      | **Проверка на staging** | [выполнено](https://github.example/staging) | 2026-10-05 08:05:00 | 5 мин | успешно: 1 |
      | · staging | [выполнено](https://github.example/staging) | 2026-10-05 08:05:00 | 5 мин |  |
      | **Pull request** | [выполнено](https://github.example/acme/shop/pull/8) | 2026-10-05 09:00:00 |  | кто открыл: acme-release-train\\[bot\\] |
      | **Проверки CI** | выполнено | 2026-10-05 09:01:00 | 5 мин | успешно: 2 |
      | · lint | [выполнено](https://github.example/lint) | 2026-10-05 09:01:00 | 1 мин |  |
      | · test | [выполнено](https://github.example/test) | 2026-10-05 09:01:00 | 5 мин |  |
      | **Одобрение человеком** | [выполнено](https://github.example/review) | 2026-10-05 09:00:00 | 25 мин | кто: erik; бот не человек: acme-release-train\\[bot\\] |
      | **Слияние** | [выполнено](https://github.example/acme/shop/pull/8) | 2026-10-05 09:30:00 |  | кто: erik, коммит \`6666666\` |
      | **Развёртывание** | выполнено | 2026-10-05 09:31:00 | 1 мин 30 с |  |
      | · web | [выполнено](https://railway.com/project/project-1/service/service-web?environmentId=environment-1&id=web-1) | 2026-10-05 09:31:00 | 1 мин 30 с |  |
      | · worker | [выполнено](https://railway.com/project/project-1/service/service-worker?environmentId=environment-1&id=worker-1) | 2026-10-05 09:31:00 | 1 мин 30 с |  |
      | **Проверка здоровья** | выполнено | 2026-10-05 09:32:20 | 10 с |  |
      | · web | [выполнено](https://railway.com/project/project-1/service/service-web?environmentId=environment-1&id=web-1) | 2026-10-05 09:32:20 | 10 с | собственная проверка Railway |
      | · worker | [выполнено](https://railway.com/project/project-1/service/service-worker?environmentId=environment-1&id=worker-1) | 2026-10-05 09:32:20 | 10 с | собственная проверка Railway |
      | **Наблюдение** | [выполнено](https://github.example/run) | 2026-10-05 09:34:00 | 10 мин | \`healthy (clean)\` |
      | **Откат** | не было |  |  |  |
      | **Обратная синхронизация** | пропущено |  |  | возвращать нечего: на staging было то же самое |

      #### Сколько это заняло

      - Одобрение → рабочая среда: 7 мин 30 с
      - Pull request → рабочая среда: 32 мин 30 с
      - Путь самого старого коммита: 5 ч 32 мин 30 с

      #### То ли это, что проверяли?

      Да: содержимое выпущенного коммита в точности то, что проверено на staging.

      #### Что выпущено

      2 коммита после [#3](https://github.example/acme/shop/pull/3).

      - #6 Sell gift cards (dana)
      - #7 Show prices (dana)

      "
    `);
  });

  it('groups checks beyond ten, the failed one first', async () => {
    const { history } = await report();
    const many = Array.from({ length: 40 }, (_, at) => ({
      ...{ name: `check ${at}`, app: 'ci', status: 'completed' },
      conclusion: at === 39 ? 'failure' : 'success',
    }));
    for (const commit of history.checksOf.keys()) history.checksOf.set(commit, many);

    const { summary } = await report({
      history,
      inputs: { 'pull-request': '8', expect: 'checks' },
    });

    expect(summary).toContain('39 passed, 1 failed');
    expect(summary.indexOf('· check 39')).toBeLessThan(summary.indexOf('· check 1 '));
    expect(summary).toContain('| · … and 30 more |');
  });

  it.each(['en', 'ru'] as const)('cannot be broken by names from outside (%s)', (language) => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const text = renderReport(decide(facts), look(language));
        const lines = text.split('\n');
        for (const row of lines.filter((line) => line.startsWith('|'))) {
          expect(row.replace(/\\./g, '').split('|')).toHaveLength(7);
        }
        const fences = lines.filter((line) => line.startsWith('```'));
        expect(fences).toEqual(fences.length === 0 ? [] : ['```mermaid', '```']);
        const prose = text.replace(/\\./g, '').replace(codeSpans, '');
        expect(prose).not.toMatch(/<!--|\]\(javascript:|@everyone|\u202e|^::/m);
        expect(prose.match(/<\/details>/g)?.length ?? 0).toBe(fences.length / 2);
      }),
    );
  });
});

describe('a link', () => {
  it.each([
    ['https://a.example/x(1)|y', '[t](https://a.example/x%281%29%7cy)'],
    ['javascript:alert(1)', 't'],
    ['not a url', 't'],
    [undefined, 't'],
  ])('to %s', (url, markdown) => expect(link('t', url)).toBe(markdown));
});
